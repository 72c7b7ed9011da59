package dirfile

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestFED25TheFirstFaultCounts puts a user who is there already and a fault of reading at random places of a
// file: whatever is found first by whichever goroutine, the fault that stands first is told.
func TestFED25TheFirstFaultCounts(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 60 {
		n := 2 + r.IntN(4*filedAtOnce)
		double, broken := 1+r.IntN(n-1), r.IntN(n+n/2)
		var text strings.Builder
		between := `{"Users":[`
		for i := range n {
			name := fmt.Sprintf(`"user%d"`, i)
			switch {
			case i == broken:
				name = "7"
			case i == double:
				name = `"USER0"`
			}
			fmt.Fprintf(&text, "%s\n{\"UserName\":%s}", between, name)
			between = ","
		}
		want := fmt.Sprintf(`users.json, line %d, user %d: UserName "USER0" is already that of user 1 (users.json, line 2)`, double+2, double+1)
		if broken <= double {
			want = fmt.Sprintf(`users.json, line %d, user %d: UserName is a number where text is expected`, broken+2, broken+1)
		}
		d, err := readUsers(text.String() + "]}")
		refused(t, d, err, want)
	}
}
