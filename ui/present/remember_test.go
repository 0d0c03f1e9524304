package present

import (
	"testing"
	"time"

	"meterscope/model"
	"meterscope/ui/internal/memcase"
)

func TestEachTransactionRemembersWhereOneWas(t *testing.T) {
	file := memcase.Filled(5)
	file.Samples[2], file.Frames[2] = file.Samples[1], file.Frames[1]
	d := opened(t, file)
	d.Plot.Resize(900, 600, 1)
	d.until("all is there", func() bool { return d.Messages.Opened() != nil && d.Plot.Loaded() })
	d.Messages.Select(2)
	d.Plot.setView(at(t, 10), at(t, 20))
	d.Detail.Scrolled(1, TabFindings, 120)
	d.List.Move(1)
	d.until("the next is there", func() bool { return d.Messages.Selected() == 0 && d.Plot.Loaded() && d.Detail.Key() == 2 })
	d.settle()
	if d.Plot.Zoomed() || d.Detail.ScrolledTo(TabFindings) != 0 {
		t.Error("the next begins where the first was left")
	}
	d.List.Move(-1)
	d.until("the first is there again", func() bool { return d.Messages.Selected() == 2 && d.Plot.Loaded() })
	d.settle()
	if !d.Plot.from.Equal(at(t, 10)) || !d.Plot.to.Equal(at(t, 20)) || d.Detail.ScrolledTo(TabFindings) != 120 {
		t.Errorf("plot %v to %v, scrolled to %v", d.Plot.from, d.Plot.to, d.Detail.ScrolledTo(TabFindings))
	}
	d.Plot.Reset()
	d.List.Move(1)
	d.List.Move(-1)
	d.until("the first is there again", func() bool { return d.Messages.Selected() == 2 && d.Plot.Loaded() })
	d.settle()
	if d.Plot.Zoomed() {
		t.Error("it is zoomed though one left it whole")
	}
}

// at is a minute of the first transaction.
func at(t *testing.T, minute int) time.Time {
	t.Helper()
	return time.Date(2025, 3, 1, 9, minute, 0, 0, time.UTC)
}

func TestWhereOneWasIsForgottenAfterManyTransactions(t *testing.T) {
	var m memory
	for key := range memoryMost + 10 {
		m.in(model.TransactionKey(key + 1)).scrolled[TabPlot] = 1
	}
	if len(m.of) != memoryMost || m.at(1).scrolled[TabPlot] != 0 || m.at(memoryMost + 10).scrolled[TabPlot] != 1 {
		t.Errorf("%d are remembered", len(m.of))
	}
}
