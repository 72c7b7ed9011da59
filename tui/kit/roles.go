package kit

import "atrium/model"

// SpaceRoles are the space roles by their names, for a form's field role.
func SpaceRoles() map[string][]Option {
	var options []Option
	for _, role := range model.SpaceRoles() {
		options = append(options, Option{Value: string(role), Title: role.Title()})
	}
	return map[string][]Option{"role": options}
}
