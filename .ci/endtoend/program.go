package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// program is Meterscope, as it runs on a display.
type program struct {
	d      *display
	cmd    *exec.Cmd
	log    string // the file that has its standard error
	id     string // of its window
	exited chan error

	clicks, strokes int // of the user
}

// settings are what the program keeps of its looks.
type settings map[string]any

func (d *display) settingsFile() string {
	return filepath.Join(d.home, "config", "meterscope", "settings.json")
}

// configure sets what the program finds at its start.
func (d *display) configure(s settings) error {
	s["window.width"], s["window.height"] = d.width, d.height
	if s["hints"] == nil {
		s["hints"] = 99 // all tips were seen
	}
	data, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("write the settings: %w", err)
	}
	return write(d.settingsFile(), string(data))
}

// launch runs the program and waits for its window.
func (d *display) launch(binary string, args ...string) (*program, error) {
	p := &program{d: d, log: filepath.Join(d.home, "stderr"), exited: make(chan error, 1)}
	if err := os.MkdirAll(filepath.Join(d.home, "user"), 0o700); err != nil {
		return nil, fmt.Errorf("make a home: %w", err)
	}
	log, err := os.Create(p.log)
	if err != nil {
		return nil, fmt.Errorf("start the program: %w", err)
	}
	p.cmd = exec.Command(binary, args...)
	p.cmd.Env, p.cmd.Stdout, p.cmd.Stderr = d.env(), log, log
	err = p.cmd.Start()
	_ = log.Close()
	if err != nil {
		return nil, fmt.Errorf("start the program: %w", err)
	}
	go func() { p.exited <- p.cmd.Wait() }()
	err = until(2*time.Minute, "the window is there", func() bool {
		out, err := d.tool("search", "--onlyvisible", "--name", "Meterscope")
		p.id, _, _ = strings.Cut(out, "\n")
		return err == nil && p.id != "" || len(p.exited) > 0
	})
	if err == nil && p.id == "" {
		err = fmt.Errorf("it ended before its window came:\n%s", p.said())
	}
	if err != nil {
		p.kill()
		return nil, err
	}
	_, err = d.tool("windowsize", p.id, strconv.Itoa(d.width), strconv.Itoa(d.height))
	return p, err
}

func (p *program) kill() {
	if p.cmd != nil && p.cmd.ProcessState == nil {
		_ = p.cmd.Process.Kill()
	}
}

// title is that of the window.
func (p *program) title() string {
	name, _ := p.d.tool("getwindowname", p.id)
	return name
}

func (p *program) said() string {
	data, _ := os.ReadFile(p.log)
	return strings.TrimSpace(string(data))
}

// expected is what may stand on standard error. Fyne watches its preferences, and now and then reads them while it
// writes them: it says so in three lines, and reads them again.
var expected = regexp.MustCompile(`(?m)^.*Fyne error:\s+Preferences load error:.*\n(^.*(Cause:|At:).*\n?)*`)

// complaint is what it said that it shouldn't have.
func (p *program) complaint() string {
	data, err := os.ReadFile(p.log)
	if err != nil {
		return err.Error()
	}
	return string(bytes.TrimSpace(expected.ReplaceAll(data, nil)))
}

// busy is for how long its threads have run, or waited for a processor to run on.
func (p *program) busy() (sum time.Duration) {
	files, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", p.cmd.Process.Pid))
	for _, f := range files {
		var run, wait int64
		if data, err := os.ReadFile(f); err == nil {
			_, _ = fmt.Sscan(string(data), &run, &wait)
		}
		sum += time.Duration(run + wait)
	}
	return sum
}

// running says whether it hasn't ended.
func (p *program) running() bool { return len(p.exited) == 0 }

// ended waits for the end of the program.
func (p *program) ended() error {
	if err := until(time.Minute, "the program ends", func() bool { return !p.running() }); err != nil {
		return err
	}
	if err := <-p.exited; err != nil {
		return fmt.Errorf("the program ended: %w", err)
	}
	return nil
}

// keys presses keys one after the other: "ctrl+f", "Down".
func (p *program) keys(keys ...string) error {
	if len(keys) == 0 {
		return nil
	}
	p.strokes += len(keys)
	_, err := p.d.tool(append([]string{"key", "--delay", "40"}, keys...)...)
	return err
}

// text types a text.
func (p *program) text(s string) error {
	p.strokes += len(s)
	_, err := p.d.tool("type", "--delay", "30", s)
	return err
}

// point moves the pointer.
func (p *program) point(x, y int) error {
	_, err := p.d.tool("mousemove", strconv.Itoa(x), strconv.Itoa(y))
	return err
}

// click presses a button of the mouse at a place: 1 is the left one, 3 the right one, 4 and 5 turn the wheel.
func (p *program) click(x, y, button int) error {
	p.clicks++
	_, err := p.d.tool("mousemove", strconv.Itoa(x), strconv.Itoa(y), "sleep", "0.05", "click", strconv.Itoa(button))
	return err
}

// doubleClick presses the left button twice.
func (p *program) doubleClick(x, y int) error {
	p.clicks += 2
	_, err := p.d.tool("mousemove", strconv.Itoa(x), strconv.Itoa(y), "sleep", "0.05", "click", "--repeat", "2", "--delay", "80", "1")
	return err
}

// drag moves from one place to another with the left button held.
func (p *program) drag(x0, y0, x1, y1 int) error {
	at := func(x, y int) []string {
		return []string{"mousemove", strconv.Itoa(x), strconv.Itoa(y), "sleep", "0.05"}
	}
	args := append(at(x0, y0), "mousedown", "1", "sleep", "0.05")
	args = append(args, at((x0+x1)/2, (y0+y1)/2)...)
	args = append(args, at(x1, y1)...)
	_, err := p.d.tool(append(args, "mouseup", "1")...)
	return err
}
