package session

import (
	"cmp"
	"slices"
	"time"

	"meterscope/model"
)

// MomentKind says what happened.
type MomentKind uint8

// What stands on a timeline beside the states.
const (
	BootNotified  MomentKind = iota + 1 // BootNotification
	Authorized                          // Authorize
	Started                             // StartTransaction
	Stopped                             // StopTransaction
	RemoteStart                         // RemoteStartTransaction
	RemoteStop                          // RemoteStopTransaction
	ProfileSet                          // SetChargingProfile
	ProfileClear                        // ClearChargingProfile
	Configured                          // ChangeConfiguration of a key that touches metering
	Configuration                       // what GetConfiguration says of those keys
	Unlocked                            // UnlockConnector
	Availability                        // ChangeAvailability
	ResetAsked                          // Reset
)

// Moment is something that happened to a connector, or to the whole station.
type Moment struct {
	Kind        MomentKind
	When        model.Time // the payload's time, else the log's
	At          model.Place
	Frame       int64
	Connector   model.Opt[int64] // absent: it says none
	Transaction model.Opt[int64]
	IDTag       string
	Reason      string          // of a StopTransaction
	Settings    []model.Setting // of Configured and Configuration
	Answer      string          // status of the answer, or the code of a CALLERROR; "" if the log has none
}

// Timeline is a connector over time; connector 0 is the station itself.
type Timeline struct {
	Connector int64
	States    []State  // in order of time, each ends where the next begins
	Moments   []Moment // in order of time
}

// Chronicle holds the timelines of a station's connectors.
type Chronicle struct {
	Lines []*Timeline // in order of their connectors
}

// Of gives the timeline of a connector; an empty one if the log says nothing of it.
func (c *Chronicle) Of(connector int64) *Timeline {
	i, ok := slices.BinarySearchFunc(c.Lines, connector, func(t *Timeline, n int64) int { return cmp.Compare(t.Connector, n) })
	if !ok {
		return &Timeline{Connector: connector}
	}
	return c.Lines[i]
}

// Timelines reads the timelines of a station's connectors from its traffic. It passes over samples.
func Timelines(log Log) (*Chronicle, error) {
	b := timelineReader{lines: map[int64]*Timeline{}, asked: map[callKey]askedMoment{}, connectors: map[int64]int64{}}
	var c clock
	for e, err := range log() {
		if err != nil {
			return nil, err
		}
		if e.Kind == model.EventMeterValues {
			continue
		}
		when, _ := c.read(e)
		b.read(e, when)
	}
	out := &Chronicle{}
	for _, line := range b.lines {
		slices.SortStableFunc(line.States, compareStates)
		closeStates(line.States)
		slices.SortStableFunc(line.Moments, func(a, b Moment) int {
			return cmp.Or(a.When.Compare(b.When), comparePlaces(a.At, b.At))
		})
		out.Lines = append(out.Lines, line)
	}
	slices.SortFunc(out.Lines, func(a, b *Timeline) int { return cmp.Compare(a.Connector, b.Connector) })
	return out, nil
}

// timelineReader puts events on timelines.
type timelineReader struct {
	lines      map[int64]*Timeline
	asked      map[callKey]askedMoment // moments that may be answered
	connectors map[int64]int64         // of transactionIds
}

// askedMoment is where a moment stands: on the line of a connector.
type askedMoment struct {
	line  *Timeline
	index int
}

func (b *timelineReader) line(connector int64) *Timeline {
	l := b.lines[connector]
	if l == nil {
		l = &Timeline{Connector: connector}
		b.lines[connector] = l
	}
	return l
}

