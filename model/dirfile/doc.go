// Package dirfile reads real directories from files into plain values: the JSON that the AWS command
// line prints for an identity store, SCIM 2.0 resources and list responses, and CSV (FED-25).
//
// It applies nothing. A file is either read to its end without a fault or refused with one sentence
// that names the file, the line, the index and the field, so that a caller can never apply half of it.
// Files are streamed; what stays in memory is the people, the groups and who is in which.
//
// Limits come from the directory schema of IAM Identity Center: a user name has 1 to 128 letters,
// marks, symbols, digits and punctuation and no spaces, other names have up to 1024 characters.
// Nothing that a file leaves out is made up, and passwords, birthdays and the like are passed over
// unread.
package dirfile
