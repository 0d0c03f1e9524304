package rule

import (
	"slices"
	"strconv"
	"time"

	"meterscope/model"
	"meterscope/model/session"
)

// clockRules are about the station's clock, and when its messages were delivered.
func clockRules() []*Rule {
	return []*Rule{
		{
			ID: "CLK002", Severity: model.SeverityWarning,
			Doc: Doc{
				Title:  "Clock not yet set",
				What:   "A timestamp is before 2010: the station's clock was not yet set when it was made.",
				Why:    "When this happened is only known from the log. Messages are taken in the order in which they arrived; readings are shown at the time that they bear.",
				Remedy: "See whether the station rebooted right before, and whether the answer to its BootNotification told it the time.",
				Spec:   "OCPP 1.6 §4.2, §4.6",
			},
			Frame: func(p *Pass, f *Frame) {
				for i := range f.Marks {
					m := &f.Marks[i]
					if lastName(m.pointer) != "timestamp" {
						continue
					}
					if at, readable := timeOf(string(m.text)); readable && beforeClockSet(at) {
						p.report(m.finding(f, "a time from 2010 on"))
					}
				}
			},
			say: func(f *model.Finding) string {
				return "timestamp is " + f.Got + ": the clock was not yet set; expected " + f.Want + "."
			},
		},
		{
			ID: "CLK003", Severity: model.SeverityWarning,
			Doc: Doc{
				Title:  "Later than the log",
				What:   "A message bears a later time than the log had when it was written down. Said only where the zone of the log's times is known.",
				Why:    "The station's clock is ahead: its readings are dated wrong, and tariffs by the time of day with them.",
				Remedy: "See what time the operator's system tells the station (BootNotification, Heartbeat), and whether the station takes it.",
				Spec:   "OCPP 1.6 §4.6",
			},
			Params: []Param{{"tolerance", ParamSpan, "2m", "time that a message may be ahead of the log"}},
			Clock: func(p *Pass, c *session.Clock) {
				for i := range c.Ahead {
					p.report(aboutStretch(&c.Ahead[i]))
				}
			},
			say: func(f *model.Finding) string {
				if f.Count > 1 {
					return strconv.Itoa(f.Count) + " messages bear later times than the log, by up to " + f.Got + "."
				}
				return "The message bears a later time than the log, by " + f.Got + "."
			},
		},
		{
			ID: "CLK004", Severity: model.SeverityInfo,
			Doc: Doc{
				Title:  "Whole half hours off",
				What:   "The times of the messages differ from those of the log by whole half hours. Where the log's times name no zone, it is concluded from that. Where its zone is known, or the operator's system says another time than the station, this is a warning.",
				Why:    "A station that sends its local time as UTC dates every reading wrong by hours, and tariffs by the time of day with them.",
				Remedy: "If the concluded zone is wrong, give the right one (`--zone`). If the station sends local time, report it to its maker.",
				Spec:   "OCPP 1.6 §3.14, §4.6",
			},
			Params: []Param{
				{"tolerance", ParamSpan, "2m", "time by which the difference may not be whole half hours"},
				{"frames", ParamCount, "3", "messages that must agree"},
			},
			Clock: findZoneShifts,
			say: func(f *model.Finding) string {
				return "The times of the messages are " + f.Got + "; " + f.Want + "."
			},
		},
		{
			ID: "CLK005", Severity: model.SeverityWarning,
			Doc: Doc{
				Title:  "Time goes back",
				What:   "Inside a transaction, meter values bear earlier times than others that came before them, and don't fill a hole that these left: they were not just delivered late.",
				Why:    "The station's clock was set back. Readings of two times lie over one another, and energy over time can't be told there.",
				Remedy: "See whether the station rebooted or took a new time right before.",
				Spec:   "OCPP 1.6 §4.6, §4.7",
			},
			Transaction: findGoingBack,
			say: func(f *model.Finding) string {
				s := "The times of the meter values go back by " + f.Got + ", from " + f.To.String() + " to " + f.From.String()
				if f.Count > 1 {
					s += ", in " + strconv.Itoa(f.Count) + " messages"
				}
				return s + "."
			},
		},
		{
			ID: "CLK006", Severity: model.SeverityInfo,
			Doc: Doc{
				Title:  "Delivered late",
				What:   "Messages were written down much later than they say: the station kept them while it was offline.",
				Why:    "Nothing is lost, but the operator saw them only then. What is paid by the minute, or shown to the driver, was late.",
				Remedy: "See how long the station was offline.",
				Spec:   "OCPP 1.6 §3.7, §4.7",
			},
			Params: []Param{{"tolerance", ParamSpan, "10m", "time that a message may take"}},
			Clock: func(p *Pass, c *session.Clock) {
				for i := range c.Late {
					p.report(aboutStretch(&c.Late[i]))
				}
			},
			say: func(f *model.Finding) string {
				if f.Count > 1 {
					return strconv.Itoa(f.Count) + " messages were delivered late, up to " + f.Got + " after the times that they bear."
				}
				return "The message was delivered late, " + f.Got + " after the time that it bears."
			},
		},
	}
}

