package desktop

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"meterscope/model"
	"meterscope/ui/present"
)

// placeKeeper remembers how far a tab is scrolled, for each transaction.
type placeKeeper struct {
	detail *present.Detail
	scroll *container.Scroll
	tab    present.Tab
	of     model.TransactionKey // whose content is shown; 0: none
}

func newPlaceKeeper(d *present.Detail, scroll *container.Scroll, tab present.Tab) *placeKeeper {
	return &placeKeeper{detail: d, scroll: scroll, tab: tab}
}

// leave remembers how far one was, before the content of another transaction is shown.
func (k *placeKeeper) leave() {
	if k.of != 0 && k.of != k.detail.Key() {
		k.detail.Scrolled(k.of, k.tab, k.scroll.Offset.Y)
		k.of = 0
	}
}

// arrive scrolls to where one was, once the content of a transaction is there.
func (k *placeKeeper) arrive() {
	if k.of == k.detail.Key() {
		return
	}
	k.of = k.detail.Key()
	most := max(k.scroll.Content.MinSize().Height-k.scroll.Size().Height, 0)
	k.scroll.ScrollToOffset(fyne.NewPos(0, min(k.detail.ScrolledTo(k.tab), most)))
}
