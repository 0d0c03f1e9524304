package importer

import (
	"strings"
	"testing"
)

// However a log of any shape is damaged, it is imported to its end in windows of any size, its evidence is kept, and
// each finding stands where it says.
func FuzzDamagedShapes(f *testing.F) {
	for i, c := range shapeLogs() {
		f.Add(c.text, uint16(64+i*97), uint16(i*31), byte('"'))
		f.Add(c.text[:len(c.text)/2], uint16(700), uint16(i*17), byte('\n'))
	}
	f.Fuzz(func(t *testing.T, text string, size, at uint16, c byte) {
		if len(text) > 16<<10 || len(text) == 0 {
			t.Skip()
		}
		i := int(at) % len(text)
		text = text[:i] + string([]byte{c}) + text[i+1:]
		for _, window := range []int{0, 16 + int(size)} {
			m := &memory{}
			if _, err := Run(t.Context(), []Input{{Path: "x", Reader: strings.NewReader(text)}}, m, Options{window: window}); err != nil {
				t.Fatal(err)
			}
			if len(m.sources) == 0 {
				return
			}
			k := m.sources[0]
			if string(k.evidence) != text {
				t.Error("the evidence is another text")
			}
			for _, f := range k.findings {
				if want := 1 + strings.Count(text[:f.At.Offset], "\n"); f.At.Line != want {
					t.Errorf("%s at %d is said to be on line %d, but is on %d", f.Rule, f.At.Offset, f.At.Line, want)
				}
			}
			for _, s := range k.samples {
				if text[s.At.Offset] != '{' {
					t.Errorf("a sample at %d, where %q stands", s.At.Offset, text[s.At.Offset])
				}
			}
		}
	})
}
