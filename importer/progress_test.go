package importer

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

func TestProgressTellsWhatBecameOfEachSource(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	log := mixedLog(300_000)
	good := write("good.log", log)
	junk := write("junk.log", "nothing here\n")
	write("folder/a.log", mixedLog(2000))
	write("folder/readme.txt", "nothing here\n")
	write("barren/readme.txt", "nothing here\n")
	var ended []SourceReport
	var half bool
	rep, err := Run(t.Context(), []Input{
		{Path: good}, {Path: junk}, {Path: filepath.Join(dir, "gone.log")}, {Path: filepath.Join(dir, "folder")}, {Path: filepath.Join(dir, "barren")},
	}, &memory{}, Options{Progress: func(p Progress) {
		if p.Ended != nil {
			ended = append(ended, *p.Ended)
		}
		if p.Source == good && p.Read > 0 && p.Size == int64(len(log)) {
			half = true
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	if len(ended) != len(rep.Sources) || len(ended) != 5 {
		t.Fatalf("%d sources ended, the report has %d", len(ended), len(rep.Sources))
	}
	for i := range ended {
		if !reflect.DeepEqual(ended[i], rep.Sources[i]) {
			t.Errorf("%+v ended, the report says %+v", ended[i], rep.Sources[i])
		}
	}
	if !half {
		t.Error("it is not told how far a source is read")
	}
}
