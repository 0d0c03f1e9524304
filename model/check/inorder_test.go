package check

import (
	"context"
	"errors"
	"strconv"
	"testing"

	"meterscope/model"
	"meterscope/model/session"
	"meterscope/model/store"
)

func stationsNamed(n int) []store.Station {
	all := make([]store.Station, n)
	for i := range all {
		all[i].Name = strconv.Itoa(i)
	}
	return all
}

// checkers are two that only pass on what they get.
func checkers() []func(context.Context, *session.Session) (checked, error) {
	pass := func(_ context.Context, s *session.Session) (checked, error) {
		return checked{Joined: store.Joined{Tx: &s.Tx}}, nil
	}
	return []func(context.Context, *session.Session) (checked, error){pass, pass}
}

func TestStationsThatAreJoinedAtOnceAreKeptInOrder(t *testing.T) {
	const stations, each = 20, 2*maxAhead*taskSize + 3
	n := 0
	s := steps{
		begin: func() {},
		join: func(_ context.Context, st store.Station, give func(*session.Session) error) error {
			for i := range each {
				if err := give(&session.Session{Tx: model.Transaction{Station: st.Name, MeterValues: int64(i)}}); err != nil {
					return err
				}
			}
			return nil
		},
		checkers: checkers(),
		put: func(j checked) error {
			if j.Tx.Station != strconv.Itoa(n/each) || j.Tx.MeterValues != int64(n%each) {
				t.Fatalf("number %d is %d of station %s", n, j.Tx.MeterValues, j.Tx.Station)
			}
			n++
			return nil
		},
	}
	if err := s.inOrder(t.Context(), stationsNamed(stations)); err != nil || n != stations*each {
		t.Errorf("%d were put, %v", n, err)
	}
}

func TestAnErrorOfOneStationEndsAll(t *testing.T) {
	broken, full := errors.New("broken"), errors.New("full")
	forever := func(ctx context.Context, st store.Station, give func(*session.Session) error) error {
		if st.Name == "1" {
			return broken
		}
		for i := 0; st.Name != "0" || i < 3; i++ {
			if err := give(&session.Session{}); err != nil {
				return err
			}
		}
		return nil
	}
	nothing := func(checked) error { return nil }
	s := steps{begin: func() {}, join: forever, checkers: checkers(), put: nothing}
	if err := s.inOrder(t.Context(), stationsNamed(9)); !errors.Is(err, broken) {
		t.Errorf("of a station: %v", err)
	}
	s.put = func(checked) error { return full }
	if err := s.inOrder(t.Context(), stationsNamed(9)); !errors.Is(err, full) {
		t.Errorf("of the one who takes: %v", err)
	}
	s.put, s.checkers = nothing, []func(context.Context, *session.Session) (checked, error){
		func(context.Context, *session.Session) (checked, error) { return checked{}, full },
	}
	if err := s.inOrder(t.Context(), stationsNamed(9)); !errors.Is(err, full) {
		t.Errorf("of one who checks: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	s.join = func(ctx context.Context, _ store.Station, _ func(*session.Session) error) error {
		<-ctx.Done()
		return ctx.Err()
	}
	if err := s.inOrder(ctx, stationsNamed(9)); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}
