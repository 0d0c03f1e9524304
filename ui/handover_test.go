//go:build !headless

package ui

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// shortDir is a folder whose name leaves room for that of a socket.
func shortDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "ms")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

func TestFilesOfASecondStartGoToTheWindowThatRuns(t *testing.T) {
	path := filepath.Join(shortDir(t), "w.sock")
	if handOver(path, []string{"/a.log"}) {
		t.Fatal("nobody is there, and took it")
	}
	if err := os.WriteFile(path, nil, 0o600); err != nil { // left by a program that was killed
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	got := make(chan []string, 3)
	if err := listenForFiles(ctx, path, func(files []string) { got <- files }); err != nil {
		t.Fatal(err)
	}
	a, b := filepath.Join(t.TempDir(), "a b.log"), filepath.Join(t.TempDir(), "ä.meterscope")
	for _, files := range [][]string{{a, b}, nil} {
		if !handOver(path, files) {
			t.Fatal("it was not taken")
		}
		if there := <-got; !slices.Equal(there, files) {
			t.Errorf("got %q", there)
		}
	}
	if handOver(path, []string{"relative.log"}) {
		t.Error("a name that means something else there was taken")
	}
	c, err := net.Dial("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Write([]byte("{nonsense}\n")); err != nil {
		t.Fatal(err)
	}
	_ = c.SetReadDeadline(time.Now().Add(5 * time.Second))
	if n, err := c.Read(make([]byte, 9)); n > 0 || err == nil {
		t.Error("nonsense was answered")
	}
	noNetwork(t)
	cancel()
	for range 100 {
		if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if handOver(path, nil) {
		t.Error("a window that is closed takes files")
	}
}

// noNetwork holds that this program has no socket of IPv4 or IPv6 open.
func noNetwork(t *testing.T) {
	t.Helper()
	if runtime.GOOS != "linux" {
		return
	}
	var own []string
	fds, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	for _, fd := range fds {
		if to, err := os.Readlink("/proc/self/fd/" + fd.Name()); err == nil && strings.HasPrefix(to, "socket:[") {
			own = append(own, strings.TrimSuffix(strings.TrimPrefix(to, "socket:["), "]"))
		}
	}
	if len(own) == 0 {
		t.Error("the socket that it listens on is not found: this test sees nothing")
	}
	for _, kind := range []string{"tcp", "tcp6", "udp", "udp6", "udplite", "udplite6", "raw", "raw6", "icmp", "icmp6"} {
		table, err := os.ReadFile("/proc/self/net/" + kind)
		if err != nil {
			continue // the system has none of them
		}
		for _, line := range strings.Split(string(table), "\n") {
			if f := strings.Fields(line); len(f) > 9 && slices.Contains(own, f[9]) {
				t.Errorf("there is a socket of %s: %s", kind, line)
			}
		}
	}
}

func TestEachUserDisplayAndConfigurationHasASocketOfItsOwn(t *testing.T) {
	env := func(display string) func(string) string {
		return func(key string) string {
			return map[string]string{"XDG_RUNTIME_DIR": "/run/user/1", "DISPLAY": display}[key]
		}
	}
	none := func() (string, error) { return "", errors.New("none") }
	a, b, c := socketPath(env(":0"), none, "/a"), socketPath(env(":1"), none, "/a"), socketPath(env(":0"), none, "/b")
	if a == b || a == c || b == c || !strings.HasPrefix(filepath.ToSlash(a), "/run/user/1/meterscope-") {
		t.Errorf("%q, %q, %q", a, b, c)
	}
	if p := socketPath(func(string) string { return "" }, none, "/a"); p != "" {
		t.Errorf("without a folder it is %q", p)
	}
	long := filepath.Join(t.TempDir(), strings.Repeat("x", longestSocket))
	if p := socketPath(func(string) string { return "" }, func() (string, error) { return long, nil }, "/a"); p != "" {
		t.Errorf("too long a name is used: %q", p)
	}
	if listenForFiles(t.Context(), "", nil) == nil {
		t.Error("it listens nowhere")
	}
}
