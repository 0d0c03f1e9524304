package rule

import "bytes"

// found is a sampled value in the text of a payload.
type found struct {
	list       string // "/meterValue" or "/transactionData"
	meterValue int
	index      int
	lone       bool   // it stands where a list belongs
	loneValue  bool   // its meter value stands where a list belongs
	start      int    // of its "{"
	value      [2]int // where the texts of its properties stand; equal ends: not there
	unit       [2]int
	phase      [2]int
	location   [2]int
}

// walker finds the sampled values of a payload. It reads what the decoder has read before: it doesn't check,
// it only gives up where it can't go on. As there, the last of equal keys counts.
type walker struct {
	text  []byte
	i     int
	found []found
}

func (w *walker) payload() {
	w.object(func(key string) bool {
		switch key {
		case "meterValue", "transactionData":
			w.found = w.found[:0]
			w.meterValues("/" + key)
			return true
		}
		return false
	})
}

func (w *walker) meterValues(list string) {
	switch w.peek() {
	case '[':
		w.array(func(n int) bool { return w.meterValue(list, n, false) })
	case '{':
		w.meterValue(list, 0, true)
	default:
		w.skip()
	}
}

func (w *walker) meterValue(list string, n int, loneValue bool) bool {
	if w.peek() != '{' {
		return false
	}
	first := len(w.found)
	return w.object(func(key string) bool {
		if key != "sampledValue" {
			return false
		}
		w.found = w.found[:first]
		at := found{list: list, meterValue: n, loneValue: loneValue}
		switch w.peek() {
		case '[':
			w.array(func(k int) bool { at.index = k; return w.sampledValue(at) })
		case '{':
			at.lone = true
			w.sampledValue(at)
		default:
			w.skip()
		}
		return true
	})
}

func (w *walker) sampledValue(at found) bool {
	if w.peek() != '{' {
		return false
	}
	at.start = w.i
	whole := w.object(func(key string) bool {
		var span *[2]int
		switch key {
		case "value":
			span = &at.value
		case "unit":
			span = &at.unit
		case "phase":
			span = &at.phase
		case "location":
			span = &at.location
		default:
			return false
		}
		w.peek()
		span[0] = w.i
		w.skip()
		span[1] = w.i
		return true
	})
	if whole {
		w.found = append(w.found, at)
	}
	return whole
}

// peek skips white space and gives the byte after it; 0 at the end.
func (w *walker) peek() byte {
	for w.i < len(w.text) {
		switch c := w.text[w.i]; c {
		case ' ', '\t', '\r', '\n':
			w.i++
		default:
			return c
		}
	}
	return 0
}

func (w *walker) next(c byte) bool {
	if w.peek() == c && c != 0 {
		w.i++
		return true
	}
	return false
}

// object reads an object, and gives each key to member, which reads the value or leaves it by answering false.
// It says whether it was whole.
func (w *walker) object(member func(key string) bool) bool {
	if !w.next('{') {
		return false
	}
	for !w.next('}') {
		if w.peek() != '"' {
			return false
		}
		start := w.i
		w.skip()
		key := bytes.Trim(w.text[start:w.i], `"`)
		if !w.next(':') {
			return false
		}
		w.peek()
		if !member(string(key)) && !w.skip() {
			return false
		}
		if !w.next(',') && w.peek() != '}' {
			return false
		}
	}
	return true
}

// array reads an array in the same way.
func (w *walker) array(element func(n int) bool) bool {
	if !w.next('[') {
		return false
	}
	for n := 0; !w.next(']'); n++ {
		if w.peek() == 0 || !element(n) && !w.skip() {
			return false
		}
		if !w.next(',') && w.peek() != ']' {
			return false
		}
	}
	return true
}

// skip reads over one value.
func (w *walker) skip() bool {
	start, depth := w.i, 0
	for w.i < len(w.text) {
		switch c := w.text[w.i]; c {
		case '"':
			w.str()
		case '{', '[':
			depth++
			w.i++
		case '}', ']':
			if depth == 0 {
				return w.i > start
			}
			depth--
			w.i++
		case ',', ':', ' ', '\t', '\r', '\n':
			if depth == 0 {
				return w.i > start
			}
			w.i++
			continue
		default:
			for w.i < len(w.text) && bytes.IndexByte([]byte("{}[],: \t\r\n\""), w.text[w.i]) < 0 {
				w.i++
			}
		}
		if depth == 0 {
			return true
		}
	}
	return false
}

// str reads over a string.
func (w *walker) str() {
	for w.i++; w.i < len(w.text); w.i++ {
		switch w.text[w.i] {
		case '\\':
			w.i++
		case '"':
			w.i++
			return
		}
	}
	w.i = len(w.text)
}
