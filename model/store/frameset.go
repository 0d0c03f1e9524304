package store

import (
	"math/bits"

	"meterscope/model"
)

// packFrameSet gives the bits of the frames first to first+count-1 as the column repeats holds them; nil if there is none.
func packFrameSet(s *model.FrameSet, first int64, count int) []byte {
	if s == nil {
		return nil
	}
	if at := s.Next(first, true); at < 0 || at >= first+int64(count) {
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

// unpackFrameSet adds what packFrameSet gave.
func unpackFrameSet(s *model.FrameSet, b []byte, first int64) {
	for i, v := range b {
		for v != 0 {
			s.Add(first + int64(8*i+bits.TrailingZeros8(v)))
			v &= v - 1
		}
	}
}
