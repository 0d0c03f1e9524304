package schema

import (
	"bytes"
	"hash/maphash"

	"meterscope/model"
)

// A charger sends the same sampled values again and again, with other numbers. The decoder remembers them by the
// text around the number, and what each said: reading one again is comparing that text.
type patterns struct {
	seed  maphash.Seed
	slots [patternSlots]pattern
}

const (
	patternSlots   = 512
	longestPattern = 512 // bytes; most sampled values have 150
)

// pattern is a sampled value as it was read before: without a violation, and with a plain number in quotes.
type pattern struct {
	before, after []byte       // the text around the number, with its quotes
	sample        model.Sample // what it said, but for value, place and time
	sum           uint64       // hash of its members, but for the value
}

// surrounding is the text of an object around the number that stands as its value.
type surrounding struct{ before, number, after []byte }

// surround finds the number of the sampled value that begins at text[0].
func surround(text []byte) (s surrounding, ok bool) {
	text = text[:min(len(text), longestPattern)]
	end := bytes.IndexByte(text, '}')
	key := bytes.Index(text[:max(end, 0)], []byte(`"value"`))
	if key < 0 {
		return s, false
	}
	i := key + len(`"value"`)
	for i < end && (text[i] == ':' || text[i] == ' ') {
		i++
	}
	if text[i] != '"' {
		return s, false
	}
	n := bytes.IndexByte(text[i+1:end], '"')
	if n < 0 {
		return s, false
	}
	return surrounding{text[:i+1], text[i+1 : i+1+n], text[i+1+n : end+1]}, true
}

// pair is where a sampled value with this text is remembered: in one of two slots.
func (p *patterns) pair(s *surrounding) (first, second *pattern) {
	h := maphash.Bytes(p.seed, s.after) + 31*maphash.Bytes(p.seed, s.before)
	i := h % (patternSlots / 2) * 2
	return &p.slots[i], &p.slots[i+1]
}

func (p *pattern) is(s *surrounding) bool {
	return bytes.Equal(p.after, s.after) && bytes.Equal(p.before, s.before)
}

// repeated reads a sampled value that is one of those remembered but for its number.
func (d *Decoder) repeated() bool {
	t, ok := surround(d.text[d.pos:])
	if !ok {
		return false
	}
	p, second := d.patterns.pair(&t)
	if !p.is(&t) {
		if p = second; !p.is(&t) {
			return false
		}
	}
	v, err := model.ParseDecimalBytes(t.number)
	if err != nil {
		return false
	}
	d.add(&p.sample)
	s := d.sample()
	s.At.Offset, s.Value, s.FromStop = int64(d.pos), v, d.meter.fromStop
	if !printsAs(v, t.number) {
		s.Text = d.words.intern(t.number)
	}
	d.sum = hashObject(p.sum + hashMember(d.valueKey, hashBytes(t.number)))
	d.pos += len(t.before) + len(t.number) + len(t.after)
	return true
}

// learn remembers the sampled value that was read last: it begins at start, and had no violation. sum is the hash
// of its members.
func (d *Decoder) learn(start int, sum uint64) {
	t, ok := surround(d.text[start:d.pos])
	if !ok || len(t.before)+len(t.number)+len(t.after) != d.pos-start {
		return
	}
	s := d.sample()
	if v, err := model.ParseDecimalBytes(t.number); err != nil || !s.Number || v.Cmp(s.Value) != 0 {
		return
	}
	p, second := d.patterns.pair(&t)
	*p, *second = *second, *p
	p.before, p.after = append(p.before[:0], t.before...), append(p.after[:0], t.after...)
	p.sample, p.sum = *s, sum-hashMember(d.valueKey, hashBytes(t.number))
	p.sample.Text = ""
}
