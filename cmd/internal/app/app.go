package app

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"sync"
	"syscall"
	"time"

	"atrium/assets"
	"atrium/model"
	"atrium/store"
)

// Config is what a process is started with.
type Config struct {
	// Data is the folder of the store; where it is empty, [DataFolder] says which.
	Data string
	// Memory keeps everything in memory. Demo does so too, and fills the store with the demo company.
	Memory, Demo bool
	// Now, where not zero, is the time that a script or test says it is.
	Now time.Time
	// Seed is what ids, codes and delays of a new store are drawn from; 0 draws the seed itself.
	Seed uint64
	// Tiers is a file with the table of billing tiers; empty for tiers.json in the data folder, or else the
	// table that ships with the program.
	Tiers string
	// Quotas is a file with the table of quotas for generative AI; empty for quotas.json in the data folder, or
	// else the table that ships with the program.
	Quotas string
	// ReadOnly refuses every change, so that a store can be looked at without being touched: nothing is written into
	// its folder.
	ReadOnly bool
	// Clock reads the wall; nil for the machine's own clock.
	Clock model.WallClock
}

// App is everything that a process has open.
type App struct {
	Service *model.Service
	// Session is who acts where nobody was named: nobody, or the main person of the demo.
	Session model.Session
	// Log is the log file in the data folder.
	Log *Log

	store *store.Store
	// dir is the data folder; empty for a store in memory.
	dir string
	// readOnly says why nothing can be changed; empty where it can.
	readOnly string
	demo     bool
	here     here
	keeping  sync.Mutex // held while the place is written down
}

// Dir is the data folder; empty for a store in memory.
func (a *App) Dir() string { return a.dir }

// LooksOnly is why nothing can be changed with --read-only, by a process or by one session in it.
const LooksOnly = "The store was opened to be looked at only (--read-only)."

// OpenError tells that the store could not be opened, in a sentence for people.
type OpenError struct{ Err error }

func (e *OpenError) Error() string { return e.Err.Error() }

// Unwrap gives the store's own error.
func (e *OpenError) Unwrap() error { return e.Err }

// Open opens the store and the model over it.
func Open(ctx context.Context, c Config) (*App, error) {
	// What this process writes belongs to its owner alone; the engine makes files with the process's mask.
	syscall.Umask(0o077)
	options, err := options(c)
	if err != nil {
		return nil, err
	}
	a := &App{demo: c.Demo}
	if err := a.openStore(&c); err != nil {
		return nil, &OpenError{err}
	}
	options.Clock, options.Seed, options.BeforeUpgrade = c.Clock, c.Seed, a.keepBackup // openStore completed them
	if c.Demo {
		err = a.openDemo(ctx, options)
	} else {
		a.Service, err = model.NewService(ctx, a.store, options)
	}
	if err != nil {
		return nil, errors.Join(&OpenError{err}, a.Close())
	}
	return a, nil
}

// options reads what ships with the program, and what a person has put in its place.
func options(c Config) (o model.Options, err error) {
	o.Fixed = c.Now
	if o.Guide, err = model.ReadGuide(assets.Guide); err != nil {
		return o, err
	}
	if o.Tiers, err = tierTable.load(c.Tiers, c); err != nil {
		return o, err
	}
	o.Quotas, err = quotaTable.load(c.Quotas, c)
	return o, err
}

// openStore opens the store that the configuration asks for, and completes the configuration.
func (a *App) openStore(c *Config) (err error) {
	if c.Clock == nil {
		c.Clock = wallClock{}
	}
	if c.Seed == 0 {
		c.Seed = c.drawSeed()
	}
	if c.Memory || c.Demo {
		a.Log = newLog("")
		a.store, err = store.OpenMemory()
		return err
	}
	dir, err := DataFolder(c.Data)
	if err != nil {
		return err
	}
	a.Log, a.dir = newLog(dir), dir
	options := []store.Option{}
	if c.ReadOnly {
		a.Log = newLog("") // a log would be written where nothing is to be
		options = append(options, store.WithReadOnly(LooksOnly))
	}
	if a.store, err = store.Open(dir, append(options, store.WithLog(a.Log.Logger()))...); err != nil {
		return err
	}
	a.readOnly = a.store.ReadOnly()
	if lost := a.store.Lost(); lost != nil {
		a.Log.Logger().Warn("the store has lost something", "what", lost.Sentence())
	}
	return nil
}

// drawSeed draws a seed that nobody can guess, since tokens and codes follow from it. The demo is the same
// each time, so that what one person describes another one finds.
func (c *Config) drawSeed() uint64 {
	if c.Demo {
		return 1
	}
	var b [8]byte
	_, _ = rand.Read(b[:]) // it never fails, or ends the program itself
	return binary.BigEndian.Uint64(b[:])
}

// Close closes the model and the store.
func (a *App) Close() error {
	if a.Service != nil {
		a.Service.Close()
	}
	var err error
	if a.store != nil {
		if err = a.store.Close(); err != nil {
			err = fmt.Errorf("close the store: %w", err)
		}
	}
	return errors.Join(err, a.Log.Close())
}

// wallClock is the machine's own clock.
type wallClock struct{}

func (wallClock) Now() time.Time { return time.Now() }
