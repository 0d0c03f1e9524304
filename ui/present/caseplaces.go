package present

import (
	"context"
	"slices"

	"meterscope/model"
)

// PlaceRow is a place of a group as a list shows it.
type PlaceRow struct {
	Severity    model.Severity
	Message     string
	Where       string // "day.log, line 17, byte 4,711"
	Transaction string // "42 · CP1/1"; "" if it is of none, or not read yet
}

// Places is how many places of the chosen group are there; more may come.
func (v *CaseFindings) Places() int { return v.places.len() }

// Complete says that no more places come.
func (v *CaseFindings) Complete() bool { return v.complete }

// State says how many places are shown.
func (v *CaseFindings) State() string {
	t := v.app.Texts()
	switch {
	case v.chosen < 0:
		return ""
	case !v.complete && v.Places() == 0:
		return t.Text(TextLoading)
	case !v.complete:
		return t.Text("%s of %s read", Count(t, v.Places()), Count(t, v.groups[v.chosen].Places))
	case v.Places() < v.groups[v.chosen].Places && v.Places() >= placesMost:
		return t.Text("The first %s of %s are shown", Count(t, v.Places()), Plural(t, v.groups[v.chosen].Places, "place", "places"))
	}
	return Plural(t, v.Places(), "place", "places")
}

// Place gives a row of the places.
func (v *CaseFindings) Place(i int) PlaceRow {
	if i < 0 || i >= v.Places() {
		return PlaceRow{}
	}
	f := v.places.at(i)
	return PlaceRow{Severity: f.Severity, Message: Message(v.app.Texts(), f), Where: v.app.where(f.At), Transaction: v.nameOf(f.Transaction)}
}

// nameOf says which transaction a place is of, as soon as that is read.
func (v *CaseFindings) nameOf(key model.TransactionKey) string {
	name, ok := v.names[key]
	if ok || key == 0 {
		return name
	}
	v.names[key] = "" // asked for
	v.nameless = append(v.nameless, key)
	if len(v.nameless) == 1 {
		v.app.post.Post(v.readNames) // once for all rows that are drawn now
	}
	return ""
}

func (v *CaseFindings) readNames() {
	keys, file := v.nameless, v.app.file()
	v.nameless = nil
	slices.Sort(keys)
	v.naming.do(func(ctx context.Context) func() {
		rows, err := file.Transactions(ctx, keys)
		return func() {
			for i := range rows {
				v.names[rows[i].Key] = v.transactionName(&rows[i])
			}
			v.app.failed(err)
			v.placesChanged()
		}
	})
}

func (v *CaseFindings) transactionName(tx *model.Transaction) string {
	name := connectorName(v.app.Texts(), tx, "/")
	if tx.ID.OK {
		name = model.NewDecimal(tx.ID.V, 0).String() + Between + name
	}
	return name
}

// Selected is the place that is shown as it stands in its source; −1 if none is.
func (v *CaseFindings) Selected() int { return v.selected }

// Opened is that place; nil while it is being read.
func (v *CaseFindings) Opened() *OpenMessage { return v.opened }

// Select shows a place as it stands in its source.
func (v *CaseFindings) Select(i int) {
	if i < 0 || i >= v.Places() {
		return
	}
	v.selected = i
	f, file, t := v.places.at(i), v.app.file(), v.app.Texts()
	src, _ := v.app.Status.SourceOf(f.At.Source)
	place := model.Frame{Seq: model.NoFrame, At: f.At, Size: max(len(f.Got), 1)}
	reads := v.reads
	v.opening.do(doRead(v.app, func(ctx context.Context) (*OpenMessage, error) {
		return readMessage(ctx, t, file, src, place, []model.Finding{f}, &f)
	}, func(o *OpenMessage) {
		if reads == v.reads {
			v.opened = o
			v.openChanged()
		}
	}))
	v.placesChanged()
}

// InTransaction says that the selected place is of a transaction.
func (v *CaseFindings) InTransaction() bool {
	return v.selected >= 0 && v.places.at(v.selected).Transaction != 0
}

// ShowInTransaction brings the transaction of the selected place to the front, with the message that the place is in.
func (v *CaseFindings) ShowInTransaction() {
	if !v.InTransaction() {
		return
	}
	a, f := v.app, v.places.at(v.selected)
	a.List.choose(f.Transaction)
	a.ShowPage(PageTransactions)
	a.Messages.ShowFinding(f)
	a.ShowTab(TabMessages)
}

// choose selects a transaction, whatever the filter hides.
func (l *List) choose(key model.TransactionKey) {
	if i := l.rowOf(key); i >= 0 {
		l.Select(i)
		return
	}
	l.stay()
	l.selectedKey = key
	l.onSelect(key, nil)
	l.ShowAll()
}

// CopyText is the selected place as text: what was found, where, and what stands there.
func (v *CaseFindings) CopyText() string {
	if v.selected < 0 {
		return ""
	}
	r := v.Place(v.selected)
	s := r.Message + "\n" + r.Where + "\n"
	if v.opened != nil {
		s += v.opened.RawText()
	}
	return s
}
