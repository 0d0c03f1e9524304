package session

import (
	"maps"
	"slices"
	"time"

	"meterscope/model"
)

// Timing says how the times of a station's messages are judged against those of the log.
type Timing struct {
	Ahead time.Duration // a payload may bear a later time than the log by so much
	Late  time.Duration // a message may be logged so much later than it says
	Shift time.Duration // how exactly two clocks that differ by their zone show the same
	Votes int           // messages that must agree on that

	// Zone says which zone was taken for the times of a source's lines that name none, and who said so; nil: nobody did.
	Zone func(model.SourceID) (name string, from model.Origin)
}

// FrameRef names a frame.
type FrameRef struct {
	Source model.SourceID
	Frame  int64
}

// DefaultTiming is that of CLK003, CLK004 and CLK006.
func DefaultTiming() Timing {
	return Timing{Ahead: 2 * time.Minute, Late: 10 * time.Minute, Shift: 2 * time.Minute, Votes: 3}
}

// Stretch is some frames that follow one another in the log and have something in common.
type Stretch struct {
	First, Last model.Place
	Frame       int64      // of First
	LastFrame   int64      // of Last
	From, To    model.Time // the earliest and the latest time that they bear
	Count       int
	Most        time.Duration // how far they are off, at most
}

func (s *Stretch) add(e *model.Event, from, to model.Time, off time.Duration) {
	if s.Count == 0 {
		s.First, s.Frame, s.From, s.To = e.At, e.Frame, from, to
	}
	s.Last, s.LastFrame = e.At, e.Frame
	if from.Before(s.From) {
		s.From = from
	}
	if s.To.Before(to) {
		s.To = to
	}
	s.Count++
	s.Most = max(s.Most, off)
}

// stretches collects frames into stretches: what doesn't belong to one ends it.
type stretches struct {
	list []Stretch
	open bool
}

func (s *stretches) add(e *model.Event, from, to model.Time, off time.Duration) {
	if !s.open {
		s.list, s.open = append(s.list, Stretch{}), true
	}
	s.list[len(s.list)-1].add(e, from, to, off)
}

// ShiftKind says against what the payloads' times are off by whole half hours.
type ShiftKind uint8

// The log's times name no zone, and that was concluded; they name one, or the user does; or the other side says in its
// answers what time it is.
const (
	LogShift ShiftKind = iota + 1
	StationShift
	AnswerShift
)

// ZoneShift says that the times of a station's payloads are off by whole half hours.
type ZoneShift struct {
	Stretch
	Kind ShiftKind
	By   time.Duration // payloads are ahead by this; negative: behind
	Zone string        // of a LogShift: the zone that was concluded
}

// Clock is what a station's messages tell about its clock.
type Clock struct {
	Shifts []ZoneShift
	Ahead  []Stretch // payloads bear a later time than the log, whose zone is known
	Late   []Stretch // messages of no transaction that were logged much later than they say
}

// clockReader judges the times of a station's messages.
type clockReader struct {
	Timing
	bins, answerBins   map[time.Duration]*Stretch // by how far the payloads are ahead
	inferred           map[string]*Stretch        // by zone
	total, answerTotal int
	shift              time.Duration // log time − payload time of a clock that is right but for its zone

	source     model.SourceID // whose zone this is
	known      bool           // somebody says the zone of its times
	concluded  bool
	zone       string
	answer     model.Time // what the other side said last about the time
	answerAt   model.Time // when, by the log
	answerLeft int        // messages without a log time that may be compared with it

	ahead stretches
	late  map[model.Opt[int64]]*stretches // of what belongs to no transaction, by connector
}

func newClockReader(t Timing) clockReader {
	return clockReader{
		Timing: t, bins: map[time.Duration]*Stretch{}, answerBins: map[time.Duration]*Stretch{}, inferred: map[string]*Stretch{},
		late: map[model.Opt[int64]]*stretches{}, source: -1,
	}
}

// stamped is the time that a message of the station bears, the latest of several; no time where it can't be trusted.
func stamped(e *model.Event) model.Time {
	switch e.Kind {
	case model.EventMeterValues, model.EventStart, model.EventStop, model.EventStatus:
	default:
		return model.Time{}
	}
	t := e.Last
	if t.IsZero() {
		t = e.Time
	}
	if sec, _ := t.Unix(); sec < clockSet {
		return model.Time{}
	}
	return t
}

func (c *clockReader) of(source model.SourceID) {
	if c.source == source {
		return
	}
	c.source, c.known, c.concluded, c.zone = source, false, false, ""
	if c.Zone == nil {
		return
	}
	name, from := c.Zone(source)
	switch from {
	case model.FromUser, model.FromLog:
		c.known = true
	case model.Inferred:
		c.concluded, c.zone = true, name
	}
}

