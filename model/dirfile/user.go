package dirfile

// put checks a text of the user being read and keeps it.
func (r *jsonReader) put(d *draft, f field, label string) {
	value, present := r.textValue(label)
	if !present {
		return
	}
	if problem := f.check(value); problem != "" {
		r.fail(label, problem, "")
		return
	}
	d.set(f, value)
}

// formatted keeps a formatted name where the user has no display name (yet).
func (r *jsonReader) formatted(d *draft, label string) {
	if d.has(displayName) {
		r.skip()
		return
	}
	r.put(d, displayName, label)
}

// address is one email address of a user while the one to keep is being chosen.
type address struct {
	value   []byte
	primary bool
	line    int
}

// offer keeps an address if it is the primary one or the first with a value.
func (chosen *address) offer(a *address) {
	if len(a.value) > 0 && (len(chosen.value) == 0 || a.primary && !chosen.primary) {
		chosen.value = append(chosen.value[:0], a.value...)
		chosen.primary, chosen.line = a.primary, a.line
	}
}

// addressLabels are what a format calls the parts of an address.
type addressLabels struct {
	list, item, value, primary string // the names shown
	valueKey, primaryKey       string
}

// addresses reads a list of email addresses and keeps the primary one, else the first. Only the one
// that is kept has to look like an address.
func (r *jsonReader) addresses(d *draft, l *addressLabels, scratch *[2]address) {
	chosen, a := &scratch[0], &scratch[1]
	chosen.value, chosen.primary = chosen.value[:0], false
	if !r.list(l.list) {
		return
	}
	for r.element() {
		a.value, a.primary, a.line = a.value[:0], false, r.in.line()
		r.address(a, l)
		chosen.offer(a)
	}
	if r.err != nil || len(chosen.value) == 0 {
		return
	}
	if problem := email.check(chosen.value); problem != "" {
		r.failAt(chosen.line, &Error{Field: l.value, Problem: problem})
		return
	}
	d.set(email, chosen.value)
}

func (r *jsonReader) address(a *address, l *addressLabels) {
	if !r.object(l.item) {
		return
	}
	for r.key() {
		switch string(r.name) {
		case l.valueKey:
			value, _ := r.textValue(l.value)
			a.value, a.line = append(a.value, value...), r.in.line()
		case l.primaryKey:
			a.primary, _ = r.boolValue(l.primary)
		default:
			r.skip()
		}
	}
}

// record steps into the object of one record. Unlike other objects it cannot be null.
func (r *jsonReader) record() bool {
	if c := r.token(); c != '{' {
		r.mistyped("", "an object")
		return false
	}
	return r.object("")
}

// keep checks a text and appends it to into.
func (r *jsonReader) keep(into []byte, label string, check func([]byte) string) []byte {
	value, present := r.textValue(label)
	if !present {
		return into
	}
	if problem := check(value); problem != "" {
		r.fail(label, problem, "")
		return into
	}
	return append(into, value...)
}

// finishUser takes in the user that has been read.
func (r *jsonReader) finishUser(b *builder, d *draft, l *labels) {
	if !d.has(userName) {
		r.missing(d.where, l[userName])
	}
	if r.err == nil {
		r.refuse(d.where, b.addUser(d.user(), r.kind, l))
	}
}

// missing refuses a record that lacks a field it has to have.
func (r *jsonReader) missing(where Place, label string) {
	r.refuse(where, &Error{Field: label, Problem: "is missing"})
}

// refuse notes a fault of a record as a whole, at the line where the record begins.
func (r *jsonReader) refuse(where Place, e *Error) {
	if e != nil {
		r.failAt(int(where.Line), e)
	}
}
