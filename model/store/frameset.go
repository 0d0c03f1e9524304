package store

import "math/bits"

// FrameSet is a set of frames of one source, by their Seq. The zero value is empty.
type FrameSet struct{ words []uint64 }

// Add puts a frame into the set.
func (s *FrameSet) Add(seq int64) {
	if seq < 0 {
		return
	}
	for int(seq>>6) >= len(s.words) {
		s.words = append(s.words, 0)
	}
	s.words[seq>>6] |= 1 << (seq & 63)
}

// Has says whether a frame is in the set. No frame ([model.NoFrame]) never is.
func (s *FrameSet) Has(seq int64) bool {
	return s != nil && seq >= 0 && int(seq>>6) < len(s.words) && s.words[seq>>6]>>(seq&63)&1 != 0
}

// Len counts the frames in the set.
func (s *FrameSet) Len() int64 {
	n := 0
	if s != nil {
		for _, w := range s.words {
			n += bits.OnesCount64(w)
		}
	}
	return int64(n)
}

// first gives the first frame in the set; −1 if it is empty.
func (s *FrameSet) first() int64 {
	if s == nil {
		return -1
	}
	return s.next(0, true)
}

// next gives the first frame from seq on that is in the set, or with in false that isn't; −1 if there is none.
func (s *FrameSet) next(seq int64, in bool) int64 {
	for i := int(seq >> 6); i < len(s.words); i++ {
		w := s.words[i]
		if !in {
			w = ^w
		}
		if i == int(seq>>6) {
			w &= ^uint64(0) << (seq & 63)
		}
		if w != 0 {
			return int64(i)<<6 + int64(bits.TrailingZeros64(w))
		}
	}
	if in {
		return -1
	}
	return max(seq, int64(len(s.words))<<6)
}

// add puts in what another set has.
func (s *FrameSet) add(o *FrameSet) {
	if o == nil {
		return
	}
	for len(s.words) < len(o.words) {
		s.words = append(s.words, 0)
	}
	for i, w := range o.words {
		s.words[i] |= w
	}
}

// without takes out what another set has.
func (s *FrameSet) without(o *FrameSet) FrameSet {
	d := FrameSet{words: append([]uint64(nil), s.words...)}
	if o != nil {
		for i := range min(len(d.words), len(o.words)) {
			d.words[i] &^= o.words[i]
		}
	}
	return d
}

func (s *FrameSet) equal(o *FrameSet) bool {
	a, b := s.without(o), o.without(s)
	return a.next(0, true) < 0 && b.next(0, true) < 0
}

// pack gives the bits of the frames first to first+count-1 as the column repeats holds them; nil if there is none.
func (s *FrameSet) pack(first int64, count int) []byte {
	if s == nil {
		return nil
	}
	if at := s.next(first, true); at < 0 || at >= first+int64(count) {
		return nil
	}
	b := make([]byte, (count+7)/8)
	for i := range count {
		if s.Has(first + int64(i)) {
			b[i/8] |= 1 << (i % 8)
		}
	}
	return b
}

// unpack adds what pack gave.
func (s *FrameSet) unpack(b []byte, first int64) {
	for i, v := range b {
		for v != 0 {
			s.Add(first + int64(8*i+bits.TrailingZeros8(v)))
			v &= v - 1
		}
	}
}
