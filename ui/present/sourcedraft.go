package present

import (
	"cmp"
	"context"
	"errors"
	"strings"

	"meterscope/importer"
	"meterscope/model"
	"meterscope/ui/lang"
)

// Assumption is a thing that was assumed in reading a source.
type Assumption struct {
	Name   string
	Value  string // what it was read as, or is to be
	Whence string // who decided that: "the log says so", "concluded from the log", …
	Tone   Tone   // of Whence: a tie, or a zone that nothing says, is worth a look
}

// whence says who decided a thing.
func whence(o model.Origin) string {
	switch o {
	case model.FromLog:
		return TextFromLog
	case model.Inferred:
		return TextConcluded
	case model.FromUser:
		return TextFromUser
	}
	return TextFromDefault
}

// Draft is how the chosen source is to be read.
func (s *Sources) Draft() Reading { return s.draft }

// Changed says that it is to be read otherwise than it was.
func (s *Sources) Changed() bool { return s.draft != s.kept }

// CanReread says that the chosen source can be read again as the draft says.
func (s *Sources) CanReread() bool {
	src, ok := s.Chosen()
	return ok && src.Complete && s.Changed() && s.problem == "" && !s.app.Importing() && s.app.Engine.Reread != nil && !s.app.file().ReadOnly()
}

// Editable says that the chosen source can be read otherwise.
func (s *Sources) Editable() bool {
	src, ok := s.Chosen()
	return ok && src.Complete && s.app.c != nil && !s.app.file().ReadOnly()
}

// SetDraft changes how the chosen source is to be read, and shows what its first messages would say.
func (s *Sources) SetDraft(r Reading) {
	r.Zone, r.Station, r.Columns = strings.TrimSpace(r.Zone), strings.TrimSpace(r.Station), strings.TrimSpace(r.Columns)
	if r == s.draft {
		return
	}
	s.draft = r
	s.peek()
	s.changed()
}

// LeaveDraft gives up what was changed.
func (s *Sources) LeaveDraft() { s.SetDraft(s.kept) }

// peek reads the first messages as the draft says.
func (s *Sources) peek() {
	look := s.app.Engine.Preview
	src, ok := s.Chosen()
	if look == nil || !ok {
		return
	}
	file, how := s.app.file(), s.draft
	type peeked struct {
		p   Preview
		err error
	}
	s.peeking.do(doRead(s.app, func(ctx context.Context) (peeked, error) {
		p, err := look(ctx, file, src, how)
		return peeked{p, err}, nil
	}, func(v peeked) {
		s.problem = ""
		if v.err == nil {
			if s.shown = v.p; how == s.kept {
				s.was = v.p
			}
			s.lay()
		} else {
			s.problem = draftProblem(s.app.Texts(), how, v.err)
		}
		s.changed()
	}))
}

// draftProblem says why a source can't be read so.
func draftProblem(t *lang.Texts, how Reading, err error) string {
	switch {
	case errors.Is(err, errZone):
		return t.Text("“%s” is no time zone: write a name like Europe/Berlin, or an offset like +01:00.", how.Zone)
	case errors.Is(err, importer.ErrNoFrames):
		return t.Text(TextDraftNothing)
	}
	return capital(t.Said(err.Error())) + "."
}

// Problem says why the chosen source can't be read as the draft says; "" if it can.
func (s *Sources) Problem() string { return s.problem }

