package importer

import (
	"context"
	"strings"
	"testing"

	"meterscope/importer/ocppj"
)

// A line of many megabytes is read to its end before it is tried again: each try reads all of it.
func TestLongLineIsTriedOnceItsEndIsThere(t *testing.T) {
	const size = 10 << 20
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	f := newFeed(ctx, strings.NewReader("["+strings.Repeat("x", size)+"]\n[1]\n"), &buffers{})
	defer f.close()
	in := windows{feed: f, line: 1}
	var tries []int
	_, final, err := in.next(ctx, nil, func(w ocppj.Window) (int, bool) {
		tries = append(tries, len(w.Text))
		if strings.HasSuffix(string(w.Text), "\n") {
			return len(w.Text), false
		}
		return 0, false
	})
	if err != nil || !final || len(tries) != 2 || tries[0] != windowBytes || tries[1] < size {
		t.Errorf("tried with %d bytes, final %v, %v", tries, final, err)
	}
}
