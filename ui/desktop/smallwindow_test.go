package desktop

import (
	"testing"

	"fyne.io/fyne/v2"

	"meterscope/ui/internal/memcase"
	"meterscope/ui/present"
)

// The largest texts on the smallest usual screen of a laptop, 1366 pixels wide, leave the window 683 of its own.
func TestLargestTextsNeedNoScrollingSidewaysOnALaptop(t *testing.T) {
	const laptop = 1366 / 2
	d := newDeskIn(t, memcase.Filled(300), germanTexts(t))
	for _, tab := range []present.Tab{present.TabOverview, present.TabPlot, present.TabFindings, present.TabMessages, present.TabNotes} {
		d.showTab(tab)
		d.settle()
		if least := d.content.MinSize().Width; least > laptop {
			t.Errorf("tab %d takes %v of %v", tab, least, float32(laptop))
		}
	}
}

func TestToolsOfThePlotStandAboveTheTabsWhereThereIsNoRoomBesideThem(t *testing.T) {
	d := newDeskIn(t, memcase.Filled(3), germanTexts(t))
	d.showTab(present.TabPlot)
	d.until("the plot is there", func() bool { return d.app.Plot.Loaded() && len(d.app.Plot.Quantities()) > 1 })
	tabs, tools := d.detail.tabs, d.detail.tools
	for _, c := range []struct {
		width float32
		above bool
	}{{1440, false}, {690, true}, {1200, false}} {
		d.win.Resize(fyne.NewSize(c.width, 600))
		d.detail.body.Refresh()
		driver := fyne.CurrentApp().Driver()
		last := tabs[len(tabs)-1]
		right := driver.AbsolutePositionForObject(last).X + last.Size().Width
		left, bottom := driver.AbsolutePositionForObject(tools).X, driver.AbsolutePositionForObject(tools).Y+tools.Size().Height
		if above := bottom <= driver.AbsolutePositionForObject(last).Y; above != c.above {
			t.Errorf("%v wide: above is %v", c.width, above)
		} else if !above && left < right {
			t.Errorf("%v wide: the tools begin at %v, the tabs end at %v", c.width, left, right)
		}
		if right > c.width {
			t.Errorf("%v wide: the last tab ends at %v", c.width, right)
		}
	}
}
