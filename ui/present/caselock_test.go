package present

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"meterscope/ui/internal/memcase"
)

// lockVariable makes the test's program hold a case until its standard input ends.
const lockVariable = "METERSCOPE_TEST_LOCK"

func TestMain(m *testing.M) {
	path := os.Getenv(lockVariable)
	if path == "" {
		os.Exit(m.Run())
	}
	release, err := LockCase(path)
	if err != nil {
		_, _ = os.Stdout.WriteString("in use\n")
		os.Exit(0)
	}
	_, _ = os.Stdout.WriteString("locked\n")
	_, _ = io.Copy(io.Discard, os.Stdin)
	release()
}

// otherProgram locks a case in a process of its own, and says what that said.
func otherProgram(t *testing.T, path string) (said string, cmd *exec.Cmd, end func()) {
	t.Helper()
	cmd = exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), lockVariable+"="+path)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	end = func() {
		_ = in.Close()
		_ = cmd.Wait()
	}
	t.Cleanup(end)
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return line, cmd, end
}

func TestACaseThatAnotherProgramWritesToIsOpenForReading(t *testing.T) {
	path := filepath.Join(t.TempDir(), "shared"+CaseEnding)
	said, _, end := otherProgram(t, path)
	if said != "locked\n" {
		t.Fatalf("the other program said %q", said)
	}
	d := newDesk(t, memcase.Filled(3))
	looked := ""
	d.Engine.Lock = LockCase
	d.Engine.Look = func(_ context.Context, path string) (CaseFile, error) {
		looked = path
		file := memcase.Filled(2)
		file.Frozen = true
		return file, nil
	}
	d.OpenCase(path)
	d.until("it is open", func() bool { return !d.Opening() && d.List.Len() == 2 })
	if looked != path || !d.InUse() {
		t.Errorf("looked at %q, in use %v", looked, d.InUse())
	}
	if n := d.Notice(); n == nil || n.Text != "shared is open in another Meterscope. Here it can be read, not changed." {
		t.Errorf("notice %+v", n)
	}
	d.Import("day.log")
	d.settle()
	if len(d.problems) != 1 || d.problems[0].What != "shared is open in another Meterscope." {
		t.Errorf("problems %+v", d.problems)
	}
	end()
	d.Notice().Actions[0].Run() // try again
	d.until("it is open for writing", func() bool { return !d.Opening() && d.List.Len() == 3 })
	if d.InUse() || d.Notice() != nil {
		t.Errorf("it is still said to be in use: %+v", d.Notice())
	}
	if said, _, _ := otherProgram(t, path); said != "in use\n" {
		t.Errorf("another program can write to it: it said %q", said)
	}
}

func TestAProgramThatIsKilledLeavesItsCaseFree(t *testing.T) {
	path := filepath.Join(t.TempDir(), "case"+CaseEnding)
	_, cmd, end := otherProgram(t, path)
	if _, err := LockCase(path); !errors.Is(err, ErrInUse) {
		t.Errorf("locked twice: %v", err)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	end()
	var release func()
	var err error
	for range 50 {
		if release, err = LockCase(path); err == nil {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if err != nil {
		t.Fatal(err)
	}
	release()
	if _, err := os.Stat(path + lockEnding); err == nil {
		t.Error("a file is left beside the case")
	}
}

func TestACaseWhereNothingCanBePutBesideIsNotLocked(t *testing.T) {
	release, err := LockCase(filepath.Join(t.TempDir(), "no such folder", "x"+CaseEnding))
	if err != nil {
		t.Fatal(err)
	}
	release()
}

func TestACaseIsRenamedAndNeverInPlaceOfAnother(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name+CaseEnding) }
	d := liveDesk(t, at("first"))
	d.ImportSample()
	d.until("it is imported", func() bool { return !d.Importing() && d.List.Len() == 3 })
	d.settle()
	d.RenameCase(at("second"))
	d.until("it has its name", func() bool { return !d.Opening() && d.CaseName() == "second" && d.List.Len() == 3 })
	if _, err := os.Stat(at("first")); err == nil {
		t.Error("the old file is still there")
	}
	if err := os.WriteFile(at("taken"), []byte("something"), 0o600); err != nil {
		t.Fatal(err)
	}
	d.RenameCase(at("taken"))
	d.until("it is told", func() bool { return !d.Opening() && len(d.problems) == 1 && d.List.Len() == 3 })
	if got, err := os.ReadFile(at("taken")); err != nil || string(got) != "something" || d.CaseName() != "second" {
		t.Errorf("the other file holds %q, %v; the case is %s", got, err, d.CaseName())
	}
	if d.problems[0].What != "The case could not be renamed." {
		t.Errorf("problem %+v", d.problems[0])
	}
}
