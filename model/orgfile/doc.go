// Package orgfile reads an AWS organization and its accounts from what the AWS command line prints:
// `aws organizations describe-organization` and `aws organizations list-accounts`.
//
// It is strict: files that contradict each other, or of which the last page is missing, are refused with
// one sentence that names the file, the line and the field, so that a caller never applies half of them.
package orgfile
