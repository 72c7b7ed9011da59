package cli

import "strings"

// nearest is the word that is most like the one that was typed; "" where none is like it.
func nearest(typed string, words []string) string {
	best, least := "", max(2, len(typed)/2)+1
	for _, word := range words {
		d := distance(strings.ToLower(typed), strings.ToLower(word))
		if strings.HasPrefix(word, typed) && typed != "" {
			d = 1
		}
		if d < least {
			best, least = word, d
		}
	}
	return best
}

// didYouMean makes a sentence of the nearest word, after what goes before it on the command line.
func didYouMean(prefix, typed string, words []string) string {
	word := nearest(typed, words)
	if word == "" {
		return ""
	}
	return "Did you mean " + prefix + word + "?"
}

// distance counts the letters to change, add, leave out or swap with the next one to get from a to b.
func distance(a, b string) int {
	var before []int
	last, row := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+differ(a[i-1], b[j-1]))
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, make([]int, len(b)+1)
	}
	return last[len(b)]
}

func differ(a, b byte) int {
	if a == b {
		return 0
	}
	return 1
}

// alternatives writes "a, b or c".
func alternatives(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
