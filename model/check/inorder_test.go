package check

import (
	"context"
	"errors"
	"strconv"
	"testing"

	"meterscope/model"
	"meterscope/model/store"
)

func stationsNamed(n int) []store.Station {
	all := make([]store.Station, n)
	for i := range all {
		all[i].Name = strconv.Itoa(i)
	}
	return all
}

func TestStationsThatAreJoinedAtOnceAreKeptInOrder(t *testing.T) {
	const stations, each = 20, 2 * maxAhead
	work := func(_ context.Context, st store.Station, put func(store.Joined) error) error {
		for i := range each {
			if err := put(store.Joined{Tx: &model.Transaction{Station: st.Name, MeterValues: int64(i)}}); err != nil {
				return err
			}
		}
		return nil
	}
	n := 0
	err := inOrder(t.Context(), stationsNamed(stations), work, func(j store.Joined) error {
		if j.Tx.Station != strconv.Itoa(n/each) || j.Tx.MeterValues != int64(n%each) {
			t.Fatalf("number %d is %d of station %s", n, j.Tx.MeterValues, j.Tx.Station)
		}
		n++
		return nil
	})
	if err != nil || n != stations*each {
		t.Errorf("%d were put, %v", n, err)
	}
}

func TestAnErrorOfOneStationEndsAll(t *testing.T) {
	broken := errors.New("broken")
	forever := func(ctx context.Context, st store.Station, put func(store.Joined) error) error {
		if st.Name == "1" {
			return broken
		}
		for i := 0; st.Name != "0" || i < 3; i++ {
			if err := put(store.Joined{}); err != nil {
				return err
			}
		}
		return nil
	}
	if err := inOrder(t.Context(), stationsNamed(9), forever, func(store.Joined) error { return nil }); !errors.Is(err, broken) {
		t.Errorf("of a station: %v", err)
	}
	full := errors.New("full")
	if err := inOrder(t.Context(), stationsNamed(9), forever, func(store.Joined) error { return full }); !errors.Is(err, full) {
		t.Errorf("of the one who takes: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	waits := func(ctx context.Context, _ store.Station, _ func(store.Joined) error) error {
		<-ctx.Done()
		return ctx.Err()
	}
	if err := inOrder(ctx, stationsNamed(9), waits, func(store.Joined) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}
