package present

import (
	"context"
	"slices"
	"time"

	"meterscope/model"
	"meterscope/model/store"
	"meterscope/ui/lang"
)

// Messages are the frames of a transaction; one of them is open: formatted, and raw in its file.
type Messages struct {
	OnChange func() // the list, or which is selected
	OnOpen   func() // the open message

	app      *App
	reading  *lane
	opening  *lane
	finding  *lane
	key      model.TransactionKey
	frames   []store.FrameHead
	findings map[frameKey][]model.Finding
	loaded   bool
	selected int // −1: none
	wanted   *model.Finding
	opened   *OpenMessage
	openedAt int // the row of the open message; −1: it is none of them
	found    wordSearch
	proof    *Proof
	places   map[frameKey]messagePlace
}

// frameKey names a frame in a case.
type frameKey struct {
	source model.SourceID
	seq    int64
}

func newMessages(a *App) *Messages {
	return &Messages{app: a, selected: -1, openedAt: -1, found: wordSearch{at: -1}}
}

func (m *Messages) attach(c *openCase) {
	m.reading, m.opening, m.finding = c.lane(), c.lane(), c.lane()
	m.key, m.places = 0, nil
	m.clear()
}

func (m *Messages) clear() {
	m.frames, m.findings, m.loaded, m.selected, m.opened, m.openedAt = nil, nil, false, -1, nil, -1
	m.found, m.proof = wordSearch{at: -1, runs: m.found.runs + 1}, nil
}

type messageData struct {
	frames   []store.FrameHead
	findings map[frameKey][]model.Finding
}

func (m *Messages) show(key model.TransactionKey, again bool) {
	if !again {
		m.clear()
		m.wanted = nil
		m.opening.stop()
		m.finding.stop()
		m.changed()
		m.openChanged()
	}
	m.key = key
	if key == 0 {
		m.reading.stop()
		return
	}
	file, read := m.app.file(), m.reading.do
	if again {
		read = m.reading.again
	}
	read(doRead(m.app, func(ctx context.Context) (messageData, error) {
		d := messageData{findings: map[frameKey][]model.Finding{}}
		var err error
		if d.frames, err = file.TransactionFrames(ctx, key); err != nil {
			return d, err
		}
		for f, err := range file.Findings(ctx, store.FindingQuery{Transaction: key, Limit: findingsKept}) {
			if err != nil {
				return d, err
			}
			k := frameKey{f.At.Source, f.Frame}
			d.findings[k] = append(d.findings[k], *f)
		}
		return d, nil
	}, m.take))
}

func (m *Messages) take(d messageData) {
	m.frames, m.findings, m.loaded = d.frames, d.findings, true
	m.changed()
	m.app.Detail.changed() // the tab shows their number
	switch {
	case m.wanted != nil:
		f := *m.wanted
		m.wanted = nil
		m.showFinding(f)
	case m.selected < 0 && len(m.frames) > 0:
		m.Select(m.remembered())
	}
}

// remembered is the row of the message that was open when one left the transaction, else the first.
func (m *Messages) remembered() int {
	if k := m.app.Detail.memory.at(m.key).message; k.OK {
		for i := range m.frames {
			if m.frames[i].At.Source == k.V.source && m.frames[i].Seq == k.V.seq {
				return i
			}
		}
	}
	return 0
}

// sourcesKnown opens the message again that was opened before its source was known.
func (m *Messages) sourcesKnown() {
	if m.selected >= 0 && (m.opened == nil || m.opened.Raw.Source.ID == 0) {
		m.selectAt(m.selected, nil)
	}
}

// Count is the number of messages; ok is false until they are read.
func (m *Messages) Count() (n int, ok bool) { return len(m.frames), m.loaded }

// Loaded says that the messages have been read.
func (m *Messages) Loaded() bool { return m.loaded }

// Selected is the open message's row; −1 if none is.
func (m *Messages) Selected() int { return m.selected }

// Opened is the open message; nil while it is being read.
func (m *Messages) Opened() *OpenMessage { return m.opened }

// MessageRow is a frame in the list.
type MessageRow struct {
	Time     string
	Arrow    string // "→" from the station, "←" to it
	Title    string // "MeterValues", "answer to MeterValues"
	ID       string
	Line     string
	Severity model.Severity // of its worst finding
	Answer   bool
	Found    bool // what is searched for stands in it
}

