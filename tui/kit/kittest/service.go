package kittest

import (
	"context"
	"io"
	"log/slog"
	"reflect"
	"sync"
	"testing"
	"time"

	"atrium/model"
	"atrium/tui/kit"
)

// Service is a model that answers as a test tells it to, for the parts that all screens share. Screens are
// better tested over the real one.
type Service struct {
	// Plans are what commands do, by their catalogue id; Refusals what they are refused with; Closed what
	// May answers.
	Plans    map[string]model.Plan
	Refusals map[string]error
	Closed   map[string]error
	// Answers answers questions.
	Answers func(model.Question) (any, error)
	// Book is the guide.
	Book *model.Guide
	// Delay is how long everything takes, in virtual time.
	Delay time.Duration
	// Speed is the pace of program time; 0 stands for the real one.
	Speed int

	mu        sync.Mutex
	done      []model.Command
	listeners []func(model.Commit)
}

// Done lists the commands that were carried out.
func (s *Service) Done() []model.Command {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.done
}

// Commit tells the subscribers that somebody changed something.
func (s *Service) Commit() {
	s.mu.Lock()
	listeners := s.listeners
	s.mu.Unlock()
	for _, fn := range listeners {
		fn(model.Commit{})
	}
}

// Check answers with the plan of the command, or refuses.
func (s *Service) Check(_ context.Context, _ model.Session, cmd model.Command) (model.Plan, error) {
	time.Sleep(s.Delay)
	id := s.EntryOf(cmd).ID
	return s.Plans[id], s.Refusals[id]
}

// Do answers like Check, and notes the command down.
func (s *Service) Do(ctx context.Context, session model.Session, cmd model.Command) (model.Receipt, error) {
	plan, err := s.Check(ctx, session, cmd)
	if err != nil {
		return model.Receipt{}, err
	}
	s.mu.Lock()
	s.done = append(s.done, cmd)
	s.mu.Unlock()
	s.Commit()
	return model.Receipt{Plan: plan}, nil
}

// Answer answers as the test says.
func (s *Service) Answer(_ context.Context, _ model.Session, q model.Question) (any, error) {
	time.Sleep(s.Delay)
	if s.Answers == nil {
		return nil, &model.Refusal{Message: "The test answers no questions."}
	}
	return s.Answers(q)
}

// May answers from Closed.
func (s *Service) May(_ context.Context, _ model.Session, value any) error {
	return s.Closed[s.EntryOf(value).ID]
}

// Subscribe has fn called by Commit.
func (s *Service) Subscribe(fn func(model.Commit)) (cancel func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.listeners = append(s.listeners, fn)
	return func() {}
}

// Catalogue is the real one.
func (s *Service) Catalogue() []model.Entry { return model.Catalogue() }

// Entry finds an entry of the catalogue.
func (s *Service) Entry(id string) *model.Entry {
	for _, entry := range model.Catalogue() {
		if entry.ID == id {
			return &entry
		}
	}
	return nil
}

// EntryOf finds the entry of a command or question.
func (s *Service) EntryOf(value any) *model.Entry {
	for _, entry := range model.Catalogue() {
		made := reflect.TypeOf(entry.Command())
		if made == nil {
			made = reflect.TypeOf(entry.Question())
		}
		if made == reflect.TypeOf(value) {
			return &entry
		}
	}
	return nil
}

// Guide is the test's guide, or an empty one.
func (s *Service) Guide() *model.Guide {
	if s.Book == nil {
		return &model.Guide{}
	}
	return s.Book
}

// Now is the virtual time.
func (s *Service) Now() model.Instant { return model.At(time.Now()) }

// Pace is how fast program time goes.
func (s *Service) Pace() int { return max(s.Speed, 1) }

// SetPace sets how fast program time goes.
func (s *Service) SetPace(pace int) error {
	s.Speed = pace
	return nil
}

// UntilProgram is how long the wall clock takes until program time is there.
func (s *Service) UntilProgram(t model.Instant) time.Duration {
	return max(0, t.Sub(s.Now())/time.Duration(s.Pace()))
}

// NewEnv makes the Env of a session in a test, for mary on a terminal with colours.
func NewEnv(t testing.TB, service kit.Service) *kit.Env {
	environ := []string{"TERM=xterm-256color", "LANG=C.UTF-8"}
	env := &kit.Env{
		Context: t.Context(), Service: service, Session: model.Session{Person: "mary"},
		Theme: kit.NewTheme(io.Discard, environ), Keys: kit.DefaultKeys(), Clipboard: kit.NewClipboard(io.Discard, environ),
		Clock: time.Now, Log: slog.New(slog.DiscardHandler), Timeout: 30 * time.Second, MaySwitch: true,
	}
	inner, cancel := env.Within() // so that a component can be tested without a root
	t.Cleanup(cancel)
	return inner
}
