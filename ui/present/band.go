package present

import (
	"context"
	"iter"
	"time"

	"meterscope/charts"
	"meterscope/model"
	"meterscope/model/session"
	"meterscope/model/store"
)

// stateBands are the states of the connectors of the station that was looked at last: reading them goes over all
// that the station ever sent. It belongs to one lane, which is the only one to touch it.
type stateBands struct {
	station store.Station
	read    bool
	states  map[int64][]session.State
}

// EventReader reads the events of a station.
type EventReader interface {
	Events(ctx context.Context, st store.Station) iter.Seq2[*model.Event, error]
}

// StatesOf gives the states of a transaction's connector for a plot whose lines are there: those within it.
func StatesOf(ctx context.Context, file EventReader, tx *model.Transaction, s *charts.Spec) ([]charts.State, error) {
	from, to := extent(s)
	if !tx.Connector.OK || from.IsZero() {
		return nil, nil
	}
	states, err := (&stateBands{}).of(ctx, file, stationOf(tx), tx.Connector.V)
	return stretches(states, from, to), err
}

// stationOf names the station of a transaction as events are read.
func stationOf(tx *model.Transaction) store.Station {
	st := store.Station{Name: tx.Station}
	if st.Name == "" {
		st.Source = tx.At.Source
	}
	return st
}

// of gives a connector's states.
func (b *stateBands) of(ctx context.Context, file EventReader, st store.Station, connector int64) ([]session.State, error) {
	if !b.read || b.station != st {
		states, err := session.States(func() iter.Seq2[*model.Event, error] { return statusEvents(ctx, file, st) })
		if err != nil {
			return nil, err
		}
		b.station, b.states, b.read = st, states, true
	}
	return b.states[connector], nil
}

// statusEvents are the StatusNotifications of a station.
func statusEvents(ctx context.Context, file EventReader, st store.Station) iter.Seq2[*model.Event, error] {
	return func(yield func(*model.Event, error) bool) {
		for e, err := range file.Events(ctx, st) {
			if err == nil && e.Kind != model.EventStatus {
				continue
			}
			if !yield(e, err) {
				return
			}
		}
	}
}

// readStates brings the band of charger states under the plot, when it has been read.
func (p *Plot) readStates(tx *model.Transaction) {
	p.spec.States = nil
	if !tx.Connector.OK || len(p.spec.Panels) == 0 {
		return
	}
	st := stationOf(tx)
	file, bands, key := p.app.file(), p.bands, p.key
	p.banding.do(doRead(p.app, func(ctx context.Context) ([]session.State, error) {
		return bands.of(ctx, file, st, tx.Connector.V)
	}, func(states []session.State) {
		if p.key == key {
			p.spec.States = stretches(states, p.spec.From, p.spec.To)
			p.redraw()
		}
	}))
}

// stretches are the states within the plot; the last one of a log goes on to its end.
func stretches(states []session.State, first, last time.Time) []charts.State {
	var out []charts.State
	for i := range states {
		s := &states[i]
		from, to := s.From.Time(), last
		if !s.To.IsZero() {
			to = s.To.Time()
		}
		if s.From.IsZero() || !from.Before(last) || !first.Before(to) {
			continue
		}
		if n := len(out) - 1; n >= 0 && out[n].Name == s.Status { // said again
			out[n].To = to
			continue
		}
		out = append(out, charts.State{From: from, To: to, Name: s.Status})
	}
	return out
}

// StateAt is the charger's state under the crosshair; "" if it isn't known.
func (p *Plot) StateAt() string {
	if p.cursor.IsZero() {
		return ""
	}
	for _, s := range p.spec.States {
		if !p.cursor.Before(s.From) && p.cursor.Before(s.To) {
			return s.Name
		}
	}
	return ""
}
