package dirfile

import "sync/atomic"

// filing takes users in on a goroutine of its own, while the next ones are being read: to keep names, ids
// and emails unique among a million users takes half as long as to read them. The builder's users and their
// indices belong to it until it is finished.
type filing struct {
	b      *builder
	kind   string // what the indices of the file count
	labels *labels
	batch  []User
	todo   chan []User
	done   chan struct{}
	failed atomic.Pointer[Error]
}

// filedAtOnce is how many users are handed over together.
const filedAtOnce = 256

func (b *builder) file(kind string, l *labels) *filing {
	f := &filing{b: b, kind: kind, labels: l, todo: make(chan []User, 4), done: make(chan struct{})}
	go f.work()
	return f
}

// add hands a checked user over. It returns a fault of one before, so that nothing more is read.
func (f *filing) add(u User) *Error {
	if f.batch == nil {
		f.batch = make([]User, 0, filedAtOnce)
	}
	if f.batch = append(f.batch, u); len(f.batch) == filedAtOnce {
		f.todo <- f.batch
		f.batch = nil
	}
	return f.failed.Load()
}

// finish waits until all users are taken in, and returns the first fault. It comes before any fault that
// reading found, as that one is further on in the file.
func (f *filing) finish() *Error {
	f.todo <- f.batch
	close(f.todo)
	<-f.done
	return f.failed.Load()
}

func (f *filing) work() {
	defer close(f.done)
	for batch := range f.todo {
		for i := range batch {
			if f.failed.Load() == nil {
				f.take(&batch[i])
			}
		}
	}
}

func (f *filing) take(u *User) {
	if e := f.b.addUser(*u, f.kind, f.labels); e != nil {
		e.File, e.Line, e.Kind, e.Index = f.b.dir.Files[u.Where.File], int(u.Where.Line), f.kind, int(u.Where.Index)
		f.failed.Store(e)
	}
}
