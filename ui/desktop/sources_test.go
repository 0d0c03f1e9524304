package desktop

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"meterscope/importer"
	"meterscope/model"
	"meterscope/ui/internal/memcase"
	"meterscope/ui/present"
)

// withSources is a desk over a case of so many sources, on the page of sources.
func withSources(t *testing.T, n int) *desk {
	t.Helper()
	file := memcase.Filled(5)
	file.Log[0].Format, file.Log[0].FormatFrom, file.Log[0].Zone, file.Log[0].ZoneFrom = "text", model.Inferred, "UTC", model.FromDefault
	for i := range n - 1 {
		file.Log = append(file.Log, model.Source{ID: model.SourceID(i + 2), Name: fmt.Sprintf("/logs/a-rather-long-name-of-a-log-%03d.log", i), Format: "csv",
			Columns: "time=A,message=B", Complete: true, Size: 5000, Counts: model.Counts{Frames: int64(i)}})
	}
	d := newDesk(t, file)
	d.showSources()
	d.until("the first messages are read", func() bool { return len(d.app.Sources.PreviewRows()) > 0 })
	d.settle()
	return d
}

func TestPageOfSourcesShowsHowEachWasRead(t *testing.T) {
	d := withSources(t, 201)
	if d.main.Visible() || !d.sources.view.Visible() || d.win.Canvas().Focused() != d.sources.list {
		t.Error("the page isn't in front")
	}
	expect(t, d.sources.view, "201 sources", "day.log", "3 unread", "Any text", present.TextFirstMessages, "Not read 3",
		"concluded from the log", "nothing says otherwise", "StartTransaction", "MeterValues", "3 messages")
	if d.sources.detail.form.rows[4].Visible() {
		t.Error("a text has columns")
	}
	d.sources.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	d.settle()
	expect(t, d.sources.view, "a-rather-long-name-of-a-log-199.log", "Tables")
	if d.app.Sources.Selected() != 200 || !d.sources.detail.form.rows[4].Visible() {
		t.Errorf("row %d", d.app.Sources.Selected())
	}
	for _, k := range []fyne.KeyName{fyne.KeyPageUp, fyne.KeyUp, fyne.KeyPageDown, fyne.KeyDown, fyne.KeyHome} {
		d.sources.list.TypedKey(&fyne.KeyEvent{Name: k})
	}
	if d.app.Sources.Selected() != 0 {
		t.Errorf("row %d", d.app.Sources.Selected())
	}
	d.sources.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if d.win.Canvas().Focused() != d.sources.detail.preview {
		t.Error("Enter doesn't lead to the messages")
	}
	d.sources.detail.preview.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	d.sources.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if d.app.Page() != present.PageTransactions || d.win.Canvas().Focused() != d.list.list || d.sources.view.Visible() {
		t.Error("Escape doesn't lead back")
	}
}

func TestUnreadPlaceIsOneStepFromItsLine(t *testing.T) {
	d := withSources(t, 3)
	d.file.Said[0] = []model.Finding{{Rule: "JSN005", Severity: model.SeverityError, At: model.Place{Source: 1, Line: 2, Offset: 200}, Frame: model.NoFrame, Want: "2, 3 or 4"}}
	d.file.Log[0].Counts.Frames++ // so that it is read again
	d.app.Refresh()
	d.settle()
	d.sources.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	d.settle()
	test.Tap(d.status.unread)
	d.until("the places are read", func() bool { return len(d.app.Sources.Unread()) == 1 })
	d.settle()
	if d.app.Sources.Selected() != 0 {
		t.Errorf("source %d", d.app.Sources.Selected())
	}
	expect(t, d.sources.view, "2", "This is JSON, but not an OCPP frame")
	u := d.sources.detail.unread
	d.sources.detail.focus()
	u.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	u.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	d.until("its line is shown", func() bool { return d.win.Canvas().Overlays().Top() != nil })
	expect(t, d.win.Canvas().Overlays().Top(), "day.log  ·  line 2  ·  byte 200")
	press, ok := d.win.Canvas().Focused().(*press)
	if !ok {
		t.Fatal("the sheet hasn't the keyboard")
	}
	press.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if d.win.Canvas().Focused() != u {
		t.Error("Escape doesn't lead back to the places")
	}
	d.app.Sources.ShowTab(present.SourceTabFirst)
	d.sources.detail.preview.pick(1)
	d.sources.detail.preview.onEnter(1)
	d.until("the message is shown", func() bool { return d.win.Canvas().Overlays().Top() != nil })
	expect(t, d.win.Canvas().Overlays().Top(), "day.log  ·  line 2")
}

