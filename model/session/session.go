package session

import (
	"iter"
	"slices"
	"time"

	"meterscope/model"
)

// Log is one station's traffic: its events in arrival order. It may be read more than once, and always gives
// the same.
type Log func() iter.Seq2[*model.Event, error]

// Session is one transaction, as joined, with what of the log belongs to it.
type Session struct {
	// Tx is the transaction without what only its samples' values tell: energy by register, highest power,
	// SoC, counts of findings.
	Tx     model.Transaction
	Spans  []model.Span
	Events []model.Event // its StartTransaction, StopTransactions in order of time, each before its answer
	States []State       // of its connector: from the one at its begin to the one at its end

	FirstFrame      int64            // Seq of the frame at Tx.At
	LogBeginsInside bool             // nothing of its connector stands before its first frame; see LogEndsInside
	EndShown        bool             // without a StopTransaction: its connector became Available, or started another
	OtherRuns       bool             // it has no StartTransaction, and a started one runs on its connector at the time
	Running         model.Opt[int64] // the id of that one
	LastAt          model.Time       // log time of its last StartTransaction, MeterValues or StopTransaction
	StationLast     model.Time       // log time of the last frame of its station; no time where its end is known

	Late    []Stretch // of its messages, those that were logged much later than they say
	Backs   []Back    // of its MeterValues, those that bear earlier times than some before them in the log
	Unnamed Stretch   // its MeterValues that name no transaction: they are its own by their time

	Sources      []model.SourceID // those of its samples, in the order in which they were logged
	Before       *Neighbour       // the transaction that was started on its connector before it; nil: none
	Outage       *Outage          // of its station, between its last MeterValues and its stop; nil: none
	MaxOnInvalid model.Opt[int64] // MaxEnergyOnInvalidId of its station in Wh, where the log shows it

}

// Start gives its StartTransaction: the first that was answered, else the first that was sent.
func (s *Session) Start() (*model.Event, bool) {
	var first *model.Event
	for i := range s.Events {
		if s.Events[i].Kind != model.EventStart {
			continue
		}
		if first == nil {
			first = &s.Events[i]
		}
		if i+1 < len(s.Events) && s.Events[i+1].Kind == model.EventAnswer {
			return &s.Events[i], true
		}
	}
	return first, first != nil
}

// Stop gives its first accepted StopTransaction: the one that ends it. One that was answered by a CALLERROR is
// not accepted; if none was accepted it is the first.
func (s *Session) Stop() (*model.Event, bool) {
	var first *model.Event
	for i := range s.Events {
		if s.Events[i].Kind != model.EventStop {
			continue
		}
		if first == nil {
			first = &s.Events[i]
		}
		if i+1 == len(s.Events) || s.Events[i+1].Kind != model.EventError {
			return &s.Events[i], true
		}
	}
	return first, first != nil
}

// Inside cuts series at the end of the transaction: it ends at its first accepted stop, and chargers are known
// to go on sampling under its id. The points are not copied.
func (s *Session) Inside(series []model.Series) []model.Series {
	end := s.Tx.Stop
	if end.IsZero() {
		return series
	}
	out := make([]model.Series, 0, len(series))
	for _, one := range series {
		n, _ := slices.BinarySearchFunc(one.Points, end, func(p model.Point, end model.Time) int {
			if p.Time.Compare(end) <= 0 {
				return -1
			}
			return 1
		})
		if n > 0 {
			one.Points = one.Points[:n:n]
			out = append(out, one)
		}
	}
	return out
}

// intervalUnknown stands for the usual interval of a transaction with too few samples to have one.
const intervalUnknown = 5 * time.Minute

// LogEndsInside says whether the log ends while the transaction runs: its last frame is within three usual
// intervals of the last frame of its station, and nothing shows its end. series are its samples. Its frames are
// its StartTransaction, MeterValues and StopTransaction.
func (s *Session) LogEndsInside(series []model.Series) bool {
	if _, stopped := s.Stop(); stopped || s.EndShown {
		return false
	}
	usual := UsualInterval(series)
	if usual == 0 {
		usual = intervalUnknown
	}
	return s.StationLast.Sub(s.LastAt) <= 3*usual
}

// Join joins one station's traffic. The result is ordered by (begin, source, offset of the first frame), and
// is the same whatever the order in which the sources arrived.
func Join(station string, log Log) ([]*Session, error) {
	sessions, err := Sessions(station, log)
	if err != nil {
		return nil, err
	}
	return slices.Collect(sessions), nil
}

// Sessions is [Join] for those who want one transaction at a time: what makes it a Session is put together when
// its turn comes. They are given once. An error is that of the log.
func Sessions(station string, log Log) (iter.Seq[*Session], error) {
	t, err := Read(station, log, DefaultTiming())
	if err != nil {
		return nil, err
	}
	return t.Sessions, nil
}

// Traffic is what a station's log tells: its transactions, one at a time and once, and its clock.
type Traffic struct {
	Sessions iter.Seq[*Session]
	Clock    Clock
}

// Read joins one station's traffic, and judges its times by a timing.
func Read(station string, log Log, timing Timing) (*Traffic, error) {
	j := newJoiner(station, timing)
	if err := j.collect(log); err != nil {
		return nil, err
	}
	t := &Traffic{}
	t.Clock.Shifts = j.clock.decide()
	j.build()
	j.answers, j.loose, j.starts, j.stops, j.uses = nil, nil, nil, nil, nil // of use only while it was built
	if err := j.attribute(log); err != nil {
		return nil, err
	}
	t.Clock.Ahead, t.Clock.Late = j.clock.ahead.list, j.clock.lateOnes()
	j.byID, j.spans, j.recentSpans = nil, nil, [recentConnectors]recentSpan{}
	t.Sessions = j.sessions()
	return t, nil
}
