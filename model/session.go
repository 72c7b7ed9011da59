package model

import "strings"

// PersonID names a person across the whole system. A person with an AWS Builder ID is named by the alias;
// an SSO user by the identity store and the user name. It is comparable and stays the same for life.
type PersonID string

// BuilderPerson is the id of a person with an AWS Builder ID.
func BuilderPerson(alias string) PersonID { return PersonID(fold(alias)) }

// SSOPerson is the id of a user of an identity store.
func SSOPerson(store, userName string) PersonID { return PersonID(store + "/" + fold(userName)) }

// SSO splits the id of an SSO user; ok is false for a person with an AWS Builder ID.
func (p PersonID) SSO() (store, userName string, ok bool) { return strings.Cut(string(p), "/") }

// SignIn is being signed in to an AWS account in the AWS Management Console.
type SignIn struct {
	Account AccountID `json:"account"`
	// Administrator tells whether the sign-in carries administrative permission in the account.
	Administrator bool `json:"administrator"`
	// Region is where one stands in the console; empty for "whichever is asked for".
	Region Region `json:"region,omitempty"`
}

// Session is who acts: a person in the space, an AWS account on the AWS side, both, or neither.
type Session struct {
	Person PersonID
	AWS    *SignIn
	system bool
	// lookOnly says why the session changes nothing; empty where it may.
	lookOnly string
	// proven tells that who acts was proven, by a key, and cannot act as anyone else.
	proven bool
}

// Proven is the session of somebody who proved who they are, and can act as nobody else. What is there to
// rehearse as others, such as everybody's mail and the clock of the program, is closed to it.
func (s Session) Proven() Session {
	s.proven = true
	return s
}

// LookOnly is the session without the right to change anything; reason is a sentence for people. With an empty
// reason it stays as it is.
func (s Session) LookOnly(reason string) Session {
	if reason != "" {
		s.lookOnly = reason
	}
	return s
}

// systemSession is the program itself, for what time brings about.
var systemSession = Session{system: true}
