package importer

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"meterscope/model"
)

// meddling is a sink during whose import somebody does something to the log.
type meddling struct {
	memory
	do func()
}

func (m *meddling) Begin(ctx context.Context, ann model.Announcement, sum func() ([32]byte, error)) (model.Resume, error) {
	defer m.do()
	return m.memory.Begin(ctx, ann, sum)
}

// What becomes of a log that changes while it is read is said, and what was read of it is kept.
func TestLogThatChangesWhileItIsRead(t *testing.T) {
	text := mixedLog(3 << 20)
	more := strings.ReplaceAll(mixedLog(1<<20), "2025", "2026")
	for name, c := range map[string]struct {
		do   func(path string) error
		err  string // part of what is said
		want string // the evidence
	}{
		"it grows": {func(path string) error {
			f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
			if err == nil {
				_, err = f.WriteString(more)
			}
			if err == nil {
				err = f.Close()
			}
			return err
		}, "", text + more},
		"it becomes shorter": {func(path string) error { return os.Truncate(path, 4096) }, "became shorter while it was read", text[:4096]},
		"it becomes empty":   {func(path string) error { return os.Truncate(path, 0) }, "0 of 3", ""},
		"it vanishes":        {os.Remove, "open log", ""},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "a.log")
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			m := &meddling{do: func() {
				if err := c.do(path); err != nil {
					t.Error(err)
				}
			}}
			rep, err := Run(t.Context(), []Input{{Path: path}}, m, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if err := rep.Sources[0].Err; (err != nil) != (c.err != "") || err != nil && !strings.Contains(err.Error(), c.err) {
				t.Errorf("says %v", err)
			}
			if got := string(m.sources[0].evidence); got != c.want {
				t.Errorf("%d bytes of evidence, want %d", len(got), len(c.want))
			}
		})
	}
}

// A folder's files are met once each, whatever leads to them, and what can't be read is said.
func TestFolderWithLinksInACircle(t *testing.T) {
	dir := t.TempDir()
	if err := os.Symlink(dir, filepath.Join(dir, "again")); err != nil {
		t.Skip(err)
	}
	for name, text := range map[string]string{"ok.log": meterFrame("1", "1") + "\n", "none.log": "nothing\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "x.log"), 0o700); err != nil {
		t.Fatal(err)
	}
	m := &memory{}
	rep, err := Run(t.Context(), []Input{{Path: dir}}, m, Options{})
	if err != nil || len(rep.Sources) != 1 || rep.Sources[0].Source.Name != "ok.log" || rep.Sources[0].Err != nil {
		t.Errorf("%+v, %v", rep.Sources, err)
	}
}

// However long a line of nothing is: it is read to its end, leaves no source, and says that there is nothing in it.
func TestEndlessLinesHoldNothing(t *testing.T) {
	const size = 6 << 20
	for name, part := range map[string]string{
		"spaces": " ", "brackets": "[", "braces": "{", "quotes": `"`, "backslashes": `\`, "zeros": "\x00", "commas": ",",
		"no UTF-8": "\xff\xfe\xc3(", "ends of lines": "\n", "digits": "[2,1", "semicolons": ";;",
	} {
		t.Run(name, func(t *testing.T) {
			m := &memory{}
			rep, err := Run(t.Context(), []Input{{Path: "x", Reader: strings.NewReader(strings.Repeat(part, size/len(part)))}}, m, Options{})
			if err != nil || len(m.sources) != 0 || rep.Sources[0].Err == nil {
				t.Errorf("%d sources, %+v, %v", len(m.sources), rep.Sources, err)
			}
		})
	}
}
