package kit

import (
	"net/url"
	"slices"
	"strings"
)

// Route is a place as a value: a screen's name and what it is about, members?space=acme&filter=x. It
// gives crumbs, the way back, deep links and the return to where one was.
type Route struct {
	Name  string
	Query map[string]string
}

// To makes a route from a name and pairs of keys and values; pairs with an empty value are left out.
func To(name string, pairs ...string) Route {
	r := Route{Name: name}
	for i := 0; i+1 < len(pairs); i += 2 {
		r = r.With(pairs[i], pairs[i+1])
	}
	return r
}

// ParseRoute reads a route from its text. What cannot be read is left out: a route comes from a person.
func ParseRoute(s string) Route {
	name, query, _ := strings.Cut(s, "?")
	r := Route{Name: name}
	values, _ := url.ParseQuery(query)
	for key := range values {
		r = r.With(key, values.Get(key))
	}
	return r
}

// Get is a value of the route, empty where it has none.
func (r Route) Get(key string) string { return r.Query[key] }

// With is the route with one value more, or with one value less where it is empty.
func (r Route) With(key, value string) Route {
	query := make(map[string]string, len(r.Query)+1)
	for k, v := range r.Query {
		query[k] = v
	}
	if query[key] = value; value == "" {
		delete(query, key)
	}
	return Route{Name: r.Name, Query: query}
}

// String is the text of the route, with its keys in order.
func (r Route) String() string {
	keys := make([]string, 0, len(r.Query))
	for key := range r.Query {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	var b strings.Builder
	b.WriteString(r.Name)
	for i, key := range keys {
		b.WriteByte("?&"[min(i, 1)])
		b.WriteString(url.QueryEscape(key) + "=" + url.QueryEscape(r.Query[key]))
	}
	return b.String()
}
