package check

import (
	"hash/maphash"
	"sync"

	"meterscope/model"
	"meterscope/model/rule"
	"meterscope/model/store"
)

// memory is what is remembered of a case that was checked, so that a step tells what it changed: of each transaction
// some ten numbers, of each finding about a single frame two. A nil one remembers nothing.
type memory struct {
	mu       sync.Mutex // stations are joined side by side
	seed     maphash.Seed
	stations map[store.Station]*knownStation
	told     map[uint64]toldOf       // findings about single frames, by their hash
	apart    uint64                  // see store.Change
	calls    *rule.Exchange          // what came of all frames
	turned   map[model.SourceID]bool // an answer stands before its CALL
	frames   map[rule.FrameRef]model.Frame
	events   map[rule.FrameRef]model.Event
}

// toldOf is in which frame something was found, and how often: an answer may have come twice.
type toldOf struct {
	frame rule.FrameRef
	times int
}

// knownStation is what is remembered of a station.
type knownStation struct {
	sessions map[store.Stamp]*knownSession
	clock    []model.Finding
}

// knownSession is what is remembered of a transaction as it was checked.
type knownSession struct {
	key        model.TransactionKey
	refs       []store.FrameRef
	wrongStart bool // see rule.Brief
	wrongEnd   bool
	connector  uint64 // a hash of what the rules over its connector found
	step       int    // in which it was there
}

func newMemory() *memory {
	return &memory{
		seed: maphash.MakeSeed(), stations: map[store.Station]*knownStation{}, told: map[uint64]toldOf{}, turned: map[model.SourceID]bool{},
		frames: map[rule.FrameRef]model.Frame{}, events: map[rule.FrameRef]model.Event{},
	}
}

func (m *memory) station(st store.Station) *knownStation {
	k := m.stations[st]
	if k == nil {
		k = &knownStation{sessions: map[store.Stamp]*knownSession{}}
		m.stations[st] = k
	}
	return k
}

// session remembers a transaction, and what the rules over its connector found.
func (m *memory) session(st store.Station, j *store.Joined, b *rule.Brief, connector []model.Finding) {
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	k := &knownSession{refs: j.Frames, connector: m.sum(connector)}
	k.wrongStart, k.wrongEnd = b.Wrong()
	m.station(st).sessions[j.Stamp] = k
}

// clock remembers what was found about the clock of a station.
func (m *memory) clock(st store.Station, found []model.Finding) {
	if m != nil && len(found) > 0 {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.station(st).clock = found
	}
}

// mark remembers whether a source has an answer before its CALL.
func (m *memory) mark(f *model.FrameMark) {
	if m != nil && f.AnswerTo > f.Seq {
		m.turned[f.Source] = true
	}
}

// exchange remembers the CALLs and their answers.
func (m *memory) exchange(x *rule.Exchange) {
	if m != nil {
		m.calls = x.Clone()
	}
}

// inFrames remembers findings about single frames.
func (m *memory) inFrames(found []model.Finding) {
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for i := range found {
		h := maphash.Comparable(m.seed, found[i])
		m.told[h] = toldOf{rule.FrameRef{Source: found[i].At.Source, Frame: found[i].Frame}, m.told[h].times + 1}
	}
}

// sum is a hash over findings.
func (m *memory) sum(found []model.Finding) uint64 {
	var sum uint64
	for i := range found {
		sum = sum*31 + maphash.Comparable(m.seed, found[i])
	}
	return sum
}

// known gives the transactions their keys. It is false if one has none.
func (m *memory) known(keys map[store.Stamp]model.TransactionKey) bool {
	for _, st := range m.stations {
		for stamp, k := range st.sessions {
			if k.key = keys[stamp]; k.key == 0 {
				return false
			}
		}
	}
	return true
}
