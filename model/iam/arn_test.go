package iam

import (
	"strings"
	"testing"
)

func TestParseRoleARN(t *testing.T) {
	long := strings.Repeat("n", 64)
	for arn, want := range map[string]string{
		"arn:aws:iam::111122223333:role/build":            "build",
		"arn:aws-cn:iam::111122223333:role/a/b/build":     "build",
		"arn:aws-us-gov:iam::111122223333:role/x_+=,.@-Z": "x_+=,.@-Z",
		"arn:aws:iam::111122223333:role/" + long:          long,
	} {
		t.Run("ACC-09 the role "+want+" is taken apart", func(t *testing.T) {
			if account, name, err := ParseRoleARN(arn); account != "111122223333" || name != want || err != nil {
				t.Errorf("account %q, name %q, %v", account, name, err)
			}
		})
	}
	for arn, want := range map[string]string{
		"":                                     `"" is not an ARN; that of a role looks like arn:aws:iam::111122223333:role/name`,
		"build":                                `"build" is not an ARN; that of a role looks like arn:aws:iam::111122223333:role/name`,
		"urn:aws:iam::111122223333:role/a":     `"urn:aws:iam::111122223333:role/a" is not an ARN; that of a role looks like arn:aws:iam::111122223333:role/name`,
		"arn:aws-x:iam::111122223333:role/a":   `the ARN "arn:aws-x:iam::111122223333:role/a" has the unknown partition "aws-x"`,
		"arn:aws:sts::111122223333:role/a":     `the ARN "arn:aws:sts::111122223333:role/a" is of the service "sts", not of iam`,
		"arn:aws:iam:eu:111122223333:role/a":   `the ARN "arn:aws:iam:eu:111122223333:role/a" names the Region "eu", and a role has none`,
		"arn:aws:iam::11112222333:role/a":      `the ARN "arn:aws:iam::11112222333:role/a" has the account ID "11112222333", which is not twelve digits`,
		"arn:aws:iam::11112222333x:role/a":     `the ARN "arn:aws:iam::11112222333x:role/a" has the account ID "11112222333x", which is not twelve digits`,
		"arn:aws:iam::111122223333:user/a":     `the ARN "arn:aws:iam::111122223333:user/a" is that of "user/a", not of a role`,
		"arn:aws:iam::111122223333:role/":      `the ARN "arn:aws:iam::111122223333:role/" has no role name`,
		"arn:aws:iam::111122223333:role//a":    `the ARN "arn:aws:iam::111122223333:role//a" has a path with the part ""`,
		"arn:aws:iam::111122223333:role/a b":   `the ARN "arn:aws:iam::111122223333:role/a b" has a role name with " ", where only letters, digits and _+=,.@- may stand`,
		"arn:aws:iam::111122223333:role/\x1b]": `the ARN "arn:aws:iam::111122223333:role/\x1b]" has a role name with "\x1b", where only letters, digits and _+=,.@- may stand`,
		"arn:aws:iam::111122223333:role/n" + long: `the ARN "arn:aws:iam::111122223333:role/` + long[:49] + `"…` +
			` has a role name of 65 characters, where at most 64 are allowed`,
	} {
		t.Run("ACC-09 what is no role is refused: "+want, func(t *testing.T) {
			account, name, err := ParseRoleARN(arn)
			if err == nil || err.Error() != want || account != "" || name != "" {
				t.Errorf("account %q, name %q\n\t%v\nwant\n\t%s", account, name, err, want)
			}
		})
	}
}
