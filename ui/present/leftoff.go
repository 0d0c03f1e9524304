package present

import (
	"encoding/json"
	"path/filepath"
	"time"

	"meterscope/model"
)

// leftOff is where the user was when the window closed: the case, and the place in it.
type leftOff struct {
	Case        string               `json:"case"`
	Transaction model.TransactionKey `json:"transaction,omitempty"`
	Page        Page                 `json:"page,omitempty"`
	Tab         Tab                  `json:"tab,omitempty"`
	Search      string               `json:"search,omitempty"`
	Severity    *model.Severity      `json:"severity,omitempty"`
	From        time.Time            `json:"from,omitzero"`
	To          time.Time            `json:"to,omitzero"`
}

// LeftOff says where the user is, to be kept until the next start: see [App.Resume]. It is "" where no case is open.
func (a *App) LeftOff() string {
	full, err := filepath.Abs(a.path)
	if a.path == "" || err != nil {
		return ""
	}
	l := leftOff{Case: full}
	if a.c != nil && !a.opening {
		q := a.List.asked()
		l.Transaction, l.Page, l.Tab = q.selected, a.page, a.tab
		l.Search, l.Severity, l.From, l.To = q.text, q.severity, q.from, q.to
	}
	text, err := json.Marshal(l)
	if err != nil {
		return "" // a time beyond the year 9999, as a broken clock has it
	}
	return string(text)
}

// Resume begins where the user left off, as [App.LeftOff] said then. Where that says nothing, or its case is gone, the
// case of this path is opened, and made if it isn't there.
func (a *App) Resume(path, left string) {
	a.first = path
	l := leftOff{}
	if json.Unmarshal([]byte(left), &l) != nil || !filepath.IsAbs(l.Case) {
		a.NewCase(path)
		return
	}
	a.resuming = &l
	if samePath(l.Case, path) {
		a.NewCase(path)
		return
	}
	a.OpenCase(l.Case)
}

// goOn shows the place in the case that was just opened where the user left off.
func (a *App) goOn() {
	l := a.resuming
	a.resuming = nil
	if l == nil || !samePath(l.Case, a.c.path) {
		return
	}
	if l.Tab >= TabOverview && l.Tab <= TabNotes {
		a.ShowTab(l.Tab)
	}
	if l.Page >= PageTransactions && l.Page <= PageFindings {
		a.ShowPage(l.Page)
	}
	a.List.goOn(listAsked{text: l.Search, severity: l.Severity, from: l.From, to: l.To, selected: l.Transaction})
}

// goOn has the list, which is still to be read, show what was asked for and selected.
func (l *List) goOn(q listAsked) {
	l.severity, l.from, l.to = q.severity, q.from, q.to
	l.text, l.search = q.text, parseSearch(l.app.Texts(), q.text, l.app.Engine.Zone, l.app.Engine.Now())
	l.selectedKey, l.stirred = q.selected, true
	l.changed()
}

// explainGone adds to what is said of a case that was to be opened again, as it was left open, that another one is.
func (a *App) explainGone(p Problem) Problem {
	t := a.Texts()
	p.Means = t.Text("It was open when Meterscope was closed. The default case is open instead.")
	p.Remedy = t.Text("If it lies on another disk or in the network, connect that and open it again (File ▸ Recent cases). If it was moved, open it where it is now.")
	return p
}
