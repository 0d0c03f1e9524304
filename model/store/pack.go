package store

import (
	"encoding/binary"
	"hash/crc32"
	"slices"

	"meterscope/model"
)

// A packer appends values to a block; an unpacker reads them back in the same order. Numbers are varints,
// texts have their length in front, and a text that is likely to come again is a word: it is written once and
// then named by its number.
type packer struct {
	b     []byte
	words map[string]uint64
}

func (p *packer) reset() {
	p.b = p.b[:0]
	clear(p.words)
}

func (p *packer) uint(v uint64) { p.b = binary.AppendUvarint(p.b, v) }

func (p *packer) int(v int64) { p.b = binary.AppendVarint(p.b, v) }

func (p *packer) text(s string) {
	p.b = binary.AppendUvarint(p.b, uint64(len(s)))
	p.b = append(p.b, s...)
}

func (p *packer) word(s string) {
	n, ok := p.words[s]
	if !ok {
		if p.words == nil {
			p.words = map[string]uint64{}
		}
		n = uint64(len(p.words))
		p.words[s] = n
	}
	p.uint(n)
	if !ok {
		p.text(s)
	}
}

// wordList is the texts that come again in one block, each named by where it stands.
type wordList struct {
	list   []string
	byText map[string]int // only where there are many
}

// manyTexts is the number from which a map finds a text faster than a look at all.
const manyTexts = 32

func (w *wordList) reset() { w.list, w.byText = w.list[:0], nil }

// index gives the number of a text.
func (w *wordList) index(s string) uint64 {
	i, known := 0, false
	if w.byText != nil {
		i, known = w.byText[s]
	} else {
		i = slices.Index(w.list, s)
		known = i >= 0
	}
	if !known {
		i = w.add(s)
	}
	return uint64(i) //nolint:gosec // an index
}

func (w *wordList) add(s string) int {
	w.list = append(w.list, s)
	if w.byText == nil && len(w.list) >= manyTexts {
		w.byText = make(map[string]int, 2*manyTexts)
		for i, t := range w.list {
			w.byText[t] = i
		}
	} else if w.byText != nil {
		w.byText[s] = len(w.list) - 1
	}
	return len(w.list) - 1
}

const (
	timeSet    = 1 << 0
	timeZone   = 1 << 1
	timeRaw    = 1 << 2 // nanoseconds as they are, because the digits don't hold them
	timeDigits = 3      // shift of the number of digits
)

// fraction gives the nanoseconds that one unit of the last of so many digits has.
func fraction(digits int) int32 {
	unit := int32(1)
	for ; digits < 9; digits++ {
		unit *= 10
	}
	return unit
}

// timeHead is all of a time but its moment.
func timeHead(t model.Time) uint64 {
	if t.IsZero() {
		return 0
	}
	h := uint64(timeSet) | uint64(t.Digits())<<timeDigits //nolint:gosec // 0 to 9
	if t.Zone() == model.ZoneAssumed {
		h |= timeZone
	}
	if _, nsec := t.Unix(); nsec%fraction(t.Digits()) != 0 {
		h |= timeRaw
	}
	return h
}

// time writes a time; the seconds as their difference to prev, which it sets.
func (p *packer) time(t model.Time, prev *int64) {
	h := timeHead(t)
	p.uint(h)
	if h == 0 {
		return
	}
	sec, nsec := t.Unix()
	p.int(sec - *prev)
	*prev = sec
	if h&timeRaw != 0 {
		p.uint(uint64(uint32(nsec))) //nolint:gosec // the same 32 bits
	} else if t.Digits() > 0 {
		p.uint(uint64(nsec / fraction(t.Digits()))) //nolint:gosec // not negative
	}
}

// An unpacker that meets something impossible is bad from then on and gives zeros: whoever reads must bound
// its loops and ask at the end.
type unpacker struct {
	b     []byte
	words []string
	bad   bool
}

func (u *unpacker) fail() { u.bad, u.b = true, nil }

func (u *unpacker) uint() uint64 {
	if b := u.b; len(b) > 1 { // most are of one byte or two
		if b[0] < 0x80 {
			u.b = b[1:]
			return uint64(b[0])
		}
		if b[1] < 0x80 {
			u.b = b[2:]
			return uint64(b[0]&0x7f) | uint64(b[1])<<7
		}
	}
	v, n := binary.Uvarint(u.b)
	if n <= 0 {
		u.fail()
		return 0
	}
	u.b = u.b[n:]
	return v
}

