package store

// tableDraft is what a transaction has changed in one table: its pages, and the list of them.
type tableDraft struct {
	name string
	base *directory // nil for a table that had no rows
	plan *plan      // nil while the list of pages is as it was
	// pages are the changed pages by their fences.
	pages map[string]*draftPage
	// gone are the fences of pages that the engine has to forget.
	gone    map[string]struct{}
	changes int
	hot     hotPage
}

// hotPage is the page that was written last. Rows that come in order find their page through it
// without a search.
type hotPage struct {
	page  *draftPage
	fence string
	next  string // the fence of the following page
	final bool   // there is no following page
}

func (h *hotPage) holds(key string) bool {
	return h.page != nil && key >= h.fence && (h.final || key < h.next)
}

func newTableDraft(name string, base *directory) *tableDraft {
	return &tableDraft{name: name, base: base, pages: map[string]*draftPage{}, gone: map[string]struct{}{}}
}

// list is the table's pages as this transaction sees them, or nil.
func (d *tableDraft) list() *directory {
	if d.plan != nil {
		return &d.plan.directory
	}
	return d.base
}

// planned opens the list of pages for changes.
func (d *tableDraft) planned() *plan {
	if d.plan == nil {
		d.plan = planOf(d.base)
	}
	return d.plan
}

// found begins a table that had no rows.
func (d *tableDraft) found() {
	d.plan = planOf(newDirectory())
	d.plan.own[0] = d.plan.chunks[0]
	d.pages[""] = &draftPage{}
}

// heat remembers a page as the one that was written last.
func (d *tableDraft) heat(at place, page *draftPage) {
	list := d.list()
	d.hot = hotPage{page: page, fence: list.fence(at), final: true}
	if next, ok := list.next(at); ok {
		d.hot.next, d.hot.final = list.fence(next), false
	}
}

// add lists a new page behind the page with the given fence.
func (d *tableDraft) add(after string, page *draftPage, fence string) place {
	plan := d.planned()
	at := plan.insert(plan.find(after), fence)
	d.pages[fence] = page
	delete(d.gone, fence)
	d.hot = hotPage{}
	return at
}

// split cuts a page that has grown beyond pageMax until every part fits or is a single row. It returns
// how many pages came to be.
func (d *tableDraft) split(fence string, page *draftPage) int {
	if page.size <= pageMax || page.len() < 2 {
		return 0
	}
	upper := page.cut()
	cutAt := fenceBetween(page.rows[page.len()-1].key, upper.rows[0].key)
	d.add(fence, upper, cutAt)
	return 1 + d.split(cutAt, upper) + d.split(fence, page)
}

// strike forgets the page with the given fence, which must not be the first one.
func (d *tableDraft) strike(fence string) {
	plan := d.planned()
	plan.remove(plan.find(fence))
	delete(d.pages, fence)
	d.gone[fence] = struct{}{}
	d.hot = hotPage{}
}
