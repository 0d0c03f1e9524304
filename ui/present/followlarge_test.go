package present

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// BenchmarkFollowBesideALargeCase measures how long after it was written a line is in the window, where the case holds
// a large log as well.
func BenchmarkFollowBesideALargeCase(b *testing.B) {
	dir := b.TempDir()
	log, live := filepath.Join(dir, "day.log"), filepath.Join(dir, "live.log")
	const size = 50 << 20
	if err := os.WriteFile(log, logText(size), 0o600); err != nil {
		b.Fatal(err)
	}
	d := &desk{loop: &loop{posts: make(chan func(), 1024)}}
	d.App = NewApp(b.Context(), NewEngine(time.Now, time.UTC), d)
	wait := func(cond func() bool) {
		for !cond() {
			(<-d.posts)()
		}
	}
	d.NewCase(filepath.Join(dir, "case"+CaseEnding))
	wait(func() bool { return !d.Opening() && d.List.Loaded() })
	d.Import(log)
	wait(func() bool { return !d.Importing() })
	for _, i := range []int{0, 1} {
		f, err := os.OpenFile(live, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		if err != nil {
			b.Fatal(err)
		}
		_, _ = f.WriteString(liveLine(i))
		_ = f.Close()
	}
	d.Follow(live)
	wait(func() bool { return len(d.follows) == 1 && d.follows[0].source.ID != 0 })
	n := int64(0)
	b.ResetTimer()
	for range b.N {
		f, err := os.OpenFile(live, os.O_APPEND|os.O_WRONLY, 0o600)
		if err != nil {
			b.Fatal(err)
		}
		_, _ = f.WriteString(liveLine(int(n) + 2))
		_ = f.Close()
		n++
		wait(func() bool { return d.follows[0].frames >= n })
	}
	b.StopTimer()
	go d.Close()
	for range 100 {
		select {
		case f := <-d.posts:
			f()
		case <-time.After(20 * time.Millisecond):
		}
	}
}
