package present

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"meterscope/importer"
	"meterscope/model"
	"meterscope/model/store"
	"meterscope/ui/internal/memcase"
)

// brokenLog has two messages that can be read and three places that can't.
const brokenLog = `2025-03-01 10:00:00 [2,"1","StartTransaction",{"connectorId":1,"idTag":"T","meterStart":0,"timestamp":"2025-03-01T09:00:00Z"}]
2025-03-01 10:00:01 [3,"1",{"idTagInfo":{"status":"Accepted"},"transactionId":5}]
2025-03-01 10:10:00 [2,"2","MeterValues",{"connectorId":1,,"transactionId":5}]
2025-03-01 10:11:00 [9,"3","MeterValues",{}]
2025-03-01 10:20:00 [2,"4","StopTransaction",{"transactionId":5,"meterStop":4000,"timestamp":"2025-03-01T09:20:00Z"}]
2025-03-01 10:30:00 [2,"5","MeterValues",{"connectorId":1,"meterVal
`

// withLog is an app over a case on the disk that holds a log.
func withLog(t *testing.T, text string) (d *desk, dir string) {
	t.Helper()
	dir = t.TempDir()
	log := filepath.Join(dir, "day.log")
	if err := os.WriteFile(log, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	d = realDesk(t, filepath.Join(dir, "case.meterscope"))
	t.Cleanup(d.shut)
	d.Import(log)
	d.until("it is imported", func() bool { return !d.Importing() })
	d.settle()
	return d, dir
}

func TestSourceSaysHowItWasReadAndWhatWasNot(t *testing.T) {
	d, dir := withLog(t, brokenLog)
	s := d.Sources
	d.until("its first messages are read", func() bool { return len(s.PreviewRows()) > 0 && len(s.Unread()) > 0 })
	row, ok := s.Row()
	if !ok || row.Name != "day.log" || row.Path != filepath.Join(dir, "day.log") || row.Frames != "3 messages" || row.Unread != "3" || row.State != "" {
		t.Errorf("row %+v", row)
	}
	if got := s.Sentence(); got != "3 messages, 0 MeterValues among them with 0 sampled values. 3 places look like messages and were not read: 130 B." {
		t.Errorf("sentence %q", got)
	}
	if len(s.Hash()) != 64 {
		t.Errorf("hash %q", s.Hash())
	}
	shape, zone, station, _, _ := s.Assumptions()
	if shape.Value != "Any text" || shape.Whence != TextConcluded {
		t.Errorf("format %+v", shape)
	}
	if zone.Value != "+01:00" || zone.Whence != TextConcluded {
		t.Errorf("zone %+v", zone)
	}
	if station.Value != "" || station.Whence != TextUnnamed || station.Tone != ToneWarning {
		t.Errorf("station %+v", station)
	}
	rows := s.PreviewRows()
	if len(rows) != 3 || rows[0] != (PreviewRow{Line: "1", Logged: "2025-03-01 09:00:00", Arrow: "→", Message: "StartTransaction", Time: "2025-03-01 09:00:00"}) {
		t.Errorf("messages %+v", rows)
	}
	var places []string
	for _, u := range s.Unread() {
		places = append(places, u.Line)
		if u.Reason == "" || u.First.At.Source != row.ID || !strings.Contains(u.Text, "MeterValues") || strings.ContainsAny(u.Text, "\n") {
			t.Errorf("place %+v", u)
		}
	}
	if got := strings.Join(places, " "); got != "3 4 6" || s.UnreadMore() != 0 {
		t.Errorf("unread places in lines %s", got)
	}
	var raw *OpenMessage
	d.ReadPlace(s.Unread()[1].First, func(o *OpenMessage) { raw = o })
	d.until("its line is read", func() bool { return raw != nil })
	if !strings.Contains(raw.Place, "day.log  ·  line 4") {
		t.Errorf("place %q", raw.Place)
	}
	f, ok := s.PreviewMessage(1)
	if !ok || f.At.Line != 2 || f.At.Source != row.ID {
		t.Errorf("the second message stands at %+v", f.At)
	}
	raw = nil
	d.ReadMessage(f, func(o *OpenMessage) { raw = o })
	d.until("it is read", func() bool { return raw != nil })
	if raw.Raw.Text() != `[3,"1",{"idTagInfo":{"status":"Accepted"},"transactionId":5}]` {
		t.Errorf("message %q", raw.Raw.Text())
	}
}

// A message that doesn't say in which zone its times are has others in another zone.
func TestDraftShowsThatTimesInMessagesBecomeOthers(t *testing.T) {
	d, _ := withLog(t, `2025-03-01 10:00:00 CP1 [2,"1","MeterValues",{"connectorId":1,"meterValue":[{"timestamp":"2025-03-01T10:00:00","sampledValue":[{"value":"1"}]}]}]`+"\n")
	s := d.Sources
	d.until("its first message is read", func() bool { return len(s.PreviewRows()) == 1 })
	s.SetDraft(Reading{Zone: "America/New_York"})
	d.until("it is read so", func() bool { return s.PreviewRows()[0].Other != [4]bool{} })
	if r := s.PreviewRows()[0]; r.Other != [4]bool{true, true, false, false} || r.Time != r.Logged {
		t.Errorf("message %+v", r)
	}
}

func TestDraftShowsWhatWouldBeReadAndChangesNothing(t *testing.T) {
	d, _ := withLog(t, brokenLog)
	s := d.Sources
	d.until("its first messages are read", func() bool { return len(s.PreviewRows()) > 0 })
	if s.Changed() || s.CanReread() {
		t.Error("something has changed already")
	}
	s.SetDraft(Reading{Zone: "America/New_York", Station: "CP9"})
	d.until("they are read so", func() bool { return s.PreviewRows()[0].Station == "CP9" })
	r := s.PreviewRows()[0]
	if r.Logged != "2025-03-01 15:00:00" || r.Other != [4]bool{true, false, true, false} {
		t.Errorf("message %+v", r)
	}
	_, zone, station, _, _ := s.Assumptions()
	if zone.Value != "America/New_York" || zone.Whence != TextFromUser || station.Value != "CP9" || station.Whence != TextFromUser {
		t.Errorf("zone %+v, station %+v", zone, station)
	}
	if src, _ := s.Chosen(); src.Zone != "+01:00" || !s.CanReread() {
		t.Errorf("the case says %q already", src.Zone)
	}
	for zone, want := range map[string]string{"Nowhere/Land": "Nowhere/Land", "Local": "Local"} {
		s.SetDraft(Reading{Zone: zone})
		d.until("it is refused", func() bool { return strings.Contains(s.Problem(), want) })
		if s.CanReread() {
			t.Errorf("%s can be read", zone)
		}
	}
	s.LeaveDraft()
	d.until("it is as it was", func() bool { return s.Problem() == "" && s.PreviewRows()[0].Logged == "2025-03-01 09:00:00" })
	if s.Changed() {
		t.Error("it has changed")
	}
}

func TestSourceIsReadAgainAndThatIsUndone(t *testing.T) {
	d, _ := withLog(t, brokenLog)
	s := d.Sources
	station := func() string {
		tx, ok := d.List.Row(0)
		if !ok {
			return "?"
		}
		return tx.Station
	}
	s.SetDraft(Reading{Station: "CP9"})
	d.until("its first messages are read", func() bool { return len(s.PreviewRows()) > 0 && s.CanReread() })
	s.ReadAgain()
	d.until("it is read", func() bool { return !d.Importing() })
	d.until("the lists know", func() bool { src, _ := s.Chosen(); return station() == "CP9" && src.Station == "CP9" })
	if src, ok := s.Chosen(); !ok || src.Station != "CP9" || src.StationFrom != model.FromUser || s.Changed() {
		t.Errorf("source %+v", src)
	}
	if label, ok := d.CanUndo(); !ok || !strings.Contains(label, "day.log") {
		t.Errorf("to be undone: %q %v", label, ok)
	}
	d.Undo()
	d.until("it is read", func() bool { return !d.Importing() })
	d.until("the list knows", func() bool { return station() == "" })
	if len(d.problems) > 0 {
		t.Errorf("problems %+v", d.problems)
	}
}

func TestRemovedSourceComesBack(t *testing.T) {
	d, _ := withLog(t, brokenLog)
	d.Sources.Remove()
	d.until("it is gone", func() bool { return !d.Importing() && len(d.Sources.Rows()) == 0 && d.List.Len() == 0 })
	d.settle()
	if !d.Empty() || d.Status.Unread != 0 {
		t.Errorf("empty %v, %d unread", d.Empty(), d.Status.Unread)
	}
	d.Undo()
	d.until("it is back", func() bool { return !d.Importing() && len(d.Sources.Rows()) == 1 && d.List.Len() == 1 })
	d.settle()
	if label, _ := d.CanUndo(); label != "Import day.log" || d.Sources.Selected() != 0 || len(d.problems) > 0 {
		t.Errorf("selected %d, problems %+v", d.Sources.Selected(), d.problems)
	}
}

func TestLogIsSavedAsItWasImported(t *testing.T) {
	d, dir := withLog(t, brokenLog)
	path := filepath.Join(dir, "copy.log")
	d.Sources.Save(path)
	d.until("it is saved", func() bool { return strings.Contains(d.Status.Note, "copy.log") })
	text, err := os.ReadFile(path)
	if err != nil || string(text) != brokenLog {
		t.Errorf("%v: %q", err, text)
	}
	d.Sources.Save(filepath.Join(dir, "no such folder", "copy.log"))
	d.until("it is told", func() bool { return len(d.problems) == 1 })
	if d.problems[0].What != TextNotSaved {
		t.Errorf("problem %+v", d.problems[0])
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*.part")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestRowsFollowTheImport(t *testing.T) {
	file := memcase.Filled(2)
	d := opened(t, file)
	file.Log = append(file.Log, model.Source{ID: 2, Name: "/logs/half.log", Size: 10})
	d.Refresh()
	goOn := make(chan struct{})
	d.imports.run = func(_ context.Context, _ []importer.Input, progress func(importer.Progress)) (importer.Report, error) {
		progress(importer.Progress{Source: "/logs/bad.log", SourcesDone: 1, SourcesTotal: 3,
			Ended: &importer.SourceReport{Source: model.Source{Name: "/logs/bad.log"}, Err: importer.ErrNoFrames}})
		progress(importer.Progress{Source: "/logs/now.log", Read: 30, Size: 100, SourcesDone: 1, SourcesTotal: 3})
		<-goOn
		return importer.Report{}, nil
	}
	d.Import("/logs/bad.log", "/logs/now.log", "/logs/last.log")
	d.until("it runs", func() bool { return len(d.Sources.Rows()) == 4 })
	var rows []string
	for _, r := range d.Sources.Rows() {
		rows = append(rows, r.Name+":"+r.State)
	}
	if got := strings.Join(rows, " "); got != "day.log: half.log:"+TextBrokenOff+" now.log:30 % bad.log:"+TextNotRead {
		t.Errorf("rows %s", got)
	}
	if r := d.Sources.Rows()[2]; r.Fraction != 0.3 || r.ID != 0 {
		t.Errorf("row %+v", r)
	}
	if got := d.Status.Source; got != "now.log, 2 of 3" {
		t.Errorf("the status bar says %q", got)
	}
	d.Sources.Select(1)
	if got := d.Sources.Sentence(); got != "It was not read to its end. So far there are 0 messages, 0 MeterValues among them with 0 sampled values." {
		t.Errorf("sentence %q", got)
	}
	d.Sources.Select(3)
	if r, ok := d.Sources.Row(); !ok || r.Problem == nil || d.Sources.CanChange() {
		t.Errorf("row %+v", r)
	}
	close(goOn)
	d.until("it ended", func() bool { return !d.Importing() })
	d.settle()
	if d.Sources.Selected() < 0 {
		t.Error("nothing is selected in the end")
	}
}

func TestSourcesAreMovedThrough(t *testing.T) {
	file := memcase.Filled(2)
	for i := range 200 {
		file.Log = append(file.Log, model.Source{ID: model.SourceID(i + 2), Name: "same.log", Complete: true})
	}
	d := opened(t, file)
	s := d.Sources
	if s.Selected() != 0 {
		t.Fatalf("row %d is selected", s.Selected())
	}
	s.Move(150)
	if src, _ := s.Chosen(); src.ID != 151 || s.Selected() != 150 {
		t.Errorf("source %d in row %d", src.ID, s.Selected())
	}
	s.Move(1000)
	s.Move(-1)
	if s.Selected() != 199 {
		t.Errorf("row %d", s.Selected())
	}
	s.ShowUnread()
	if s.Selected() != 0 || s.Tab() != SourceTabUnread || d.Page() != PageSources {
		t.Errorf("row %d, tab %d, page %d", s.Selected(), s.Tab(), d.Page())
	}
}

func TestTiesBetweenFormatsAreShown(t *testing.T) {
	file := memcase.Filled(1)
	file.Log[0].Format, file.Log[0].FormatFrom, file.Log[0].Also = "steve", model.Inferred, "microocpp syslog"
	d := opened(t, file)
	if got := d.Sources.Rows()[0].Format; got != "SteVe or MicroOcpp or syslog, journald?" {
		t.Errorf("row: %q", got)
	}
	shape, _, _, _, _ := d.Sources.Assumptions()
	if shape.Tone != ToneWarning || shape.Whence != TextConcluded+"; it could as well be MicroOcpp or syslog, journald" {
		t.Errorf("format %+v", shape)
	}
}

func TestDefaultZoneIsWorthALookWhereTimesHaveNone(t *testing.T) {
	for log, want := range map[string]Tone{
		`2025-03-01 10:00:00 [2,"1","Heartbeat",{}]` + "\n":  ToneWarning,
		`2025-03-01T10:00:00Z [2,"1","Heartbeat",{}]` + "\n": TonePlain,
		`[2,"1","Heartbeat",{}]` + "\n":                      TonePlain,
	} {
		d, _ := withLog(t, log)
		d.until("its first messages are read", func() bool { return len(d.Sources.PreviewRows()) > 0 })
		if _, zone, _, _, _ := d.Sources.Assumptions(); zone.Tone != want {
			t.Errorf("%s: %+v", log, zone)
		}
	}
}

// Letters that nothing tells from those of another character set can be read as what they are.
func TestCharactersOfASourceCanBeSaid(t *testing.T) {
	d, _ := withLog(t, "CP-M\xfcnchen 2025-03-01T10:00:00Z [2,\"1\",\"Heartbeat\",{}]\n")
	s := d.Sources
	d.until("its first messages are read", func() bool { return len(s.PreviewRows()) > 0 })
	_, _, _, chars, _ := s.Assumptions()
	if chars.Value != "Windows-1252" || chars.Whence != TextConcluded {
		t.Errorf("%+v", chars)
	}
	choices := s.CharsetChoices()
	if len(choices) != 5 || choices[0] != (Choice{"", "Automatic (Windows-1252)"}) || choices[2] != (Choice{"utf-16le", "UTF-16 LE"}) {
		t.Errorf("%+v", choices)
	}
	s.SetDraft(Reading{Charset: "utf-8"})
	d.until("they are read so", func() bool { _, _, _, c, _ := s.Assumptions(); return c.Whence == TextFromUser })
	if _, _, _, chars, _ = s.Assumptions(); chars.Value != "UTF-8" || !s.CanReread() {
		t.Errorf("%+v", chars)
	}
	s.SetDraft(Reading{Charset: "utf-16be"})
	d.until("nothing is found so", func() bool { return s.Problem() != "" })
	s.SetDraft(Reading{Charset: "utf-8"})
	d.until("they are read so", func() bool { return s.CanReread() })
	s.ReadAgain()
	d.until("it is read again", func() bool { src, _ := s.Chosen(); return src.CharsetFrom == model.FromUser && !d.Importing() })
	if s.Draft() != (Reading{Charset: "utf-8"}) || s.Changed() {
		t.Errorf("%+v", s.Draft()) // it stays when something else is changed
	}
}

func TestPreviewEndsWithItsLastMessage(t *testing.T) {
	d, _ := withLog(t, string(logText(3<<20)))
	d.until("its first messages are read", func() bool { return len(d.Sources.PreviewRows()) > 0 })
	if n := len(d.Sources.PreviewRows()); n != previewFrames {
		t.Errorf("%d messages", n)
	}
}

func TestEvidenceThatBreaksOffIsNoLog(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "x.log")
	err := saveEvidence(t.Context(), brokenEvidence{memcase.Filled(1)}, 1, path)
	if err == nil {
		t.Fatal("no error")
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// brokenEvidence is a case whose evidence isn't what was imported.
type brokenEvidence struct{ *memcase.Case }

func (brokenEvidence) EvidenceReader(context.Context, model.SourceID) store.EvidenceStream {
	return io.NopCloser(io.MultiReader(strings.NewReader("half"), iotest.ErrReader(store.ErrBroken)))
}
