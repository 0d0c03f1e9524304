package desktop

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"meterscope/ui/internal/memcase"
	"meterscope/ui/present"
)

func TestCardShowsAllThatWasExpected(t *testing.T) {
	d := newDesk(t, memcase.Filled(2))
	want := strings.Repeat("one of many, ", 20) + "Percent"
	card := newCard(&present.Card{Title: "Value", Got: strings.Repeat("x", 500), Want: want, Doc: present.RuleDoc{Spec: "OCPP 1.6 §7.43"}}, nil, nil)
	d.win.SetContent(card)
	d.win.Resize(fyne.NewSize(560, 400))
	got := texts(card)
	for _, w := range []string{"Percent", "xxx…", "OCPP 1.6 §7.43"} {
		if !strings.Contains(got, w) {
			t.Errorf("%q is cut from %s", w, got)
		}
	}
	if n := strings.Count(got, "one of many"); n != 20 {
		t.Errorf("%d of 20 are shown", n)
	}
}
