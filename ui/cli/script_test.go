package cli

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"meterscope/assets"
	"meterscope/ui/present"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestMain(m *testing.M) {
	testscript.Main(english{m}, map[string]func(){"meterscope": program})
}

// english runs the tests as an English user does, whoever runs them.
type english struct{ *testing.M }

func (m english) Run() int {
	if err := os.Setenv("LANGUAGE", "en"); err != nil {
		panic(err)
	}
	return m.M.Run()
}

// program is the program as main has it, without a window.
func program() {
	code, handled := Run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	if !handled {
		fmt.Println("the window opens")
	}
	os.Exit(code)
}

// TestScripts runs the command line as a user does: testdata/script/*.txtar.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           filepath.Join("testdata", "script"),
		UpdateScripts: *update,
		Setup: func(env *testscript.Env) error {
			env.Setenv("TMPDIR", env.WorkDir)
			env.Setenv("LANG", "en_US.UTF-8")
			const private = 0o600
			return os.WriteFile(filepath.Join(env.WorkDir, assets.SampleName), assets.Sample(), private)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status": status,
			"repeat": repeat,

			"holdlock": holdLock,
		},
	})
}

// status CODE ARGS… runs meterscope and holds its exit status.
func status(ts *testscript.TestScript, _ bool, args []string) {
	want := args[0]
	err := ts.Exec("meterscope", args[1:]...)
	got := "0"
	if err != nil {
		got = fmt.Sprint(err)
	}
	if got != want && got != "exit status "+want {
		ts.Fatalf("meterscope %q: status %s, want %s", args[1:], got, want)
	}
}

// holdLock FILE makes the test the program that writes to a case.
func holdLock(ts *testscript.TestScript, _ bool, args []string) {
	release, err := present.LockCase(ts.MkAbs(args[0]))
	if err != nil {
		ts.Fatalf("holdlock: %v", err)
	}
	ts.Defer(release)
}

// repeat N FILE TEXT writes a file that holds TEXT n times.
func repeat(ts *testscript.TestScript, _ bool, args []string) {
	n := 0
	if _, err := fmt.Sscan(args[0], &n); err != nil {
		ts.Fatalf("repeat: %v", err)
	}
	text := make([]byte, 0, n*len(args[2]))
	for range n {
		text = append(text, args[2]...)
	}
	const private = 0o600
	if err := os.WriteFile(ts.MkAbs(args[1]), text, private); err != nil {
		ts.Fatalf("repeat: %v", err)
	}
}