const (
	halfHour = 30 * time.Minute
	mostZone = 14 * time.Hour
)

// wholeHalfHours rounds a distance, if it is near to whole half hours.
func (c *clockReader) wholeHalfHours(d time.Duration) (time.Duration, bool) {
	near := d.Round(halfHour)
	return near, (d-near).Abs() <= c.Shift && near.Abs() <= mostZone
}

// count looks at an event for the first time: how far the station's clock is from others.
func (c *clockReader) count(e *model.Event) {
	if e.Kind == model.EventAnswer && !e.Time.IsZero() {
		c.answer, c.answerAt, c.answerLeft = e.Time, e.LoggedAt, c.Votes
		return
	}
	t := stamped(e)
	if t.IsZero() {
		return
	}
	c.countAnswer(e, t)
	if e.LoggedAt.IsZero() {
		return
	}
	c.of(e.At.Source)
	if !c.known && e.LoggedAt.Zone() != model.ZoneStated {
		if c.concluded {
			if by, ok := c.wholeHalfHours(e.LoggedAt.Sub(t)); ok && by == 0 {
				bin(c.inferred, c.zone, e, t)
			}
		}
		return
	}
	c.total++
	if by, ok := c.wholeHalfHours(t.Sub(e.LoggedAt)); ok {
		bin(c.bins, by, e, t)
	}
}

// countAnswer compares with what the other side last said of the time.
func (c *clockReader) countAnswer(e *model.Event, t model.Time) {
	const day = 24 * time.Hour
	now := c.answer
	switch {
	case now.IsZero():
		return
	case !e.LoggedAt.IsZero() && !c.answerAt.IsZero():
		passed := e.LoggedAt.Sub(c.answerAt)
		if passed.Abs() > day {
			return
		}
		now = now.Add(passed)
	case c.answerLeft == 0:
		return
	default:
		c.answerLeft--
	}
	c.answerTotal++
	if by, ok := c.wholeHalfHours(t.Sub(now)); ok {
		bin(c.answerBins, by, e, t)
	}
}

func bin[K comparable](bins map[K]*Stretch, key K, e *model.Event, t model.Time) {
	s := bins[key]
	if s == nil {
		s = &Stretch{}
		bins[key] = s
	}
	s.add(e, t, t, 0)
}

// most gives the distance on which most messages agree, if it is one.
func (c *clockReader) most(bins map[time.Duration]*Stretch, total int) (by time.Duration, s *Stretch) {
	for d, one := range bins {
		if d != 0 && one.Count >= c.Votes && 2*one.Count > total {
			return d, one
		}
	}
	return 0, nil
}

// decide ends the first look.
func (c *clockReader) decide() (shifts []ZoneShift) {
	by, s := c.most(c.bins, c.total)
	c.shift = -by
	if s != nil {
		shifts = append(shifts, ZoneShift{Stretch: *s, Kind: StationShift, By: by})
	} else if by, s := c.most(c.answerBins, c.answerTotal); s != nil {
		return append(shifts, ZoneShift{Stretch: *s, Kind: AnswerShift, By: by})
	}
	for zone, one := range c.inferred {
		if offset, err := time.Parse("-07:00", zone); err == nil && one.Count >= c.Votes {
			if _, seconds := offset.Zone(); seconds != 0 {
				shifts = append(shifts, ZoneShift{Stretch: *one, Kind: LogShift, By: -time.Duration(seconds) * time.Second, Zone: zone})
			}
		}
	}
	sortShifts(shifts)
	return shifts
}

// judge looks at an event for the second time. owner is the transaction that it belongs to, or nil.
func (c *clockReader) judge(e *model.Event, owner *instance) {
	t := stamped(e)
	if t.IsZero() || e.LoggedAt.IsZero() {
		return
	}
	c.of(e.At.Source)
	known := c.known || e.LoggedAt.Zone() == model.ZoneStated
	if !known && !c.concluded {
		return
	}
	lag := e.LoggedAt.Sub(t)
	if known {
		lag -= c.shift
		if -lag > c.Ahead.Abs() {
			c.ahead.add(e, t, t, -lag)
		} else {
			c.ahead.open = false
		}
	}
	late := &stretches{}
	if owner != nil {
		late = &owner.late
	} else if late = c.late[e.Connector]; late == nil {
		if lag <= c.Late {
			return
		}
		late = &stretches{}
		c.late[e.Connector] = late
	}
	if lag > c.Late {
		late.add(e, t, t, lag)
	} else {
		late.open = false
	}
}

// lateOnes are the late messages that belong to no transaction, in the order of connectors.
func (c *clockReader) lateOnes() []Stretch {
	keys := slices.SortedFunc(maps.Keys(c.late), compareOpt)
	var all []Stretch
	for _, k := range keys {
		all = append(all, c.late[k].list...)
	}
	return all
}
