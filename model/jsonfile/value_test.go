package jsonfile

import (
	"slices"
	"strings"
	"testing"
)

const sample = `{
  "Text": "t", "Null": null, "True": true, "Whole": -7, "Fraction": 1.50, "Huge": 1e999,
  "List": [{"aws:Key": "v"}, {}],
  "Mixed": [{}, 1],
  "Object": {"Inner": {"Deep": [[true]]}}
}`

func TestAccessors(t *testing.T) {
	v := read(t, sample)[0]
	text := func(s string, err error) pair { return pair{s, err} }
	for name, c := range map[string]struct {
		got  pair
		want string
	}{
		"a text":                      {text(v.Text("Text")), "t"},
		"a missing text":              {text(v.Text("None")), "f.json, line 1: None is missing"},
		"a null text":                 {text(v.Text("Null")), "f.json, line 1: Null is missing"},
		"a number for a text":         {text(v.Text("Whole")), "f.json, line 2: Whole is a number where a text is expected"},
		"an absent optional text":     {text(v.OptionalText("None")), ""},
		"a null optional text":        {text(v.OptionalText("Null")), ""},
		"a list for an optional text": {text(v.OptionalText("List")), "f.json, line 3: List is a list where a text is expected"},
		"a missing text far down":     {text(v.Get("List").List()[1].Text("aws:Key")), `f.json, line 3: List[1]."aws:Key" is missing`},
		"a key of a list":             {text(v.Get("List").OptionalText("x")), "f.json, line 3: List is a list where an object is expected"},
		"a key of nothing":            {text(v.Get("None").Text("x")), "the file: x is missing"},
		"an optional key of nothing":  {text(v.Get("None").OptionalText("x")), ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := c.got.say(); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// pair is what an accessor returned.
type pair struct {
	text string
	err  error
}

func (p pair) say() string {
	if p.err != nil {
		return p.err.Error()
	}
	return p.text
}

func TestAccessorsOfTruthAndNumbers(t *testing.T) {
	v := read(t, sample)[0]
	if b, err := v.Bool("True"); !b || err != nil {
		t.Error(b, err)
	}
	if b, err := v.OptionalBool("Null"); b || err != nil {
		t.Error(b, err)
	}
	if n, err := v.Int("Whole"); n != -7 || err != nil {
		t.Error(n, err)
	}
	if n, present, err := v.OptionalInt("None"); n != 0 || present || err != nil {
		t.Error(n, present, err)
	}
	if n, present, err := v.OptionalInt("Whole"); n != -7 || !present || err != nil {
		t.Error(n, present, err)
	}
	if n, err := v.Number("Fraction"); n != 1.5 || err != nil {
		t.Error(n, err)
	}
	_, truth := v.Bool("Text")
	_, missing := v.Bool("Null")
	_, fraction := v.Int("Fraction")
	_, absent := v.Int("None")
	_, huge := v.Number("Huge")
	_, gone := v.Number("Gone")
	for want, err := range map[string]error{
		"f.json, line 2: Text is a text where true or false is expected":      truth,
		"f.json, line 1: Null is missing":                                     missing,
		`f.json, line 2: Fraction is "1.50" where a whole number is expected`: fraction,
		"f.json, line 1: None is missing":                                     absent,
		"f.json, line 2: Huge is a number that is too large":                  huge,
		"f.json, line 1: Gone is missing":                                     gone,
	} {
		if err == nil || err.Error() != want {
			t.Errorf("the error is %v, want %s", err, want)
		}
	}
}

func TestAccessorsOfObjects(t *testing.T) {
	v := read(t, sample)[0]
	all, err := v.Objects("List")
	if err != nil || len(all) != 2 || all[0].Get("aws:Key").Path() != `List[0]."aws:Key"` {
		t.Errorf("%d objects, %v", len(all), err)
	}
	if all, err := v.Objects("None"); all != nil || err != nil {
		t.Errorf("%d objects, %v", len(all), err)
	}
	if _, err := v.Objects("Mixed"); err == nil || err.Error() != "f.json, line 4: Mixed[1] is a number where an object is expected" {
		t.Error(err)
	}
	inner, err := v.Object("Object")
	if err != nil || inner.Get("Inner").Get("Deep").List()[0].List()[0].Path() != "Object.Inner.Deep[0][0]" {
		t.Error(err)
	}
	if o, err := v.OptionalObject("None"); o != nil || err != nil {
		t.Error(o, err)
	}
	if o, err := v.Object("None"); o != nil || err == nil {
		t.Error(o, err)
	}
}

func TestAValueThatIsNotThereHasNothing(t *testing.T) {
	var v *Value
	if v.Get("a") != nil || v.Keys() != nil || v.List() != nil || v.Kind() != Null || v.Line() != 0 || v.Literal() != "" || v.Path() != "" {
		t.Error("something was found in nothing")
	}
	if v.JSON() != "null" {
		t.Error(v.JSON())
	}
}

func TestKeysKeepTheirOrder(t *testing.T) {
	v := read(t, sample)[0]
	want := []string{"Text", "Null", "True", "Whole", "Fraction", "Huge", "List", "Mixed", "Object"}
	if got := v.Keys(); !slices.Equal(got, want) {
		t.Errorf("keys are %q", got)
	}
	for key, value := range v.Fields() {
		if value != v.Get(key) {
			t.Errorf("%s is not what it is", key)
		}
		if key == "Null" {
			break
		}
	}
	if got := v.Get("List").Keys(); got != nil {
		t.Errorf("a list has the keys %q", got)
	}
}

func TestJSONWritesWhatWasRead(t *testing.T) {
	const text = `{"b":[1.50,-0,1E+2,true,null,{},[]],"a":"\"\\\n\t\u001b\u202e\ud83d\ude01é\u007f\udb40\udc01"}`
	const want = `{
  "b": [
    1.50,
    -0,
    1E+2,
    true,
    null,
    {},
    []
  ],
  "a": "\"\\\n\t\u001b\u202e😁é\u007f\udb40\udc01"
}`
	got := read(t, text)[0].JSON()
	if got != want {
		t.Errorf("wrote\n%s\nwant\n%s", got, want)
	}
	if again := read(t, got)[0].JSON(); again != got {
		t.Errorf("wrote\n%s\nthe second time", again)
	}
}

func TestOnlyNamesTheKeyThatWasMeant(t *testing.T) {
	for text, want := range map[string]string{
		`{"value":1}`:              "",
		`{"source":1,"Value":2}`:   "f.json, line 1: Value is not known; did you mean value?",
		`{"vaule":1}`:              "f.json, line 1: vaule is not known; did you mean value?",
		`{"sources":1}`:            "f.json, line 1: sources is not known; did you mean source?",
		`{"price":1}`:              "f.json, line 1: price is not known; what may stand here is value, source",
		`{"\u001b":1}`:             `f.json, line 1: "\x1b" is not known; what may stand here is value, source`,
		`{"":1}`:                   `f.json, line 1: "" is not known; what may stand here is value, source`,
		`[1]`:                      "f.json, line 1: the document is a list where an object is expected",
		"{\"" + longKey + "\":[]}": `f.json, line 1: "` + longKey[:quotedRunes] + `"… is not known; what may stand here is value, source`,
	} {
		got := ""
		if err := read(t, text)[0].Only("value", "source"); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("the error is\n\t%s\nwant\n\t%s", got, want)
		}
	}
}

var longKey = strings.Repeat("value", 20)
