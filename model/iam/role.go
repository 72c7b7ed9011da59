package iam

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"

	"atrium/model/jsonfile"
)

// maxRoleBytes is far above what a role takes, whose trust policy has a few thousand characters at most.
const maxRoleBytes = 128 << 10

const documentKey = "AssumeRolePolicyDocument"

// ReadRole reads what `aws iam get-role` prints, or the trust policy of a role alone. The policy may be an
// object or, as the API returns it, a text of URL-encoded JSON. The error is a [jsonfile.Error].
func ReadRole(name string, r io.Reader) (Role, error) {
	documents, err := jsonfile.Read(r, name, maxRoleBytes)
	if err != nil {
		return Role{}, err
	}
	if len(documents) > 1 {
		return Role{}, documents[1].Fault("is a second one", "give one role at a time")
	}
	root := documents[0]
	if err := root.Want(jsonfile.Object); err != nil {
		return Role{}, err
	}
	switch {
	case root.Get("Role") != nil:
		return readGetRole(root)
	case root.Get(documentKey) != nil:
		return readRole(root)
	case root.Get("Statement") != nil || root.Get("Version") != nil:
		trust, err := readDocument(root)
		return Role{Trust: trust}, err
	}
	return Role{}, root.Fault("is neither a role nor a trust policy: its keys are "+root.KeyList(),
		"give what aws iam get-role prints")
}

func readGetRole(root *jsonfile.Value) (Role, error) {
	object, err := root.Object("Role")
	if err != nil {
		return Role{}, err
	}
	return readRole(object)
}

// readRole reads a role with its name, its ARN and its trust policy.
func readRole(v *jsonfile.Value) (role Role, err error) {
	if role.Name, err = v.OptionalText("RoleName"); err != nil {
		return Role{}, err
	}
	if role.ARN, err = v.OptionalText("Arn"); err != nil {
		return Role{}, err
	}
	if role.ARN != "" {
		_, name, err := ParseRoleARN(role.ARN)
		if err != nil {
			return Role{}, v.Get("Arn").Fault("is wrong: "+err.Error(), "")
		}
		if role.Name != "" && role.Name != name {
			return Role{}, v.Get("RoleName").Fault(fmt.Sprintf("is %s, and the role of the ARN is %s",
				jsonfile.Quote(role.Name), jsonfile.Quote(name)), "")
		}
		role.Name = name
	}
	if role.Trust, err = readTrust(v); err != nil {
		return Role{}, err
	}
	return role, nil
}

// readTrust reads the trust policy of a role.
func readTrust(v *jsonfile.Value) (Document, error) { return readUnder(v, documentKey, readDocument) }

// readUnder reads the policy under a key: an object or, as the API returns it, a text.
func readUnder(v *jsonfile.Value, key string, read func(*jsonfile.Value) (Document, error)) (Document, error) {
	policy := v.Get(key)
	switch policy.Kind() {
	case jsonfile.Object:
		return read(policy)
	case jsonfile.Text:
		return readEncoded(policy, read)
	case jsonfile.Null:
		return Document{}, v.Missing(key)
	}
	return Document{}, policy.Want(jsonfile.Object)
}

// readEncoded reads a policy that is a text. Its lines are not those of the file.
func readEncoded(v *jsonfile.Value, read func(*jsonfile.Value) (Document, error)) (Document, error) {
	text := v.Literal()
	if !strings.HasPrefix(strings.TrimSpace(text), "{") {
		decoded, err := url.PathUnescape(text)
		if err != nil {
			return Document{}, v.Fault("is not URL-encoded JSON", "")
		}
		text = decoded
	}
	documents, err := jsonfile.Read(strings.NewReader(text), "", maxRoleBytes)
	var policy Document
	switch {
	case err != nil:
	case len(documents) > 1:
		return Document{}, v.Fault("holds more than one policy", "")
	default:
		policy, err = read(documents[0])
	}
	if err != nil {
		return Document{}, within(v, err)
	}
	for i := range policy.Statements {
		policy.Statements[i].Line = 0
	}
	return policy, nil
}

// within is an error of the text of a value as one of the file that the value stands in.
func within(v *jsonfile.Value, err error) error {
	var inner *jsonfile.Error
	if !errors.As(err, &inner) {
		return err
	}
	if inner.Path == "" {
		return v.Fault("holds a policy that cannot be read: "+inner.Problem, inner.Fix)
	}
	e := v.Fault(inner.Problem, inner.Fix)
	e.Path += "." + inner.Path
	return e
}
