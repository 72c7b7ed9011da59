package figure

import (
	"fmt"
	"strconv"
	"strings"

	"atrium/model/jsonfile"
)

// Bounds of a number of the table, so that what is charged for a large company stays exact.
const (
	maxDecimals = 6
	maxDigits   = 9 // before the decimal point
)

// readValue reads the value of a number as millionths, without a detour over a binary fraction.
func readValue(v *jsonfile.Value) (int64, error) {
	if _, err := v.Number("value"); err != nil {
		return 0, err
	}
	value := v.Get("value")
	written := value.Literal()
	whole, fraction, _ := strings.Cut(written, ".")
	switch {
	case strings.HasPrefix(written, "-"):
		return 0, value.Fault("is "+jsonfile.Quote(written), "give a number from 0")
	case strings.ContainsAny(written, "eE"):
		return 0, value.Fault("is "+jsonfile.Quote(written), "write it without an exponent")
	case len(fraction) > maxDecimals:
		return 0, value.Fault(fmt.Sprintf("is %s, with %d decimals", jsonfile.Quote(written), len(fraction)), fmt.Sprintf("give at most %d", maxDecimals))
	case len(whole) > maxDigits:
		return 0, value.Fault("is "+jsonfile.Quote(written), "give a number below 1000000000")
	}
	return strconv.ParseInt(whole+(fraction + "000000")[:maxDecimals], 10, 64)
}

// decimal writes millionths with as many decimals as they need.
func decimal(millionths int64) string {
	text := strconv.FormatInt(millionths/Whole, 10)
	if rest := millionths % Whole; rest > 0 {
		text += "." + strings.TrimRight(fmt.Sprintf("%06d", rest), "0")
	}
	return text
}
