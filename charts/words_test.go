package charts

import (
	"strings"
	"testing"
	"time"
)

func TestAPlotWritesInItsLanguage(t *testing.T) {
	s := session()
	s.Legend, s.Width, s.Height = true, 900, 600
	s.Words = Words{
		Number: func(digits string) string { return strings.Replace(digits, ".", ",", 1) },
		Date: func(at time.Time, layout string) string {
			return at.Format(strings.ReplaceAll(layout, "2 Jan", "2. Jan"))
		},
		Text: func(english string) string { return "<" + english + ">" },
	}
	s.Panels = append(s.Panels, Panel{ID: "none", Title: "None"})
	var b strings.Builder
	if err := WriteSVG(&b, s); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{" 2025 · ", "1. Mar", "&lt;No values&gt;"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the plot doesn't say %q", want)
		}
	}
	w := Words{Number: func(digits string) string { return strings.Replace(digits, ".", ",", 1) }}
	if got := w.number("−1.50"); got != "−1,50" {
		t.Errorf("a number is %q", got)
	}
}

func TestAPanelIsWrittenInASmallerUnitAtTheSamePlaces(t *testing.T) {
	s := session()
	s.Legend, s.Width, s.Height = true, 900, 700
	_, before, err := mustRenderer(t).Draw(nil, s)
	if err != nil {
		t.Fatal(err)
	}
	for i := range s.Panels {
		switch s.Panels[i].Unit {
		case "kWh":
			s.Panels[i].Said = Unit{Name: "Wh", Digits: 3}
		case "kW":
			s.Panels[i].Said = Unit{Name: "W", Digits: 3}
		}
	}
	s.Words.Number = func(digits string) string { return strings.Replace(digits, "000", " 000", 1) }
	_, after, err := mustRenderer(t).Draw(nil, s)
	if err != nil {
		t.Fatal(err)
	}
	for i := range before.Axes {
		if before.Axes[i] != after.Axes[i] {
			t.Errorf("the axis of panel %d goes from %v to %v", i, before.Axes[i], after.Axes[i])
		}
	}
	var b strings.Builder
	if err := WriteSVG(&b, s); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{">Wh<", ">W<", ">5 000<"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the plot doesn't say %q", want)
		}
	}
	if strings.Contains(b.String(), ">kWh<") || strings.Contains(b.String(), ">kW<") {
		t.Error("the larger unit is still there")
	}
	p := panel{Panel: &Panel{Unit: "kWh", Said: Unit{"Wh", 3}, Band: &Band{0.5, 1}}, words: &Words{}, extent: extent{0.5, 38.2144}}
	if got, want := p.span()+" "+p.unit(), "500 – 38214 Wh Wh  (500 – 1000)"; got != want {
		t.Errorf("folded and banded it says %q, want %q", got, want)
	}
}

func mustRenderer(t *testing.T) *Renderer {
	t.Helper()
	r, err := NewRenderer()
	if err != nil {
		t.Fatal(err)
	}
	return r
}