// Row gives a message of the list.
func (m *Messages) Row(i int) MessageRow {
	if i < 0 || i >= len(m.frames) {
		return MessageRow{}
	}
	f := &m.frames[i]
	r := MessageRow{
		Title: rowTitle(m.app.Texts(), &f.Frame), ID: f.ID, Line: Count(m.app.Texts(), f.At.Line),
		Answer: f.Kind == model.CallResult || f.Kind == model.CallError,
		Time:   clock(m.app.Texts(), f.LoggedAt, m.app.Engine.Zone), Found: m.found.in[i],
	}
	switch f.Dir {
	case model.FromStation:
		r.Arrow = "→"
	case model.ToStation:
		r.Arrow = "←"
	}
	for _, g := range m.findings[frameKey{f.At.Source, f.Seq}] {
		r.Severity = max(r.Severity, g.Severity)
	}
	return r
}

// rowTitle is short: an answer's id stands below it, as its call's does.
func rowTitle(t *lang.Texts, f *model.Frame) string {
	switch f.Kind {
	case model.CallResult:
		return t.Text("Answer")
	case model.CallError:
		return t.Text("Error##answer")
	}
	return frameTitle(t, f)
}

func frameTitle(t *lang.Texts, f *model.Frame) string {
	title := f.Action
	switch {
	case f.Kind == model.CallResult && f.Action == "":
		title = t.Text("Answer")
	case f.Kind == model.CallResult:
		title = t.Text("Answer to %s", f.Action)
	case f.Kind == model.CallError && f.Action == "":
		title = t.Text("Error##answer")
	case f.Kind == model.CallError:
		title = t.Text("Error to %s", f.Action)
	case title == "":
		title = t.Text("Message")
	}
	if f.Partial {
		title += ", " + t.Text(TextCut)
	}
	return title
}

// Select opens a message.
func (m *Messages) Select(i int) {
	m.proof = nil
	m.selectAt(i, nil)
}

// Move goes so many messages down, or up.
func (m *Messages) Move(by int) {
	if n := len(m.frames); n > 0 {
		m.Select(min(max(m.selected+by, 0), n-1))
	}
}

func (m *Messages) selectAt(i int, main *model.Finding) {
	if i < 0 || i >= len(m.frames) {
		return
	}
	m.selected = i
	m.changed()
	f := m.frames[i]
	findings, pointed := m.findings[frameKey{f.At.Source, f.Seq}], main != nil
	if main == nil && len(findings) > 0 {
		worst := slices.MaxFunc(findings, func(a, b model.Finding) int { return int(a.Severity) - int(b.Severity) })
		main = &worst
	}
	m.open(i, f.Frame, findings, main, pointed)
}

// ShowFinding opens the message that a finding is about, with its place marked.
func (m *Messages) ShowFinding(f model.Finding) {
	m.proof = nil
	m.showFinding(f)
}

func (m *Messages) showFinding(f model.Finding) {
	if !m.loaded {
		m.wanted = &f
		return
	}
	for i := range m.frames {
		if m.frames[i].At.Source == f.At.Source && m.frames[i].Seq == f.Frame && f.Frame != model.NoFrame {
			m.selectAt(i, &f)
			return
		}
	}
	m.selected = -1 // it stands outside the transaction's messages: show the place alone
	m.changed()
	m.open(-1, model.Frame{Seq: model.NoFrame, At: f.At, Size: max(len(f.Got), 1)}, []model.Finding{f}, &f, true)
}

// open reads a message from the evidence: that of a row, or −1. pointed says that the main finding was asked for.
func (m *Messages) open(row int, f model.Frame, findings []model.Finding, main *model.Finding, pointed bool) {
	file := m.app.file()
	src, _ := m.app.Status.SourceOf(f.At.Source)
	t := m.app.Texts()
	m.opening.do(doRead(m.app, func(ctx context.Context) (*OpenMessage, error) {
		return readMessage(ctx, t, file, src, f, findings, main)
	}, func(o *OpenMessage) {
		m.opened, m.openedAt = o, row
		o.key, o.row, o.pointed = frameKey{f.At.Source, f.Seq}, row, pointed
		m.arrive(o)
		m.light(o)
		m.openChanged()
	}))
}

// Zone is the one in which times are shown.
func (m *Messages) Zone() *time.Location { return m.app.Engine.Zone }

func (m *Messages) changed() {
	if m.OnChange != nil {
		m.OnChange()
	}
}

func (m *Messages) openChanged() {
	if m.OnOpen != nil {
		m.OnOpen()
	}
}
