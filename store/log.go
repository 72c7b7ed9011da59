package store

import (
	"fmt"
	"log/slog"
	"strings"
)

// engineLog takes what the engine has to say. The engine's own logger would write over the screens. What
// it tells for information is about its insides, and of use only to who looks for a fault.
type engineLog struct{ to *slog.Logger }

func (l engineLog) Errorf(format string, args ...any)   { l.say(l.to.Error, format, args) }
func (l engineLog) Warningf(format string, args ...any) { l.say(l.to.Warn, format, args) }
func (l engineLog) Infof(format string, args ...any)    { l.say(l.to.Debug, format, args) }
func (l engineLog) Debugf(format string, args ...any)   { l.say(l.to.Debug, format, args) }

func (l engineLog) say(at func(string, ...any), format string, args []any) {
	at(strings.TrimSpace(fmt.Sprintf(format, args...)), "from", "badger")
}
