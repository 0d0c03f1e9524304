package present

import (
	"cmp"
	"context"
	"encoding/hex"
	"slices"
	"strconv"

	"meterscope/importer"
	"meterscope/model"
	"meterscope/ui/lang"
)

// Sources are what was imported: a list, and what is known of the one that is chosen.
type Sources struct {
	OnChange func()

	app     *App
	lane    *lane // reads what is known of the chosen one
	peeking *lane // reads its first messages anew

	comparing *lane // reads what was logged again, over all sources

	all    []model.Source
	failed []importer.SourceReport // what could not be read and is not in the case
	rows   []SourceRow
	chosen rowKey
	loaded bool

	draft   Reading // how it is to be read
	kept    Reading // how it was read
	was     Preview // of kept
	shown   Preview // of draft
	lines   []PreviewRow
	problem string // why there is nothing to show
	unread  []UnreadPlace
	again   loggedAgain
	tab     SourceTab
}

// SourceTab is one of the views of a source.
type SourceTab int

// The tabs, in order.
const (
	SourceTabFirst SourceTab = iota
	SourceTabUnread
	SourceTabAgain
)

// Tab is the one that is shown. Nothing logged again, it has no tab.
func (s *Sources) Tab() SourceTab {
	if src, _ := s.Chosen(); s.tab == SourceTabAgain && src.Counts.Duplicates == 0 {
		return SourceTabFirst
	}
	return s.tab
}

// ShowTab brings a tab to the front.
func (s *Sources) ShowTab(t SourceTab) {
	s.tab = t
	s.changed()
}

// TabTitles are what stands on the tabs.
func (s *Sources) TabTitles() []string {
	unread := s.app.Texts().Text(TextNotRead)
	if src, ok := s.Chosen(); ok && src.Counts.Unread > 0 {
		unread += " " + Count(s.app.Texts(), src.Counts.Unread)
	}
	again := s.app.Texts().Text("Logged again")
	if src, ok := s.Chosen(); ok && src.Counts.Duplicates > 0 {
		again += " " + Count(s.app.Texts(), src.Counts.Duplicates)
	}
	return []string{s.app.Texts().Text(TextFirstMessages), unread, again}
}

// SourceRow is a source in the list.
type SourceRow struct {
	ID       model.SourceID // 0: nothing of it is in the case
	Name     string         // of the file, with the archive that it stands in
	Path     string         // as it was imported
	Size     string
	Format   string
	Frames   string // "3 messages"
	Unread   string
	State    string  // "63 %", "not read to its end"; "" if it was read
	Tone     Tone    // of State
	Fraction float64 // of it that is read, while it is being read; negative otherwise
	Problem  *Problem
}

// rowKey names a row: by its source, or by its path while nothing of it is in the case.
type rowKey struct {
	id   model.SourceID
	path string
}

func (k rowKey) is(r *SourceRow) bool {
	if k.id != 0 {
		return r.ID == k.id
	}
	return k.path != "" && r.Path == k.path
}

func newSources(a *App) *Sources { return &Sources{app: a} }

func (s *Sources) attach(c *openCase) {
	s.lane, s.peeking, s.comparing = c.lane(), c.lane(), c.lane()
	s.all, s.failed, s.rows, s.chosen, s.loaded = nil, nil, nil, rowKey{}, false
	s.clear()
	s.changed()
}

func (s *Sources) clear() {
	s.was, s.shown, s.lines, s.problem, s.unread = Preview{}, Preview{}, nil, "", nil
	s.again = loggedAgain{}
	s.draft, s.kept = Reading{}, Reading{}
}

// named says whether there is a source of this name.
func (s *Sources) named(name string) bool {
	return slices.ContainsFunc(s.all, func(src model.Source) bool { return src.Name == name })
}

// show takes the sources of the case.
func (s *Sources) show(all []model.Source) {
	before, had := s.Chosen()
	s.all, s.loaded = all, true
	s.list()
	if s.Selected() < 0 { // it came to be in the case, or is there no more
		s.chosen.id = 0
	}
	if i := s.Selected(); i >= 0 {
		s.chosen = rowKey{s.rows[i].ID, s.rows[i].Path}
	}
	now, has := s.Chosen()
	switch {
	case s.Selected() < 0 && len(s.rows) > 0:
		s.Select(0)
	case has != had || now != before:
		s.read()
	}
	s.changed()
}

