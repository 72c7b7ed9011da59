// Package background settles whether the terminal is dark before any library asks the terminal.
//
// Bubbletea asks for the background colour in an init of its own. A terminal that does not answer, such
// as a serial line or a recorded session, then holds every command for five seconds, --version too. Go
// runs inits in the order of import paths, and atrium/... sorts before github.com/..., so main only has
// to import this package. Nothing draws with the answer: the theme uses the terminal's own colours.
package background

import "github.com/charmbracelet/lipgloss"

func init() { lipgloss.SetHasDarkBackground(true) }