func (b *timelineReader) read(e *model.Event, when model.Time) {
	switch e.Kind {
	case model.EventStatus:
		if e.Connector.OK {
			l := b.line(e.Connector.V)
			l.States = append(l.States, stateOf(e, when))
		}
		return
	case model.EventAnswer, model.EventError:
		b.answer(e, when)
		return
	}
	kind := momentKind(e)
	if kind == 0 {
		return
	}
	m := Moment{
		Kind: kind, When: when, At: e.At, Frame: e.Frame, Connector: e.Connector, Transaction: e.Transaction,
		IDTag: e.IDTag, Reason: e.Reason, Settings: e.Configuration(),
	}
	if kind == Configured && len(m.Settings) == 0 {
		return
	}
	connector := e.Connector.Or(0)
	if !e.Connector.OK && e.Transaction.OK {
		connector = b.connectors[e.Transaction.V]
	}
	b.put(b.line(connector), e, &m)
}

func (b *timelineReader) put(l *Timeline, e *model.Event, m *Moment) {
	l.Moments = append(l.Moments, *m)
	b.asked[callKey{e.At.Source, e.Frame}] = askedMoment{l, len(l.Moments) - 1}
}

// answer gives the moment that it is to its answer. The answer to a GetConfiguration is a moment of its own.
func (b *timelineReader) answer(e *model.Event, when model.Time) {
	if settings := e.Configuration(); len(settings) > 0 {
		b.put(b.line(0), e, &Moment{Kind: Configuration, When: when, At: e.At, Frame: e.Frame, Settings: settings})
		return
	}
	a, ok := b.asked[callKey{e.At.Source, e.AnswerTo}]
	if !ok || e.AnswerTo == model.NoFrame {
		return
	}
	delete(b.asked, callKey{e.At.Source, e.AnswerTo})
	m := &a.line.Moments[a.index]
	m.Answer = e.Status
	if m.Kind == Started && e.Transaction.OK {
		m.Transaction = e.Transaction
		b.connectors[e.Transaction.V] = a.line.Connector
	}
}

func momentKind(e *model.Event) MomentKind {
	switch e.Kind {
	case model.EventBoot:
		return BootNotified
	case model.EventAuthorize:
		return Authorized
	case model.EventStart:
		return Started
	case model.EventStop:
		return Stopped
	case model.EventOther:
	default:
		return 0
	}
	switch e.Action {
	case model.ActionRemoteStart:
		return RemoteStart
	case model.ActionRemoteStop:
		return RemoteStop
	case model.ActionSetProfile:
		return ProfileSet
	case model.ActionClearProfile:
		return ProfileClear
	case model.ActionChangeConfiguration:
		return Configured
	case model.ActionUnlockConnector:
		return Unlocked
	case model.ActionChangeAvailability:
		return Availability
	case model.ActionReset:
		return ResetAsked
	}
	return 0
}

// Times is how long a vehicle was plugged in around a transaction, and what the station said of that time.
type Times struct {
	From, To                 model.Time // plugged in; To is the last that the log says where nothing ended it
	Plugged, Charging        time.Duration
	SuspendedEV, SuspendedSE time.Duration
	Open                     bool // the log doesn't say when it was plugged in, or unplugged
}

// Times gives the time in which a vehicle was plugged in while a transaction ran, by the states of its connector. ok is
// false where these don't say.
func (t *Timeline) Times(begin, end model.Time) (x Times, ok bool) {
	inside := -1
	for i := range t.States {
		s := &t.States[i]
		if s.Plugged() && !end.Before(s.From) && (s.To.IsZero() || begin.Before(s.To)) {
			inside = i
			break
		}
	}
	if inside < 0 || begin.IsZero() {
		return x, false
	}
	first := inside
	for first > 0 && t.States[first-1].Plugged() {
		first--
	}
	x.From, x.Open = t.States[first].From, first == 0
	for i := first; i < len(t.States) && t.States[i].Plugged(); i++ {
		s := &t.States[i]
		to := s.To
		if to.IsZero() {
			if to, x.Open = end, true; to.Before(s.From) {
				to = s.From
			}
		}
		d := to.Sub(s.From)
		x.To, x.Plugged = to, x.Plugged+d
		switch s.Status {
		case "Charging":
			x.Charging += d
		case "SuspendedEV":
			x.SuspendedEV += d
		case "SuspendedEVSE":
			x.SuspendedSE += d
		}
	}
	return x, x.Plugged > 0
}
