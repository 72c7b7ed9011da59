// Package kit is what the screens share: one table, one form, one confirm dialog, one help, one palette,
// one header and footer, and the way in which all of them ask the model.
//
// A screen never waits: it asks inside [Go], whose answer comes back in Update and is dropped when it
// comes too late. A screen never decides who may do what: it shows what the service answers. Nothing in
// this package is a variable: all that a session needs is in its [Env], so that many people can use one
// process, each with their own terminal, colours and keys.
package kit
