package cli

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"meterscope/importer"
	"meterscope/model"
	"meterscope/model/store"
	"meterscope/ui/present"
)

func TestCellsOfASpreadsheetAreDefused(t *testing.T) {
	for in, want := range map[string]string{
		"":            "",
		"12.5":        "12.5",
		"-12.5":       "-12.5",
		"-1.5e-3":     "-1.5e-3",
		"-":           "'-",
		"--1":         "'--1",
		"-1+1":        "'-1+1",
		"-0x10":       "'-0x10",
		"-Inf":        "'-Inf",
		"-1e":         "'-1e",
		"-1e++1":      "'-1e++1",
		"=1+1":        "'=1+1",
		"+49 30":      "'+49 30",
		"@SUM(A1)":    "'@SUM(A1)",
		"\t=1":        "'\t=1",
		"\r=1":        "'\r=1",
		"a=b":         "a=b",
		"Wh":          "Wh",
		"20,5":        "20,5",
		"'":           "'",
		"−12 degrees": "−12 degrees",
	} {
		if got := defuse(in); got != want {
			t.Errorf("defuse(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzCSVReadsBackAsItWasWritten(f *testing.F) {
	f.Add("a", `b"c`, "d\r\ne")
	f.Add("", ",", "\r")
	f.Add("\xff=1", "-1+2", "@x")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		var out bytes.Buffer
		w := bufio.NewWriter(&out)
		if err := errors.Join(newCSV(w).row(a, b, c), w.Flush()); err != nil {
			t.Fatal(err)
		}
		got, err := csv.NewReader(&out).Read()
		if err != nil {
			t.Fatal(err)
		}
		for i, s := range []string{a, b, c} {
			// encoding/csv reads a line end inside a cell as "\n".
			if want := strings.ReplaceAll(strings.ToValidUTF8(defuse(s), "\ufffd"), "\r\n", "\n"); got[i] != want {
				t.Errorf("cell %d is %q, want %q", i, got[i], want)
			}
		}
	})
}

func TestTableAlignsNumbersAndWords(t *testing.T) {
	var out bytes.Buffer
	e := &env{out: bufio.NewWriter(&out)}
	tab := newTable(e, column{"Name", false}, column{"kWh", true}, column{"Note", false})
	tab.row(cell{text: "Straße"}, cell{text: "1.5"}, cell{text: "x"})
	tab.row(cell{text: "a"}, cell{text: "100.25"}, cell{})
	tab.end()
	tab.row(cell{text: "later"}, cell{text: "2"}, cell{text: "y"})
	if err := e.out.Flush(); err != nil {
		t.Fatal(err)
	}
	want := "Name       kWh  Note\nStraße     1.5  x\na       100.25\nlater        2  y\n"
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}

func TestTableKeepsOnlyItsFirstRowsInMemory(t *testing.T) {
	var out bytes.Buffer
	e := &env{out: bufio.NewWriter(&out)}
	tab := newTable(e, column{"N", true})
	for i := range 3 * rowsForWidth {
		tab.row(cell{text: fmt.Sprint(i)})
	}
	if len(tab.held) != 0 {
		t.Errorf("%d rows are held", len(tab.held))
	}
	tab.end()
	if err := e.out.Flush(); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(out.String(), "\n"); n != 3*rowsForWidth+1 {
		t.Errorf("%d lines", n)
	}
}

func TestColourOnlyWhereItIsOn(t *testing.T) {
	if got := (style{}).severity(model.SeverityError, "x"); got != "x" {
		t.Errorf("without colour: %q", got)
	}
	on := style{on: true}
	for severity, code := range map[model.Severity]string{
		model.SeverityError: escRed, model.SeverityWarning: escYellow, model.SeverityInfo: escBlue, model.SeverityNone: escDim,
	} {
		if got := on.severity(severity, "x"); got != code+"x"+escReset {
			t.Errorf("%v: %q", severity, got)
		}
	}
	if newStyle(&bytes.Buffer{}).on {
		t.Error("a buffer is no terminal")
	}
}

func TestZonesAreNamesOrOffsets(t *testing.T) {
	summer := time.Date(2025, 7, 1, 0, 0, 0, 0, time.UTC)
	for in, seconds := range map[string]int{"+01:00": 3600, "-0330": -12600, "+02": 7200, "UTC": 0, "Europe/Berlin": 7200} {
		zone, err := present.ParseZone(in)
		if err != nil {
			t.Errorf("%s: %v", in, err)
			continue
		}
		if _, got := summer.In(zone).Zone(); got != seconds {
			t.Errorf("%s is %d s, want %d", in, got, seconds)
		}
	}
	if _, err := present.ParseZone("Berlin"); err == nil {
		t.Error("Berlin alone is no zone")
	}
}

func openError(err error) error { return &fs.PathError{Op: "open", Path: "a/x", Err: err} }

func TestErrorsAreOneSentenceWithARemedy(t *testing.T) {
	for _, c := range []struct {
		err  error
		want string
	}{
		{usagef("no"), "no"},
		{unreadable("x.log", importer.ErrNoFrames), "x.log holds no OCPP messages: check that it is the charger's communication log"},
		{unreadable("x.log", importer.ErrEmpty), "x.log is empty: get it again"},
		{openError(store.ErrNewer), "a/x was made by a newer Meterscope: install the current"},
		{openError(store.ErrNotCase), "a/x is not a Meterscope case: a case file is made with: meterscope import --case"},
		{openError(store.ErrLocked), "a/x is in use by another program: close it"},
		{openError(store.ErrFull), "the disk with a/x is full: free some space"},
		{unwritten("x.png", syscall.ENOSPC), "there is no room on the disk for x.png: free some space"},
		{unwritten("x.png", fs.ErrNotExist), "the folder for x.png is not there: check the path"},
		{unwritten("x.png", fs.ErrPermission), "x.png can't be written there: choose a folder"},
		{&fs.PathError{Op: "write", Path: os.Stdout.Name(), Err: syscall.ENOSPC}, "there is no room on the disk for standard output: free some space"},
		{openError(store.ErrBroken), "a/x is damaged: use a copy"},
		{openError(store.ErrReadOnly), "a/x can only be read: copy it to a disk that can be written"},
		{openError(fs.ErrNotExist), "a/x is not there: check the path"},
		{unreadable("x.log", fs.ErrPermission), "x.log may not be read: copy it to a folder of your own, or ask its owner"},
		{errors.New("something else"), "something else"},
	} {
		got := sentence(nil, c.err)
		if !strings.Contains(got, c.want) || strings.Contains(got, "\n") {
			t.Errorf("%v: %q has no %q", c.err, got, c.want)
		}
	}
}

func TestProgressIsSilentWithoutATerminal(t *testing.T) {
	var out bytes.Buffer
	p := newProgress(&out)
	p.show(importer.Progress{Source: "day.log", Done: 1, Total: 2})
	p.clear()
	if out.Len() != 0 {
		t.Errorf("it wrote %q", out.String())
	}
	p.on = true
	p.show(importer.Progress{Source: "a/day.log", Done: 1, Total: 2, Counts: model.Counts{Frames: 1204}})
	if got := out.String(); !strings.Contains(got, "day.log  50 %  1,204 frames") {
		t.Errorf("it wrote %q", got)
	}
	p.clear()
	if !strings.HasSuffix(out.String(), escClearLine) {
		t.Errorf("the line was left: %q", out.String())
	}
}
