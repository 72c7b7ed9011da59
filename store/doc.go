// Package store keeps the model's tables in an ordered key-value engine, Badger, on disk or in memory.
//
// A table is kept in pages: one value of the engine holds many consecutive rows, some 4 KiB of them.
// The pages of a table are listed in its directory, which lies in memory as a whole, so a read is one
// lookup by exact key and a binary search. Records are CBOR; one is decoded only when it is asked for.
//
// One transaction at a time writes, and any number read snapshots beside it. A transaction keeps the
// pages that it changes to itself and hands them to the engine as one durable write. What the engine
// takes in one write is limited ([TooLargeError]); [Store.Load] writes any amount, in many pieces.
//
// The engine opens without a word where something of its files is gone. So each file is looked at before
// the engine does, commits are counted, and a head file beside the database says how far they had come
// ([Lost]). A backup is one file of rows with checksums ([Store.Backup], [Restore]).
package store
