package present

import (
	"slices"
	"strings"
	"time"

	"meterscope/model"
	"meterscope/ui/lang"
)

// Cell is what a column shows of a row, whose transaction is at hand.
func (l *List) Cell(c *Column, i int, tx *model.Transaction) (string, Tone) {
	if c.known == nil || i < 0 || i >= len(l.view.rows) {
		return c.Cell(tx, l.app.Engine.Zone)
	}
	return orDash(c.known(l, l.view.rows[i]))
}

// cellUnknown is what can be said of a transaction alone, without the list that it stands in.
func cellUnknown(*lang.Texts, *model.Transaction, *time.Location) (string, Tone) {
	return Dash, ToneMuted
}

// sourceOf is the source of a transaction's first message, as it is called on the screen.
func (l *List) sourceOf(row int32) string {
	src, ok := l.app.Status.SourceOf(model.SourceID(l.table.rows[row].source))
	if !ok {
		return ""
	}
	return sourceName(src.Name)
}

// rulesOf are the rules of which a transaction has findings: "CLK007 REG001".
func (l *List) rulesOf(row int32) string {
	return strings.ToUpper(l.table.rules.texts[l.table.rows[row].rules])
}

func copySource() []copied {
	return []copied{{title: lang.Key("Source##column"), known: (*List).sourceOf}}
}

func copyRules() []copied {
	return []copied{{title: lang.Key("Rules##column"), known: (*List).rulesOf}}
}

// sourcesKnown makes the view again where it depends on the names of sources, which may have been others before.
func (l *List) sourcesKnown() {
	if l.search.looksAtSources() || slices.ContainsFunc(l.orders, func(o Order) bool { return o.Column == "source" }) {
		l.update()
	}
}
