package schema

// Skip is a second reader of syntax, without tables and without recursion, that the tests hold [Decoder.Decode]
// against. It finds the end of the strict JSON value that begins at text[at:], white space before it excepted.
// Where the text is no JSON, end is the byte at which reading failed, which no library tells.
func Skip(text []byte, at int) (end int, err *SyntaxError) {
	s := skipper{text: text, pos: max(at, 0)}
	if want := s.value(); want != "" {
		s.pos = min(s.pos, len(text))
		return s.pos, &SyntaxError{
			Offset: s.pos, Truncated: s.pos == len(text), Want: want, Got: string(cut(text[s.pos:])),
		}
	}
	return s.pos, nil
}

// skipper walks over JSON without recursion: what is open is a bit in a stack.
type skipper struct {
	text    []byte
	pos     int
	depth   int
	objects [MaxDepth/64 + 1]uint64
}

func (s *skipper) peek() byte {
	for s.pos < len(s.text) {
		switch c := s.text[s.pos]; c {
		case ' ', '\t', '\n', '\r':
			s.pos++
		default:
			return c
		}
	}
	return 0
}

// value reads a whole value. want is what was expected at pos, or "".
func (s *skipper) value() (want string) {
	for {
		opened, want := s.begin()
		if want != "" {
			return want
		}
		if opened {
			continue
		}
		for { // a value has ended
			if s.depth == 0 {
				return ""
			}
			closed, want := s.next()
			if want != "" {
				return want
			}
			if !closed {
				break
			}
		}
	}
}

// begin reads a scalar, or goes into an array or object up to its first element. opened says that a value
// must follow.
func (s *skipper) begin() (opened bool, want string) {
	switch c := s.peek(); c {
	case '"':
		return false, s.str()
	case '{', '[':
		if s.depth == MaxDepth {
			return false, "at most 512 levels of nesting"
		}
		s.pos++
		if s.peek() == c+2 { // ASCII has the brackets two apart
			s.pos++
			return false, ""
		}
		word, bit := &s.objects[s.depth/64], uint64(1)<<(s.depth%64)
		s.depth++
		*word &^= bit
		if c == '{' {
			*word |= bit
			return true, s.key()
		}
		return true, ""
	case 't':
		return false, s.word("true")
	case 'f':
		return false, s.word("false")
	case 'n':
		return false, s.word("null")
	default:
		if c != '-' && c-'0' > 9 {
			return false, "a value"
		}
		s.pos, _, want = numberEnd(s.text, s.pos)
		return false, want
	}
}

// next reads what stands behind an element: a comma, and in an object the next key, or the closing bracket.
func (s *skipper) next() (closed bool, want string) {
	inObject := s.objects[(s.depth-1)/64]>>((s.depth-1)%64)&1 != 0
	switch c := s.peek(); {
	case c == ',':
		s.pos++
		if inObject {
			return false, s.key()
		}
		return false, ""
	case c == '}' && inObject, c == ']' && !inObject:
		s.pos++
		s.depth--
		return true, ""
	case inObject:
		return false, `"," or "}"`
	}
	return false, `"," or "]"`
}

func (s *skipper) key() (want string) {
	if s.peek() != '"' {
		return "a key in double quotes"
	}
	if want = s.str(); want != "" {
		return want
	}
	if s.peek() != ':' {
		return `":"`
	}
	s.pos++
	return ""
}

func (s *skipper) str() (want string) {
	end, _, want := stringEnd(s.text, s.pos+1)
	s.pos = end
	if want == "" {
		s.pos++
	}
	return want
}

func (s *skipper) word(w string) (want string) {
	for i := range len(w) {
		if s.pos >= len(s.text) || s.text[s.pos] != w[i] {
			return w
		}
		s.pos++
	}
	return ""
}
