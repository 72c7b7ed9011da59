package model

// Permission is a row of the permission table (ACT-04): a command or question, and who may.
type Permission struct {
	Command            string `json:"command"`
	Title              string `json:"title"`
	SpaceAdministrator bool   `json:"spaceAdministrator"`
	PowerUser          bool   `json:"powerUser"`
	LimitedAccess      bool   `json:"limitedAccess"`
	// AWSSide tells that it is done on the AWS side.
	AWSSide bool `json:"awsSide"`
	// Who says it in words.
	Who string `json:"who"`
	// Change tells a command, which changes something, from a question.
	Change bool `json:"change"`
}

// ListPermissions asks for the permission table, made from the declarations that the service checks.
type ListPermissions struct{}

func (q *ListPermissions) answer(ask *Ask) (any, error) {
	var list []Permission
	for _, e := range ask.service.entries {
		if e.System {
			continue
		}
		list = append(list, Permission{Command: e.ID, Title: e.Title, Who: e.May.Who(), AWSSide: e.May.AWSSide(), Change: e.command != nil,
			SpaceAdministrator: e.May.Allows(SpaceAdministrator), PowerUser: e.May.Allows(PowerUser), LimitedAccess: e.May.Allows(LimitedAccess)})
	}
	return list, nil
}
