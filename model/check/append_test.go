package check_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"meterscope/importer"
	"meterscope/model"
	"meterscope/model/check"
	"meterscope/model/store"
)

// liveLog writes the log of a transaction with so many samples.
func liveLog(samples int) []string {
	line := func(i int, dir, frame string) string {
		return fmt.Sprintf("2025-03-01 10:%02d:%02d.000 INFO (MainThread) [ocpp] CP1: %s %s\n", i/60, i%60, dir, frame)
	}
	lines := []string{
		line(0, "receive message", `[2,"s","StartTransaction",{"connectorId":1,"idTag":"T","meterStart":1000,"timestamp":"2025-03-01T10:00:00Z"}]`),
		line(0, "send", `[3,"s",{"idTagInfo":{"status":"Accepted"},"transactionId":7}]`),
	}
	for i := 1; i <= samples; i++ {
		lines = append(lines, line(i, "receive message", fmt.Sprintf(`[2,"m%d","MeterValues",{"connectorId":1,"transactionId":7,"meterValue":[{"timestamp":"2025-03-01T10:%02d:%02dZ","sampledValue":[{"value":"%d"}]}]}]`, i, i/60, i%60, 1000+i)))
	}
	stop := samples + 1
	return append(lines, line(stop, "receive message", fmt.Sprintf(`[2,"e","StopTransaction",{"transactionId":7,"meterStop":%d,"timestamp":"2025-03-01T10:%02d:%02dZ"}]`, 1000+samples, stop/60, stop%60)))
}

func TestACaseFollowsAFileAsItGrows(t *testing.T) {
	path := filepath.Join(t.TempDir(), "live.log")
	c := openCase(t)
	f := importer.NewFollower(path, importer.Options{})
	defer f.Close() //nolint:errcheck // only read from
	lines, text := liveLog(150), ""
	for i, line := range lines {
		text += line
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		sink := check.NewSink(c, check.Options{})
		step, err := f.Step(t.Context(), sink, i == len(lines)-1)
		if err != nil {
			t.Fatal(err)
		}
		if step.Counts.Frames != 1 {
			t.Fatalf("line %d: %+v", i, step)
		}
		if err := sink.Finish(t.Context()); err != nil {
			t.Fatal(err)
		}
		if i%40 == 7 {
			checkLive(t, c, int64(i-1))
		}
	}
	sources, err := c.Sources(t.Context())
	if err != nil || len(sources) != 1 {
		t.Fatal(sources, err)
	}
	evidence, err := c.Evidence(t.Context(), sources[0].ID, 0, len(text)+10)
	if err != nil || string(evidence) != text || !sources[0].Complete || sources[0].Counts.Frames != int64(len(lines)) {
		t.Errorf("source %+v holds %d of %d bytes: %v", sources[0], len(evidence), len(text), err)
	}
	whole := openCase(t)
	if _, err := importer.Run(t.Context(), []importer.Input{{Path: path, Reader: strings.NewReader(text)}}, check.NewSink(whole, check.Options{}), importer.Options{}); err != nil {
		t.Fatal(err)
	}
	a, b := onlyTransaction(t, c), onlyTransaction(t, whole)
	a.Key, b.Key = 0, 0 // until its id is there it is another
	if a != b {
		t.Errorf("followed it is\n%+v, imported\n%+v", a, b)
	}
}

// checkLive says whether the transaction has so many samples, and its source a hash that fits.
func checkLive(t *testing.T, c *store.Case, samples int64) {
	t.Helper()
	tx := onlyTransaction(t, c)
	if tx.SampledValues != samples || !tx.Energy.OK {
		t.Errorf("the transaction has %d samples, want %d; energy %v", tx.SampledValues, samples, tx.Energy)
	}
	r := c.EvidenceReader(t.Context(), 1)
	defer r.Close() //nolint:errcheck // only read from
	buf := make([]byte, 1<<20)
	for {
		if _, err := r.Read(buf); err != nil {
			if err.Error() != "EOF" {
				t.Error(err)
			}
			return
		}
	}
}

func onlyTransaction(t *testing.T, c *store.Case) model.Transaction {
	t.Helper()
	keys, err := c.TransactionKeys(t.Context(), store.TransactionQuery{})
	if err != nil || len(keys) != 1 {
		t.Fatal(keys, err)
	}
	list, err := c.Transactions(t.Context(), keys)
	if err != nil {
		t.Fatal(err)
	}
	return list[0]
}

