//go:build !linux

package store_test

import "testing"

// Mounting is done on Linux only.
func mountReadOnly(*testing.T, string, string) bool { return false }
func mountSmall(*testing.T, string, int) bool       { return false }
