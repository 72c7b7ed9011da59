package store

import (
	"errors"
	"fmt"
	"math"
	"reflect"

	"github.com/fxamacker/cbor/v2"
)

// MaxRecord is the largest encoded record, in bytes, that a table takes. Two of them must fit into one
// transaction, because the second one may land in the page of the first and has to push it out.
const MaxRecord = 512 << 10

var (
	encoding = mustEncoding()
	decoding = mustDecoding()
)

// mustEncoding is deterministic, so that equal records are equal bytes. Times keep their nanoseconds.
func mustEncoding() cbor.EncMode {
	o := cbor.CoreDetEncOptions()
	o.Time = cbor.TimeRFC3339Nano
	mode, err := o.EncMode()
	if err != nil {
		panic(err)
	}
	return mode
}

// mustDecoding reads all that mustEncoding writes: text that is not UTF-8 and long lists too, which the
// library would otherwise write without a word and then refuse to read.
func mustDecoding() cbor.DecMode {
	mode, err := cbor.DecOptions{
		UTF8:              cbor.UTF8DecodeInvalid,
		MaxArrayElements:  math.MaxInt32,
		MaxMapPairs:       math.MaxInt32,
		MaxNestedLevels:   256,
		DefaultMapType:    reflect.TypeFor[map[string]any](),
		FieldNameMatching: cbor.FieldNameMatchingCaseSensitive,
	}.DecMode()
	if err != nil {
		panic(err)
	}
	return mode
}

// encode makes the bytes of a record.
func encode(table string, record any) ([]byte, error) {
	data, err := encoding.Marshal(record)
	if err != nil {
		return nil, fmt.Errorf("table %s: a record cannot be encoded: %w", table, err)
	}
	if len(data) > MaxRecord {
		return nil, fmt.Errorf("table %s: a record of %d bytes is larger than the limit of %d", table, len(data), MaxRecord)
	}
	return data, nil
}

var errNoPointer = errors.New("the record to be filled must be a pointer to a struct, not nil")

// decode fills record. What stood in it before is wiped first: a field that the bytes do not mention
// must not keep the value of the record that was read before into the same variable.
func decode(table string, data []byte, record any) error {
	v := reflect.ValueOf(record)
	if v.Kind() != reflect.Pointer || v.IsNil() {
		return fmt.Errorf("table %s: %w", table, errNoPointer)
	}
	v.Elem().SetZero()
	if err := decoding.Unmarshal(data, record); err != nil {
		return fmt.Errorf("table %s: a record cannot be decoded: %w", table, err)
	}
	return nil
}
