package present

import (
	"strings"
	"testing"

	"meterscope/ui/internal/memcase"
)

func TestTipsAreShownOneByOneUntilTheyWereSeen(t *testing.T) {
	d := opened(t, memcase.Filled(2))
	if d.Notice() != nil {
		t.Errorf("notice %+v", d.Notice())
	}
	kept := -1
	d.StartHints(2, "Ctrl", func(next int) { kept = next })
	n := d.Notice()
	if n == nil || !strings.HasPrefix(n.Text, "Tip: enter what was billed") || len(n.Actions) != 2 {
		t.Fatalf("notice %+v", n)
	}
	n.Actions[0].Run()
	if n := d.Notice(); n == nil || !strings.Contains(n.Text, "Ctrl K") || kept != 3 || len(n.Actions) != 1 {
		t.Fatalf("notice %+v, kept %d", n, kept)
	}
	d.Notice().Actions[0].Run()
	if d.Notice() != nil || kept != 4 {
		t.Errorf("notice %+v, kept %d", d.Notice(), kept)
	}
	empty := opened(t, memcase.New("x"))
	if empty.StartHints(0, "Ctrl", func(int) {}); empty.Notice() != nil {
		t.Error("an empty case has tips")
	}
}
