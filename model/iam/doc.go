// Package iam knows the IAM policy documents that account connections need (ACC-09, ACC-10): it writes
// the trust and permission policies of the roles that are made for a connection, and reads and judges
// the trust policy of a role that exists already: whether CodeCatalyst can assume it, and whether it can
// do so only for one space.
//
// The judgement is made from the document alone. Where the document does not settle the question, because
// of a condition on something that only a real request shows, it says that it cannot be told.
package iam