func (u *unpacker) int() int64 {
	v := u.uint()
	x := int64(v >> 1) //nolint:gosec // zigzag
	if v&1 != 0 {
		x = ^x
	}
	return x
}

func (u *unpacker) byte() byte {
	if len(u.b) == 0 {
		u.fail()
		return 0
	}
	v := u.b[0]
	u.b = u.b[1:]
	return v
}

func (u *unpacker) text() string {
	n := u.uint()
	if n > uint64(len(u.b)) {
		u.fail()
		return ""
	}
	s := string(u.b[:n])
	u.b = u.b[n:]
	return s
}

// skip goes past a text.
func (u *unpacker) skip() {
	n := u.uint()
	if n > uint64(len(u.b)) {
		u.fail()
		return
	}
	u.b = u.b[n:]
}

// textLike is text, without a copy where it is the same as another.
func (u *unpacker) textLike(other string) string {
	before := *u
	if n := u.uint(); n == uint64(len(other)) && n <= uint64(len(u.b)) && string(u.b[:n]) == other {
		u.b = u.b[n:]
		return other
	}
	*u = before
	return u.text()
}

func (u *unpacker) word() string {
	n := u.uint()
	switch {
	case n < uint64(len(u.words)):
		return u.words[n]
	case n > uint64(len(u.words)) || u.bad:
		u.fail()
		return ""
	}
	s := u.text()
	u.words = append(u.words, s)
	return s
}

// pick gives the text of a list that a number names.
func (u *unpacker) pick(words []string) string {
	n := u.uint()
	if n >= uint64(len(words)) {
		u.fail()
		return ""
	}
	return words[n]
}

func (u *unpacker) time(prev *int64) model.Time {
	h := u.uint()
	if h == 0 {
		return model.Time{}
	}
	sec := *prev + u.int()
	*prev = sec
	return makeTime(h, sec, u.nanoseconds(h))
}

func (u *unpacker) nanoseconds(h uint64) int32 {
	digits := int(h >> timeDigits & 0xf)
	if digits > 9 || h&timeSet == 0 {
		u.fail()
		return 0
	}
	v := uint64(0)
	if h&timeRaw != 0 {
		v = u.uint()
		if v>>32 != 0 {
			u.fail()
			return 0
		}
	} else if digits > 0 {
		v = u.uint()
		if v >= 1e9 {
			u.fail()
			return 0
		}
		v *= uint64(fraction(digits)) //nolint:gosec // 1 to 1e9
		if v >= 1e9 {
			u.fail()
			return 0
		}
	}
	return int32(uint32(v)) //nolint:gosec // the same 32 bits
}

func makeTime(h uint64, sec int64, nsec int32) model.Time {
	zone := model.ZoneStated
	if h&timeZone != 0 {
		zone = model.ZoneAssumed
	}
	return model.UnixTime(sec, nsec, int(h>>timeDigits&0xf), zone) //nolint:gosec // 4 bits
}

func (u *unpacker) opt() model.Opt[int64] { return model.Some(u.int()) }

// end says whether all was read and all was well.
func (u *unpacker) end() bool { return !u.bad && len(u.b) == 0 }

// A block that isn't compressed, and so has no checksum from there, is sealed with one.
const sealLength = crc32.Size

// seal appends a checksum to a copy of b.
func seal(b []byte) []byte { return sealed(append(make([]byte, 0, len(b)+sealLength), b...)) }

// sealed appends a checksum to b itself.
func sealed(b []byte) []byte {
	return binary.LittleEndian.AppendUint32(b, crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli)))
}

// unseal gives what was sealed, without a copy.
func unseal(sealed []byte) ([]byte, error) {
	n := len(sealed) - sealLength
	if n < 0 || binary.LittleEndian.Uint32(sealed[n:]) != crc32.Checksum(sealed[:n], crc32.MakeTable(crc32.Castagnoli)) {
		return nil, broken("checksum of a block")
	}
	return sealed[:n], nil
}
