package charts

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"image"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files")

func wellFormed(t *testing.T, svg []byte) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(svg))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("not well-formed: %v", err)
		}
	}
}

// plots are the golden pictures.
func plots() map[string]Spec {
	light := report()
	light.Width, light.Height = 640, 480
	dark := session()
	dark.Theme, dark.Width, dark.Height, dark.Legend = Dark(), 480, 360, false
	two := session()
	two.Width, two.Height, two.Scale = 840, 500, 2
	small := session()
	small.Width, small.Height = 300, 200
	one := Spec{Panels: []Panel{{Title: "Power", Unit: "kW", FromZero: true,
		Lines: []Line{{Name: "Total", Role: RoleTotal, Times: []int64{sessionStart.UnixNano()}, Values: []float64{4.2}}}}}, Width: 400, Height: 160}
	empty, _ := FromSeries("energy", nil, reading())
	empty.Width, empty.Height = 400, 120
	return map[string]Spec{"light": light, "dark": dark, "two": two, "small": small, "one": one, "empty": empty, "kinds": kinds()}
}

func TestSVGGoldens(t *testing.T) {
	for name, s := range plots() {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			if err := WriteSVG(&b, s); err != nil {
				t.Fatal(err)
			}
			wellFormed(t, b.Bytes())
			path := filepath.Join("testdata", name+".svg")
			if *update {
				write(t, path, b.Bytes())
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(b.Bytes(), want) {
				t.Errorf("differs from %s; look at it, then go test -update", path)
			}
		})
	}
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestPNGGoldens(t *testing.T) {
	for name, s := range plots() {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			if err := WritePNG(&b, s); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join("testdata", name+".png")
			if *update {
				write(t, path, b.Bytes())
			}
			f, err := os.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = f.Close() }() // it was only read
			want, err := png.Decode(f)
			if err != nil {
				t.Fatal(err)
			}
			got, err := png.Decode(&b)
			if err != nil {
				t.Fatal(err)
			}
			if n := different(got, want); n > 0.002 {
				t.Errorf("%.1f %% of the pixels differ from %s; look at it, then go test -update", n*100, path)
			}
		})
	}
}

// different is the share of the pixels that are clearly of another colour: rounding differs by machine.
func different(a, b image.Image) float64 {
	if a.Bounds() != b.Bounds() {
		return 1
	}
	n, r := 0, a.Bounds()
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			r0, g0, b0, _ := a.At(x, y).RGBA()
			r1, g1, b1, _ := b.At(x, y).RGBA()
			if apart(r0, r1)+apart(g0, g1)+apart(b0, b1) > 24<<8 {
				n++
			}
		}
	}
	return float64(n) / float64(r.Dx()*r.Dy())
}

func apart(a, b uint32) uint32 { return max(a, b) - min(a, b) }

func TestPNGSaysHowLargeItIsOnPaper(t *testing.T) {
	s := session()
	s.Scale = 2
	var b bytes.Buffer
	if err := WritePNG(&b, s); err != nil {
		t.Fatal(err)
	}
	if _, err := png.Decode(bytes.NewReader(b.Bytes())); err != nil {
		t.Fatal(err)
	}
	i := bytes.Index(b.Bytes(), []byte("pHYs"))
	if i != 37 || string(b.Bytes()[i+4:i+13]) != "\x00\x00\x31\x36\x00\x00\x31\x36\x01" { // 12598 to a metre are 320 to an inch
		t.Errorf("pHYs at %d: % x", i, b.Bytes()[i+4:i+13])
	}
}

func TestSVGEscapesWhatTheLogSays(t *testing.T) {
	s := session()
	s.Title, s.Footer = `<script>alert("1")</script> & more`, "a\x00b\xffc"
	s.Width, s.Height = 900, 700
	s.States[1].Name = "A<B"
	s.Panels[0].Title, s.Panels[0].Lines[0].Name = "1 < 2", `"&'`
	var b bytes.Buffer
	if err := WriteSVG(&b, s); err != nil {
		t.Fatal(err)
	}
	wellFormed(t, b.Bytes())
	if strings.Contains(b.String(), "<script") {
		t.Error("a title became an element")
	}
	for _, want := range []string{"&lt;script&gt;", "1 &lt; 2", "A&lt;B"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%s is missing", want)
		}
	}
}

func TestSVGOfManyPointsIsSmall(t *testing.T) {
	s := noisy(1, 200_000)
	var b bytes.Buffer
	if err := WriteSVG(&b, s); err != nil {
		t.Fatal(err)
	}
	if b.Len() > 150_000 {
		t.Errorf("%d bytes for %d points", b.Len(), 200_000)
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("the disk is full") }

func TestWritersSayWhatFailed(t *testing.T) {
	if err := WriteSVG(broken{}, Spec{}); err == nil || err.Error() != "write SVG: the disk is full" {
		t.Errorf("%v", err)
	}
	if err := WritePNG(broken{}, session()); err == nil || !strings.HasPrefix(err.Error(), "write PNG: ") {
		t.Errorf("%v", err)
	}
}
