package charts

import (
	"bufio"
	"fmt"
	"image/png"
	"io"
)

// WritePNG exports the plot as a PNG.
func WritePNG(w io.Writer, s Spec) error {
	img, _, err := Draw(s)
	if err != nil {
		return err
	}
	b := bufio.NewWriter(w)
	if err := png.Encode(b, img); err != nil {
		return fmt.Errorf("write PNG: %w", err)
	}
	if err := b.Flush(); err != nil {
		return fmt.Errorf("write PNG: %w", err)
	}
	return nil
}
