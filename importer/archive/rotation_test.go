package archive

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestRotatedLogIsReadOldestFirst(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"x.log x.log.1 x.log.10 x.log.2.gz", "x.log.10 x.log.2.gz x.log.1 x.log"},
		{"x.log x.log.2025-03-01 x.log.2025-02-28.gz", "x.log.2025-02-28.gz x.log.2025-03-01 x.log"},
		{"x-20250301.log x-20250228.log.zst x.log", "x-20250228.log.zst x-20250301.log x.log"},
		{"messages messages-20250301 messages-20250201", "messages-20250201 messages-20250301 messages"},
		{"syslog syslog.1 syslog.2.gz", "syslog.2.gz syslog.1 syslog"},
		{"x.log.2025-03-01-17 x.log.2025-03-01-05", "x.log.2025-03-01-05 x.log.2025-03-01-17"},
		{"a/x.log b/x.log.1 a/x.log.1", "a/x.log.1 b/x.log.1 a/x.log"},
		{"z.log a.log x.log b.log x.log.1", "z.log a.log x.log.1 b.log x.log"},
		{"x.log.2025-03-01.10 x.log.2025-03-01.2 x.log", "x.log.2025-03-01.2 x.log.2025-03-01.10 x.log"},
		{"x.log x.log.1.zip x.log.3.gz", "x.log.3.gz x.log.1.zip x.log"},
		{"CP.1 CP.2 CP.3", "CP.1 CP.2 CP.3"}, // stations, for all we know
		{"x.1.log x.2.log", "x.1.log x.2.log"},
		{"x.log.bak x.log x.txt", "x.log.bak x.log x.txt"},
	} {
		names := strings.Fields(c.in)
		var got []string
		for _, i := range OldestFirst(names) {
			got = append(got, names[i])
		}
		if want := strings.Fields(c.want); !slices.Equal(got, want) {
			t.Errorf("%s: read %v, want %v", c.in, got, want)
		}
	}
}

func TestFolderIsListedWithItsFolders(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"x.log", "x.log.1", "x.log.2", "b/c/d.log", "a"} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("nowhere", filepath.Join(dir, "dangling")); err != nil {
		t.Log(err) // not everyone may make links
	}
	list, err := Folder(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range list {
		if f.Err != nil || f.Size != int64(len(f.Name)) {
			t.Errorf("%+v", f)
		}
		got = append(got, f.Name)
	}
	if want := []string{"a", "b/c/d.log", "x.log.2", "x.log.1", "x.log"}; !slices.Equal(got, want) {
		t.Errorf("found %v, want %v", got, want)
	}
}
