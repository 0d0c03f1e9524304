package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"meterscope/assets/version"
)

// Names of the program, as the systems know it. FyneApp.toml has them too; a test holds them together.
const (
	appName    = "Meterscope"
	appID      = "org.meterscope.Meterscope"
	command    = "meterscope"
	mimeType   = "application/x-meterscope"
	summary    = "What really happened in a charging session"
	summaryDE  = "Was in einem Ladevorgang wirklich geschah"
	generic    = "Charging log inspector"
	genericDE  = "Untersucht Ladelogs"
	maintainer = "Meterscope maintainers <maintainers@meterscope.invalid>" // who publishes packages writes their own here
)

// The pinned tools. They are built by the go command when they are needed, and are no part of go.mod.
const (
	fyneTool = "fyne.io/tools/cmd/fyne@v1.7.4"
	nfpmTool = "github.com/goreleaser/nfpm/v2/cmd/nfpm@v2.41.1"
)

// windowTags leave Fyne's font of emoji out: 4 MB in the program, and some 8 MB of memory for each part of the window that
// has a look of its own. The system's fonts have emoji where a log does.
const windowTags = "no_emoji"

// A job is one run: from one commit to the files in one folder.
type job struct {
	out    io.Writer
	dist   string // where the packages go
	work   string // is gone afterwards
	src    string // in work: the project as the commit has it
	commit string
	when   time.Time // of the commit: the only time that stands in a package

	made     []string // names of files in dist
	programs []string // executables, for the list of what is in them
}

// newJob takes the project's last commit, from the folder that it is started in. Only that is packaged: so the commit
// that a program tells of is what it was built from.
func newJob(ctx context.Context, out io.Writer, dist string) (*job, error) {
	root, err := gitOutput(ctx, ".", "rev-parse", "--show-toplevel")
	if err != nil {
		return nil, err
	}
	j := &job{out: out}
	if j.dist, err = filepath.Abs(dist); err != nil {
		return nil, err
	}
	if err = os.MkdirAll(j.dist, 0o755); err != nil {
		return nil, err
	}
	if j.work, err = os.MkdirTemp("", "meterscope-packaging-"); err != nil {
		return nil, err
	}
	if err = j.takeSource(ctx, root); err != nil {
		j.close()
		return nil, err
	}
	return j, nil
}

func (j *job) takeSource(ctx context.Context, root string) error {
	j.src = filepath.Join(j.work, "src")
	if _, err := gitOutput(ctx, j.work, "clone", "--quiet", root, j.src); err != nil {
		return err
	}
	commit, err := gitOutput(ctx, j.src, "rev-parse", "HEAD")
	if err != nil {
		return err
	}
	seconds, err := gitOutput(ctx, j.src, "log", "-1", "--format=%ct")
	if err != nil {
		return err
	}
	unix, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil {
		return fmt.Errorf("read the time of the commit: %w", err)
	}
	j.commit, j.when = commit, time.Unix(unix, 0).UTC()
	app, err := os.ReadFile(filepath.Join(j.src, "FyneApp.toml"))
	if err != nil {
		return err
	}
	if !strings.Contains(string(app), "\nVersion = \""+version.Number+"\"\n") {
		return fmt.Errorf("FyneApp.toml of commit %s has another version than %s: commit first", commit, version.Number)
	}
	changed, err := gitOutput(ctx, root, "status", "--porcelain")
	if err != nil {
		return err
	}
	if changed != "" {
		j.say("note: what is not committed is not packaged")
	}
	j.say("%s %s, commit %s of %s", appName, version.Number, commit, j.when.Format(time.DateOnly))
	return j.hideGenerated(ctx)
}

// hideGenerated keeps what the fyne command writes into the source from being a change of it: else the program would
// say that it was built "with changes".
func (j *job) hideGenerated(ctx context.Context) error {
	const generated = "/fyne_metadata_init.go\n/fyne.syso\n/*.ico\n/*.manifest\n/*.app/\n/*.tar.xz\n/" + command + "\n/*.exe\n"
	if err := os.WriteFile(filepath.Join(j.src, ".git", "info", "exclude"), []byte(generated), 0o644); err != nil {
		return err
	}
	_, err := gitOutput(ctx, j.src, "update-index", "--assume-unchanged", "FyneApp.toml")
	return err
}

func (j *job) close() { _ = os.RemoveAll(j.work) } // the system clears its folder of temporary files too

func (j *job) say(format string, a ...any) { _, _ = fmt.Fprintf(j.out, format+"\n", a...) }

// name is that of a file in dist: "meterscope-0.1.0-linux-amd64.tar.gz".
func (j *job) name(suffix string) string { return command + "-" + version.Number + "-" + suffix }

// keep puts a file into dist. It is as old as the commit.
func (j *job) keep(name string, data []byte) error {
	path := filepath.Join(j.dist, name)
	if err := os.WriteFile(path, data, 0o644); err != nil {
		return err
	}
	j.made = append(j.made, name)
	j.say("  %-56s %6.1f MB", name, float64(len(data))/1e6)
	return os.Chtimes(path, j.when, j.when)
}

// keepFile copies a file that a tool made into dist.
func (j *job) keepFile(name, from string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return j.keep(name, data)
}

// tool builds a pinned tool and gives its path.
func (j *job) tool(ctx context.Context, pinned string) (string, error) {
	dir := filepath.Join(j.work, "tools")
	if err := j.command(ctx, j.work, []string{"GOBIN=" + dir, "GOFLAGS="}, "go", "install", pinned); err != nil {
		return "", err
	}
	path, _, _ := strings.Cut(pinned, "@")
	return filepath.Join(dir, filepath.Base(path)+suffix(runtime.GOOS)), nil
}

// command runs a program; what it says is shown where it fails. Every program is told the commit's time, which most
// that put a time into a file take instead of now.
func (j *job) command(ctx context.Context, dir string, env []string, name string, args ...string) error {
	c := exec.CommandContext(ctx, name, args...)
	c.Dir = dir
	c.Env = append(os.Environ(), "SOURCE_DATE_EPOCH="+strconv.FormatInt(j.when.Unix(), 10), "TZ=UTC", "LC_ALL=C.UTF-8",
		"GOFLAGS=-buildvcs=true", "GOWORK=off")
	c.Env = append(c.Env, env...)
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("run %s %s: %w\n%s", filepath.Base(name), strings.Join(args, " "), err, bytes.TrimSpace(out))
	}
	return nil
}

func gitOutput(ctx context.Context, dir string, args ...string) (string, error) {
	var said bytes.Buffer
	c := exec.CommandContext(ctx, "git", args...)
	c.Dir, c.Stderr = dir, &said
	out, err := c.Output()
	if err != nil {
		return "", fmt.Errorf("run git %s: %w\n%s", args[0], err, bytes.TrimSpace(said.Bytes()))
	}
	return strings.TrimSpace(string(out)), nil
}

// missing names the first of some programs that is not on this machine, and where it comes from; "" if all are.
func missing(programs ...[2]string) string {
	for _, p := range programs {
		if _, err := exec.LookPath(p[0]); err != nil {
			return p[0] + " is missing (" + p[1] + ")"
		}
	}
	return ""
}
