package rule

import (
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

// Resolve ends the exchange: it gives what became of the CALLs, in parts, so that a log in which much is amiss takes no
// more memory than another. A part is the giver's again when give returns.
func (x *Exchange) Resolve(frames FrameReader, give func(*Exchanged) error) error {
	x.repeats.close()
	p := &parts{give: give}
	for _, step := range []func(FrameReader, *parts) error{
		x.match, x.repeated, x.unanswered, x.unasked, x.newer, x.refused,
	} {
		if err := step(frames, p); err != nil {
			return err
		}
	}
	return p.flush()
}

// parts gathers what became of CALLs and gives it on.
type parts struct {
	Exchanged
	n    int
	give func(*Exchanged) error
}

// partMost is how many CALLs a part tells of.
const partMost = 1 << 10

// next is called after each CALL.
func (p *parts) next() error {
	if p.n++; p.n < partMost {
		return nil
	}
	return p.flush()
}

func (p *parts) flush() error {
	err := p.give(&p.Exchanged)
	p.Exchanged = Exchanged{
		Refused: p.Refused[:0], Unanswered: p.Unanswered[:0], Unasked: p.Unasked[:0], Repeated: p.Repeated[:0], Newer: p.Newer[:0],
	}
	p.n = 0
	return err
}

const (
	// answerWithin is how much later an answer may come whose CALL stands in another source.
	answerWithin = 5 * time.Minute

	matchedAtOnce = 1 << 17 // answers
	pairedAtOnce  = 1 << 16 // repeated CALLs, and errors
)

// match gives answers whose CALL is not in their source the nearest CALL of another source with their id that none of
// its own answers.
func (x *Exchange) match(frames FrameReader, _ *parts) error {
	left, n := map[string][]looseAnswer{}, 0
	flush := func() error {
		err := x.matchSome(frames, left)
		clear(left)
		n = 0
		return err
	}
	err := x.loose.each(nil, func(ref FrameRef) error {
		f, err := frames.Frame(ref)
		if err != nil {
			return err
		}
		left[f.ID] = append(left[f.ID], looseAnswer{of: x.sideOf(f), at: f.LoggedAt, ref: ref, failed: f.Kind == model.CallError})
		if n++; n < matchedAtOnce {
			return nil
		}
		return flush()
	})
	if err != nil || n == 0 {
		return err
	}
	return flush()
}

// looseAnswer is an answer whose CALL is not in its source.
type looseAnswer struct {
	of     side // of the answer
	at     model.Time
	ref    FrameRef
	failed bool // a CALLERROR
	call   answeredCall
}

func (x *Exchange) matchSome(frames FrameReader, left map[string][]looseAnswer) error {
	err := x.calls.each(x.answered, func(ref FrameRef) error {
		f, err := frames.Frame(ref)
		if err != nil {
			return err
		}
		answers := left[f.ID]
		for i := range answers {
			a := &answers[i]
			if x.fits(a, f) && (a.call.action == action{} || a.call.at.Before(f.LoggedAt)) {
				a.call = answeredCall{ref, f.LoggedAt, x.actionOf(f)}
			}
		}
		return nil
	})
	for _, answers := range left {
		for i := range answers {
			if a := &answers[i]; a.call.action != (action{}) {
				x.answer(a)
			}
		}
	}
	return err
}

// answer notes the CALL that an answer is to.
func (x *Exchange) answer(a *looseAnswer) {
	x.loose.remove(a.ref)
	if x.answered.add(a.call.ref) {
		x.count(a.call.action).answered++
	}
	if a.failed {
		x.answers[a.ref] = a.call.ref
		return
	}
	n := x.answersOf(a.of)
	n.loose--
	n.known++
}

// answeredCall is a CALL whose answer stands in another source.
type answeredCall struct {
	ref    FrameRef
	at     model.Time
	action action
}

func (x *Exchange) fits(a *looseAnswer, call *model.Frame) bool {
	of := x.sideOf(call)
	if of.station != a.of.station || of.nameless != a.of.nameless ||
		call.Dir == a.of.dir && call.Dir != model.DirectionUnknown {
		return false
	}
	if a.at.IsZero() || call.LoggedAt.IsZero() {
		return call.At.Source != a.ref.Source
	}
	d := a.at.Sub(call.LoggedAt)
	return d >= -time.Second && d <= answerWithin
}

// unanswered lists the CALLs without an answer. Where none of an action is answered, the log doesn't hold the answers:
// that is said once. What was sent again is said of that.
func (x *Exchange) unanswered(frames FrameReader, out *parts) error {
	some := false
	var whole []Loose
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
		whole = append(whole, Loose{first, last, n.calls})
	}
	sortLoose(whole)
	out.Unanswered = append(out.Unanswered, whole...)
	if !some {
		return nil
	}
	return x.calls.each(x.answered, func(ref FrameRef) error {
		f, err := frames.Frame(ref)
		if err != nil || x.resent.has(ref) || x.silent(f) {
			return err
		}
		out.Unanswered = append(out.Unanswered, Loose{Frame: *f, Count: 1})
		return out.next()
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
func (x *Exchange) unasked(frames FrameReader, out *parts) error {
	whole := map[*sideCount]*Loose{}
	err := x.loose.each(nil, func(ref FrameRef) error {
		f, err := frames.Frame(ref)
		if err != nil || f.Kind == model.CallError {
			return err
		}
		n := x.answersOf(x.sideOf(f))
		if n.known > 0 || n.loose < 2 {
			out.Unasked = append(out.Unasked, Loose{Frame: *f, Count: 1})
			return out.next()
		}
		if w := whole[n]; w != nil {
			w.Last = *f
			w.Count++
		} else {
			whole[n] = &Loose{*f, *f, 1}
		}
		return nil
	})
	var all []Loose
	for _, w := range whole {
		all = append(all, *w)
	}
	sortLoose(all)
	out.Unasked = append(out.Unasked, all...)
	return err
}

// refused lists the CALLERRORs.
func (x *Exchange) refused(frames FrameReader, out *parts) error {
	for some := range slices.Chunk(x.errors, pairedAtOnce) {
		wanted := make(map[FrameRef]bool, len(some))
		for _, ref := range some {
			wanted[ref] = true
		}
		events, err := frames.Events(wanted)
		if err != nil {
			return err
		}
		for _, ref := range some {
			if err := x.refusal(frames, ref, events[ref], out); err != nil {
				return err
			}
		}
	}
	return nil
}

func (x *Exchange) refusal(frames FrameReader, ref FrameRef, e model.Event, out *parts) error {
	f, err := frames.Frame(ref)
	if err != nil {
		return err
	}
	r := Refusal{Answer: *f, Code: e.Status, Text: e.Info}
	call, ok := x.answers[ref]
	if !ok {
		call = FrameRef{Source: ref.Source, Frame: f.AnswerTo}
		ok = x.calls.has(call)
	}
	if ok {
		if f, err = frames.Frame(call); err != nil {
			return err
		}
		r.Call = *f
	}
	out.Refused = append(out.Refused, r)
	return out.next()
}

// repeated lists the CALLs that came again under their ids.
func (x *Exchange) repeated(frames FrameReader, out *parts) error {
	for some := range slices.Chunk(x.repeats.pairs, pairedAtOnce) {
		if err := x.repeatedOf(frames, some, out); err != nil {
			return err
		}
	}
	return nil
}

func (x *Exchange) repeatedOf(frames FrameReader, some []repeatedCall, out *parts) error {
	wanted := map[FrameRef]bool{}
	var pairs []repeatedCall
	for _, p := range some {
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
		if !r.retransmitted(!x.answered.has(p.before) && x.count(x.actionOf(&a)).answered > 0) {
			continue
		}
		x.resent.add(p.before)
		out.Repeated = append(out.Repeated, r)
		if err := out.next(); err != nil {
			return err
		}
	}
	return nil
}

// actionOf is the action of a CALL, by its side.
func (x *Exchange) actionOf(f *model.Frame) action { return action{x.sideOf(f), f.Action} }

// sideOf is who sent a frame.
func (x *Exchange) sideOf(f *model.Frame) side {
	s := side{station: f.Station, dir: f.Dir}
	if f.Station == "" {
		s.nameless = x.nameless[f.At.Source]
	}
	return s
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
