package present

import (
	"strings"
	"testing"
)

// panelOrder is the order of the panels, folded ones in brackets.
func panelOrder(p *Plot) string {
	var out []string
	for _, q := range p.Quantities() {
		if !q.Shown {
			q.ID = "(" + q.ID + ")"
		}
		out = append(out, q.ID)
	}
	return strings.Join(out, " ")
}

func TestPanelsAreMovedAndResized(t *testing.T) {
	d := drawn(t)
	kept := 0
	d.Plot.OnArranged = func() { kept++ }
	d.Plot.MovePanel("soc", "energy")
	d.Plot.ToggleNumber(4) // voltage
	if got := panelOrder(d.Plot); got != "soc energy power voltage" {
		t.Errorf("order %s", got)
	}
	d.Plot.MoveActive(-1)
	d.Plot.MoveActive(-1)
	d.Plot.MoveActive(1)
	if got := panelOrder(d.Plot); got != "soc energy voltage power" {
		t.Errorf("order %s", got)
	}
	d.Plot.MoveActive(1)
	d.Plot.MoveActive(1)
	if got := panelOrder(d.Plot); got != "soc energy power voltage" {
		t.Errorf("order %s", got)
	}
	d.settle()
	_, l := d.Plot.Image()
	before := l.Panels[0].Dy()
	if id := d.Plot.BorderAt(l.Panels[0].Max.Y+2, 4); id != "soc" {
		t.Fatalf("at the border is %q", id)
	}
	d.Plot.DragBorder("soc", 40)
	d.settle()
	if _, l = d.Plot.Image(); l.Panels[0].Dy() < before+38 || l.Panels[0].Dy() > before+42 {
		t.Errorf("height %d, was %d", l.Panels[0].Dy(), before)
	}
	d.Plot.GrowActive(1)
	d.Plot.GrowActive(-1)
	arrangement := d.Plot.Arrangement()
	if kept != 9 { // the lowest can't go lower
		t.Errorf("kept %d times", kept)
	}

	e := drawn(t)
	e.Plot.SetArrangement("{nonsense")
	if got := panelOrder(e.Plot); got != "energy power (voltage) soc" {
		t.Errorf("order %s", got)
	}
	e.Plot.SetArrangement(arrangement)
	e.settle()
	if got := panelOrder(e.Plot); got != "soc energy power voltage" {
		t.Errorf("order %s after all was kept in %s", got, arrangement)
	}
}

func TestTitlesArePanelsToo(t *testing.T) {
	d := drawn(t)
	_, l := d.Plot.Image()
	for i, id := range d.Plot.drawn {
		h := l.Heads[i]
		if got, head := d.Plot.PanelAt(h.Min.X+1, h.Min.Y+1); got != id || !head {
			t.Errorf("at the title of %s is %s, %v", id, got, head)
		}
	}
	if got, head := d.Plot.PanelAt(l.Panels[1].Min.X+9, l.Panels[1].Min.Y+9); got != "power" || head {
		t.Errorf("in the panel of power is %s, %v", got, head)
	}
	if got, _ := d.Plot.PanelAt(0, 5000); got != "" {
		t.Errorf("below all is %s", got)
	}
}

func TestLowWindowFoldsThePanelsItHasNoRoomFor(t *testing.T) {
	d := drawn(t)
	d.Plot.Resize(900, 220, 1)
	d.until("it is lower", func() bool { img, _ := d.Plot.Image(); return img.Bounds().Dy() == 220 })
	d.settle()
	if n := len(d.Plot.openPanels()); n != 2 {
		t.Errorf("%d panels are unfolded", n)
	}
	d.Plot.Toggle("soc")
	d.settle()
	if got := d.Plot.drawn[d.Plot.openPanels()[1]]; got != "soc" || !d.Plot.shows("power") {
		t.Errorf("the second is %s", got)
	}
}
