//go:build !headless

package ui

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net"
	"os"
	"path/filepath"
	"time"
)

// A second start of the program hands its files to the window that runs already: through a socket in a folder of the
// user's own, which no other machine and no other user can reach.

// handoverPatience is how long the running window may take to answer. It only notes what it is given.
const handoverPatience = 2 * time.Second

// longestSocket is how long the name of a socket may be on every system.
const longestSocket = 100

// request is what a second start asks for.
type request struct {
	Open []string `json:"open"` // full paths; none: the window only comes to the front
}

// socketPath is where the window of a user, a display and a configuration listens; "" where none can be.
func socketPath(env func(string) string, cache func() (string, error), defaultCase string) string {
	dir := env("XDG_RUNTIME_DIR")
	if dir == "" {
		var err error
		if dir, err = cache(); err != nil {
			return ""
		}
		dir = filepath.Join(dir, "meterscope")
		if os.MkdirAll(dir, 0o700) != nil {
			return ""
		}
	}
	sum := sha256.Sum256([]byte(defaultCase + "\x00" + env("DISPLAY")))
	path := filepath.Join(dir, "meterscope-"+hex.EncodeToString(sum[:6])+".sock")
	if len(path) > longestSocket {
		return ""
	}
	return path
}

// handOver gives files to the window that runs already. It is false if there is none.
func handOver(path string, files []string) bool {
	if path == "" {
		return false
	}
	c, err := net.DialTimeout("unix", path, handoverPatience)
	if err != nil {
		return false
	}
	defer c.Close() //nolint:errcheck // what was to be said was said
	if c.SetDeadline(time.Now().Add(handoverPatience)) != nil || json.NewEncoder(c).Encode(request{Open: files}) != nil {
		return false
	}
	answer, err := bufio.NewReader(c).ReadString('\n')
	return err == nil && answer == "ok\n"
}

// listenForFiles takes what other starts hand over, until ctx ends. It is an error where that can't be done: then each
// start has a window of its own.
func listenForFiles(ctx context.Context, path string, got func(files []string)) error {
	if path == "" {
		return errors.New("there is no folder for a socket")
	}
	l, err := net.Listen("unix", path)
	if err != nil { // nobody answered before: what is there was left by a program that was killed
		if err := os.Remove(path); err != nil {
			return err
		}
		if l, err = net.Listen("unix", path); err != nil {
			return err
		}
	}
	context.AfterFunc(ctx, func() { _ = l.Close() }) // which removes it
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go answerTo(c, got)
		}
	}()
	return nil
}

func answerTo(c net.Conn, got func(files []string)) {
	defer c.Close() //nolint:errcheck // what was to be said was said
	const most = 1 << 20
	if c.SetDeadline(time.Now().Add(handoverPatience)) != nil {
		return
	}
	line, err := bufio.NewReaderSize(c, most).ReadSlice('\n')
	var r request
	if err != nil || json.Unmarshal(line, &r) != nil {
		return
	}
	for _, f := range r.Open {
		if !filepath.IsAbs(f) {
			return
		}
	}
	got(r.Open)
	_, _ = c.Write([]byte("ok\n")) // who asked may be gone
}