// Assumptions are what the chosen source is read as, and who decided that.
func (s *Sources) Assumptions() (shape, zone, station, chars, columns Assumption) {
	src, ok := s.Chosen()
	if !ok {
		return shape, zone, station, chars, columns
	}
	now := s.shown.Source // as the draft says
	if !s.Changed() || s.problem != "" || len(s.shown.Frames) == 0 {
		now = src
	}
	t := s.app.Texts()
	shape = Assumption{Name: t.Text(TextFormat), Value: t.Text(FormatTitle(now.Format)), Whence: t.Text(whence(now.FormatFrom))}
	if ties := tieNames(t, now.Also); ties != "" && now.FormatFrom != model.FromUser {
		shape.Whence, shape.Tone = t.Text("concluded from the log; it could as well be %s", ties), ToneWarning
	}
	zone = Assumption{Name: t.Text(TextZone), Value: now.Zone, Whence: t.Text(whence(now.ZoneFrom))}
	if now.ZoneFrom == model.FromDefault && s.zoneMatters() {
		zone.Tone = ToneWarning
	}
	station = Assumption{Name: t.Text(TextStation), Value: now.Station, Whence: t.Text(whence(now.StationFrom))}
	if now.Station == "" {
		station.Value, station.Whence, station.Tone = s.stations()
	}
	chars = Assumption{Name: t.Text(TextCharset), Value: charsetTitles(now.Charset), Whence: t.Text(whence(now.CharsetFrom))}
	if now.Charset != "" && now.CharsetFrom != model.FromUser {
		chars.Whence = t.Text(TextConcluded)
	}
	columns = Assumption{Name: t.Text(TextTableColumns), Value: now.Columns, Whence: t.Text(whence(now.ColumnsFrom))}
	return shape, zone, station, chars, columns
}

// zoneMatters says whether one of the messages that are shown has a time without a zone.
func (s *Sources) zoneMatters() bool {
	for i := range s.shown.Frames {
		f := &s.shown.Frames[i]
		if !f.LoggedAt.IsZero() && f.LoggedAt.Zone() == model.ZoneAssumed || !f.Time.IsZero() && f.Time.Zone() == model.ZoneAssumed {
			return true
		}
	}
	return false
}

// tieNames names the formats that recognise a log as surely.
func tieNames(t *lang.Texts, also string) string {
	ids := strings.Fields(also)
	for i, id := range ids {
		ids[i] = t.Text(FormatTitle(id))
	}
	return strings.Join(ids, t.Text(" or "))
}

// stations says what the messages that are shown name as their station.
func (s *Sources) stations() (value, whence string, tone Tone) {
	var names []string
	lacking := false
	for i := range s.shown.Frames {
		n := s.shown.Frames[i].Station
		if n == "" {
			lacking = true
		} else if len(names) == 0 || names[len(names)-1] != n {
			names = append(names, n)
		}
	}
	names = unique(names)
	const most = 3
	if len(names) > most {
		names = append(names[:most:most], "…")
	}
	switch {
	case len(s.shown.Frames) == 0:
		return "", "", TonePlain
	case len(names) == 0:
		return "", s.app.Texts().Text(TextUnnamed), ToneWarning
	case lacking:
		return strings.Join(names, ", "), s.app.Texts().Text(TextSomeNamed), ToneWarning
	}
	return strings.Join(names, ", "), s.app.Texts().Text(TextFromLog), TonePlain
}

func unique(names []string) []string {
	var all []string
	seen := map[string]bool{}
	for _, n := range names {
		if !seen[n] {
			seen[n] = true
			all = append(all, n)
		}
	}
	return all
}

// FormatChoices are the shapes that the chosen source can be read as, the first of them whatever it is taken for.
func (s *Sources) FormatChoices() []Choice {
	t := s.app.Texts()
	auto := t.Text(TextAutomatic)
	if src := &s.was.Source; src.Format != "" && src.FormatFrom != model.FromUser {
		auto += " (" + t.Text(FormatTitle(src.Format)) + ")"
	}
	return append([]Choice{{"", auto}}, formats()...)
}

// CharsetChoices are the character sets that the chosen source can be read in, the first of them whatever it is taken
// for.
func (s *Sources) CharsetChoices() []Choice {
	auto := s.app.Texts().Text(TextAutomatic)
	if src := &s.was.Source; src.Format != "" && src.CharsetFrom != model.FromUser {
		auto += " (" + charsetTitles(src.Charset) + ")"
	}
	all := []Choice{{"", auto}}
	for _, id := range importer.Charsets() {
		all = append(all, Choice{id, charsetTitles(id)})
	}
	return all
}

