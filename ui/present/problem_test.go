package present

import (
	"archive/zip"
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"unicode/utf8"

	"meterscope/importer"
	"meterscope/importer/archive"
	"meterscope/importer/cdr"
	"meterscope/model/check"
	"meterscope/model/store"
	"meterscope/ui/lang"
)

// jargon is what stands in errors of the system and of libraries, and says nothing to who reads it.
var jargon = regexp.MustCompile(`no such file|permission denied|is a directory|not a directory|file exists|EOF|errno|\(\d+\)|: open |stat |mkdir |rename |sql|%!|/tmp/|: :|\.\.$`)

// checkProblem holds that a problem says what happened, what it means and what to do, in both languages and in a line.
func checkProblem(t *testing.T, explain func(*lang.Texts) Problem) Problem {
	t.Helper()
	german, err := lang.Load("de")
	if err != nil {
		t.Fatal(err)
	}
	en, de := explain(nil), explain(german)
	for _, p := range []Problem{en, de} {
		for _, s := range []string{p.What, p.Means, p.Remedy} {
			if !strings.HasSuffix(s, ".") || jargon.MatchString(s) || strings.ContainsAny(s, "\n\r\u202e") || utf8.RuneCountInString(s) > 300 {
				t.Errorf("%q is no sentence for a reader", s)
			}
		}
		if line := p.Line(); p.Command != "" && (strings.Contains(line, "\n") || jargon.MatchString(line)) {
			t.Errorf("%q is no line for a reader", line)
		}
		if p.Details == "" || !strings.HasPrefix(p.Text(), p.What+"\n") || !strings.HasSuffix(p.Text(), p.Details) {
			t.Errorf("%q is copied", p.Text())
		}
	}
	if en.What == de.What || en.Means == de.Means || en.Remedy == de.Remedy || en.Command != "" && en.Command == de.Command {
		t.Errorf("it isn't translated: %+v", de)
	}
	return en
}

