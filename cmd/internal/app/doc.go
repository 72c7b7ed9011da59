// Package app wires one process together: the store on the disk or in memory, the model over it, the log
// file beside it, and the engine that carries program time forward.
package app
