package store

import "sync"

// cachedPages is how many pages the cache keeps in either generation; some 4 MiB in all.
const cachedPages = 512

// pageCache keeps the pages that were used last, of all tables, parsed. The same few pages answer most
// gets: who asks, what the space allows. The engine would decompress and copy them each time.
//
// A page in the cache has not changed since the commit whose number stands with it, because a commit
// takes the pages that it changes out before anybody can see it. So a page is right for each snapshot
// that is as new as the number or newer.
type pageCache struct {
	mu     sync.Mutex
	commit uint64 // the number of the newest commit
	young  map[pageName]cachedPage
	old    map[pageName]cachedPage // what was used before young was last full
}

type pageName struct{ table, fence string }

type cachedPage struct {
	page  *page
	since uint64
}

// get returns a page as a snapshot of the given commit sees it, or nil.
func (c *pageCache) get(name pageName, commit uint64) *page {
	c.mu.Lock()
	defer c.mu.Unlock()
	found, ok := c.young[name]
	if !ok {
		if found, ok = c.old[name]; ok {
			c.keep(name, found)
		}
	}
	if !ok || found.since > commit {
		return nil
	}
	return found.page
}

// put keeps a page that a snapshot of the given commit read, unless there was a commit since then, which
// may have changed it.
func (c *pageCache) put(name pageName, p *page, commit uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if commit == c.commit {
		c.keep(name, cachedPage{p, commit})
	}
}

func (c *pageCache) keep(name pageName, p cachedPage) {
	if c.young == nil || len(c.young) >= cachedPages {
		c.old, c.young = c.young, make(map[pageName]cachedPage, cachedPages)
	}
	c.young[name] = p
}

// next begins a new commit: it forgets the pages that the commit changed.
func (c *pageCache) next(w *writer) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.commit++
	for table, d := range w.tables {
		for fence := range d.pages {
			c.forget(pageName{table, fence})
		}
		for fence := range d.gone {
			c.forget(pageName{table, fence})
		}
	}
}

func (c *pageCache) forget(name pageName) {
	delete(c.young, name)
	delete(c.old, name)
}

// newest is the number of the newest commit.
func (c *pageCache) newest() uint64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.commit
}
