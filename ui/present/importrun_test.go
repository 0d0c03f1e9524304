package present

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"meterscope/importer"
	"meterscope/model"
	"meterscope/model/store"
)

// realDesk is an app over a case file on the disk, with the program's own engine.
func realDesk(t *testing.T, path string) *desk {
	t.Helper()
	d := &desk{loop: newLoop(t)}
	d.App = NewApp(context.Background(), NewEngine(time.Now, time.UTC), d)
	d.OnProblem = func(p Problem) { d.problems = append(d.problems, p) }
	d.NewCase(path)
	d.until("the case is open", func() bool { return !d.Opening() && d.List.Loaded() })
	return d
}

// shut closes the app as the window does.
func (d *desk) shut() {
	done := make(chan struct{})
	go func() {
		d.Close()
		close(done)
	}()
	for {
		select {
		case <-d.posts:
		case <-done:
			return
		}
	}
}

// logText writes a log of about so many bytes: transactions of 50 meter values.
func logText(size int) []byte {
	var b bytes.Buffer
	at := time.Date(2025, 3, 1, 10, 0, 0, 0, time.UTC)
	for i := 0; b.Len() < size; i++ {
		at = at.Add(10 * time.Second)
		fmt.Fprintf(&b, `%s CP1 [2,"%d","MeterValues",{"connectorId":1,"transactionId":%d,"meterValue":[{"timestamp":"%s","sampledValue":[{"value":"%d"},{"value":"11000","measurand":"Power.Active.Import","unit":"W"}]}]}]`+"\n",
			at.Format(time.RFC3339), i, i/50, at.Format(time.RFC3339), i*30)
	}
	return b.Bytes()
}

// stuck is a reader that gives some bytes and then waits for ever.
type stuck struct {
	text  io.Reader
	until chan struct{}
}

func (s *stuck) Read(p []byte) (int, error) {
	if n, _ := s.text.Read(p); n > 0 {
		return n, nil
	}
	<-s.until
	return 0, io.EOF
}

// sums are what a case holds.
func sums(t *testing.T, path string) (n model.Counts, transactions int) {
	t.Helper()
	c, err := store.Open(t.Context(), path)
	if err != nil {
		t.Fatalf("it doesn't open: %v", err)
	}
	defer func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}()
	sources, err := c.Sources(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range sources {
		n.Add(s.Counts)
	}
	keys, err := c.TransactionKeys(t.Context(), store.TransactionQuery{})
	if err != nil {
		t.Fatal(err)
	}
	return n, len(keys)
}

func TestCancelledImportEndsAtOnceAndGoesOnLater(t *testing.T) {
	dir := t.TempDir()
	log := filepath.Join(dir, "day.log")
	if err := os.WriteFile(log, logText(8<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	whole := realDesk(t, filepath.Join(dir, "whole.meterscope"))
	whole.Import(log)
	whole.until("it is imported", func() bool { return !whole.Importing() })
	whole.shut()
	want, wantTx := sums(t, filepath.Join(dir, "whole.meterscope"))

	for _, after := range []time.Duration{0, 5, 30, 100} {
		t.Run(fmt.Sprintf("after %d ms", after), func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "case.meterscope")
			d := realDesk(t, path)
			d.Import(log)
			run := d.run
			time.Sleep(after * time.Millisecond)
			began := time.Now()
			d.CancelImport()
			<-run.done
			if took := time.Since(began); took > 2*time.Second { // 0.2 s on a machine that has nothing else to do
				t.Errorf("it took %v to end", took)
			} else {
				t.Logf("ended after %v", took)
			}
			d.until("it ended", func() bool { return !d.Importing() })
			d.settle()
			d.shut()
			sums(t, path)
			again := realDesk(t, path)
			again.Import(log)
			again.until("it is imported", func() bool { return !again.Importing() })
			again.shut()
			if len(d.problems)+len(again.problems) > 0 {
				t.Errorf("problems %v %v", d.problems, again.problems)
			}
			if got, tx := sums(t, path); got != want || tx != wantTx {
				t.Errorf("in the end %+v and %d transactions, want %+v and %d", got, tx, want, wantTx)
			}
		})
	}
}

func TestReaderThatIsStuckCanBeCancelled(t *testing.T) {
	d := realDesk(t, filepath.Join(t.TempDir(), "case.meterscope"))
	defer d.shut()
	until := make(chan struct{})
	defer close(until)
	d.importInputs(importer.Input{Path: "slow", Reader: &stuck{bytes.NewReader(logText(1 << 20)), until}})
	run := d.run
	time.Sleep(100 * time.Millisecond)
	began := time.Now()
	d.CancelImport()
	if d.Status.Progress != TextStopping {
		t.Errorf("it says %q", d.Status.Progress)
	}
	select {
	case <-run.done:
		t.Logf("ended after %v", time.Since(began))
	case <-time.After(2 * time.Second):
		t.Fatal("it waits for the reader")
	}
	d.until("it ended", func() bool { return !d.Importing() })
}

func TestFolderThatWasInterruptedGoesOn(t *testing.T) {
	dir := t.TempDir()
	folder := filepath.Join(dir, "logs")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		text := bytes.ReplaceAll(logText([]int{100_000, 100_000, 16 << 20}[i]), []byte("CP1"), fmt.Appendf(nil, "CP%d", i))
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("%d.log", i)), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(dir, "case.meterscope")
	d := realDesk(t, path)
	d.Import(folder)
	d.until("one is read", func() bool { return d.run == nil || d.run.seen.SourcesDone > 0 })
	d.CancelImport()
	d.until("it ended", func() bool { return !d.Importing() })
	d.shut()
	again := realDesk(t, path)
	defer again.shut()
	again.until("it is offered", func() bool { return again.InterruptedText() != "" })
	if got := again.InterruptedText(); got != "The import of logs was interrupted." {
		t.Fatalf("offered %q", got)
	}
	again.Continue()
	again.until("it is imported", func() bool { return !again.Importing() })
	again.until("nothing is left", func() bool { return again.InterruptedText() == "" && len(again.Sources.Rows()) == 3 })
	var names []string
	for _, r := range again.Sources.Rows() {
		names = append(names, r.Name+r.State)
	}
	if got := strings.Join(names, " "); got != "0.log 1.log 2.log" {
		t.Errorf("sources %s", got)
	}
}

func TestProgressIsShownOnceHoweverOftenItIsTold(t *testing.T) {
	var r importRun
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	posts := 0
	for i := range 1000 {
		if r.tell(now.Add(time.Duration(i)*time.Millisecond), importer.Progress{Done: int64(i), Ended: &importer.SourceReport{}}) {
			posts++
		}
	}
	p, speed := r.take()
	if posts != 1 || p.Done != 999 || p.Ended != nil || len(r.ended) != 1000 || speed != 1000 {
		t.Errorf("%d posts, %+v, %d ended, %g B/s", posts, p, len(r.ended), speed)
	}
	if !r.tell(now, importer.Progress{}) {
		t.Error("what comes later is not told")
	}
}