// importing follows an import that runs.
func (s *Sources) importing() {
	s.list()
	s.changed()
}

// ended notes what an import could not read.
func (s *Sources) ended(reports []importer.SourceReport) {
	for i := range reports {
		name := reports[i].Source.Name
		s.failed = slices.DeleteFunc(s.failed, func(r importer.SourceReport) bool { return r.Source.Name == name })
		if err := reports[i].Err; err != nil && !isCancel(err) {
			s.failed = append(s.failed, reports[i])
		}
	}
	s.list()
	s.changed()
}

// list makes the rows: what is in the case, then what is being read and what could not be.
func (s *Sources) list() {
	s.rows = s.rows[:0]
	run := s.app.run
	failed := slices.Clone(s.failed)
	reading := ""
	if run != nil && run.reads {
		for i := range run.ended {
			if err := run.ended[i].Err; err != nil && !isCancel(err) {
				failed = append(failed, run.ended[i])
			}
		}
		if run.seen.SourcesDone < run.seen.SourcesTotal {
			reading = run.seen.Source
		}
	}
	why := map[string]*Problem{}
	for i := range failed {
		p := s.app.explainSource(failed[i].Source.Name, failed[i].Err)
		why[failed[i].Source.Name] = &p
	}
	for i := range s.all {
		src := &s.all[i]
		row := sourceRow(s.app.Texts(), src)
		switch {
		case src.Name == reading && !src.Complete:
			s.follow(&row, run)
			reading = ""
		case !src.Complete:
			row.State, row.Tone = s.app.Texts().Text(TextBrokenOff), ToneWarning
			row.Problem = why[src.Name]
		case s.app.grows(src.ID):
			row.State, row.Tone = s.app.Texts().Text(TextFollowed), ToneInfo
		}
		delete(why, src.Name)
		s.rows = append(s.rows, row)
	}
	if reading != "" {
		row := SourceRow{Name: sourceName(reading), Path: reading, Fraction: -1}
		s.follow(&row, run)
		s.rows = append(s.rows, row)
	}
	for i := range failed {
		name := failed[i].Source.Name
		if p := why[name]; p != nil {
			delete(why, name)
			s.rows = append(s.rows, SourceRow{Name: sourceName(name), Path: name, State: s.app.Texts().Text(TextNotRead), Tone: ToneError, Fraction: -1, Problem: p})
		}
	}
}

func sourceRow(t *lang.Texts, src *model.Source) SourceRow {
	row := SourceRow{
		ID: src.ID, Name: sourceName(src.Name), Path: src.Name, Size: t.Bytes(src.Size), Format: t.Text(FormatTitle(src.Format)),
		Frames: Plural(t, src.Counts.Frames, "message", "messages"), Fraction: -1,
	}
	if ties := tieNames(t, src.Also); ties != "" && src.FormatFrom != model.FromUser {
		row.Format = t.Text("%s or %s?", row.Format, ties)
	}
	if src.Counts.Unread > 0 {
		row.Unread = Count(t, src.Counts.Unread)
	}
	return row
}

// follow says how far the source is that is being read.
func (s *Sources) follow(row *SourceRow, run *importRun) {
	p := &run.seen
	row.Fraction, row.State, row.Tone = 0, s.app.Texts().Bytes(p.Read), ToneInfo
	if p.Size > 0 {
		row.Fraction = min(float64(p.Read)/float64(p.Size), 1)
		row.State = strconv.Itoa(int(row.Fraction*100)) + " %"
	}
	if run.stopping {
		row.State = s.app.Texts().Text(TextStopping)
	}
}

// Title says how many sources there are.
func (s *Sources) Title() string {
	outside := 0
	for i := range s.rows {
		if s.rows[i].Problem != nil && s.rows[i].ID == 0 {
			outside++
		}
	}
	t := s.app.Texts()
	title := Plural(t, len(s.rows)-outside, "source", "sources")
	if outside > 0 {
		title += t.Text(", %s not read", Count(t, outside))
	}
	return title
}

// Rows are the sources, in the order of import.
func (s *Sources) Rows() []SourceRow { return s.rows }