// gridRules are about when samples are taken by the clock.
func gridRules() []*Rule {
	return []*Rule{{
		ID: "CLK008", Severity: model.SeverityInfo,
		Doc: Doc{
			Title:  "Off the grid",
			What:   "Samples that are taken by the clock (Sample.Clock) are not at whole intervals counted from midnight.",
			Why:    "Clock-aligned values of several stations are added up by their times; these don't fit to the others.",
			Remedy: "See what ClockAlignedDataInterval the station has, and whether its clock was set in between.",
			Spec:   "OCPP 1.6 §3.16.1, §9.1.3",
		},
		Params:      []Param{{"tolerance", ParamSpan, "10s", "distance from the grid"}},
		Transaction: findOffGrid,
		say: func(f *model.Finding) string {
			if f.Count > 1 {
				return strconv.Itoa(f.Count) + " moments of clock-aligned samples are off the grid of " + f.Want + ", by up to " + f.Got + "."
			}
			return "Clock-aligned samples are off the grid of " + f.Want + ", by " + f.Got + "."
		},
	}}
}

// Timing is that of CLK003, CLK004 and CLK006 as set.
func (s *Settings) Timing() session.Timing {
	return session.Timing{
		Ahead: s.Span("CLK003.tolerance"), Late: s.Span("CLK006.tolerance"), Shift: s.Span("CLK004.tolerance"),
		Votes: s.Count("CLK004.frames"),
	}
}

// Clock runs the rules over what a station's messages tell of its clock. The findings name no transaction.
func Clock(c *session.Clock, set *Settings) []model.Finding {
	p := &Pass{set: set}
	for _, r := range set.rules {
		if r.Clock != nil && !set.off(r.ID) {
			p.rule = r
			r.Clock(p, c)
		}
	}
	return p.findings
}

// late are the findings of CLK006 about the messages of a transaction.
func (p *Pass) late(s *Session) {
	r := p.set.byID["CLK006"]
	if r == nil || p.set.off(r.ID) {
		return
	}
	p.rule = r
	turned := p.turned(s)
	for i := range s.Late {
		l := &s.Late[i]
		if slices.ContainsFunc(turned.Backs, func(b *session.Back) bool {
			return !l.To.Before(b.From) && !b.To.Before(l.From)
		}) {
			continue // a clock that went back
		}
		p.report(aboutStretch(&s.Late[i]))
	}
}

// aboutStretch is a finding about some frames, which are off by some time.
func aboutStretch(s *session.Stretch) model.Finding {
	f := model.Finding{At: s.First, Frame: s.Frame, Count: s.Count, Got: duration(s.Most)}
	if s.Count > 1 {
		f.End, f.From, f.To = s.Last, s.From, s.To
	}
	return f
}

func findZoneShifts(p *Pass, c *session.Clock) {
	for i := range c.Shifts {
		s := &c.Shifts[i]
		f := aboutStretch(&s.Stretch)
		f.Got = duration(s.By.Abs()) + " ahead of "
		if s.By < 0 {
			f.Got = duration(s.By.Abs()) + " behind "
		}
		switch s.Kind {
		case session.LogShift:
			f.Got += "the log's"
			f.Want = "the log names no zone, so its times were read as " + s.Zone
			f.Inferred = true
		case session.StationShift:
			f.Got += "the log's"
			f.Want = "the log's zone is known, so the station seems to send its local time as UTC"
			f.Severity = model.SeverityWarning
		case session.AnswerShift:
			f.Got += "the operator's"
			f.Want = "its answers tell the time, so the station seems to send its local time as UTC"
			f.Severity = model.SeverityWarning
		}
		p.report(f)
	}
}

