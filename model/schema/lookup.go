package schema

import (
	"encoding/binary"
	"math/bits"
)

// lookup finds a name among a few known ones with one comparison: a perfect hash, searched for when the
// schema is compiled.
type lookup struct {
	names []string
	slots []int16 // index into names, or −1
	mult  uint64
	shift uint
}

// newLookup makes the table. ok is false if the names can't be told apart that way: no two names of real
// schemas agree in length, beginning, middle and end.
func newLookup(names []string) (l lookup, ok bool) {
	l = lookup{names: names, slots: []int16{-1}, mult: 1, shift: 64}
	if len(names) == 0 {
		return l, true
	}
	const tries, firstBits, lastBits = 2000, 1, 14
	for width := bits.Len(uint(len(names))) + firstBits; width <= lastBits; width++ {
		l.shift = uint(64 - width)
		l.mult = 0x9E3779B97F4A7C15
		for range tries {
			l.mult = l.mult*0xD1342543DE82EF95 + 0xDA942042E4DD58B4 | 1
			if l.fill(1 << width) {
				return l, true
			}
		}
	}
	return l, false
}

// fill places the names and says whether each has a slot of its own.
func (l *lookup) fill(size int) bool {
	l.slots = make([]int16, size)
	for i := range l.slots {
		l.slots[i] = -1
	}
	for i, name := range l.names {
		s := &l.slots[digest([]byte(name))*l.mult>>l.shift]
		if *s >= 0 {
			return false
		}
		*s = int16(i) //nolint:gosec // far fewer names
	}
	return true
}

// find gives the index of the name, or −1.
func (l *lookup) find(s []byte) int {
	i := int(l.slots[digest(s)*l.mult>>l.shift])
	if i >= 0 && l.names[i] == string(s) {
		return i
	}
	return -1
}

// digest mixes the length of a name with its beginning, middle and end.
func digest(s []byte) uint64 {
	n := len(s)
	var h uint64
	if n >= 8 {
		h = binary.LittleEndian.Uint64(s) ^
			bits.RotateLeft64(binary.LittleEndian.Uint64(s[n-8:]), 21) ^
			bits.RotateLeft64(binary.LittleEndian.Uint64(s[n/2-4:]), 43)
	} else {
		h = shortWord(s)
	}
	h ^= uint64(n) << 56
	return h ^ h>>32
}
