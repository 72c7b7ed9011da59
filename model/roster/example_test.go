package roster_test

import (
	"context"
	"fmt"

	"atrium/model/roster"
)

// A table asks for a page at a time, and hands the last result back while a filter is typed.
func Example() {
	builder := roster.NewBuilder(roster.Layout{Fields: 2})
	builder.Add(roster.Line{Key: "ann", Fields: []string{"Ann Lee", "ann@corp.example"}, Class: 1})
	builder.Add(roster.Line{Key: "ben", Fields: []string{"Ben Ode", "ben@corp.example"}})
	builder.Add(roster.Line{Key: "zoe", Fields: []string{"Anna Zoe", "zoe@corp.example"}})
	index := builder.Build()
	index.Put(roster.Line{Key: "leo", Fields: []string{"Leo Anders", "leo@corp.example"}})

	var shown *roster.Result
	for _, filter := range []string{"", "A", "An", "An z"} {
		view := roster.View{Filter: filter, Field: 0}
		result, err := index.Select(context.Background(), view, shown)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%q: %d of %d %v\n", filter, result.Len(), index.Len(), result.Keys(0, 10))
		shown = result
	}
	// Output:
	// "": 4 of 4 [ann zoe ben leo]
	// "A": 4 of 4 [ann zoe ben leo]
	// "An": 3 of 4 [ann zoe leo]
	// "An z": 1 of 4 [zoe]
}
