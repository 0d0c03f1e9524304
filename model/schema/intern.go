package schema

// interner keeps the strings that come again and again, a charger's tags and quirks, so that each is
// allocated once. It holds a bounded number of them: a newer string takes an older one's place.
type interner struct{ slots [2 * internPairs]string }

const (
	internPairs  = 1 << 10
	internLength = 1024 // longer strings are not kept
)

// intern gives the string of these bytes.
func (w *interner) intern(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	if len(b) > internLength {
		return string(b)
	}
	pair := w.slots[hashBytes(b)%internPairs*2:][:2:2]
	if pair[0] == string(b) {
		return pair[0]
	}
	if pair[1] == string(b) {
		pair[0], pair[1] = pair[1], pair[0]
		return pair[0]
	}
	pair[1], pair[0] = pair[0], string(b)
	return pair[0]
}
