package present

import (
	"context"
	"strings"

	"meterscope/model"
	"meterscope/ui/lang"
)

// Detail is the transaction that is looked at: its head. Its tabs are view models of their own.
type Detail struct {
	OnChange func()

	app  *App
	lane *lane
	key  model.TransactionKey
	tx   *model.Transaction

	memory memory
}

func newDetail(a *App) *Detail { return &Detail{app: a} }

func (d *Detail) attach(c *openCase) {
	d.lane = c.lane()
	d.key, d.tx, d.memory = 0, nil, memory{}
	d.app.Overview.attach(c)
	d.app.Plot.attach(c)
	d.app.Findings.attach(c)
	d.app.Messages.attach(c)
	d.app.Notes.attach(c)
	d.app.Whole.attach(c)
	d.changed()
}

// show looks at a transaction; 0 is none. tx is it, where it is at hand.
func (d *Detail) show(key model.TransactionKey, tx *model.Transaction) {
	again := key == d.key
	if !again {
		d.leave()
	}
	d.key = key
	if tx != nil || !again {
		d.tx = tx
	}
	if d.lane == nil {
		return
	}
	if key == 0 {
		d.lane.stop()
	} else if tx == nil {
		d.load(key)
	}
	d.app.Overview.show(key)
	d.app.Plot.show(key, again)
	d.app.Findings.show(key)
	d.app.Messages.show(key, again)
	d.app.Notes.show(key)
	d.changed()
}

func (d *Detail) load(key model.TransactionKey) {
	file := d.app.file()
	d.lane.do(doRead(d.app, func(ctx context.Context) ([]model.Transaction, error) {
		return file.Transactions(ctx, []model.TransactionKey{key})
	}, func(rows []model.Transaction) {
		if len(rows) == 1 && d.key == key {
			d.tx = &rows[0]
			d.changed()
		}
	}))
}

// Transaction is the one that is looked at; nil if none is, or it isn't read yet.
func (d *Detail) Transaction() *model.Transaction { return d.tx }

// Shown says that a transaction is chosen.
func (d *Detail) Shown() bool { return d.key != 0 }

// Title names the transaction: "Transaction 42 · CP1, connector 1".
func (d *Detail) Title() string {
	t := d.tx
	if t == nil {
		return d.app.Texts().Text(TextTransaction)
	}
	name := d.app.Texts().Text(TextTransaction)
	if t.ID.OK {
		name = d.app.Texts().Text("Transaction %d", t.ID.V)
	}
	var where []string
	if t.Station != "" {
		where = append(where, t.Station)
	}
	if t.Connector.OK {
		where = append(where, d.app.Texts().Text("connector %d", t.Connector.V))
	}
	if len(where) == 0 {
		return name
	}
	return name + "  ·  " + strings.Join(where, ", ")
}

// Subtitle says when, who, and why it ended.
func (d *Detail) Subtitle() string { return d.subtitle(d.app.Texts()) }

func (d *Detail) subtitle(texts *lang.Texts) string {
	t := d.tx
	if t == nil {
		return ""
	}
	parts := []string{stretch(texts, t.Begin(), t.End(), d.app.Engine.Zone)}
	if t.IDTag != "" {
		parts = append(parts, d.app.Texts().Text("tag %s", t.IDTag))
	}
	switch {
	case t.StopReason != "":
		parts = append(parts, d.app.Texts().Text("stopped by %s", t.StopReason))
	case t.Stop.IsZero():
		parts = append(parts, d.app.Texts().Text("no stop in the log"))
	}
	if t.Start.IsZero() {
		parts = append(parts, d.app.Texts().Text("no start in the log"))
	}
	if t.Inferred {
		parts = append(parts, d.app.Texts().Text("partly assigned by time"))
	}
	return strings.Join(parts, "  ·  ")
}

// Sentence sums the transaction up.
func (d *Detail) Sentence() string { return d.sentence(d.app.Texts()) }

func (d *Detail) sentence(t *lang.Texts) string {
	if d.tx == nil {
		return ""
	}
	return Summary(t, *d.tx, d.app.Overview.Statement(), d.app.Findings.groups.list, d.app.Engine.Zone)
}

// Copied is the head as a text for elsewhere: in the language's own manner, whatever the screen's is.
func (d *Detail) Copied() string {
	t := d.app.Texts().Own()
	return d.Title() + "\n" + d.subtitle(t) + "\n" + d.sentence(t)
}

// Tone is that of the worst finding.
func (d *Detail) Tone() Tone {
	if d.tx == nil {
		return ToneMuted
	}
	return ToneOf(d.tx.Severity())
}

// TabTitles are the titles of the tabs, with how many things each holds.
func (d *Detail) TabTitles() []string {
	findings, messages := d.app.Texts().Text(TextFindings), d.app.Texts().Text(TextMessages)
	if d.tx != nil {
		findings += " " + Count(d.app.Texts(), d.tx.Errors+d.tx.Warnings+d.tx.Infos)
	}
	if n, ok := d.app.Messages.Count(); ok {
		messages += " " + Count(d.app.Texts(), n)
	}
	notes := d.app.Texts().Text(TextNotes)
	if d.app.Notes.Has() {
		notes += " ●"
	}
	return []string{d.app.Texts().Text(TextOverview), d.app.Texts().Text(TextPlot), findings, messages, notes}
}

func (d *Detail) changed() {
	if d.OnChange != nil {
		d.OnChange()
	}
}
