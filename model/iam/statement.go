package iam

import (
	"atrium/model/jsonfile"
)

// readDocument reads a trust policy as strictly as IAM takes it: keys that a trust policy has not are
// refused rather than passed over.
func readDocument(v *jsonfile.Value) (Document, error) {
	if err := known(v, "Version", "Id", "Statement"); err != nil {
		return Document{}, err
	}
	return readStatements(v, readStatement)
}

// readStatements reads the version of a policy and its statements.
func readStatements(v *jsonfile.Value, read func(*jsonfile.Value) (Statement, error)) (Document, error) {
	version, err := v.OptionalText("Version")
	if err != nil {
		return Document{}, err
	}
	if version != "" && version != policyVersion && version != "2008-10-17" {
		return Document{}, v.Get("Version").Fault("is "+jsonfile.Quote(version)+" where 2012-10-17 or 2008-10-17 is expected", "")
	}
	statements, err := oneOrMany(v, "Statement", jsonfile.Object)
	if err != nil {
		return Document{}, err
	}
	d := Document{Version: version, JSON: v.JSON()}
	for _, statement := range statements {
		s, err := read(statement)
		if err != nil {
			return Document{}, err
		}
		d.Statements = append(d.Statements, s)
	}
	return d, nil
}

// known refuses an object that has any other key.
func known(v *jsonfile.Value, keys ...string) error {
	for _, key := range []string{"Resource", "NotResource"} {
		if resource := v.Get(key); resource != nil {
			return resource.Fault("has no place in a trust policy, whose resource is the role itself", "give the trust policy, not a permission policy")
		}
	}
	return v.Only(keys...)
}

// oneOrMany reads what is one value of a kind or a list of some.
func oneOrMany(v *jsonfile.Value, key string, kind jsonfile.Kind) ([]*jsonfile.Value, error) {
	c := v.Get(key)
	switch c.Kind() {
	case kind:
		return []*jsonfile.Value{c}, nil
	case jsonfile.Null:
		return nil, v.Missing(key)
	case jsonfile.List:
	default:
		return nil, c.Fault("is "+c.Kind().String()+" where "+kind.String()+" or a list is expected", "")
	}
	all := c.List()
	if len(all) == 0 {
		return nil, c.Fault("is an empty list", "")
	}
	for _, element := range all {
		if err := element.Want(kind); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// texts reads what is one text or a list of some.
func texts(v *jsonfile.Value, key string) ([]string, error) {
	values, err := oneOrMany(v, key, jsonfile.Text)
	if err != nil {
		return nil, err
	}
	all := make([]string, len(values))
	for i, value := range values {
		if all[i] = value.Literal(); all[i] == "" {
			return nil, value.Fault("is an empty text", "")
		}
	}
	return all, nil
}

func readStatement(v *jsonfile.Value) (s Statement, err error) {
	if err := known(v, "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Condition"); err != nil {
		return s, err
	}
	key, err := either(v, "Principal", "NotPrincipal")
	if err != nil {
		return s, err
	}
	s.NotPrincipal = key == "NotPrincipal"
	if s.Principals, err = readPrincipals(v, key); err != nil {
		return s, err
	}
	return s, s.readRest(v)
}

// readRest reads what statements of trust policies and of permission policies have in common.
func (s *Statement) readRest(v *jsonfile.Value) (err error) {
	s.Line = v.Line()
	if s.SID, err = v.OptionalText("Sid"); err != nil {
		return err
	}
	effect, err := v.Text("Effect")
	switch {
	case err != nil:
		return err
	case effect != "Allow" && effect != "Deny":
		return v.Get("Effect").Fault("is "+jsonfile.Quote(effect)+" where Allow or Deny is expected", "")
	}
	s.Deny = effect == "Deny"
	if s.NotAction, s.Actions, err = eitherTexts(v, "Action", "NotAction"); err != nil {
		return err
	}
	s.Conditions, err = readConditions(v)
	return err
}

// eitherTexts reads the texts under one of two keys, of which the second says that they are all but those.
func eitherTexts(v *jsonfile.Value, key, but string) (negative bool, list []string, err error) {
	found, err := either(v, key, but)
	if err != nil {
		return false, nil, err
	}
	list, err = texts(v, found)
	return found == but, list, err
}

// either is which of two keys an object has; it must have one, and not both.
func either(v *jsonfile.Value, key, other string) (string, error) {
	switch {
	case v.Get(other) == nil && v.Get(key) == nil:
		return "", v.Missing(key)
	case v.Get(other) == nil:
		return key, nil
	case v.Get(key) == nil:
		return other, nil
	}
	return "", v.Get(other).Fault("stands beside "+key, "a statement has one of the two")
}

// readPrincipals reads "*" or an object that has one text or a list for each type of principal.
func readPrincipals(v *jsonfile.Value, key string) ([]Principal, error) {
	c := v.Get(key)
	if c.Kind() == jsonfile.Text && c.Literal() == "*" {
		return []Principal{{Everyone, "*"}}, nil
	}
	if c.Kind() != jsonfile.Object {
		return nil, c.Fault("is "+described(c)+` where "*" or an object is expected`, "")
	}
	var all []Principal
	for kind, value := range c.Fields() {
		switch PrincipalType(kind) {
		case AWS, Service, Federated, CanonicalUser:
		default:
			return nil, value.Fault("is not known; a principal is AWS, Service, Federated or CanonicalUser", "")
		}
		values, err := texts(c, kind)
		if err != nil {
			return nil, err
		}
		for _, who := range values {
			if who == "*" && kind != string(AWS) {
				return nil, value.Fault(`is "*", which stands for everyone only alone or under AWS`, "")
			}
			all = append(all, principal(PrincipalType(kind), who))
		}
	}
	if len(all) == 0 {
		return nil, c.Fault("names nobody", "")
	}
	return all, nil
}

// principal is a principal as it is judged: everyone in AWS is everyone.
func principal(kind PrincipalType, who string) Principal {
	if kind == AWS && who == "*" {
		return Principal{Everyone, "*"}
	}
	return Principal{kind, who}
}

// described is what a value is, with its text where it is one.
func described(v *jsonfile.Value) string {
	if v.Kind() == jsonfile.Text {
		return jsonfile.Quote(v.Literal())
	}
	return v.Kind().String()
}
