package present

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"meterscope/model"
	"meterscope/model/rule"
	"meterscope/model/store"
)

// Findings are the findings of a transaction, a card for each kind.
type Findings struct {
	OnChange func()

	app    *App
	lane   *lane
	key    model.TransactionKey
	groups foundGroups
	cards  []Card
	loaded bool
	wanted int
}

// Card is a group of equal findings, explained.
type Card struct {
	Severity model.Severity
	Rule     model.RuleID
	Title    string
	Count    int    // places
	Places   string // "3 places", "60 places, 58 different values"; "" if there is one
	Message  string // what stands in this log
	Doc      RuleDoc
	Got      string // "" if the finding has none
	Want     string
	Pointer  string
	Where    string // "day.log, line 17, byte 4,711"
	When     string // the stretch it is about; "" if none
	First    model.Finding
	InPlot   bool   // it has a time to show
	Set      string // "CLK007.factor=5 (else 3)": what its rule was used with that the catalogue hasn't; "" for nothing
}

// foundGroups are findings with what their rules were used with.
type foundGroups struct {
	list []store.FindingGroup
	set  RuleSettings
}

func (a *App) readGroups(ctx context.Context, file CaseFile, q store.FindingQuery) (found foundGroups, err error) {
	if found.list, err = file.FindingGroups(ctx, q); err != nil || a.Engine.Kept == nil {
		return found, err
	}
	if found.set, err = a.Engine.Kept(ctx, file); errors.Is(err, errNoCaseFile) {
		err = nil // then it keeps no settings
	}
	return found, err
}

// saidOf writes what a rule was used with that the catalogue hasn't.
func (s RuleSettings) saidOf(id model.RuleID, a *App) string {
	one, ok := rule.ByID(id)
	if !ok {
		return ""
	}
	var said []string
	if severity, ok := s.Severity[id]; ok {
		said = append(said, a.Texts().Text("%s=%s (else %s)", id, severity, one.Severity))
	}
	for _, p := range one.Params {
		name := string(id) + "." + p.Name
		if value, ok := s.Params[name]; ok {
			said = append(said, a.Texts().Text("%s=%s (else %s)", name, value, p.Default))
		}
	}
	return strings.Join(said, ", ")
}

func newFindings(a *App) *Findings { return &Findings{app: a, wanted: -1} }

func (v *Findings) attach(c *openCase) {
	v.lane = c.lane()
	v.key, v.groups, v.cards, v.loaded = 0, foundGroups{}, nil, false
}

func (v *Findings) show(key model.TransactionKey) {
	if key != v.key {
		v.key, v.groups, v.cards, v.loaded = key, foundGroups{}, nil, false
		v.changed()
	}
	if key == 0 {
		v.lane.stop()
		return
	}
	file := v.app.file()
	v.lane.do(doRead(v.app, func(ctx context.Context) (foundGroups, error) {
		return v.app.readGroups(ctx, file, store.FindingQuery{Transaction: key})
	}, func(groups foundGroups) {
		v.groups, v.cards, v.loaded = groups, v.app.cards(groups), true
		v.changed()
		v.app.Detail.changed() // its sentence speaks of them
	}))
}

// sourcesKnown names the places of the cards, which may have been there before the names of the sources.
func (v *Findings) sourcesKnown() {
	if !v.loaded {
		return
	}
	cards := v.app.cards(v.groups)
	if !slices.EqualFunc(cards, v.cards, func(a, b Card) bool { return a.Where == b.Where }) {
		v.cards = cards
		v.changed()
	}
}

// Cards are the findings, the worst first.
func (v *Findings) Cards() []Card { return v.cards }

// Loaded says that the cards have been read.
func (v *Findings) Loaded() bool { return v.loaded }

// unreadLane makes the lane for what is read beside the transaction that is looked at. It gives nil if no case is
// open.
func (a *App) unreadLane() CaseFile {
	if a.c == nil {
		return nil
	}
	if a.unread == nil || a.unread.ctx != a.c.ctx {
		a.unread = a.c.lane()
	}
	return a.c.file
}

// ReadPlace reads the place of a finding in its source, whatever transaction it belongs to.
func (a *App) ReadPlace(f model.Finding, show func(*OpenMessage)) {
	file := a.unreadLane()
	if file == nil {
		return
	}
	src, _ := a.Status.SourceOf(f.At.Source)
	t := a.Texts()
	place := model.Frame{Seq: model.NoFrame, At: f.At, Size: max(len(f.Got), 1)}
	a.unread.do(doRead(a, func(ctx context.Context) (*OpenMessage, error) {
		return readMessage(ctx, t, file, src, place, []model.Finding{f}, &f)
	}, show))
}

