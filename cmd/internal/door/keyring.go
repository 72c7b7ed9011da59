package door

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/crypto/ssh"
)

// Grant is what a line of the keys file grants to a key.
type Grant struct {
	// Person is the alias, or the name of an SSO user, of the person that the key stands for.
	Person string
	// AWS are the AWS accounts that the key may act in, with administrative permission.
	AWS []string
	// Fingerprint names the key, for people.
	Fingerprint string

	key []byte
}

func (g *Grant) sameKey(other *Grant) bool { return bytes.Equal(g.key, other.key) }

// same reports whether another grant says the same; nil says nothing.
func (g *Grant) same(other *Grant) bool {
	return other != nil && g.sameKey(other) && g.Person == other.Person && slices.Equal(g.AWS, other.AWS)
}

// Keyring is a keys file: who may come over the network. It is safe for concurrent use.
type Keyring struct {
	path string

	mu     sync.Mutex
	grants map[string]*Grant // by the bytes of the key
	seen   fs.FileInfo       // as the file was when it was read; nil while there is none
}

// OpenKeys reads a keys file. Each line is one of an authorized_keys file, whose options name the person and
// the AWS accounts: person="MaryMajor",aws="111122223333" ssh-ed25519 AAAA… A line that cannot be understood
// is an error that names it.
func OpenKeys(path string) (*Keyring, error) {
	k := &Keyring{path: path}
	if err := k.read(); err != nil {
		return nil, err
	}
	return k, nil
}

// grant is what a key grants; nil for nothing. Keys are the same when their bytes are.
func (k *Keyring) grant(key []byte) *Grant {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.grants[string(key)]
}

// read reads the file. Of a file with a fault the lines count that have none: a key that was taken out of it
// must not stay because another line is wrong.
func (k *Keyring) read() error {
	info, text, err := readKeysFile(k.path)
	grants, faults := map[string]*Grant{}, []error(nil)
	if err == nil {
		grants, faults = parseKeys(text)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.grants, k.seen = grants, info
	if err = errors.Join(append(faults, err)...); err != nil {
		return fmt.Errorf("the keys file %s: %w", k.path, err)
	}
	return nil
}

// readKeysFile reads a file that nobody but its owner may write.
func readKeysFile(path string) (fs.FileInfo, []byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil, err
	}
	if !info.Mode().IsRegular() {
		return info, nil, errors.New("it is not a file")
	}
	if info.Mode().Perm()&0o022 != 0 {
		return info, nil, errors.New("others may write it; run chmod go-w on it")
	}
	text, err := os.ReadFile(path)
	return info, text, err
}

// parseKeys reads the lines of a keys file, and says what is wrong with each that it cannot understand.
func parseKeys(text []byte) (map[string]*Grant, []error) {
	grants, faults, number := map[string]*Grant{}, []error(nil), 0
	for line := range bytes.Lines(text) {
		number++
		line = bytes.TrimSpace(line)
		if len(line) == 0 || line[0] == '#' {
			continue
		}
		grant, err := parseKey(line)
		if err == nil && grants[string(grant.key)] != nil {
			err = errors.New("the key stands in it twice")
		}
		if err != nil {
			faults = append(faults, fmt.Errorf("line %d: %w", number, err))
			continue
		}
		grants[string(grant.key)] = grant
	}
	return grants, faults
}

func parseKey(line []byte) (*Grant, error) {
	key, _, options, _, err := ssh.ParseAuthorizedKey(line)
	if err != nil {
		return nil, errors.New("it is not a public key as ssh-keygen writes it, with options before it")
	}
	grant := &Grant{key: key.Marshal(), Fingerprint: ssh.FingerprintSHA256(key)}
	for _, option := range options {
		if err := grant.option(option); err != nil {
			return nil, err
		}
	}
	if grant.Person == "" {
		return nil, errors.New(`it names nobody; write person="ALIAS" before the key`)
	}
	return grant, nil
}

// harmless are options of OpenSSH that forbid what is never allowed here.
var harmless = []string{"restrict", "no-port-forwarding", "no-agent-forwarding", "no-x11-forwarding", "no-user-rc"}

// option takes one option. One that is not understood could forbid something, so its line counts for nothing.
func (g *Grant) option(option string) error {
	name, value, _ := strings.Cut(option, "=")
	name = strings.ToLower(name)
	if unquoted, err := strconv.Unquote(value); err == nil {
		value = unquoted
	}
	switch {
	case slices.Contains(harmless, name):
	case name == "person" && g.Person == "" && value != "" && plain(value):
		g.Person = value
	case name == "aws" && isAccounts(value):
		g.AWS = append(g.AWS, strings.Split(value, ",")...)
	default:
		return fmt.Errorf("the option %.40q is not understood; there are person=\"ALIAS\" and aws=\"ACCOUNT\"", option)
	}
	return nil
}

// isAccounts tells ids of AWS accounts with commas between.
func isAccounts(value string) bool {
	for id := range strings.SplitSeq(value, ",") {
		if len(id) != 12 || strings.Trim(id, "0123456789") != "" {
			return false
		}
	}
	return true
}

// lookEvery is how often the file is looked at.
const lookEvery = time.Second

// watch reads the file again whenever it changes, until ctx ends. changed is called after it was read, and
// fault with what is wrong with it. A file that is gone is looked for once more: editors write files anew.
func (k *Keyring) watch(ctx context.Context, changed func(), fault func(error)) {
	ticker := time.NewTicker(lookEvery)
	defer ticker.Stop()
	for gone := false; ; {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		now, err := os.Stat(k.path)
		if err != nil && !gone {
			gone = true
			continue
		}
		gone = err != nil
		if !k.changed(now, err) {
			continue
		}
		if err := k.read(); err != nil {
			fault(err)
		}
		changed()
	}
}

// changed compares the file with what it was when it was read.
func (k *Keyring) changed(now fs.FileInfo, err error) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	if err != nil || k.seen == nil {
		return (err == nil) != (k.seen != nil)
	}
	return !os.SameFile(now, k.seen) || now.Size() != k.seen.Size() || !now.ModTime().Equal(k.seen.ModTime()) || now.Mode() != k.seen.Mode()
}
