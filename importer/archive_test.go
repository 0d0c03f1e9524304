package importer

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"meterscope/importer/archive"
)

// packed is a member of an archive to be made.
type packed struct{ name, text string }

func zipOf(files ...packed) []byte {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range files {
		w, _ := z.Create(f.name)
		_, _ = w.Write([]byte(f.text))
	}
	_ = z.Close()
	return out.Bytes()
}

func tarGzOf(files ...packed) []byte {
	var out bytes.Buffer
	g := gzip.NewWriter(&out)
	t := tar.NewWriter(g)
	for _, f := range files {
		_ = t.WriteHeader(&tar.Header{Name: f.name, Mode: 0o600, Size: int64(len(f.text)), Typeflag: tar.TypeReg})
		_, _ = t.Write([]byte(f.text))
	}
	_ = t.Close()
	_ = g.Close()
	return out.Bytes()
}

func fileOf(t *testing.T, name string, b []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func beat(id string) string { return `[2,"` + id + `","Heartbeat",{}]` }

func TestLogsOfAnArchiveAreSourcesOfTheirOwn(t *testing.T) {
	first, second := mixedLog(3<<20), mixedLog(5 << 20)[100:]
	files := []packed{{"readme.txt", "nothing here"}, {"d/a.log", first}, {"b.log.zip", string(zipOf(packed{"b.log", second}))}}
	for name, b := range map[string][]byte{"x.zip": zipOf(files...), "x.tar.gz": tarGzOf(files...)} {
		path := fileOf(t, name, b)
		for way, in := range map[string]Input{"file": {Path: path}, "pipe": {Path: path, Reader: &slowReader{bytes.NewReader(b), 5000}}} {
			t.Run(name+" "+way, func(t *testing.T) {
				m := &memory{}
				var last Progress
				rep, err := Run(t.Context(), []Input{in}, m, Options{Progress: func(p Progress) { last = p }})
				if err != nil {
					t.Fatal(err)
				}
				var names []string
				for _, s := range rep.Sources {
					names = append(names, s.Source.Name)
					if s.Err != nil || !s.Source.Complete {
						t.Errorf("%s: %v", s.Source.Name, s.Err)
					}
				}
				if want := []string{path + "/d/a.log", path + "/b.log.zip/b.log"}; !slices.Equal(names, want) {
					t.Fatalf("read %v", names)
				}
				for i, want := range []string{first, second} {
					if string(m.sources[i].evidence) != want {
						t.Errorf("the evidence of %s differs", names[i])
					}
				}
				if last.SourcesDone != 3 || last.SourcesTotal != 3 || last.Done == 0 || way == "file" && last.Done != last.Total {
					t.Errorf("ends with %+v", last)
				}
				again, err := Run(t.Context(), []Input{{Path: path}}, m, Options{})
				if err != nil || len(m.sources) != 2 || !again.Sources[0].Already || !again.Sources[1].Already {
					t.Errorf("imported again, it became %d sources, %v", len(m.sources), err)
				}
			})
		}
	}
}

func TestInterruptedArchiveGoesOnExactly(t *testing.T) {
	text := mixedLog(9 << 20)
	files := []packed{{"a.log", text}, {"b.log", beat("1")}}
	for name, b := range map[string][]byte{"x.zip": zipOf(files...), "x.tar.gz": tarGzOf(files...)} {
		t.Run(name, func(t *testing.T) {
			path := fileOf(t, name, b)
			want := importText(t, text, Options{})
			m := &memory{failAt: 2}
			if _, err := Run(t.Context(), []Input{{Path: path}}, m, Options{}); !errors.Is(err, errFull) {
				t.Fatal(err)
			}
			if _, err := Run(t.Context(), []Input{{Path: path}}, m, Options{}); err != nil {
				t.Fatal(err)
			}
			if len(m.sources) != 2 {
				t.Fatalf("%d sources", len(m.sources))
			}
			same(t, m.sources[0], want)
		})
	}
}

func TestArchivesThatCantBeRead(t *testing.T) {
	damaged := zipOf(packed{"a.log", beat("1")}, packed{"b.log", beat("2")})
	damaged[len("a.log")+32] ^= 1
	for _, c := range []struct {
		name     string
		b        []byte
		is       error
		reports  int
		imported int
	}{
		{"no log in it", zipOf(packed{"a.txt", "nothing"}, packed{"b.txt", "nothing"}), ErrNoFrames, 1, 0},
		{"nothing in it", zipOf(), ErrNoFrames, 1, 0},
		{"a damaged member", damaged, archive.ErrDamaged, 2, 1},
		{"cut off", zipOf(packed{"a.log", mixedLog(5000)})[:500], archive.ErrDamaged, 2, 0},
		{"foreign", []byte("7z\xbc\xaf\x27\x1c" + beat("1")), archive.ErrUnsupported, 1, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := &memory{}
			rep, err := Run(t.Context(), []Input{{Path: fileOf(t, "x.zip", c.b)}}, m, Options{})
			if err != nil {
				t.Fatal(err)
			}
			imported := 0
			for _, s := range m.sources {
				if s.src.Complete {
					imported++
				}
			}
			if len(rep.Sources) != c.reports || !errors.Is(rep.Sources[0].Err, c.is) || imported != c.imported {
				t.Errorf("%d sources, reports %+v", imported, rep.Sources)
			}
		})
	}
}

// A folder's archives are opened, and those without logs are passed over like its other files.
func TestArchivesInAFolder(t *testing.T) {
	dir := t.TempDir()
	for name, b := range map[string][]byte{
		"a.zip": zipOf(packed{"x.log", beat("1")}), "b.docx": zipOf(packed{"word/document.xml", "nothing"}), "c.log": []byte(beat("2")),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	rep, err := Run(t.Context(), []Input{{Path: dir}}, &memory{}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, s := range rep.Sources {
		names = append(names, fmt.Sprint(s.Source.Name, s.Err))
	}
	if want := []string{"a.zip/x.log<nil>", "c.log<nil>"}; !slices.Equal(names, want) {
		t.Errorf("read %v", names)
	}
}

func TestFilesOfARotationGivenTogetherAreReadOldestFirst(t *testing.T) {
	dir := t.TempDir()
	var inputs []Input
	for i, name := range []string{"x.log", "x.log.1", "other.log", "x.log.2.gz"} {
		b := []byte(beat(fmt.Sprint(i)))
		if strings.HasSuffix(name, ".gz") {
			var z bytes.Buffer
			g := gzip.NewWriter(&z)
			_, _ = g.Write(b)
			_ = g.Close()
			b = z.Bytes()
		}
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		inputs = append(inputs, Input{Path: path})
	}
	rep, err := Run(t.Context(), inputs, &memory{}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, s := range rep.Sources {
		names = append(names, filepath.Base(s.Source.Name))
	}
	if want := []string{"x.log.2.gz", "x.log.1", "other.log", "x.log"}; !slices.Equal(names, want) {
		t.Errorf("read %v", names)
	}
}

// A sink that fails, or a user who cancels, ends an archive at once.
func TestFailureEndsTheWalk(t *testing.T) {
	path := fileOf(t, "x.tar.gz", tarGzOf(packed{"a.log", beat("1")}, packed{"b.log", beat("2")}))
	rep, err := Run(t.Context(), []Input{{Path: path}}, &memory{failAt: 1}, Options{})
	if !errors.Is(err, errFull) || len(rep.Sources) != 1 {
		t.Errorf("%v, %+v", err, rep.Sources)
	}
}
