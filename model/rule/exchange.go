package rule

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"meterscope/model"
	"meterscope/model/session"
)

// Exchange follows CALLs and their answers through all frames of a case, in the order in which they were logged. It
// keeps a bit of each frame and a few bytes of the latest CALLs.
type Exchange struct {
	calls    frames // the CALLs
	answered frames // those that an answer is to
	resent   frames // those that came again
	loose    frames // answers whose CALL isn't known
	actions  map[action]*actionCount
	sides    map[side]*sideCount // of stations
	errors   []FrameRef
	answers  map[FrameRef]FrameRef // CALLERRORs' CALLs in other sources
	repeats  repeatedIDs
	nameless map[model.SourceID]model.SourceID

	recent    [4]recentAction
	next      int // of recent
	lastSide  side
	lastCount *sideCount // of lastSide
}

// FrameRef names a frame.
type FrameRef = session.FrameRef

// side is one end of a connection, as the sender of frames.
type side struct {
	station  string
	nameless model.SourceID
	dir      model.Direction
}

func (s side) opposite() side {
	switch s.dir {
	case model.FromStation:
		s.dir = model.ToStation
	case model.ToStation:
		s.dir = model.FromStation
	}
	return s
}

type action struct {
	side
	name string
}

// actionCount is how many CALLs of an action there are, and answers to them.
type actionCount struct {
	number          uint64 // of the action
	calls, answered int
	first, last     FrameRef
}

// sideCount is how many answers there are whose CALLs are there, and how many CALLRESULTs whose are not.
type sideCount struct{ known, loose int }

// NewExchange makes one.
func NewExchange() *Exchange {
	return &Exchange{
		calls: frames{}, answered: frames{}, resent: frames{}, loose: frames{},
		actions: map[action]*actionCount{}, sides: map[side]*sideCount{}, answers: map[FrameRef]FrameRef{},
		nameless: map[model.SourceID]model.SourceID{},
	}
}

// Clone gives one that can be resolved, while more frames are added to this one.
func (x *Exchange) Clone() *Exchange {
	c := *x
	c.calls, c.answered, c.resent, c.loose = x.calls.clone(), x.answered.clone(), x.resent.clone(), x.loose.clone()
	c.actions, c.sides = make(map[action]*actionCount, len(x.actions)), make(map[side]*sideCount, len(x.sides))
	for a, n := range x.actions {
		same := *n
		c.actions[a] = &same
	}
	for s, n := range x.sides {
		same := *n
		c.sides[s] = &same
	}
	c.answers, c.nameless = maps.Clone(x.answers), maps.Clone(x.nameless)
	c.repeats.pairs = slices.Clone(x.repeats.pairs) // the rest is only read
	c.recent, c.lastCount = [len(x.recent)]recentAction{}, nil
	return &c
}

// Whole says that all CALLs are at hand: then it doesn't matter in which order sources of different stations come.
func (x *Exchange) Whole() bool { return !x.repeats.cut }

// Add takes the next frame.
func (x *Exchange) Add(m *model.FrameMark) {
	from := side{m.Station, m.Nameless, m.Dir}
	if m.Station == "" {
		x.nameless[m.Source] = m.Nameless
	}
	ref := FrameRef{Source: m.Source, Frame: m.Seq}
	switch m.Kind {
	case model.Call:
		x.calls.add(ref)
		n := x.count(action{from, m.Action})
		if n.calls++; n.calls == 1 {
			n.first = ref
		}
		n.last = ref
		if m.ID != 0 {
			const odd = 0x9e3779b97f4a7c15 // spreads the number of the action over all bits
			x.repeats.add(m.ID^n.number*odd, m)
		}
	case model.CallResult, model.CallError:
		x.addAnswer(m, from, ref)
	}
}

func (x *Exchange) addAnswer(m *model.FrameMark, from side, ref FrameRef) {
	failed := m.Kind == model.CallError
	if failed {
		x.errors = append(x.errors, ref)
	}
	of := x.answersOf(from)
	if m.AnswerTo < 0 {
		if m.ID != 0 {
			x.loose.add(ref)
			if !failed {
				of.loose++
			}
		}
		return
	}
	of.known++
	if x.answered.add(FrameRef{Source: m.Source, Frame: m.AnswerTo}) {
		x.asked(m, from.opposite()).answered++
	}
}

