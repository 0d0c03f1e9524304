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
		Comma: true,
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
	w := Words{Comma: true}
	if got := w.number("−1.50"); got != "−1,50" {
		t.Errorf("a number is %q", got)
	}
}
