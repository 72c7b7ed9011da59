package app

import (
	"errors"
	"os"
	"path/filepath"
)

// DataFolder is the folder of the store: the one that was named, else ATRIUM_DATA, else the data folder
// of the XDG base directories.
func DataFolder(named string) (string, error) {
	if named == "" {
		named = os.Getenv("ATRIUM_DATA")
	}
	if named != "" {
		return filepath.Abs(named)
	}
	// A relative path in the variable counts for nothing, as the XDG specification has it.
	if base := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(base) {
		return filepath.Join(base, "atrium"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", errors.New("there is no home folder to keep the store in; name a folder with --data")
	}
	return filepath.Join(home, ".local", "share", "atrium"), nil
}
