package model

import "math/bits"

// FrameSet is a set of frames of one source, by their Seq. The zero value is empty.
type FrameSet struct{ words []uint64 }

// Add puts a frame into the set, and says whether it is new there.
func (s *FrameSet) Add(seq int64) bool {
	if seq < 0 {
		return false
	}
	if n := int(seq>>6) + 1; n > len(s.words) {
		s.words = append(s.words, make([]uint64, n-len(s.words))...)
	}
	bit := uint64(1) << (seq & 63)
	fresh := s.words[seq>>6]&bit == 0
	s.words[seq>>6] |= bit
	return fresh
}

// Remove takes a frame out of the set.
func (s *FrameSet) Remove(seq int64) {
	if s.Has(seq) {
		s.words[seq>>6] &^= 1 << (seq & 63)
	}
}

// Has says whether a frame is in the set. No frame ([NoFrame]) never is.
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

// First gives the first frame in the set; −1 if it is empty.
func (s *FrameSet) First() int64 {
	if s == nil {
		return -1
	}
	return s.Next(0, true)
}

// Next gives the first frame from seq on that is in the set, or with in false that isn't; −1 if there is none.
func (s *FrameSet) Next(seq int64, in bool) int64 {
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

// Union puts in what another set has.
func (s *FrameSet) Union(o *FrameSet) {
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

// Without takes out what another set has.
func (s *FrameSet) Without(o *FrameSet) FrameSet {
	d := FrameSet{words: append([]uint64(nil), s.words...)}
	if o != nil {
		for i := range min(len(d.words), len(o.words)) {
			d.words[i] &^= o.words[i]
		}
	}
	return d
}

// Equal says whether two sets have the same frames.
func (s *FrameSet) Equal(o *FrameSet) bool {
	a, b := s.Without(o), o.Without(s)
	return a.Next(0, true) < 0 && b.Next(0, true) < 0
}