// Loaded says that they have been read.
func (s *Sources) Loaded() bool { return s.loaded }

// Selected is the chosen row; −1 if there is none.
func (s *Sources) Selected() int {
	for i := range s.rows {
		if s.chosen.is(&s.rows[i]) {
			return i
		}
	}
	return -1
}

// Row is the chosen row.
func (s *Sources) Row() (SourceRow, bool) {
	if i := s.Selected(); i >= 0 {
		return s.rows[i], true
	}
	return SourceRow{}, false
}

// Chosen is the chosen source, if it is in the case.
func (s *Sources) Chosen() (model.Source, bool) {
	for i := range s.all {
		if s.chosen.id != 0 && s.all[i].ID == s.chosen.id {
			return s.all[i], true
		}
	}
	return model.Source{}, false
}

// Select chooses a row.
func (s *Sources) Select(i int) {
	if i < 0 || i >= len(s.rows) || i == s.Selected() {
		return
	}
	s.chosen = rowKey{s.rows[i].ID, s.rows[i].Path}
	s.read()
	s.changed()
}

// Move chooses so many rows further down, or up.
func (s *Sources) Move(by int) {
	if n := len(s.rows); n > 0 {
		s.Select(min(max(s.Selected()+by, 0), n-1))
	}
}

// Hash is the chosen source's SHA-256, hexadecimal; "" until it is read to its end.
func (s *Sources) Hash() string {
	src, ok := s.Chosen()
	if !ok || !src.Complete {
		return ""
	}
	return hex.EncodeToString(src.SHA256[:])
}

// Sentence says what was found in the chosen source.
func (s *Sources) Sentence() string {
	src, ok := s.Chosen()
	if !ok {
		return ""
	}
	n := src.Counts
	t := s.app.Texts()
	text := t.Text("%s, %s MeterValues among them with %s.", Plural(t, n.Frames, "message", "messages"), Count(t, n.MeterValues),
		Plural(t, n.SampledValues, "sampled value", "sampled values"))
	if !src.Complete {
		text = t.Text("It was not read to its end. So far there are %s", text)
	}
	if n.Duplicates > 0 {
		text += " " + Plural(t, n.Duplicates, "message was logged again and dropped.", "messages were logged again and dropped.")
		if kept := s.AgainText(); kept != "" {
			text += " " + kept
		}
	}
	if n.Unread > 0 {
		text += " " + Plural(t, n.Unread, "place looks like a message and was not read", "places look like messages and were not read")
		if src.UnreadBytes > 0 {
			text += ": " + t.Bytes(src.UnreadBytes)
		}
		text += "."
	} else if src.Complete {
		text += " " + t.Text(TextAllRead)
	}
	return text
}

// read reads what is known of the chosen source.
func (s *Sources) read() {
	s.clear()
	src, ok := s.Chosen()
	if !ok || s.lane == nil {
		return
	}
	s.kept = readingOf(&src)
	s.draft = s.kept
	file, t := s.app.file(), s.app.Texts()
	s.lane.do(doRead(s.app, func(ctx context.Context) ([]UnreadPlace, error) {
		return readUnread(ctx, t, file, src)
	}, func(unread []UnreadPlace) {
		s.unread = unread
		s.changed()
	}))
	engine, names := s.app.Engine, s.names()
	s.comparing.do(doRead(s.app, func(ctx context.Context) (loggedAgain, error) {
		return engine.loggedAgain(ctx, t, file, src, names)
	}, func(again loggedAgain) {
		s.again = again
		s.changed()
	}))
	s.peek()
}

// readingOf is what the user said about how a source is read.
func readingOf(src *model.Source) Reading {
	var r Reading
	if src.FormatFrom == model.FromUser {
		r.Format = src.Format
	}
	if src.ZoneFrom == model.FromUser {
		r.Zone = src.Zone
	}
	if src.StationFrom == model.FromUser {
		r.Station = src.Station
	}
	if src.ColumnsFrom == model.FromUser {
		r.Columns = src.Columns
	}
	if src.CharsetFrom == model.FromUser {
		r.Charset = cmp.Or(src.Charset, importer.Charsets()[0])
	}
	return r
}

func (s *Sources) changed() {
	if s.OnChange != nil {
		s.OnChange()
	}
}
