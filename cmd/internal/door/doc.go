// Package door lets others into the process that has the store open: the programs of the same person over a
// Unix socket, and people elsewhere over the network. Both speak SSH, and every session runs the command line
// or the screens with streams of its own.
//
// Over the socket comes whoever is the same user of the operating system, who may act as anyone, as they may
// where they open the store themselves. Over the network comes whoever proves a key, and is the person that
// the keys file names for it.
package door
