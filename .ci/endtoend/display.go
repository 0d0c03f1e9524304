package main

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// display is an X server without a screen, with a window manager, and a home of its own for the program.
type display struct {
	home   string // holds all that the program keeps
	number string // ":7"
	width  int
	height int
	server *exec.Cmd
	wm     *exec.Cmd
}

// newDisplay starts one. Its pictures are read from a file of the server: that costs nothing, however often.
func newDisplay(width, height int) (*display, error) {
	for _, tool := range []string{"Xvfb", "openbox", "xdotool"} {
		if _, err := exec.LookPath(tool); err != nil {
			return nil, fmt.Errorf("%s is missing: apt-get install xvfb openbox xdotool libgl1-mesa-dri", tool)
		}
	}
	home, err := os.MkdirTemp("", "meterscope-endtoend-")
	if err != nil {
		return nil, fmt.Errorf("make a home: %w", err)
	}
	d := &display{home: home, width: width, height: height}
	if err := d.start(); err != nil {
		d.close()
		return nil, err
	}
	return d, nil
}

func (d *display) start() error {
	r, w, err := os.Pipe()
	if err != nil {
		return fmt.Errorf("start the display: %w", err)
	}
	defer func() { _ = r.Close() }()
	// Without -noreset the server starts anew whenever its last client leaves, and turns away whoever comes then.
	d.server = exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", fmt.Sprintf("%dx%dx24", d.width, d.height),
		"-nolisten", "tcp", "-noreset", "-nocursor", "-fbdir", d.home)
	d.server.ExtraFiles = []*os.File{w}
	err = d.server.Start()
	_ = w.Close()
	if err != nil {
		return fmt.Errorf("start the display: %w", err)
	}
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		return fmt.Errorf("start the display: %w", err)
	}
	d.number = ":" + strings.TrimSpace(line)
	rc := filepath.Join(d.home, "config", "openbox", "rc.xml")
	if err := write(rc, openboxRules); err != nil {
		return err
	}
	d.wm = exec.Command("openbox", "--config-file", rc)
	d.wm.Env = d.env()
	if err := d.wm.Start(); err != nil {
		return fmt.Errorf("start the window manager: %w", err)
	}
	return until(time.Minute, "the display answers", func() bool {
		_, err := d.tool("getdisplaygeometry")
		return err == nil
	})
}

// openboxRules puts the window into the upper left corner, without a frame.
const openboxRules = `<openbox_config xmlns="http://openbox.org/3.4/rc"><applications><application class="*">
<decor>no</decor><position force="yes"><x>0</x><y>0</y></position></application></applications></openbox_config>
`

// env is what the programs on the display see. No message bus: file dialogs are the program's own.
func (d *display) env() []string {
	env := []string{
		"DISPLAY=" + d.number, "LIBGL_ALWAYS_SOFTWARE=1", "LANG=en_US.UTF-8", "TZ=Europe/Berlin", "HOME=" + filepath.Join(d.home, "user"),
		"DBUS_SESSION_BUS_ADDRESS=unix:path=" + filepath.Join(d.home, "no-bus"),
	}
	for _, v := range []string{"CONFIG", "CACHE", "DATA", "STATE"} {
		env = append(env, "XDG_"+v+"_HOME="+filepath.Join(d.home, strings.ToLower(v)))
	}
	return append(env, "XDG_RUNTIME_DIR="+d.home, "PATH="+os.Getenv("PATH"))
}

func (d *display) close() {
	for _, c := range []*exec.Cmd{d.wm, d.server} {
		if c != nil && c.Process != nil {
			_ = c.Process.Kill()
			_ = c.Wait()
		}
	}
	_ = os.RemoveAll(d.home)
}

// tool runs xdotool.
func (d *display) tool(args ...string) (string, error) {
	c := exec.Command("xdotool", args...)
	c.Env = d.env()
	out, err := c.Output()
	if err != nil {
		return "", fmt.Errorf("xdotool %s: %w", strings.Join(args, " "), err)
	}
	return strings.TrimSpace(string(out)), nil
}

// picture is what the display shows now.
func (d *display) picture() (*image.RGBA, error) {
	data, err := os.ReadFile(filepath.Join(d.home, "Xvfb_screen0"))
	if err != nil {
		return nil, fmt.Errorf("take a picture: %w", err)
	}
	return readXWD(data)
}

// readXWD decodes X's own format of pictures, as far as Xvfb writes it: 32 bits a pixel, blue first.
func readXWD(data []byte) (*image.RGBA, error) {
	const headerWords = 25
	if len(data) < headerWords*4 {
		return nil, errors.New("read the display's memory: it is cut off")
	}
	word := func(i int) int { return int(binary.BigEndian.Uint32(data[i*4:])) }
	width, height, stride := word(4), word(5), word(12)
	start := word(0) + word(19)*12
	if word(11) != 32 || word(7) != 0 || stride < width*4 || len(data) < start+stride*height {
		return nil, errors.New("read the display's memory: not 32 bits a pixel")
	}
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		from, to := data[start+y*stride:], img.Pix[y*img.Stride:]
		for x := range width {
			to[x*4], to[x*4+1], to[x*4+2], to[x*4+3] = from[x*4+2], from[x*4+1], from[x*4], 0xFF
		}
	}
	return img, nil
}

// until waits for a condition.
func until(limit time.Duration, what string, holds func() bool) error {
	for end := time.Now().Add(limit); time.Now().Before(end); time.Sleep(60 * time.Millisecond) {
		if holds() {
			return nil
		}
	}
	return fmt.Errorf("not in %v: %s", limit, what)
}

func write(path, text string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("make a folder: %w", err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		return fmt.Errorf("write a file: %w", err)
	}
	return nil
}
