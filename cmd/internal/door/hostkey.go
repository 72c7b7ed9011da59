package door

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/crypto/ssh"
)

// hostKeyFile lies in the data folder and holds the key by which others know this machine again.
const hostKeyFile = "atrium_host_key"

// passingHostKey is a key for as long as the process lives: over the socket it is the file's permissions that
// say who is at the other end.
func passingHostKey() (ssh.Signer, error) {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	return ssh.NewSignerFromKey(key)
}

// hostKey reads the host key of a data folder, or makes it, once.
func hostKey(dir string) (ssh.Signer, error) {
	path := filepath.Join(dir, hostKeyFile)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err := makeHostKey(path); err != nil {
			return nil, fmt.Errorf("the host key cannot be made: %w", err)
		}
		text, err = os.ReadFile(path)
	}
	if err != nil {
		return nil, fmt.Errorf("the host key cannot be read: %w", err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("others may read the host key %s: make another one by removing it, or run chmod 600 on it if nobody did", path)
	}
	signer, err := ssh.ParsePrivateKey(text)
	if err != nil {
		return nil, fmt.Errorf("the host key %s cannot be read: %w", path, err)
	}
	return signer, nil
}

// makeHostKey writes a new ed25519 key, whole or not at all.
func makeHostKey(path string) error {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	block, err := ssh.MarshalPrivateKey(key, "atrium")
	if err != nil {
		return err
	}
	if err := os.WriteFile(path+".new", pem.EncodeToMemory(block), 0o600); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

func fingerprintOf(key ssh.PublicKey) string { return ssh.FingerprintSHA256(key) }