// ReadMessage reads a message of a source, whatever transaction it belongs to.
func (a *App) ReadMessage(f model.Frame, show func(*OpenMessage)) {
	file := a.unreadLane()
	if file == nil {
		return
	}
	src, _ := a.Status.SourceOf(f.At.Source)
	t := a.Texts()
	a.unread.do(doRead(a, func(ctx context.Context) (*OpenMessage, error) {
		return readMessage(ctx, t, file, src, f, nil, nil)
	}, show))
}

// cards explains findings, the worst first and otherwise in the order of the log.
func (a *App) cards(groups foundGroups) []Card {
	var cards []Card
	for s := model.SeverityError; ; s-- {
		for _, g := range groups.list {
			if g.First.Severity == s {
				c := a.card(g)
				c.Set = groups.set.saidOf(c.Rule, a)
				cards = append(cards, c)
			}
		}
		if s == model.SeverityNone {
			return cards
		}
	}
}

func (a *App) card(g store.FindingGroup) Card {
	f := g.First
	c := Card{
		Severity: f.Severity, Rule: f.Rule, Title: string(f.Rule), Count: max(g.Count, 1),
		Message: Message(a.Texts(), f), Pointer: f.Pointer, First: f,
		Where: a.where(f.At), InPlot: !f.From.IsZero() || f.Frame != model.NoFrame,
	}
	if want := a.Texts().Phrase(f.Want); !repeats(c.Message, want) {
		c.Want = want
	}
	if f.HasGot {
		c.Got = f.Got
	}
	if c.Count > 1 {
		c.Places = Plural(a.Texts(), c.Count, "place", "places")
		if g.Kinds > 1 {
			c.Places += ", " + Plural(a.Texts(), g.Kinds, "different value", "different values")
		}
	}
	if doc, ok := a.Engine.Rule(f.Rule); ok {
		c.Doc = doc.in(a.Texts())
		if doc.Title != "" {
			c.Title = c.Doc.Title
		}
	}
	if !f.From.IsZero() {
		c.When = stretch(a.Texts(), f.From, f.To, a.Engine.Zone)
	}
	return c
}

// repeats says that a sentence already has what was expected, in the same words. What is short, as a unit, is said twice.
func repeats(sentence, want string) bool {
	const short = 3 // words
	return len(strings.Fields(want)) > short && strings.Contains(strings.ToLower(sentence), strings.ToLower(want))
}

// where writes a place in the evidence.
func (a *App) where(p model.Place) string {
	var parts []string
	if src, ok := a.Status.SourceOf(p.Source); ok {
		parts = append(parts, sourceName(src.Name))
	}
	if p.Line > 0 {
		parts = append(parts, a.Texts().Text("line %s", Count(a.Texts(), p.Line)), a.Texts().Text("byte %s", Count(a.Texts(), p.Offset)))
	}
	return strings.Join(parts, ", ")
}

// sourceName is what a source is called on the screen: its file, with the archive that it stands in, without the
// folders of this machine.
func sourceName(name string) string {
	parts := strings.FieldsFunc(name, func(c rune) bool { return c == '/' || c == '\\' })
	for i, p := range parts[:max(len(parts)-1, 0)] {
		switch strings.ToLower(filepath.Ext(p)) {
		case ".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".7z":
			return PlainText(strings.Join(parts[i:], "/"))
		}
	}
	if len(parts) == 0 {
		return PlainText(name)
	}
	return PlainText(parts[len(parts)-1])
}

// ShowInLog brings the place of a finding to the front: its message and its raw line.
func (v *Findings) ShowInLog(c *Card) {
	v.app.Messages.ShowFinding(c.First)
	v.app.ShowTab(TabMessages)
}

// ShowInPlot brings the time of a finding to the front.
func (v *Findings) ShowInPlot(c *Card) {
	v.app.Plot.ShowFinding(c.First)
	v.app.ShowTab(TabPlot)
}

func (v *Findings) changed() {
	if v.OnChange != nil {
		v.OnChange()
	}
}

// Show brings the card of a finding to the front.
func (v *Findings) Show(f model.Finding) {
	v.wanted = -1
	for i := range v.cards {
		c := &v.cards[i].First
		if c.Rule == f.Rule && c.Got == f.Got && c.Want == f.Want {
			v.wanted = i
			break
		}
	}
	for i := range v.cards {
		if v.wanted < 0 && v.cards[i].Rule == f.Rule {
			v.wanted = i
		}
	}
	v.app.ShowTab(TabFindings)
	v.changed()
}

// Wanted is the card that was asked for, once; −1 if none was.
func (v *Findings) Wanted() int {
	i := v.wanted
	v.wanted = -1
	return i
}
