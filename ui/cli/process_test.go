package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"meterscope/assets"
	"meterscope/importer"
	"meterscope/model/check"
	"meterscope/model/store"
)

// sampleFile writes the sample log to a folder of its own.
func sampleFile(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), assets.SampleName)
	const private = 0o600
	if err := os.WriteFile(path, assets.Sample(), private); err != nil {
		t.Fatal(err)
	}
	return path
}

// checkSample runs check on the sample and reads its JSON.
func checkSample(t *testing.T) (doc struct {
	Sources      []map[string]any `json:"sources"`
	Transactions []map[string]any `json:"transactions"`
	Findings     []map[string]any `json:"findings"`
}) {
	t.Helper()
	var out, errs bytes.Buffer
	code, handled := Run(context.Background(), []string{"check", sampleFile(t), "--format", "json"}, strings.NewReader(""), &out, &errs)
	if !handled || code != exitFindings {
		t.Fatalf("status %d, handled %v: %s", code, handled, errs.String())
	}
	if err := json.Unmarshal(out.Bytes(), &doc); err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	return doc
}

func TestTheSampleTellsItsStory(t *testing.T) {
	doc := checkSample(t)
	spoken := map[float64]map[string]int{}
	for _, f := range doc.Findings {
		key, _ := f["transaction"].(float64) // 0: it belongs to none
		if spoken[key] == nil {
			spoken[key] = map[string]int{}
		}
		spoken[key][f["rule"].(string)]++
	}
	want := map[float64]map[string]int{
		0: {"JSN006": 1},                                        // a heartbeat that two loggers wrote down
		2: {"SCH003": 2, "UNI001": 2, "CLK007": 1, "REG001": 1}, // the dispute
		3: {"TXN001": 1},                                        // never stopped
	}
	for key, rules := range want {
		for rule, n := range rules {
			if spoken[key][rule] != n {
				t.Errorf("transaction %v: %s speaks %d times, want %d", key, rule, spoken[key][rule], n)
			}
		}
	}
	for key, rules := range spoken {
		for rule, n := range rules {
			if want[key][rule] == 0 {
				t.Errorf("transaction %v: %s speaks %d times, and should be silent", key, rule, n)
			}
		}
	}
	if n := len(doc.Transactions); n != 3 {
		t.Errorf("%d transactions", n)
	}
}

func TestTheProgramOpensNoNetworkSocket(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("looks at /proc")
	}
	checkSample(t)
	mine := map[string]bool{}
	fds, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	socket := regexp.MustCompile(`^socket:\[(\d+)\]$`)
	for _, fd := range fds {
		target, err := os.Readlink("/proc/self/fd/" + fd.Name())
		if err != nil {
			continue // it is the one that read the folder
		}
		if m := socket.FindStringSubmatch(target); m != nil {
			mine[m[1]] = true
		}
	}
	for _, table := range []string{"tcp", "tcp6", "udp", "udp6", "raw", "raw6"} {
		rows, err := os.ReadFile("/proc/self/net/" + table)
		if errors.Is(err, os.ErrNotExist) {
			continue // a system without it
		}
		if err != nil {
			t.Fatal(err)
		}
		for row := range strings.Lines(string(rows)) {
			const inode = 9
			if f := strings.Fields(row); len(f) > inode && mine[f[inode]] {
				t.Errorf("an open %s socket: %s", table, row)
			}
		}
	}
}

// The command line has no way to the network: nothing of it imports a client or a server.
func TestTheCommandLineImportsNoNetwork(t *testing.T) {
	goTool, err := exec.LookPath("go")
	if err != nil {
		t.Skip("no go command")
	}
	out, err := exec.Command(goTool, "list", "-tags", "headless", "-deps", "meterscope").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, dep := range strings.Fields(string(out)) {
		switch dep {
		case "net/http", "net/rpc", "net/smtp", "golang.org/x/net/http2", "crypto/tls":
			t.Errorf("the command line imports %s", dep)
		}
	}
}

func TestAnInterruptEndsWithItsOwnStatus(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("has no interrupt to send")
	}
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"check":   {[]string{"check", "-"}, "meterscope: interrupted\n"},
		"samples": {[]string{"samples", "-", "--format", "csv"}, "meterscope: interrupted\n"},
		"import": {
			[]string{"import", "--case", filepath.Join(t.TempDir(), "c.meterscope"), "-"},
			"meterscope: interrupted: run the same command again, and it goes on where it stopped\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			cmd := exec.Command("meterscope", c.args...)
			cmd.Env = append(os.Environ(), "TMPDIR="+t.TempDir())
			stdin, err := cmd.StdinPipe()
			if err != nil {
				t.Fatal(err)
			}
			var errs bytes.Buffer
			cmd.Stderr = &errs
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			if _, err := stdin.Write(assets.Sample()); err != nil {
				t.Fatal(err)
			}
			// It has read the log and waits for more.
			if err := cmd.Process.Signal(os.Interrupt); err != nil {
				t.Fatal(err)
			}
			done := make(chan struct{})
			go func() {
				defer close(done)
				_ = cmd.Wait() // its status is looked at below
			}()
			select {
			case <-done:
			case <-time.After(20 * time.Second):
				_ = cmd.Process.Kill()
				t.Fatal("it goes on after an interrupt")
			}
			if code := cmd.ProcessState.ExitCode(); code != exitInterrupted {
				t.Errorf("status %d: %s", code, errs.String())
			}
			if got := errs.String(); got != c.want {
				t.Errorf("it says %q", got)
			}
		})
	}
}

// A reader that went away is no reason for a trace.
func TestAReaderThatHasSeenEnoughLeavesNoTemporaryCase(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("pipes of Windows have no such signal")
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	temp := t.TempDir()
	path := sampleFile(t)
	t.Setenv("TMPDIR", temp)
	var errs bytes.Buffer
	code, _ := Run(context.Background(), []string{"samples", path, "--format", "csv"}, strings.NewReader(""), w, &errs)
	if code != exitBrokenPipe || errs.Len() > 0 {
		t.Errorf("status %d, want %d; it said %q", code, exitBrokenPipe, errs.String())
	}
	if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
		t.Errorf("left in the temporary folder: %v (%v)", left, err)
	}
}

func TestAClosedOutputIsAnErrorInOneLine(t *testing.T) {
	r, w := io.Pipe()
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	var errs bytes.Buffer
	code, _ := Run(context.Background(), []string{"samples", sampleFile(t), "--format", "csv"}, strings.NewReader(""), w, &errs)
	if code != exitFailed || strings.Count(errs.String(), "\n") != 1 {
		t.Errorf("status %d: %q", code, errs.String())
	}
}

// killedSink is that of an import which ends after its last batch.
type killedSink struct{ *check.Sink }

func (s killedSink) Finish(context.Context) error { return nil }

func TestTransactionsOfAnInterruptedImportAreListed(t *testing.T) {
	ctx, path := context.Background(), filepath.Join(t.TempDir(), "x.meterscope")
	c, err := store.Create(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	in := []importer.Input{{Path: sampleFile(t)}}
	if _, err := importer.Run(ctx, in, killedSink{check.NewSink(c, check.Options{})}, importer.Options{}); err != nil {
		t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	code, _ := Run(ctx, []string{"transactions", path, "--format", "csv"}, strings.NewReader(""), &out, &errs)
	if code != 0 || strings.Count(out.String(), "\n") < 2 {
		t.Errorf("status %d: %s%s", code, &out, &errs)
	}
}