func TestAnAppendThatIsLeftChangesNothing(t *testing.T) {
	c := openCase(t)
	text := strings.Join(liveLog(3), "")
	if _, err := importer.Run(t.Context(), []importer.Input{{Path: "a.log", Reader: strings.NewReader(text)}}, check.NewSink(c, check.Options{}), importer.Options{}); err != nil {
		t.Fatal(err)
	}
	before, err := c.Sources(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	sink := check.NewSink(c, check.Options{})
	r, err := sink.Append(t.Context(), before[0])
	if err != nil || r.Offset != int64(len(text)) {
		t.Fatal(r, err)
	}
	if err := sink.Write(t.Context(), &model.Batch{Source: before[0].ID, Offset: r.Offset, Evidence: []byte("more\n"), Lines: r.Lines + 1}); err != nil {
		t.Fatal(err)
	}
	if err := c.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	after, err := c.Sources(t.Context())
	if err != nil || after[0] != before[0] {
		t.Errorf("the source is %+v, was %+v: %v", after[0], before[0], err)
	}
	if _, err := sink.Append(t.Context(), model.Source{ID: 99}); err == nil {
		t.Error("what isn't there grows")
	}
}

func TestAFileIsTheSameHoweverItsPathIsSpelled(t *testing.T) {
	dir := t.TempDir()
	logs := filepath.Join(dir, "logs")
	if err := os.Mkdir(logs, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Chdir(logs)
	spelled := map[string]string{
		"as it is":                     filepath.Join(logs, "live.log"),
		"relative":                     "live.log",
		"with a dot":                   "." + string(filepath.Separator) + "live.log",
		"with a detour":                logs + string(filepath.Separator) + ".." + string(filepath.Separator) + "logs" + string(filepath.Separator) + "live.log",
		"through a link":               filepath.Join(dir, "link.log"),
		"through a link to the folder": filepath.Join(dir, "other", "live.log"),
	}
	for link, to := range map[string]string{"link.log": filepath.Join(logs, "live.log"), "other": logs} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Skip("links can't be made here:", err)
		}
	}
	lines := liveLog(30)
	for imported, as := range spelled {
		for followed, path := range spelled {
			if err := os.WriteFile("live.log", []byte(strings.Join(lines[:20], "")), 0o600); err != nil {
				t.Fatal(err)
			}
			c := openCase(t)
			if _, err := importer.Run(t.Context(), []importer.Input{{Path: as}}, check.NewSink(c, check.Options{}), importer.Options{}); err != nil {
				t.Fatal(err)
			}
			rep, err := importer.Run(t.Context(), []importer.Input{{Path: path}}, check.NewSink(c, check.Options{}), importer.Options{})
			if err != nil || !rep.Sources[0].Already {
				t.Errorf("imported %s and %s: %+v, %v", imported, followed, rep, err)
			}
			f := importer.NewFollower(path, importer.Options{})
			for _, text := range []string{strings.Join(lines[:20], ""), strings.Join(lines, "")} {
				if err := os.WriteFile("live.log", []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
				if _, err := f.Step(t.Context(), check.NewLive(c, check.Options{}), false); err != nil {
					t.Fatal(err)
				}
			}
			if err := f.Close(); err != nil {
				t.Fatal(err)
			}
			sources, err := c.Sources(t.Context())
			if err != nil || len(sources) != 1 || sources[0].Counts.Frames != int64(len(lines)) {
				t.Errorf("imported %s and followed %s: sources %+v, %v", imported, followed, sources, err)
			}
		}
	}
}

func TestAnotherFileOfTheSameContentIsASourceOfItsOwn(t *testing.T) {
	dir := t.TempDir()
	lines := liveLog(30)
	c := openCase(t)
	for i, name := range []string{"a.log", "b.log"} {
		path := filepath.Join(dir, name)
		f := importer.NewFollower(path, importer.Options{})
		for _, text := range []string{strings.Join(lines[:20], ""), strings.Join(lines[:21+i], "")} {
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := f.Step(t.Context(), check.NewLive(c, check.Options{}), false); err != nil {
				t.Fatal(err)
			}
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if sources, err := c.Sources(t.Context()); err != nil || len(sources) != 2 {
		t.Errorf("sources %+v, %v", sources, err)
	}
}
