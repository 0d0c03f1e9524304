package schema

import (
	"encoding/binary"
	"math/bits"
)

// The hash is stored in case files: what it gives must not change.
const (
	hashSeed   = 0x9E3779B97F4A7C15
	hashFactor = 0xD6E8FEB86659FD93
	hashOther  = 0xA0761D6478BD642F

	tagNull   = 0x1B873593CC9E2D51
	tagTrue   = 0x2545F4914F6CDD1D
	tagFalse  = 0x3C79AC492BA7B653
	tagNumber = 0x4CF5AD432745937F
	tagArray  = 0x52DCE729DA3E39CB
	tagObject = 0x6A09E667F3BCC909
)

// mix folds a product of 128 bits to 64.
func mix(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	return hi ^ lo
}

// hashBytes is the hash of a string's content.
func hashBytes(s []byte) uint64 {
	n := len(s)
	h := uint64(n) ^ hashSeed
	if n >= 8 {
		for i := 8; i < n; i += 8 {
			h = mix(h^binary.LittleEndian.Uint64(s[i-8:]), hashFactor)
		}
		return mix(h^binary.LittleEndian.Uint64(s[n-8:]), hashOther) // they may overlap: the length is in h
	}
	return mix(h^shortWord(s), hashOther)
}

// shortWord packs fewer than eight bytes.
func shortWord(s []byte) uint64 {
	n := len(s)
	switch {
	case n >= 4:
		return uint64(binary.LittleEndian.Uint32(s)) | uint64(binary.LittleEndian.Uint32(s[n-4:]))<<32
	case n > 0:
		return uint64(s[0]) | uint64(s[n/2])<<8 | uint64(s[n-1])<<16
	}
	return 0
}

// Hash gives equal numbers for equal JSON values in text[at:end]: white space, the order of an object's
// members, escapes in strings and the spelling of numbers don't matter. Text that is no JSON is hashed as it
// stands.
func Hash(text []byte, at, end int) uint64 {
	end = min(end, len(text))
	at = min(max(at, 0), end)
	h := hasher{text: text[:end], pos: at}
	sum, ok := h.value(0)
	if h.space(); !ok || h.pos != end {
		return hashBytes(text[at:end])
	}
	return sum
}

type hasher struct {
	text []byte
	pos  int
}

func (h *hasher) space() {
	for h.pos < len(h.text) {
		switch h.text[h.pos] {
		case ' ', '\t', '\n', '\r':
			h.pos++
		default:
			return
		}
	}
}

// take goes over the byte c if it stands there.
func (h *hasher) take(c byte) bool {
	h.space()
	if h.pos < len(h.text) && h.text[h.pos] == c {
		h.pos++
		return true
	}
	return false
}

func (h *hasher) value(depth int) (sum uint64, ok bool) {
	h.space()
	if h.pos >= len(h.text) || depth > MaxDepth {
		return 0, false
	}
	switch c := h.text[h.pos]; c {
	case '"':
		return h.str()
	case '{':
		return h.object(depth)
	case '[':
		return h.array(depth)
	case 't':
		return h.word("true", tagTrue)
	case 'f':
		return h.word("false", tagFalse)
	case 'n':
		return h.word("null", tagNull)
	default:
		if c != '-' && c-'0' > 9 {
			return 0, false
		}
		return h.number()
	}
}

func (h *hasher) object(depth int) (sum uint64, ok bool) {
	h.pos++
	if h.take('}') {
		return mix(tagObject, hashFactor), true
	}
	for {
		if h.space(); h.pos >= len(h.text) || h.text[h.pos] != '"' {
			return 0, false
		}
		key, ok := h.str()
		if !ok || !h.take(':') {
			return 0, false
		}
		v, ok := h.value(depth + 1)
		if !ok {
			return 0, false
		}
		sum += mix(key^tagObject, v^bits.RotateLeft64(key, 32)) // a sum: members have no order
		if h.take(',') {
			continue
		}
		return mix(sum^tagObject, hashFactor), h.take('}')
	}
}

func (h *hasher) array(depth int) (sum uint64, ok bool) {
	h.pos++
	sum = tagArray
	if h.take(']') {
		return mix(sum, hashOther), true
	}
	for {
		v, ok := h.value(depth + 1)
		if !ok {
			return 0, false
		}
		sum = mix(sum^bits.RotateLeft64(v, 23), hashFactor)
		if h.take(',') {
			continue
		}
		return mix(sum, hashOther), h.take(']')
	}
}

func (h *hasher) word(w string, tag uint64) (uint64, bool) {
	end := h.pos + len(w)
	if end > len(h.text) || string(h.text[h.pos:end]) != w {
		return 0, false
	}
	h.pos = end
	return tag, true
}

func (h *hasher) str() (uint64, bool) {
	from := h.pos + 1
	end, odd, want := stringEnd(h.text, from)
	if want != "" {
		return 0, false
	}
	h.pos = end + 1
	s := h.text[from:end]
	if odd && !isPlain(s) {
		s, _ = unescape(nil, s)
	}
	return hashBytes(s), true
}

// number hashes the value of a number: 1, 1.0 and 10e-1 are one.
func (h *hasher) number() (uint64, bool) {
	from := h.pos
	end, k, want := numberEnd(h.text, from)
	if want != "" {
		return 0, false
	}
	h.pos = end
	digits := h.text[from:end]
	const few = 18 // digits that fit a word
	if k == kindInteger && len(digits) <= few && digits[len(digits)-1] != '0' {
		var v uint64
		negative := digits[0] == '-'
		if negative {
			digits = digits[1:]
		}
		for _, c := range digits {
			v = v*10 + uint64(c-'0')
		}
		return hashDecimal(v, int64(len(digits)), negative), true
	}
	n := parseNumber(digits)
	if len(n.digits) > few {
		return hashDecimal(hashBytes(n.digits), n.exp, n.negative), true
	}
	var v uint64
	for _, c := range n.digits {
		v = v*10 + uint64(c-'0')
	}
	return hashDecimal(v, n.exp, n.negative), true
}

func hashDecimal(digits uint64, exp int64, negative bool) uint64 {
	e := uint64(exp) //nolint:gosec // any bits do
	if negative {
		e = ^e
	}
	return mix(digits^tagNumber, e^hashOther)
}
