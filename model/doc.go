// Package model is the whole system that atrium rehearses: people, spaces, members, accounts and
// directories, what they are and what may be done to them.
//
// A change is a value, a [Command]. [Service.Check] says what it would do and changes nothing;
// [Service.Do] carries it out in one serialisable transaction, with its activity entries in it. A
// question is a value too, a [Question], and is answered from a snapshot. [Catalogue] lists both; the
// command line, the palette, the help and the permission table are made from it. Only the [Service]
// decides who may do what.
//
// The package knows no terminal, no disk and no wall clock. What it needs of a store it declares
// ([Store]); the time it is told ([WallClock]). Rule ids such as SPC-03 name the rule that a piece of
// code keeps; every [Refusal] carries the id of its rule.
package model
