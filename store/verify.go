package store

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"atrium/model"
)

// Verify reads every block and page of the store, and tells what is damaged or in a wrong place: in the files of the
// engine, in the lists of pages, and, against the head file, in what should be there at all. What the rows mean is the
// model's to verify. known are the tables that the model has. walked hears how many pages are done.
func (s *Store) Verify(ctx context.Context, known []string, found func(model.Finding), walked Progress) error {
	if err := s.life.enter(); err != nil {
		return err
	}
	defer s.life.leave()
	if lost := s.Lost(); lost != nil {
		found(model.Finding{Check: "head-file", Where: headPath(s.dir, s.database), Message: lost.What,
			Fix: "Restore a backup (atrium store restore FILE), or go on with what is there (atrium store accept)."})
	}
	if s.dir != "" {
		if err := s.verifyFiles(); err != nil {
			found(damage("files", s.database, err))
		}
	}
	r := s.snapshot(ctx)
	defer r.end()
	done, total := 0, pagesIn(r.dirs)
	for _, table := range slices.Sorted(maps.Keys(r.dirs)) {
		if !slices.Contains(known, table) {
			found(model.Finding{Check: "tables", Where: table, Message: "This program knows no such table.", Fix: "Use the atrium that wrote the store."})
		}
		if err := r.verifyPages(table, func(pages int) { walked.report(done+pages, total) }); err != nil {
			found(damage("pages", table, err))
		}
		done += r.dirs[table].pages()
	}
	walked.report(total, total)
	return ctx.Err()
}

func damage(check, where string, err error) model.Finding {
	return model.Finding{Check: check, Where: where, Message: fmt.Sprintf("It is damaged: %v.", err), Fix: "Restore a backup (atrium store restore FILE), and see to the disk."}
}

// verifyFiles has the engine test the checksum of every block. Damage can make it give up.
func (s *Store) verifyFiles() (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the database engine gave up: %v", p)
		}
	}()
	return s.db.VerifyChecksum()
}

// verifyPages reads the pages of a table one after the other: each must hold only what lies between its fence and the
// next one.
func (r *reader) verifyPages(table string, walked func(pages int)) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the database engine gave up: %v", p)
		}
	}()
	list := r.dirs[table]
	via := r.stream(table, false)
	defer via.close()
	pages := 0
	for at, more := (place{}), true; more; {
		if err := r.alive(); err != nil {
			return err
		}
		fence := list.fence(at)
		p, err := r.pageAt(table, fence, via)
		if err != nil {
			return err
		}
		next, follows := list.next(at)
		keys := span{lo: fence, open: !follows}
		if follows {
			keys.hi = list.fence(next)
		}
		if from, to := keys.within(p); from != 0 || to != p.len() {
			return fmt.Errorf("table %s: a page holds rows of another one", table)
		}
		if pages++; pages%64 == 0 {
			walked(pages)
		}
		at, more = next, follows
	}
	return nil
}
