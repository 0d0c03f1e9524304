package rule

import (
	"cmp"
	"math/bits"
	"slices"
	"time"

	"meterscope/model"
)

// Exchanged is what became of the CALLs of a case.
type Exchanged struct {
	Refused    []Refusal
	Unanswered []Loose // CALLs
	Unasked    []Loose // CALLRESULTs
	Repeated   []Repeated
	Newer      []Loose // CALLs of OCPP 2, all of a side in one
}

// Refusal is a CALLERROR and its CALL.
type Refusal struct {
	Call, Answer model.Frame // Call.Kind is not Call where the log doesn't have it
	Code, Text   string
}

// Loose is a CALL without its answer, or an answer without its CALL; or all of an action or a side, if none of them has
// one.
type Loose struct {
	model.Frame
	Last  model.Frame // of several
	Count int
}

// Repeated is a CALL that came again under its id.
type Repeated struct {
	Before, Again model.Event
	Same          bool
}

// FrameReader reads what the frames of a case say.
type FrameReader interface {
	// Frame gives a frame.
	Frame(ref FrameRef) (*model.Frame, error)
	// Events gives those of some frames that have one.
	Events(refs map[FrameRef]bool) (map[FrameRef]model.Event, error)
}

// Resolve ends the exchange: it says what became of each CALL.
func (x *Exchange) Resolve(frames FrameReader) (*Exchanged, error) {
	out := &Exchanged{}
	x.repeats.close()
	if err := x.match(frames); err != nil {
		return nil, err
	}
	if err := x.repeated(frames, out); err != nil {
		return nil, err
	}
	if err := x.unanswered(frames, out); err != nil {
		return nil, err
	}
	if err := x.unasked(frames, out); err != nil {
		return nil, err
	}
	if err := x.newer(frames, out); err != nil {
		return nil, err
	}
	return out, x.refused(frames, out)
}

// answerWithin is how much later an answer may come whose CALL stands in another source.
const answerWithin = 5 * time.Minute

// match gives answers whose CALL is not in their source the nearest CALL of another source with their id that none of
// its own answers.
func (x *Exchange) match(frames FrameReader) error {
	if len(x.loose) == 0 {
		return nil
	}
	left := map[string][]*looseAnswer{}
	for i := range x.loose {
		f, err := frames.Frame(x.loose[i].ref)
		if err != nil {
			return err
		}
		left[f.ID] = append(left[f.ID], &x.loose[i])
	}
	nearest := map[*looseAnswer]answeredCall{}
	err := x.eachUnanswered(func(ref FrameRef) error {
		f, err := frames.Frame(ref)
		if err != nil {
			return err
		}
		for _, a := range left[f.ID] {
			if !x.fits(a, f) {
				continue
			}
			if known, ok := nearest[a]; !ok || known.at.Before(f.LoggedAt) {
				nearest[a] = answeredCall{ref, f.LoggedAt, x.actionOf(f)}
			}
		}
		return nil
	})
	for a, call := range nearest {
		a.taken = true
		if setBit(x.answered, call.ref) {
			x.count(call.action).answered++
		}
		if a.failed {
			x.answers[a.ref] = call.ref
			continue
		}
		n := x.answersOf(a.side)
		n.loose--
		n.known++
	}
	return err
}

// answeredCall is a CALL whose answer stands in another source.
type answeredCall struct {
	ref    FrameRef
	at     model.Time
	action action
}

func (x *Exchange) fits(a *looseAnswer, call *model.Frame) bool {
	of := x.actionOf(call)
	if of.station != a.side.station || of.nameless != a.side.nameless ||
		call.Dir == a.side.dir && call.Dir != model.DirectionUnknown {
		return false
	}
	if a.at.IsZero() || call.LoggedAt.IsZero() {
		return call.At.Source != a.ref.Source
	}
	d := a.at.Sub(call.LoggedAt)
	return d >= -time.Second && d <= answerWithin
}