func TestFieldsChangeHowASourceIsRead(t *testing.T) {
	d := withSources(t, 2)
	asked := make(chan present.Reading, 9)
	d.app.Engine.Reread = func(_ context.Context, _ present.CaseFile, src model.Source, how present.Reading, _ func(importer.Progress)) (importer.Report, error) {
		asked <- how
		return importer.Report{Sources: []importer.SourceReport{{Source: src}}}, nil
	}
	f := d.sources.detail.form
	f.station.SetText("CP9")
	f.zone.SetText("+05:00")
	d.until("the messages are read so", func() bool { return d.app.Sources.PreviewRows()[0].Logged == "2025-03-01 05:00:00" })
	d.settle()
	if !f.again.Visible() || !f.buttons.Visible() {
		t.Fatal("it can't be read again")
	}
	expect(t, d.sources.view, present.TextPreviewNote, "chosen by you")
	f.zone.SetText("nonsense")
	d.until("that is refused", func() bool { return d.app.Sources.Problem() != "" })
	d.settle()
	if f.again.Visible() {
		t.Error("it can be read in a zone that there isn't")
	}
	expect(t, f.view, "no time zone")
	test.Tap(f.leave)
	d.settle()
	if f.zone.Text != "" || f.station.Text != "" || f.buttons.Visible() {
		t.Errorf("zone %q, station %q", f.zone.Text, f.station.Text)
	}
	f.format.SetSelected(f.format.Options[len(f.format.Options)-1])
	f.zone.SetText(d.app.Sources.ZoneChoices()[0]) // which is what the log says
	d.settle()
	if r := d.app.Sources.Draft(); r.Format != "text" || r.Zone != "" {
		t.Errorf("draft %+v", r)
	}
	test.Tap(f.again)
	d.until("it is read", func() bool { return len(asked) == 1 && !d.app.Importing() })
	if how := <-asked; how != (present.Reading{Format: "text"}) {
		t.Errorf("read as %+v", how)
	}
	f.chars.SetSelected("Windows-1252")
	d.settle()
	if r := d.app.Sources.Draft(); r.Charset != "windows-1252" {
		t.Errorf("draft %+v", r)
	}
}

func TestSourceIsRemovedByKeyAndComesBack(t *testing.T) {
	d := withSources(t, 3)
	removed := map[model.SourceID]bool{}
	d.app.Engine.Remove = func(_ context.Context, _ present.CaseFile, ids ...model.SourceID) error {
		removed[ids[0]] = true
		return nil
	}
	d.app.Engine.Restore = func(_ context.Context, _ present.CaseFile, ids ...model.SourceID) error {
		delete(removed, ids[0])
		return nil
	}
	d.sources.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
	d.until("it is removed", func() bool { return !d.app.Importing() })
	d.settle()
	if !removed[1] || d.undo.Disabled || !strings.Contains(d.undo.Label, "day.log") {
		t.Errorf("removed %v, to undo %q", removed, d.undo.Label)
	}
	d.undo.Action()
	d.until("it is back", func() bool { return !d.app.Importing() })
	d.settle()
	if len(removed) > 0 || !d.undo.Disabled {
		t.Errorf("removed %v", removed)
	}
}

func TestImportOfSeveralIsSummedUp(t *testing.T) {
	d := newDesk(t, memcase.Filled(2))
	var rep importer.Report
	rep.Sources = append(rep.Sources, importer.SourceReport{Source: model.Source{ID: 1, Name: "day.log"}},
		importer.SourceReport{Source: model.Source{Name: "photo.jpg"}, Err: importer.ErrNoFrames},
		importer.SourceReport{Source: model.Source{Name: "odd.log"}, Err: errors.New("read it: broken")},
		importer.SourceReport{Source: model.Source{ID: 1, Name: "again.log"}, Already: true})
	d.app.Engine.Import = func(context.Context, present.CaseFile, []importer.Input, func(importer.Progress)) (importer.Report, error) {
		return rep, nil
	}
	d.app.Import("logs")
	d.until("the summary is shown", func() bool { return d.win.Canvas().Overlays().Top() != nil })
	expect(t, d.win.Canvas().Overlays().Top(), "1 log read, 2 not", "photo.jpg", "holds no OCPP messages", "odd.log", "again.log", present.TextDuplicates)
	w := d.win.Canvas().Overlays().Top().MinSize()
	if w.Height > 700 {
		t.Errorf("the sheet is %g high", w.Height)
	}
}

func TestLogIsPastedFromTheClipboard(t *testing.T) {
	d := newDesk(t, memcase.New("x"))
	d.fyne.Clipboard().SetContent("")
	expect(t, d.empty, present.TextPasteLog)
	d.pasteLog()
	if top := d.win.Canvas().Overlays().Top(); top == nil {
		t.Fatal("an empty clipboard isn't told")
	}
	d.win.Canvas().Overlays().Remove(d.win.Canvas().Overlays().Top())
	d.fyne.Clipboard().SetContent(`[2,"1","Heartbeat",{}]`)
	d.pasteLog()
	d.until("it is imported", func() bool { return !d.app.Importing() })
	if n := d.names(); len(n) != 1 || !strings.HasPrefix(n[0], "Paste ") {
		t.Errorf("imported %v", n)
	}
}

