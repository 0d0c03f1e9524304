package importer

import (
	"context"
	"strings"
	"testing"

	"meterscope/model"
)

// unreadSink adds up what batches could not read.
type unreadSink struct {
	memory
	places, bytes int64
}

func (s *unreadSink) Write(ctx context.Context, b *model.Batch) error {
	s.places += b.Counts.Unread
	s.bytes += b.Unread
	return s.memory.Write(ctx, b)
}

func TestBytesOfUnreadPlacesAreCounted(t *testing.T) {
	broken, other := `[2,"2","MeterValues",{"connectorId":1,,}]`, `[9,"3","MeterValues",{}]`
	text := `x [2,"1","Heartbeat",{}]` + "\n" + "x " + broken + "\n" + "x " + other + "\n"
	s := &unreadSink{}
	if _, err := Run(t.Context(), []Input{{Path: "a", Reader: strings.NewReader(text)}}, s, Options{}); err != nil {
		t.Fatal(err)
	}
	if want := int64(len(broken) + len(other)); s.places != 2 || s.bytes != want {
		t.Errorf("%d bytes in %d places, want %d", s.bytes, s.places, want)
	}
}
