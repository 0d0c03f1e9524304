package charts

import (
	"bytes"
	"os"
	"testing"
)

func TestLook(t *testing.T) {
	dir := os.Getenv("CHARTS_LOOK")
	if dir == "" {
		t.Skip()
	}
	dark := session()
	dark.Theme = Dark()
	two := report()
	two.Scale, two.Width, two.Height = 2, 1760, 1360
	small := session()
	small.Width, small.Height = 300, 200
	one := session()
	one.Panels = one.Panels[:1]
	one.Panels[0].Lines = []Line{{Name: "Total", Role: RoleTotal, Times: []int64{sessionStart.UnixNano()}, Values: []float64{4.2}}}
	one.Height = 240
	one.Gaps, one.Marks, one.States = nil, nil, nil
	empty := session()
	empty.Panels[0].Lines = nil
	empty.Panels[0].Empty = "No energy values in this transaction"
	empty.Panels = empty.Panels[:1]
	empty.Height = 240
	for name, s := range map[string]Spec{"light": session(), "dark": dark, "report": report(), "two": two, "small": small, "one": one, "empty": empty, "none": {}} {
		var b, v bytes.Buffer
		if err := WritePNG(&b, s); err != nil {
			t.Fatal(err)
		}
		if err := WriteSVG(&v, s); err != nil {
			t.Fatal(err)
		}
		_ = os.WriteFile(dir+"/"+name+".png", b.Bytes(), 0o600)
		_ = os.WriteFile(dir+"/"+name+".svg", v.Bytes(), 0o600)
	}
}
