package format

// openBrackets are the brackets of a JSON text that are open at a place, the outermost first.
type openBrackets []byte

// inList says whether the innermost of them is a list.
func (o openBrackets) inList() bool { return len(o) > 0 && o[len(o)-1] == '[' }

// savedPrefixes are what was known before each element of a list that is open, the outermost first: what an element
// says is not said of the next.
type savedPrefixes []savedPrefix

type savedPrefix struct {
	depth int // at which the element stands
	Prefix
}

// save remembers what is known where an element begins at this depth.
func (s *savedPrefixes) save(depth int, p Prefix) { *s = append(*s, savedPrefix{depth, p}) }

// restore goes back to what was known where the element began that closes at this depth, if it is one.
func (s *savedPrefixes) restore(depth int, p *Prefix) {
	n := len(*s)
	for n > 0 && (*s)[n-1].depth > depth { // of a text that closes more than it opens
		n--
	}
	if n > 0 && (*s)[n-1].depth == depth {
		n--
		*p = (*s)[n].Prefix
	}
	*s = (*s)[:n]
}
