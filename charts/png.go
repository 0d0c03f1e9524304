package charts

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image/png"
	"io"
	"math"
)

// perInch is how many design pixels of an export make an inch of paper: 1200 of them are as wide as an A4 page
// with margins of a centimetre.
const perInch = 160

// WritePNG exports the plot as a PNG. It says how large it is on paper.
func WritePNG(w io.Writer, s Spec) error {
	img, _, err := Draw(s)
	if err != nil {
		return err
	}
	b := bufio.NewWriter(&sized{w: w, perMetre: uint32(math.Round(perInch * s.scale() / 0.0254))})
	if err := png.Encode(b, img); err != nil {
		return fmt.Errorf("write PNG: %w", err)
	}
	if err := b.Flush(); err != nil {
		return fmt.Errorf("write PNG: %w", err)
	}
	return nil
}

// sized puts the chunk pHYs, the pixels to a metre, behind the header of a PNG.
type sized struct {
	w        io.Writer
	perMetre uint32
	done     bool
}

// Write implements io.Writer. The first write holds the whole header: it comes from a buffer of 4 KiB.
func (s *sized) Write(p []byte) (int, error) {
	const header = 8 + 25 // the signature, and IHDR with its length, name and checksum
	if s.done || len(p) < header {
		return s.w.Write(p)
	}
	s.done = true
	chunk := []byte("\x00\x00\x00\x09pHYs")
	chunk = binary.BigEndian.AppendUint32(chunk, s.perMetre)
	chunk = binary.BigEndian.AppendUint32(chunk, s.perMetre)
	chunk = append(chunk, 1) // the unit is the metre
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
	for _, part := range [][]byte{p[:header], chunk, p[header:]} {
		if _, err := s.w.Write(part); err != nil {
			return 0, err
		}
	}
	return len(p), nil
}