// asked counts the CALLs of the action that an answer is to. A log that names the station beside answers alone has
// them without its name.
func (x *Exchange) asked(m *model.FrameMark, to side) *actionCount {
	n := x.count(action{to, m.Action})
	if nameless, some := x.nameless[m.Source]; n.calls == 0 && some && to.station != "" {
		return x.count(action{side{nameless: nameless, dir: to.dir}, m.Action})
	}
	return n
}

// answersOf counts the answers in a station's log. Of one that names nothing it isn't known which side sent it.
func (x *Exchange) answersOf(s side) *sideCount {
	s.dir = model.DirectionUnknown
	if x.lastCount != nil && x.lastSide == s {
		return x.lastCount
	}
	of := x.sides[s]
	if of == nil {
		of = &sideCount{}
		x.sides[s] = of
	}
	x.lastSide, x.lastCount = s, of
	return of
}

// recentAction is an action that was counted lately: frames of few actions take turns.
type recentAction struct {
	action
	*actionCount
}

func (x *Exchange) count(a action) *actionCount {
	for i := range x.recent {
		if r := &x.recent[i]; r.actionCount != nil && r.action == a {
			return r.actionCount
		}
	}
	n := x.actions[a]
	if n == nil {
		n = &actionCount{number: uint64(len(x.actions) + 1)}
		x.actions[a] = n
	}
	x.recent[x.next] = recentAction{a, n}
	x.next = (x.next + 1) % len(x.recent)
	return n
}

// repeatedIDs finds CALLs of one side and action with the same id, among the latest.
type repeatedIDs struct {
	marks []idMark
	seen  model.FrameSet // a bit for each id, or for several
	again map[uint32]bool
	pairs []repeatedCall
	cut   bool // the oldest marks are gone
}

// idMark is a CALL as far as finding its id again needs it.
type idMark struct {
	key    uint32
	source int32
	frame  int64
	at     int64 // log time, ns since 1970; 0: none
	order  int32
}

// repeatedCall is a CALL, and the one before it with its id.
type repeatedCall struct{ before, again FrameRef }

const (
	mostMarks = 1 << 20
	seenBits  = 1 << 22
)

func (r *repeatedIDs) add(key uint64, m *model.FrameMark) {
	if r.again == nil {
		r.again = map[uint32]bool{}
	}
	if len(r.marks) == mostMarks {
		r.close()
		r.cut = true
		r.marks = append(r.marks[:0], r.marks[mostMarks/2:]...)
		r.seen = model.FrameSet{}
		clear(r.again)
		for _, m := range r.marks {
			r.see(m.key)
		}
	}
	short := uint32(key) //nolint:gosec // cut
	r.see(short)
	mark := idMark{key: short, source: int32(m.Source), frame: m.Seq, order: int32(len(r.marks))} //nolint:gosec // bounded
	if !m.LoggedAt.IsZero() {
		sec, nsec := m.LoggedAt.Unix()
		mark.at = sec*int64(time.Second) + int64(nsec)
	}
	r.marks = append(r.marks, mark)
}

// see notes the key of a CALL.
func (r *repeatedIDs) see(key uint32) {
	if !r.seen.Add(int64(key % seenBits)) {
		r.again[key] = true
	}
}

// close looks for pairs among the marks.
func (r *repeatedIDs) close() {
	if len(r.again) == 0 {
		return
	}
	var same []idMark
	for i, m := range r.marks {
		if r.again[m.key] {
			m.order = int32(i) //nolint:gosec // bounded
			same = append(same, m)
		}
	}
	slices.SortFunc(same, func(a, b idMark) int {
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.at, b.at), cmp.Compare(a.order, b.order))
	})
	for i := 1; i < len(same); i++ {
		if same[i].key == same[i-1].key {
			r.pairs = append(r.pairs, repeatedCall{same[i-1].ref(), same[i].ref()})
		}
	}
	slices.SortFunc(r.pairs, func(a, b repeatedCall) int {
		return cmp.Or(compareRefs(a.again, b.again), compareRefs(a.before, b.before))
	})
	r.pairs = slices.Compact(r.pairs)
}

func compareRefs(a, b FrameRef) int {
	return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Frame, b.Frame))
}

func (m idMark) ref() FrameRef { return FrameRef{Source: model.SourceID(m.source), Frame: m.frame} }
