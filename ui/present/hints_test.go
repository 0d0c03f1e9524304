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

func TestTipStaysWhileLogsAreReadAndCasesOpened(t *testing.T) {
	file := memcase.Filled(5)
	d := opened(t, file)
	d.StartHints(0, "Ctrl", func(int) {})
	d.Notice() // as the window does when it is shown
	without := 0
	d.OnChange = func() {
		if n := d.Notice(); n == nil || !strings.HasPrefix(n.Text, "Tip:") {
			without++
		}
	}
	for _, name := range []string{"day.log", "night.log"} {
		d.Import(name)
		d.until("it has ended", func() bool { return !d.Importing() })
	}
	d.settle()
	d.OpenCase("other" + CaseEnding)
	d.until("it is open and shown", func() bool { return !d.Opening() && d.List.Loaded() && d.List.Len() == 5 })
	d.settle()
	if without > 0 {
		t.Errorf("the tip was gone %d times", without)
	}
}
