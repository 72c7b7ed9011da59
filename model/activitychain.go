package model

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"slices"
)

// Digest is a SHA-256 of something; empty for none.
type Digest []byte

// MarshalText writes the digest in hexadecimal digits.
func (d Digest) MarshalText() ([]byte, error) { return []byte(hex.EncodeToString(d)), nil }

// UnmarshalText reads what MarshalText wrote.
func (d *Digest) UnmarshalText(text []byte) error {
	raw, err := hex.DecodeString(string(text))
	*d = raw
	return err
}

// String is the digest in hexadecimal digits.
func (d Digest) String() string { return hex.EncodeToString(d) }

// Head is the newest entry of the activity of a whole store. The entries of all spaces are one chain: each has the
// digest of its content together with the digest of the one before, so that whoever knows the head can tell whether
// any entry was changed, taken out or put in since (ACT-01).
type Head struct {
	// Seq is the entry's number, 0 for none, and Space the id of the space that it belongs to.
	Seq   uint64 `json:"seq" cbor:"1,keyasint"`
	Space string `json:"space" cbor:"2,keyasint,omitempty"`
	Hash  Digest `json:"hash" cbor:"3,keyasint,omitempty"`
}

// HeadOf reads the newest entry of a store's activity.
func HeadOf(r Reader) (Head, error) {
	system, err := readSystem(r)
	if err != nil {
		return Head{}, err
	}
	return system.Head, nil
}

// Stands reports whether the entry is there and is the same.
func (h Head) Stands(r Reader) (bool, error) {
	if h.Seq == 0 {
		return true, nil
	}
	entry, found, err := activities.Get(r, K(h.Space).Uint(h.Seq))
	return found && bytes.Equal(entry.Hash, h.Hash), err
}

// chained gives an entry its digest, and returns the head that it makes.
func (h Head) chained(entry *Activity) Head { return h.linked(entry, entry.content()) }

// linked is chained where the digest of the content is known.
func (h Head) linked(entry *Activity, content [sha256.Size]byte) Head {
	sum := link(h.Hash, content)
	entry.Hash = sum[:]
	return Head{Seq: entry.Seq, Space: entry.Space, Hash: entry.Hash}
}

// link is the digest of an entry: of the digest of the one before it, and that of its content.
func link(before Digest, content [sha256.Size]byte) [sha256.Size]byte {
	return sha256.Sum256(append(append(make([]byte, 0, 2*sha256.Size), before...), content[:]...))
}

// content is the digest of everything that an entry tells. Each text stands behind its length, so that nothing can go
// over from one field into the next.
func (a *Activity) content() [sha256.Size]byte {
	b := make([]byte, 0, 256)
	b = binary.BigEndian.AppendUint64(b, a.Seq)
	b = binary.BigEndian.AppendUint64(b, uint64(a.At))
	for _, text := range []string{a.Space, string(a.Actor.Kind), a.Actor.Name, string(a.Actor.Person), a.Command, a.Object, a.Text} {
		b = append(binary.AppendUvarint(b, uint64(len(text))), text...)
	}
	return sha256.Sum256(b)
}

// chainLink is an entry without its words: a million of them take some 60 MB.
type chainLink struct {
	seq     uint64
	content [sha256.Size]byte
}

// chainLinks reads the entries of all spaces, in the order in which they were made.
func chainLinks(r Reader) ([]chainLink, error) {
	var links []chainLink
	for entry, err := range activities.All(r, Range{}) {
		if err != nil {
			return nil, err
		}
		links = append(links, chainLink{entry.Seq, entry.content()})
	}
	slices.SortFunc(links, func(a, b chainLink) int { return cmp.Compare(a.seq, b.seq) })
	return links, nil
}

// hashes reckons what every entry must be known by, each in place of its content.
func hashes(links []chainLink) {
	var before Digest
	for i := range links {
		links[i].content = link(before, links[i].content)
		before = links[i].content[:]
	}
}

// hashOf finds an entry among links by its number.
func hashOf(links []chainLink, seq uint64) Digest {
	i, found := slices.BinarySearchFunc(links, seq, func(l chainLink, seq uint64) int { return cmp.Compare(l.seq, seq) })
	if !found {
		return nil
	}
	return links[i].content[:]
}