func findGoingBack(p *Pass, s *Session) {
	for _, b := range p.turned(s).Backs {
		f := aboutStretch(&b.Stretch)
		f.From, f.To, f.Inferred = b.From, b.Reached, s.Tx.Inferred
		p.report(f)
	}
}

// turned gives the stretches of a transaction in which its clock had gone back. They are looked for once.
func (p *Pass) turned(s *Session) *session.Turned {
	if p.back != nil {
		return p.back
	}
	if p.back = new(session.Turned); len(s.Backs) == 0 || p.set.off("CLK005") {
		return p.back
	}
	look := session.NewLookBack(s.all, s.Backs)
	p.back = look.Turned(s.Tx.Start, p.set.Span("CLK006.tolerance"), func(b *session.Back) bool { return !replayed(s, b) })
	return p.back
}

// replayed says that what came right before a stretch was delivered late already: a queue is replayed, out of order.
func replayed(s *Session, b *session.Back) bool {
	return slices.ContainsFunc(s.Late, func(l session.Stretch) bool {
		before := l.First.Source != b.First.Source || l.Frame < b.Frame
		return before && l.From.Before(b.Reached) && !l.To.Before(b.Reached) && !b.From.Before(l.From)
	})
}

// zoneGrid is what all time zones are whole multiples of: midnight is on its grid everywhere.
const zoneGrid = 15 * time.Minute

func findOffGrid(p *Pass, s *Session) {
	moments, points := clockAligned(s.Series)
	interval := alignedInterval(moments)
	if interval == 0 {
		return
	}
	grid := interval
	for rest := zoneGrid; rest != 0; {
		grid, rest = rest, grid%rest
	}
	tolerance := p.set.Span("CLK008.tolerance")
	var f model.Finding
	var most time.Duration
	for i, m := range moments {
		off := time.Duration(m) % grid
		if off = min(off, grid-off); off <= tolerance {
			continue
		}
		at := points[i]
		if f.Count == 0 {
			f = model.Finding{At: at.At, Frame: at.Frame, From: at.Time, Inferred: s.Tx.Inferred}
		} else {
			f.End = at.At
		}
		f.To = at.Time
		f.Count++
		most = max(most, off)
	}
	if f.Count == 0 {
		return
	}
	if f.Count == 1 {
		f.From, f.To = model.Time{}, model.Time{}
	}
	f.Got, f.Want = duration(most), duration(interval)
	p.report(f)
}

// clockAligned gives the moments at which samples were taken by the clock, in order, with the first sample of each.
func clockAligned(series []model.Series) (moments []int64, points []model.Point) {
	at := map[int64]model.Point{}
	for i := range series {
		for k := range series[i].Points {
			p := &series[i].Points[k]
			if p.Context != model.SampleClock || p.FromStop || p.Time.IsZero() {
				continue
			}
			sec, nsec := p.Time.Unix()
			m := sec*int64(time.Second) + int64(nsec)
			if q, ok := at[m]; !ok || p.At.Offset < q.At.Offset {
				at[m] = *p
			}
		}
	}
	for m := range at {
		moments = append(moments, m)
	}
	slices.Sort(moments)
	for _, m := range moments {
		points = append(points, at[m])
	}
	return moments, points
}

// alignedInterval is the interval of clock-aligned samples: the usual distance of some moments, if it divides the day;
// 0 if that can't be told.
func alignedInterval(moments []int64) time.Duration {
	const day = 24 * time.Hour
	if len(moments) < 2 {
		return 0
	}
	distances := make([]int64, 0, len(moments)-1)
	for i := 1; i < len(moments); i++ {
		distances = append(distances, moments[i]-moments[i-1])
	}
	slices.Sort(distances)
	usual := time.Duration(distances[(len(distances)-1)/2])
	step := time.Minute
	if usual < 2*time.Minute {
		step = 10 * time.Second
	}
	if usual = usual.Round(step); usual <= 0 || day%usual != 0 {
		return 0
	}
	return usual
}