func TestClipboardThatDoesNotAnswerDoesNotHoldTheWindowUp(t *testing.T) {
	d := newDesk(t, memcase.New("x"))
	answer := make(chan error)
	d.clip = func(ctx context.Context) (string, error) {
		select {
		case err := <-answer:
			return "[2,\"1\",\"Heartbeat\",{}]", err
		case <-ctx.Done():
			return "", ctx.Err()
		}
	}
	d.pasteLog()
	if tasks := d.app.Tasks(); len(tasks) != 1 || tasks[0].Stop == nil {
		t.Fatalf("tasks %+v", tasks)
	}
	d.app.Tasks()[0].Stop()
	d.until("it is given up", func() bool { return len(d.app.Tasks()) == 0 })
	if len(d.sheets) != 0 || len(d.names()) != 0 {
		t.Errorf("%d sheets, imported %v", len(d.sheets), d.names())
	}
	d.pasteLog()
	answer <- errors.New("the program doesn't answer")
	d.until("it is told", func() bool { return len(d.sheets) == 1 })
	d.closeSheet()
	d.pasteLog()
	answer <- nil
	d.until("it is imported", func() bool { return len(d.names()) == 1 && !d.app.Importing() })
	d.fyne.Clipboard().SetContent("[2,\"2\",\"Heartbeat\",{}]")
	d.pasteLog()
	answer <- errNoClipboard
	d.until("Fyne's is imported", func() bool { return len(d.names()) == 2 && !d.app.Importing() })
}

func TestLongNamesLeaveTheWindowItsSize(t *testing.T) {
	d := newDesk(t, memcase.Filled(2))
	d.win.Resize(fyne.NewSize(900, 600))
	d.mu.Lock()
	d.hold = make(chan struct{})
	d.mu.Unlock()
	d.app.Import("/logs/" + strings.Repeat("a-very-long-name-", 20) + ".log")
	d.until("it runs", func() bool { return d.app.Status.Busy && strings.Contains(d.app.Status.Progress, "%") })
	d.settle()
	if w := d.content.MinSize().Width; w > 900 {
		t.Errorf("the window wants a width of %g", w)
	}
	d.showSources()
	d.settle()
	if w := d.content.MinSize().Width; w > 900 {
		t.Errorf("the page wants a width of %g", w)
	}
	close(d.hold)
	d.until("it ended", func() bool { return !d.app.Importing() })
}

func TestColumnsOfATableAreChosen(t *testing.T) {
	d := newDesk(t, memcase.Filled(1))
	d.app.Engine.Preview = func(_ context.Context, _ present.CaseFile, src model.Source, how present.Reading) (present.Preview, error) {
		p := present.Preview{Source: src, Header: []string{"Created", "Box", "Payload"}, Example: []string{"10:00", "CP7", "[2,"}}
		if p.Source.Columns = "time=A,message=C"; how.Columns != "" {
			p.Source.Columns, p.Source.ColumnsFrom = how.Columns, model.FromUser
		}
		p.Frames = []present.PreviewFrame{{Frame: model.Frame{Action: "Heartbeat"}}}
		return p, nil
	}
	d.file.Log[0].Format, d.file.Log[0].Columns = "csv", "time=A,message=C"
	d.app.Refresh()
	d.showSources()
	d.until("the columns are known", func() bool { return len(d.app.Sources.TableColumns()) == 3 })
	d.settle()
	if !d.sources.detail.form.choose.Visible() {
		t.Fatal("they can't be chosen")
	}
	test.Tap(d.sources.detail.form.choose)
	top := d.win.Canvas().Overlays().Top()
	expect(t, top, "A  ·  Created", "CP7", "message", "C  ·  Payload")
	var boxes []*selectField
	walkSeen(top, fyne.Position{}, fyne.Position{}, fyne.NewPos(1e6, 1e6), func(o fyne.CanvasObject, _, _ fyne.Position) {
		if b, ok := o.(*selectField); ok {
			boxes = append(boxes, b)
		}
	})
	if len(boxes) != 3 {
		t.Fatalf("%d columns", len(boxes))
	}
	boxes[1].SetSelected("station")
	d.win.Canvas().Focused().(*press).Tapped(nil) //nolint:forcetypeassert // a panic says the same
	d.settle()
	if got := d.app.Sources.Draft().Columns; got != "time=A,station=B,message=C" {
		t.Errorf("draft %q", got)
	}
}