// written makes a file of a test.
func written(t *testing.T, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const aFrame = `2025-03-01 10:00:00 [2,"1","MeterValues",{"connectorId":1,"transactionId":7,"meterValue":[{"timestamp":"2025-03-01T10:00:00Z","sampledValue":[{"value":"1"}]}]}]` + "\n"

func zipped(t *testing.T, h *zip.FileHeader) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.CreateHeader(h)
	if err == nil {
		_, err = io.WriteString(w, aFrame)
	}
	if err = errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestLogThatCantBeReadIsToldInPlainWords(t *testing.T) {
	const encrypted = 1
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	for i := range 200 { // what doesn't compress
		_, _ = fmt.Fprintf(z, "%x %s", i*7919, aFrame)
	}
	_ = z.Close()
	for _, c := range []struct{ what, path string }{
		{"none.log is not there.", filepath.Join(t.TempDir(), "none.log")},
		{"x.log is not there.", filepath.Join(written(t, "day.log", nil), "x.log")},
		{"empty.log is empty.", written(t, "empty.log", nil)},
		{"plain.log holds no OCPP messages.", written(t, "plain.log", []byte("nothing to see\n"))},
		{"a \ufffdb.log holds no OCPP messages.", written(t, "a\n\u202eb.log", []byte("nothing to see\n"))},
		{"noise.log holds no OCPP messages.", written(t, "noise.log", bytes.Repeat([]byte{0, 1, 0xff, 0xfe}, 30_000))},
		{"secret.zip/day.log needs a password.", written(t, "secret.zip", zipped(t, &zip.FileHeader{Name: "day.log", Flags: encrypted}))},
		{"cut.zip/day.log is damaged or cut off.", written(t, "cut.zip", zipped(t, &zip.FileHeader{Name: "day.log"})[:100])},
		{"cut.log.gz is damaged or cut off (its first 14016 bytes could be read).", written(t, "cut.log.gz", packed.Bytes()[:packed.Len()/2])},
		{"day.rar can't be unpacked here (it is RAR).", written(t, "day.rar", []byte("Rar!\x1a\x07\x01\x00and so on"))},
		{"day.7z can't be unpacked here (it is 7z).", written(t, "day.7z", []byte("7z\xbc\xaf\x27\x1cand so on"))},
		{"The name " + strings.Repeat("n", 43) + "…" + strings.Repeat("n", 16) + ".log is too long.", filepath.Join(t.TempDir(), strings.Repeat("n", 400)+".log")},
	} {
		t.Run(c.what, func(t *testing.T) {
			got := checkProblem(t, func(texts *lang.Texts) Problem { return explainImport(texts, c.path, errorOf(t, c.path)) })
			if !strings.HasPrefix(got.What, strings.TrimSuffix(c.what, ".")) || got.Command == "" || got.Place == "" {
				t.Errorf("it says %+v", got)
			}
		})
	}
	empty := t.TempDir()
	got := checkProblem(t, func(texts *lang.Texts) Problem { return explainImport(texts, empty, errorOf(t, empty)) })
	if got.What != "No file in "+filepath.Base(empty)+" holds OCPP messages." {
		t.Errorf("it says %+v", got)
	}
}

// errorOf is why a log can't be read into a case.
func errorOf(t *testing.T, path string) error {
	t.Helper()
	c, err := store.Temp(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close() //nolint:errcheck // it is gone anyway
	rep, err := importer.Run(t.Context(), []importer.Input{{Path: path}}, check.NewSink(c, check.Options{}), importer.Options{})
	for i := range rep.Sources {
		err = cmp.Or(err, rep.Sources[i].Err)
	}
	if err == nil {
		t.Fatal("it can be read")
	}
	return err
}

func TestCaseThatCantBeUsedIsToldInPlainWords(t *testing.T) {
	path := filepath.Join(t.TempDir(), "good.meterscope")
	c, err := store.Create(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	newer := written(t, "newer.meterscope", whole)
	db, err := sql.Open("sqlite", newer)
	if err == nil {
		_, err = db.Exec("PRAGMA user_version = 99")
		err = errors.Join(err, db.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	log := written(t, "log.meterscope", []byte(aFrame))
	folder := filepath.Join(t.TempDir(), "folder.meterscope")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		what, path string
		create     bool
	}{
		{"none.meterscope is not there.", filepath.Join(t.TempDir(), "none.meterscope"), false},
		{"zero.meterscope is not a Meterscope case.", written(t, "zero.meterscope", nil), false},
		{"log.meterscope is not a Meterscope case.", log, false},
		{"cut.meterscope is damaged.", written(t, "cut.meterscope", whole[:len(whole)/3]), false},
		{"newer.meterscope was made by a newer Meterscope.", newer, false},
		{"folder.meterscope is a folder.", folder, false},
		{"folder.meterscope is a folder.", folder, true},
		{"The folder for new.meterscope is not there.", filepath.Join(t.TempDir(), "none", "new.meterscope"), true},
	} {
		t.Run(c.what, func(t *testing.T) {
			file, err := openFile(t.Context(), c.path, c.create)
			if err == nil {
				t.Fatal("it opens", file.Close())
			}
			got := checkProblem(t, func(texts *lang.Texts) Problem { return explainCase(texts, c.path, err) })
			if got.What != c.what || got.Command == "" || got.Place != c.path {
				t.Errorf("it says %+v", got)
			}
		})
	}
	got := explainCase(nil, log, store.ErrNotCase)
	if !strings.Contains(got.Remedy, "another ending") { // to open it as a log would open it as a case again
		t.Errorf("for a log with the ending of a case it says %q", got.Remedy)
	}
}

func TestFileThatCantBeWrittenIsToldInPlainWords(t *testing.T) {
	folder := t.TempDir()
	nowhere := filepath.Join(folder, "none", "plot.png")
	write := func(path string) error {
		f, err := os.Create(path)
		return errors.Join(err, f.Close())
	}
	for _, c := range []struct {
		means, path string
		err         error
	}{
		{"The folder for plot.png is not there.", nowhere, write(nowhere)},
		{filepath.Base(folder) + " is a folder.", folder, write(folder)},
		{"day.log is a folder.", "day.log", &os.LinkError{Op: "rename", Old: "a", New: "day.log", Err: fs.ErrExist}},
		{"plot.png can't be written there.", "plot.png", &fs.PathError{Op: "open", Path: "plot.png", Err: syscall.EROFS}},
		{"plot.png can't be written there.", "plot.png", &fs.PathError{Op: "open", Path: "plot.png", Err: syscall.EACCES}},
		{"There is no room on the disk for plot.png.", "plot.png", &fs.PathError{Op: "write", Path: "plot.png", Err: syscall.ENOSPC}},
		{"plot.png is the open case itself.", "plot.png", fmt.Errorf("save a copy as plot.png: %w", store.ErrSelf)},
		{"It was not written.", "plot.png", errors.New("something else")},
	} {
		got := checkProblem(t, func(texts *lang.Texts) Problem {
			return explainWriting(texts, texts.Text("The image could not be written."), c.path, c.err)
		})
		if !strings.HasPrefix(got.Means, c.means) || got.What != "The image could not be written." {
			t.Errorf("it says %+v", got)
		}
	}
}

func TestOtherErrorsAreToldInPlainWords(t *testing.T) {
	const path = "/elsewhere/case.meterscope"
	unknown := errors.New("something else")
	for what, explain := range map[string]func(*lang.Texts) Problem{
		"The case could not be renamed.": func(t *lang.Texts) Problem { return explainRename(t, path, fs.ErrExist) },
		"The case could not be renamed. ": func(t *lang.Texts) Problem {
			return explainRename(t, path, &os.LinkError{Op: "rename", Old: "a", New: "b", Err: syscall.EXDEV})
		},
		"The note could not be kept.": func(t *lang.Texts) Problem {
			return explainKeeping(t, t.Text("The note could not be kept."), path, store.ErrFull)
		},
		"The note could not be kept. ": func(t *lang.Texts) Problem {
			return explainKeeping(t, t.Text("The note could not be kept."), path, store.ErrReadOnly)
		},
		"The disk with case.meterscope is full.":            func(t *lang.Texts) Problem { return explainWork(t, path, store.ErrFull) },
		"The disk with case.meterscope reports an error.":   func(t *lang.Texts) Problem { return explainWork(t, path, syscall.EIO) },
		"Work on the case case.meterscope was broken off.":  func(t *lang.Texts) Problem { return explainWork(t, path, unknown) },
		"case.meterscope is open in another Meterscope.":    func(t *lang.Texts) Problem { return explainCase(t, path, ErrInUse) },
		"case.meterscope is in use by another program.":     func(t *lang.Texts) Problem { return explainCase(t, path, store.ErrLocked) },
		"case.meterscope can only be read.":                 func(t *lang.Texts) Problem { return explainCase(t, path, store.ErrReadOnly) },
		"day.log became shorter while it was read.":         func(t *lang.Texts) Problem { return explainImport(t, "day.log", importer.ErrShrunk) },
		"day.log may not be read.":                          func(t *lang.Texts) Problem { return explainImport(t, "day.log", fs.ErrPermission) },
		"day.zip can't be followed.":                        func(t *lang.Texts) Problem { return explainFollow(t, "day.zip", importer.ErrNotPlain) },
		"day.log can't be followed any longer.":             func(t *lang.Texts) Problem { return explainFollow(t, "day.log", fs.ErrPermission) },
		"day.log can't be followed any longer. ":            func(t *lang.Texts) Problem { return explainFollow(t, "day.log", unknown) },
		"bills.csv names no energies.":                      func(t *lang.Texts) Problem { return explainBills(t, "bills.csv", cdr.ErrNoEnergy) },
		"bills.csv names neither times nor transactionIds.": func(t *lang.Texts) Problem { return explainBills(t, "bills.csv", cdr.ErrNoTime) },
		"bills.csv is larger than 64 MB.":                   func(t *lang.Texts) Problem { return explainBills(t, "bills.csv", cdr.ErrTooLarge) },
		"The bills of bills.csv could not be read.":         func(t *lang.Texts) Problem { return explainBills(t, "bills.csv", unknown) },
		"a.zip looks like an archive bomb.":                 inArchive(archive.ErrBomb),
		"a.zip holds archives in archives, too deep.":       inArchive(archive.ErrNested),
		"a.zip holds too many files.":                       inArchive(archive.ErrMembers),
		"a.zip is too large to be unpacked in memory.":      inArchive(archive.ErrMemory),
	} {
		if got := checkProblem(t, explain); got.What != strings.TrimSpace(what) {
			t.Errorf("it says %+v, not %q", got, what)
		}
	}
}

func inArchive(is error) func(*lang.Texts) Problem {
	return func(t *lang.Texts) Problem {
		return explainImport(t, "a.zip", &archive.Error{Name: "a.zip", Is: is, Remedy: "unpack it yourself and open the log"})
	}
}

func TestNamesOfSourcesAreShownAsOneLine(t *testing.T) {
	for name, want := range map[string]string{
		"/logs/a\nb.log": "a b.log", "x.zip/\u202egol.log": "x.zip/\ufffdgol.log", "a\u2066.log": "a\ufffd.log", "plain.log": "plain.log",
	} {
		if got := sourceName(name); got != want {
			t.Errorf("%q is shown as %q, not %q", name, got, want)
		}
	}
}

func TestCancelIsNoProblem(t *testing.T) {
	for _, err := range []error{context.Canceled, context.DeadlineExceeded, fmt.Errorf("read: %w", context.Canceled)} {
		if !isCancel(err) {
			t.Errorf("%v is told", err)
		}
	}
}

func TestNamesAreShownInOneLineWithoutControlCharacters(t *testing.T) {
	for in, want := range map[string]string{
		"CP1":                 "CP1",
		"Straße 5":            "Straße 5",
		"a\x1b[31mred":        "a\ufffd[31mred",
		"two\nlines":          "two lines",
		"bell\a":              "bell\ufffd",
		"\u202eright to left": "\ufffdright to left",
		"\u009b2J":            "\ufffd2J",
		"a\xff\xfe.log":       "a\ufffd\ufffd.log",
	} {
		if got := PlainText(in); got != want {
			t.Errorf("PlainText(%q) = %q, want %q", in, got, want)
		}
	}
}
