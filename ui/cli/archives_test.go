package cli

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"meterscope/assets"
)

// zipFile writes the sample log and another member into a zip.
func zipFile(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.zip")
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, text := range map[string][]byte{"d/dispute.log": assets.Sample(), "readme.txt": []byte("nothing")} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(text); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// What stands before the cut is read and shown; the status says that it is not all.
func TestCutGzipIsReadUpToTheCut(t *testing.T) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write(assets.Sample()); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "cut.log.gz")
	if err := os.WriteFile(path, packed.Bytes()[:packed.Len()*3/4], 0o600); err != nil {
		t.Fatal(err)
	}
	var out, problems bytes.Buffer
	code, _ := Run(context.Background(), []string{"transactions", path, "--format", "csv"}, strings.NewReader(""), &out, &problems)
	if code != exitFailed || !strings.Contains(out.String(), ",CP1,2,41,") || !strings.Contains(problems.String(), "damaged or cut off (its first ") {
		t.Errorf("status %d\n%s\n%s", code, &out, &problems)
	}
}

func TestZipIsCheckedAndGivesItsLogsBack(t *testing.T) {
	path := zipFile(t)
	b, err := os.ReadFile(path) //nolint:gosec // of the test
	if err != nil {
		t.Fatal(err)
	}
	run := func(stdin string, args ...string) (int, string) {
		var out, problems bytes.Buffer
		code, _ := Run(context.Background(), args, strings.NewReader(stdin), &out, &problems)
		if problems.Len() > 0 {
			t.Errorf("%v says %s", args, &problems)
		}
		return code, out.String()
	}
	code, fromFile := run("", "check", path, "--format", "json")
	if code != 1 || !strings.Contains(fromFile, `/x.zip/d/dispute.log"`) {
		t.Errorf("status %d, %.300s", code, fromFile)
	}
	code, fromPipe := run(string(b), "check", "-", "--format", "json")
	if code != 1 || strings.ReplaceAll(fromPipe, `"-/d/`, `"`+path+`/d/`) != fromFile {
		t.Errorf("through a pipe: status %d, %.300s", code, fromPipe)
	}
	c := filepath.Join(t.TempDir(), "a.meterscope")
	if code, out := run("", "import", "--case", c, path); code != 0 {
		t.Errorf("status %d, %s", code, out)
	}
	if code, out := run("", "evidence", "--case", c, "--source", path+"/d/dispute.log"); code != 0 || out != string(assets.Sample()) {
		t.Errorf("status %d, %d bytes of evidence", code, len(out))
	}
}

// Standard input may hold several logs too, whatever it is called.
func TestSamplesOfOverlappingLogsOutOfAPipeAreGivenOnce(t *testing.T) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range []string{"a.log", "b.log"} {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write(append([]byte(name+"\n"), assets.Sample()...))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	var once, twice, problems bytes.Buffer
	if code, _ := Run(context.Background(), []string{"samples", "-", "--format", "csv"}, bytes.NewReader(assets.Sample()), &once, &problems); code != exitDone {
		t.Fatal(problems.String())
	}
	if code, _ := Run(context.Background(), []string{"samples", "-", "--format", "csv"}, &out, &twice, &problems); code != exitDone {
		t.Fatal(problems.String())
	}
	if a, b := strings.Count(once.String(), "\n"), strings.Count(twice.String(), "\n"); a != b {
		t.Errorf("%d samples, want %d", b-1, a-1)
	}
}
