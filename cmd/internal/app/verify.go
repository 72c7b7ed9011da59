package app

import (
	"context"
	"io"

	"atrium/model"
	"atrium/store"
)

// Verify reads everything in the store, and returns what does not agree with the rest of it.
func (a *App) Verify(ctx context.Context, progress store.Progress) ([]model.Finding, error) {
	return verify(ctx, a.store, progress)
}

// verify has the store look at its pages, and the model at what they mean. Records of an earlier version, as a backup
// may hold, are only read: what must hold among them is known for the newest.
func verify(ctx context.Context, s *store.Store, progress store.Progress) ([]model.Finding, error) {
	findings := []model.Finding{}
	keep := func(f model.Finding) { findings = append(findings, f) }
	var known []string
	for _, t := range model.Tables() {
		known = append(known, t.Name)
	}
	if err := s.Verify(ctx, known, keep, nil); err != nil {
		return nil, err
	}
	err := s.View(ctx, func(r model.Reader) error {
		records, err := model.RecordsOf(r)
		switch {
		case err != nil:
			return err
		case records > model.NewestRecords:
			return &model.NewerRecordsError{Found: records}
		case records < model.NewestRecords && s.ReadOnly() == "":
			return nil // a backup of an earlier program, which is upgraded when it is opened
		}
		return model.Verify(ctx, r, keep, progress)
	})
	return findings, err
}

// Export writes everything in the store as one JSON document.
func (a *App) Export(ctx context.Context, to io.Writer) error {
	return a.store.View(ctx, func(r model.Reader) error { return model.Export(ctx, r, to) })
}

// Lost tells what the store has lost, as far as its head file knows; nil for nothing.
func (a *App) Lost() *store.Lost { return a.store.Lost() }

// warning is what must be known before anything is looked at: that the store has lost something; nil for nothing.
func (a *App) warning() error {
	lost := a.store.Lost()
	if lost == nil {
		return nil
	}
	return &model.Refusal{Message: lost.What, Fix: lost.Fix(), Topic: "verify"}
}

// Accept goes on with what is there after something was lost.
func (a *App) Accept(ctx context.Context) error { return a.store.Accept(ctx) }

// ReadOnly says why nothing can be changed, as a sentence; empty where it can.
func (a *App) ReadOnly() string { return a.readOnly }