// charsetTitles is what character sets are called on the screen: one, or several with commas between; "" is UTF-8.
func charsetTitles(ids string) string {
	return strings.NewReplacer("utf-16le", "UTF-16 LE", "utf-16be", "UTF-16 BE", "utf", "UTF", "windows", "Windows").Replace(
		cmp.Or(ids, importer.Charsets()[0]))
}

// PreviewRow is one of the first messages of the chosen source.
type PreviewRow struct {
	Line, Logged, Station, Arrow, Message, Time string
	Other                                       [4]bool // logged time, time in the message, station or message are other than they were
}

// PreviewRows are the first messages as the draft reads them. Times are in the zone of the screen.
func (s *Sources) PreviewRows() []PreviewRow { return s.lines }

// lay writes the rows of the preview, with what is other than before.
func (s *Sources) lay() {
	before := map[int64]PreviewRow{}
	for i := range s.was.Frames {
		before[s.was.Frames[i].At.Offset] = s.previewRow(&s.was.Frames[i])
	}
	s.lines = make([]PreviewRow, len(s.shown.Frames))
	for i := range s.shown.Frames {
		r := s.previewRow(&s.shown.Frames[i])
		if b, ok := before[s.shown.Frames[i].At.Offset]; ok {
			r.Other = [4]bool{r.Logged != b.Logged, r.Time != b.Time, r.Station != b.Station, r.Arrow+r.Message != b.Arrow+b.Message}
		} else {
			r.Other = [4]bool{true, true, true, true}
		}
		s.lines[i] = r
	}
}

func (s *Sources) previewRow(f *PreviewFrame) PreviewRow {
	zone := s.app.Engine.Zone
	r := PreviewRow{
		Line: Count(s.app.Texts(), f.At.Line), Logged: previewTime(s.app.Texts(), f.LoggedAt, zone), Station: f.Station, Message: frameTitle(s.app.Texts(), &f.Frame),
		Time: previewTime(s.app.Texts(), f.Time, zone),
	}
	switch f.Dir {
	case model.FromStation:
		r.Arrow = "→"
	case model.ToStation:
		r.Arrow = "←"
	}
	return r
}

// PreviewTitles are the names of the columns of the preview, with the zone in which its times are written.
func (s *Sources) PreviewTitles() PreviewRow {
	t := s.app.Texts()
	r := PreviewRow{
		Line: t.Text(TextLineTitle), Logged: t.Text(TextLogged), Station: t.Text(TextStation), Message: t.Text(TextMessage),
		Time: t.Text(TextInMessage),
	}
	for i := range s.shown.Frames {
		if at := s.shown.Frames[i].LoggedAt; !at.IsZero() {
			zone := ", " + at.Time().In(s.app.Engine.Zone).Format("MST")
			r.Logged += zone
			r.Time += zone
			break
		}
	}
	return r
}

// PreviewMessage is a message of the preview, where it stands in the case's source.
func (s *Sources) PreviewMessage(i int) (model.Frame, bool) {
	if i < 0 || i >= len(s.shown.Frames) {
		return model.Frame{}, false
	}
	f := s.shown.Frames[i].Frame
	f.At.Source = s.chosen.id
	return f, true
}

// ZoneChoices are zones to choose from; others can be written. The first of them is what the log says.
func (s *Sources) ZoneChoices() []string {
	return []string{
		s.app.Texts().Text(TextAutomatic), "UTC", "Europe/Berlin", "Europe/London", "Europe/Amsterdam", "Europe/Paris", "Europe/Madrid", "Europe/Helsinki",
		"+01:00", "+02:00", "+03:00", "-05:00",
	}
}

// ZoneOf is the zone that a choice stands for; "" for what the log says.
func (s *Sources) ZoneOf(choice string) string {
	if choice == s.app.Texts().Text(TextAutomatic) {
		return ""
	}
	return choice
}

// JoinFacts writes facts behind each other, without those that are empty.
func JoinFacts(facts ...string) string {
	var all []string
	for _, f := range facts {
		if f != "" {
			all = append(all, f)
		}
	}
	return strings.Join(all, "  ·  ")
}
