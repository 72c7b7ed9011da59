package app

import (
	"os"
	"runtime/debug"
)

// garbage is how much the heap of the screens may grow between two collections, in percent. The screens stay
// open for hours beside other people's work on the same machine, and most of their heap is the index of the
// members, which has almost no pointers: collecting it three times as often as by default costs little, and
// with a million members it spares some 25 MB. A command is over soon and keeps the default.
const garbage = 30

// spare lets the process need less memory until the returned function is called. Whoever set GOGC knows better.
func spare() (end func()) {
	if os.Getenv("GOGC") != "" {
		return func() {}
	}
	before := debug.SetGCPercent(garbage)
	return func() { debug.SetGCPercent(before) }
}
