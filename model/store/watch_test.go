package store

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"
)

func TestChangesOfAnotherProgramAreNoticed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "case.meterscope")
	writer, err := Create(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer writer.Close() //nolint:errcheck // the test is over
	looking, err := OpenReadOnly(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer looking.Close() //nolint:errcheck // likewise
	ctx, stop := context.WithCancel(t.Context())
	changes, ended := make(chan struct{}, 10), make(chan error, 1)
	go func() { ended <- looking.Watch(ctx, 5*time.Millisecond, func() { changes <- struct{}{} }) }()
	time.Sleep(30 * time.Millisecond)
	for i, text := range []string{"one", "two"} {
		joins := looking.Joins()
		if err := writer.SetSetting(t.Context(), "word", text); err != nil {
			t.Fatal(err)
		}
		select {
		case <-changes:
		case <-time.After(10 * time.Second):
			t.Fatalf("change %d is not noticed", i)
		}
		if got, _, err := looking.Setting(t.Context(), "word"); err != nil || got != text {
			t.Errorf("it reads %q, %v", got, err)
		}
		if looking.Joins() == joins {
			t.Error("it is not known that transactions may be others")
		}
	}
	if _, err := looking.Sources(t.Context()); err != nil {
		t.Fatal(err)
	}
	time.Sleep(30 * time.Millisecond)
	if len(changes) > 0 {
		t.Error("reading is taken for a change")
	}
	stop()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("it ends with %v", err)
	}
}
