package kit

import (
	"math"
	"strconv"
	"strings"
)

// decimals are what the tables of tiers keep at the most.
const decimals = 6

// Number writes a number with commas and without needless zeros.
func Number(n float64) string {
	whole, part, _ := strings.Cut(strconv.FormatFloat(n, 'f', decimals, 64), ".")
	for i := len(whole) - 3; i > 0 && whole[i-1] != '-'; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if part = strings.TrimRight(part, "0"); part == "" {
		return whole
	}
	return whole + "." + part
}

// Quantity is Number for what was used: to two decimals.
func Quantity(n float64) string { return Number(math.Round(n*100) / 100) }
