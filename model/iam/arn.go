package iam

import (
	"fmt"
	"strings"

	"atrium/model/jsonfile"
)

// maxRoleName is how many characters the name of a role has at most.
const maxRoleName = 64

// ParseRoleARN takes the ARN of a role apart: arn:aws:iam::111122223333:role/path/name, also of the
// partitions aws-cn and aws-us-gov. The path is not part of the name. The error is one sentence that says
// what is wrong.
func ParseRoleARN(arn string) (account, name string, err error) {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) < 6 || parts[0] != "arn" {
		return "", "", fmt.Errorf("%s is not an ARN; that of a role looks like arn:aws:iam::111122223333:role/name", jsonfile.Quote(arn))
	}
	if problem := checkRoleARN(parts); problem != "" {
		return "", "", fmt.Errorf("the ARN %s %s", jsonfile.Quote(arn), problem)
	}
	return parts[4], parts[5][strings.LastIndexByte(parts[5], '/')+1:], nil
}

// checkRoleARN says what is wrong with the six parts of a role's ARN, or "".
func checkRoleARN(parts []string) string {
	partition, service, region, account, resource := parts[1], parts[2], parts[3], parts[4], parts[5]
	switch {
	case partition != "aws" && partition != "aws-cn" && partition != "aws-us-gov":
		return "has the unknown partition " + jsonfile.Quote(partition)
	case service != "iam":
		return "is of the service " + jsonfile.Quote(service) + ", not of iam"
	case region != "":
		return "names the Region " + jsonfile.Quote(region) + ", and a role has none"
	case !isAccount(account):
		return "has the account ID " + jsonfile.Quote(account) + ", which is not twelve digits"
	}
	path, found := strings.CutPrefix(resource, "role/")
	if !found {
		return "is that of " + jsonfile.Quote(resource) + ", not of a role"
	}
	return checkRolePath(path)
}

// checkRolePath says what is wrong with the path and the name of a role, or "".
func checkRolePath(path string) string {
	folders := strings.Split(path, "/")
	name := folders[len(folders)-1]
	for _, folder := range folders[:len(folders)-1] {
		if folder == "" || strings.ContainsFunc(folder, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
			return "has a path with the part " + jsonfile.Quote(folder)
		}
	}
	switch i := strings.IndexFunc(name, notInRoleName); {
	case name == "":
		return "has no role name"
	case i >= 0:
		return "has a role name with " + jsonfile.Quote(string([]rune(name[i:])[0])) + ", where only letters, digits and _+=,.@- may stand"
	case len(name) > maxRoleName:
		return fmt.Sprintf("has a role name of %d characters, where at most %d are allowed", len(name), maxRoleName)
	}
	return ""
}

func notInRoleName(r rune) bool {
	switch {
	case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9':
		return false
	}
	return !strings.ContainsRune("_+=,.@-", r)
}

func isAccount(id string) bool {
	return len(id) == 12 && strings.Trim(id, "0123456789") == ""
}
