package cli

import (
	"context"

	"atrium/model"
)

// secrets counts the fields that are never taken as flags.
func (r *run) secrets() int { return len(r.secretTargets()) }

func (r *run) secretTargets() []*string {
	var targets []*string
	for _, f := range model.FieldsOf(r.subject) {
		if target, ok := f.Pointer(r.subject).(*string); ok && f.Secret {
			targets = append(targets, target)
		}
	}
	return targets
}

// readSecrets reads a password from the first line of the standard input, and its confirmation from the
// second; where there is only one line, it stands for both.
func (r *run) readSecrets(ctx context.Context) error {
	targets := r.secretTargets()
	if len(targets) == 0 {
		return nil
	}
	if !r.passwordStdin {
		return &usageError{"The password is missing.", "Give it on standard input, with --password-stdin."}
	}
	lines, err := r.readLines(ctx, len(targets))
	if err != nil {
		return err
	}
	if len(lines) == 0 {
		return &usageError{"The standard input is empty, and the password was to come from it.", "Write the password as its first line."}
	}
	for i, target := range targets {
		*target = lines[min(i, len(lines)-1)]
	}
	return nil
}