// eachUnanswered gives the CALLs without an answer.
func (x *Exchange) eachUnanswered(do func(FrameRef) error) error {
	sources := make([]model.SourceID, 0, len(x.calls))
	for s := range x.calls {
		sources = append(sources, s)
	}
	slices.Sort(sources)
	for _, source := range sources {
		for i, word := range x.calls[source].words {
			if a := x.answered[source]; a != nil && i < len(a.words) {
				word &^= a.words[i]
			}
			for ; word != 0; word &= word - 1 {
				if err := do(FrameRef{Source: source, Frame: int64(i*wordBits + bits.TrailingZeros64(word))}); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// unanswered lists the CALLs without an answer. Where none of an action is answered, the log doesn't hold the answers:
// that is said once.
func (x *Exchange) unanswered(frames FrameReader, out *Exchanged) error {
	some := false
	for a, n := range x.actions {
		if n.answered > 0 || n.calls < 2 {
			some = some || n.calls > n.answered
			continue
		}
		first, last, err := both(frames, n.first, n.last)
		if err != nil {
			return err
		}
		first.Action = a.name
		out.Unanswered = append(out.Unanswered, Loose{first, last, n.calls})
	}
	sortLoose(out.Unanswered)
	if !some {
		return nil
	}
	again := map[FrameRef]bool{} // what was sent again is said of that
	for _, r := range out.Repeated {
		again[FrameRef{Source: r.Before.At.Source, Frame: r.Before.Frame}] = true
	}
	return x.eachUnanswered(func(ref FrameRef) error {
		f, err := frames.Frame(ref)
		if err != nil || again[ref] || x.silent(f) {
			return err
		}
		out.Unanswered = append(out.Unanswered, Loose{Frame: *f, Count: 1})
		return nil
	})
}

// silent says that none of the CALLs of the action is answered, and that this is said of all of them.
func (x *Exchange) silent(f *model.Frame) bool {
	n := x.actions[x.actionOf(f)]
	return n != nil && n.answered == 0 && n.calls > 1
}

func both(frames FrameReader, a, b FrameRef) (first, last model.Frame, err error) {
	f, err := frames.Frame(a)
	if err != nil {
		return first, last, err
	}
	first = *f
	if f, err = frames.Frame(b); err != nil {
		return first, last, err
	}
	return first, *f, nil
}

func sortLoose(list []Loose) {
	slices.SortFunc(list, func(a, b Loose) int { return compareRefs(frameRef(&a.Frame), frameRef(&b.Frame)) })
}

func frameRef(f *model.Frame) FrameRef { return FrameRef{Source: f.At.Source, Frame: f.Seq} }

// unasked lists the CALLRESULTs without their CALLs. Where a station's answers are all that the log holds, that is
// said once.
func (x *Exchange) unasked(frames FrameReader, out *Exchanged) error {
	whole := map[*sideCount]*Loose{}
	for i := range x.loose {
		a := &x.loose[i]
		if a.taken || a.failed {
			continue
		}
		f, err := frames.Frame(a.ref)
		if err != nil {
			return err
		}
		if n := x.answersOf(a.side); n.known > 0 || n.loose < 2 {
			out.Unasked = append(out.Unasked, Loose{Frame: *f, Count: 1})
			continue
		}
		if w := whole[x.answersOf(a.side)]; w != nil {
			w.Last = *f
			w.Count++
		} else {
			whole[x.answersOf(a.side)] = &Loose{*f, *f, 1}
		}
	}
	for _, w := range whole {
		out.Unasked = append(out.Unasked, *w)
	}
	sortLoose(out.Unasked)
	return nil
}

// refused lists the CALLERRORs.
func (x *Exchange) refused(frames FrameReader, out *Exchanged) error {
	if len(x.errors) == 0 {
		return nil
	}
	wanted := map[FrameRef]bool{}
	for _, ref := range x.errors {
		wanted[ref] = true
	}
	events, err := frames.Events(wanted)
	if err != nil {
		return err
	}
	for _, ref := range x.errors {
		f, err := frames.Frame(ref)
		if err != nil {
			return err
		}
		r := Refusal{Answer: *f, Code: events[ref].Status, Text: events[ref].Info}
		if call, ok := x.answers[ref]; ok {
			if f, err = frames.Frame(call); err != nil {
				return err
			}
			r.Call = *f
		}
		out.Refused = append(out.Refused, r)
	}
	return nil
}

// repeated lists the CALLs that came again under their ids.
func (x *Exchange) repeated(frames FrameReader, out *Exchanged) error {
	wanted := map[FrameRef]bool{}
	var pairs []repeatedCall
	for _, p := range x.repeats.pairs {
		a, b, err := both(frames, p.before, p.again)
		if err != nil {
			return err
		}
		if a.ID == b.ID && a.Action == b.Action {
			pairs = append(pairs, p)
			wanted[p.before], wanted[p.again] = true, true
		}
	}
	if len(pairs) == 0 {
		return nil
	}
	events, err := frames.Events(wanted)
	if err != nil {
		return err
	}
	for _, p := range pairs {
		a, b, err := both(frames, p.before, p.again)
		if err != nil {
			return err
		}
		before, ok := events[p.before]
		again, too := events[p.again]
		if !ok || !too {
			continue
		}
		r := Repeated{Before: before, Again: again, Same: a.Hash == b.Hash}
		if r.retransmitted(!x.answered[p.before.Source].has(p.before.Frame) && x.count(x.actionOf(&a)).answered > 0) {
			out.Repeated = append(out.Repeated, r)
		}
	}
	slices.SortStableFunc(out.Repeated, func(a, b Repeated) int {
		return cmp.Or(cmp.Compare(a.Again.At.Source, b.Again.At.Source), cmp.Compare(a.Again.Frame, b.Again.Frame))
	})
	return nil
}

// actionOf is the action of a CALL, by its side.
func (x *Exchange) actionOf(f *model.Frame) action {
	s := side{station: f.Station, dir: f.Dir}
	if f.Station == "" {
		s.nameless = x.nameless[f.At.Source]
	}
	return action{s, f.Action}
}

// retransmitted says that the second CALL is the first one, sent again. Chargers count ids from the beginning after a
// reboot: an id that comes again says nothing by itself, nor does a Heartbeat under it.
func (r *Repeated) retransmitted(unanswered bool) bool {
	a, b := &r.Before, &r.Again
	soon := b.Frame-a.Frame <= answerNear && a.At.Source == b.At.Source
	if !a.LoggedAt.IsZero() && !b.LoggedAt.IsZero() {
		soon = b.LoggedAt.Sub(a.LoggedAt) <= answerWithin
	}
	timed := !a.Time.IsZero() && a.Time.Compare(b.Time) == 0
	if r.Same {
		return timed || soon
	}
	if soon && unanswered {
		return true
	}
	switch a.Kind {
	case model.EventStart:
		return a.Connector == b.Connector && (timed || soon && a.IDTag == b.IDTag)
	case model.EventStop:
		return a.Transaction == b.Transaction && a.Transaction.OK && (timed || soon)
	case model.EventMeterValues, model.EventStatus:
		return timed && a.Connector == b.Connector
	}
	return false
}

// answerNear is what is soon in a log without times, in frames.
const answerNear = 200
