package desktop

import (
	"testing"

	"fyne.io/fyne/v2"

	"meterscope/ui/internal/memcase"
	"meterscope/ui/present"
)

func TestEachTabRemembersHowFarItWasScrolled(t *testing.T) {
	file := memcase.Filled(3)
	file.Said[2] = file.Said[1]
	d := newDesk(t, file)
	d.win.Resize(fyne.NewSize(1000, 420))
	d.showTab(present.TabFindings)
	d.until("the cards are there", func() bool { return len(d.detail.findings.shown) == 2 })
	d.settle()
	scroll := d.detail.findings.scroll
	d.detail.findings.keys.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	was := scroll.Offset.Y
	if was == 0 {
		t.Fatal("there is nothing to scroll")
	}
	d.app.List.Move(1)
	d.settle()
	if scroll.Offset.Y != 0 {
		t.Errorf("the next transaction begins at %v", scroll.Offset.Y)
	}
	d.app.List.Move(-1)
	d.settle()
	if scroll.Offset.Y != was {
		t.Errorf("one was at %v, and is at %v", was, scroll.Offset.Y)
	}
}
