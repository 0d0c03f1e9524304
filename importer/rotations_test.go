package importer

import (
	"archive/tar"
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"meterscope/model"
)

// partsSink notes which sources are announced as files of one log.
type partsSink struct {
	names []string
	parts map[string][]string
}

func (s *partsSink) Begin(_ context.Context, src model.Announcement, _ func() ([32]byte, error)) (model.Resume, error) {
	for _, id := range src.Parts {
		s.parts[src.Name] = append(s.parts[src.Name], s.names[id-1])
	}
	s.names = append(s.names, src.Name)
	return model.Resume{Source: model.SourceID(len(s.names))}, nil
}

func (s *partsSink) Write(context.Context, *model.Batch) error    { return nil }
func (s *partsSink) Complete(context.Context, model.Source) error { return nil }
func (s *partsSink) Finish(context.Context) error                 { return nil }

func TestFilesOfOneLogAreAnnouncedAsSuch(t *testing.T) {
	text := []byte(`[2,"1","Heartbeat",{}]` + "\n")
	folder := t.TempDir()
	write := func(name string, b []byte) string {
		t.Helper()
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for _, name := range []string{"x.log", "x.log.1", "y.log", "deep/x.log", "CP.1", "CP.2"} {
		write("one/"+name, text)
	}
	write("two/x.log.2", text) // of another folder
	var packed bytes.Buffer
	w := tar.NewWriter(&packed)
	for _, name := range []string{"messages-20250301", "messages-20250302", "messages"} {
		if err := w.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(text))}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(text); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	all := write("logs.tar", packed.Bytes())
	sink := &partsSink{parts: map[string][]string{}}
	in := []Input{{Path: filepath.Join(folder, "one")}, {Path: filepath.Join(folder, "two")}, {Path: all}}
	if _, err := Run(t.Context(), in, sink, Options{}); err != nil {
		t.Fatal(err)
	}
	if len(sink.names) != 10 {
		t.Fatalf("read %v", sink.names)
	}
	var got []string
	for name, parts := range sink.parts {
		got = append(got, strings.ReplaceAll(name+" of "+strings.Join(parts, ", "), folder+string(filepath.Separator), ""))
	}
	slices.Sort(got)
	want := []string{
		"logs.tar/messages of logs.tar/messages-20250301, logs.tar/messages-20250302",
		"x.log of x.log.1",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
