package main

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

const (
	// nearColour is how far a channel may be off. Mesa's versions blend edges a little differently.
	nearColour = 56
	// fewPixels may be off: a blinking cursor is less, another word more.
	fewPixels = 48
)

// differing counts the pixels of a that no pixel at their place in b, or next to it, comes near to, and the other way
// round: what is blended differently, or is off by one, doesn't count. Nothing counts in masked places.
func differing(a, b image.Image, masks []image.Rectangle) int {
	if a.Bounds() != b.Bounds() {
		return a.Bounds().Dx() * a.Bounds().Dy()
	}
	ra, rb := rgba(a), rgba(b)
	return max(missing(ra, rb, masks), missing(rb, ra, masks))
}

func missing(a, b *image.RGBA, masks []image.Rectangle) int {
	n, bounds := 0, a.Bounds()
	for y := range bounds.Dy() {
		row := y * a.Stride
		if bytes.Equal(a.Pix[row:row+4*bounds.Dx()], b.Pix[row:row+4*bounds.Dx()]) {
			continue
		}
		for x := range bounds.Dx() {
			at := image.Pt(x, y)
			if !nearAround(a, b, at) && !slices.ContainsFunc(masks, at.In) {
				n++
			}
		}
	}
	return n
}

func nearAround(a, b *image.RGBA, at image.Point) bool {
	p := a.Pix[a.PixOffset(at.X, at.Y):]
	if near(p, b.Pix[b.PixOffset(at.X, at.Y):]) {
		return true
	}
	for y := max(at.Y-1, 0); y <= min(at.Y+1, a.Bounds().Dy()-1); y++ {
		for x := max(at.X-1, 0); x <= min(at.X+1, a.Bounds().Dx()-1); x++ {
			if near(p, b.Pix[b.PixOffset(x, y):]) {
				return true
			}
		}
	}
	return false
}

func near(p, q []byte) bool {
	for i := range 3 {
		if d := int(p[i]) - int(q[i]); d > nearColour || d < -nearColour {
			return false
		}
	}
	return true
}

func rgba(img image.Image) *image.RGBA {
	if r, ok := img.(*image.RGBA); ok {
		return r
	}
	b := img.Bounds()
	r := image.NewRGBA(b)
	for y := range b.Dy() {
		for x := range b.Dx() {
			r.Set(x, y, img.At(x, y))
		}
	}
	return r
}

// difference shows a in grey, with what is missing from b in red.
func difference(a, b *image.RGBA) *image.RGBA {
	out := image.NewRGBA(a.Bounds())
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			g := color.GrayModel.Convert(a.At(x, y)).(color.Gray)
			g.Y = 160 + g.Y/4
			out.Set(x, y, g)
			if a.Bounds() == b.Bounds() && (!nearAround(a, b, image.Pt(x, y)) || !nearAround(b, a, image.Pt(x, y))) {
				out.Set(x, y, color.RGBA{R: 0xD0, A: 0xFF})
			}
		}
	}
	return out
}

// few reduces a picture to the colours that it has most of, at most 64 of them: it is small then, and no further from
// itself than a comparison bears.
func few(img *image.RGBA) *image.Paletted {
	count := map[color.RGBA]int{}
	for i := 0; i < len(img.Pix); i += 4 {
		count[color.RGBA{img.Pix[i], img.Pix[i+1], img.Pix[i+2], 0xFF}]++
	}
	var palette color.Palette
	for wide := 24; ; wide += 4 { // colours that are next to one that is used more stand aside
		palette = spread(count, wide)
		if len(palette) <= 64 {
			break
		}
	}
	nearest := map[color.RGBA]uint8{}
	out := image.NewPaletted(img.Bounds(), palette)
	for i := 0; i < len(img.Pix); i += 4 {
		c := color.RGBA{img.Pix[i], img.Pix[i+1], img.Pix[i+2], 0xFF}
		at, known := nearest[c]
		if !known {
			at = uint8(palette.Index(c))
			nearest[c] = at
		}
		out.Pix[i/4] = at
	}
	return out
}

func spread(count map[color.RGBA]int, wide int) color.Palette {
	var all []color.RGBA
	for c := range count {
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b color.RGBA) int {
		if d := count[b] - count[a]; d != 0 {
			return d
		}
		return (int(a.R)<<16 | int(a.G)<<8 | int(a.B)) - (int(b.R)<<16 | int(b.G)<<8 | int(b.B))
	})
	var palette color.Palette
	for i, c := range all {
		apart := func(p color.Color) bool {
			q := p.(color.RGBA)
			return max(abs(int(c.R)-int(q.R)), abs(int(c.G)-int(q.G)), abs(int(c.B)-int(q.B))) < wide
		}
		if i < 12 || !slices.ContainsFunc(palette, apart) { // grounds and tints are near each other, and all wanted
			palette = append(palette, c)
		}
	}
	return palette
}

func abs(n int) int { return max(n, -n) }

// load reads a picture; nil where there is none.
func load(path string) (*image.RGBA, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read a picture: %w", err)
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("read the picture %s: %w", path, err)
	}
	return rgba(img), nil
}

func save(path string, img image.Image) error {
	var b bytes.Buffer
	e := png.Encoder{CompressionLevel: png.BestCompression}
	if err := e.Encode(&b, img); err != nil {
		return fmt.Errorf("write a picture: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("make a folder: %w", err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		return fmt.Errorf("write a picture: %w", err)
	}
	return nil
}
