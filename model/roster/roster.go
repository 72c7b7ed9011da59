// Package roster keeps a large list in memory in a form that a table on a screen can be drawn from at
// once: a million lines are filtered letter by letter, sorted by any of their texts and paged, without
// a pointer or a string for each line.
//
// The package knows only keys and texts. What a line stands for is fetched by its key afterwards.
//
// An [Index] is a base that never changes, a bitmap of the lines of the base that still count, and a
// small sorted overlay of the lines that were put since. A change touches only the bitmap and the
// overlay. When they have grown beyond a bound, the change that crosses it merges all into a new base,
// which takes about as long as building it and needs room for both until it is done.
//
// Besides its texts and a byte for the end of each, a line takes fourteen bytes, and four more for each
// field that the list has been sorted by. The texts of fields that are said to have [Layout.Few] different
// ones take nothing, and neither do addresses that are the key with an @ and one of few domains. An index
// of few lines takes some fifty kilobytes.
package roster

// Line is one entry of a list.
type Line struct {
	// Key is unique in the list, whose natural order is ascending by the bytes of the key.
	Key string
	// Fields are the texts that are searched besides the key, and sorted by. Those that are missing at
	// the end count as empty; those beyond the number that the index was built for are left out.
	Fields []string
	// Class tells parts of the list apart, such as administrators and members.
	Class uint8
}

// Layout says what the fields of a list are like.
type Layout struct {
	// Fields is how many texts a line has besides its key.
	Fields int
	// Few is how many of these, the last ones, are mostly the same few together, such as a role and a
	// status: those are kept once for all lines.
	Few int
}

// ByKey is the [View.Field] of a list in its natural order.
const ByKey = -1

// View says which lines are wanted and in which order.
type View struct {
	// Filter is split at white space into words. A line is wanted when every word is a part of its key
	// or of one of its fields, upper and lower case being the same. No filter wants every line.
	Filter string
	// Field is the index of the field to sort by, upper and lower case being the same, or [ByKey].
	// Lines that are equal in the field are in the order of their keys.
	Field int
	// Descending turns the whole order round, also that of the keys of lines with equal fields.
	Descending bool
	// Classes are the classes that are wanted; none means all.
	Classes []uint8
}
