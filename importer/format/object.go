package format

// member is one member of a JSON object in a text.
type member struct {
	key        []byte // without its quotes, escapes as they stand
	at         int    // where its opening quote is
	start, end int    // of the value in the text; end is −1 where reading failed inside of it
}

// How large an object may be, and how deep, to be read as a record of a log.
const (
	mostRecord = 4 << 20
	mostDepth  = 64
)

// objectAt reads the object that opens at b[open]. whole says that it is valid JSON up to its closing brace;
// short that it isn't, but would be if more followed.
func objectAt(b []byte, open int) (members []member, end int, whole, short bool) {
	r := objectReader{b: b[:min(len(b), open+mostRecord)]}
	i := r.space(open + 1)
	if r.at(i) == '}' {
		return nil, i + 1, true, false
	}
	for {
		if r.at(i) != '"' {
			return members, i, false, i >= len(b)
		}
		keyAt := i
		keyEnd, ok := r.str(i)
		if !ok {
			return members, keyEnd, false, keyEnd >= len(b)
		}
		key := b[i+1 : keyEnd-1]
		if i = r.space(keyEnd); r.at(i) != ':' {
			return members, i, false, i >= len(b)
		}
		i = r.space(i + 1)
		m := member{key: key, at: keyAt, start: i, end: -1}
		next, ok := r.value(i, 0)
		if !ok {
			return append(members, m), next, false, next >= len(b)
		}
		m.end = next
		members = append(members, m)
		switch i = r.space(next); r.at(i) {
		case '}':
			return members, i + 1, true, false
		case ',':
			i = r.space(i + 1)
		default:
			return members, i, false, i >= len(b)
		}
	}
}

// objectReader checks JSON without keeping it.
type objectReader struct{ b []byte }

func (r objectReader) at(i int) byte { return at(r.b, i) }

func (r objectReader) space(i int) int {
	for i < len(r.b) && (r.b[i] == ' ' || r.b[i] == '\t' || r.b[i] == '\n' || r.b[i] == '\r') {
		i++
	}
	return i
}

// str gives where the string that opens at i ends; where it is broken if it isn't ok.
func (r objectReader) str(i int) (end int, ok bool) {
	for i++; i < len(r.b); i++ {
		switch c := r.b[i]; {
		case c == '"':
			return i + 1, true
		case c == '\\' && at(r.b, i+1) >= ' ':
			i++
		case c < ' ' || c == '\\' && i+1 < len(r.b):
			return i, false
		}
	}
	return len(r.b), false
}

// value is str for any value.
func (r objectReader) value(i, depth int) (end int, ok bool) {
	switch c := r.at(i); {
	case c == '"':
		return r.str(i)
	case c == '{' || c == '[':
		return r.list(i, depth+1)
	case c == '-' || isDigit(c) || isLetter(c): // numbers and constants, roughly
		for i++; i < len(r.b) && (isDigit(r.b[i]) || isLetter(r.b[i]) || r.b[i] == '.' || r.b[i] == '+' || r.b[i] == '-'); i++ {
		}
		return i, i < len(r.b)
	}
	return i, false
}

// list reads an object or an array.
func (r objectReader) list(i, depth int) (end int, ok bool) {
	object := r.b[i] == '{'
	last := byte(']')
	if object {
		last = '}'
	}
	if depth > mostDepth {
		return i, false
	}
	if i = r.space(i + 1); r.at(i) == last {
		return i + 1, true
	}
	for {
		if object {
			if r.at(i) != '"' {
				return i, false
			}
			if i, ok = r.str(i); !ok {
				return i, false
			}
			if i = r.space(i); r.at(i) != ':' {
				return i, false
			}
			i = r.space(i + 1)
		}
		if i, ok = r.value(i, depth); !ok {
			return i, false
		}
		switch i = r.space(i); r.at(i) {
		case last:
			return i + 1, true
		case ',':
			i = r.space(i + 1)
		default:
			return i, false
		}
	}
}

// plainKey is a key in lower case, without what separates its words. It is cut at 24 bytes: no key that is
// looked for is longer.
func plainKey(key []byte, buf *[24]byte) []byte {
	n := 0
	for _, c := range key {
		switch {
		case c == '_' || c == '-' || c == '.' || c == '@' || c == ' ':
			continue
		case n == len(buf):
			return buf[:0]
		case c >= 'A' && c <= 'Z':
			c |= 0x20
		}
		buf[n] = c
		n++
	}
	return buf[:n]
}
