package session

import (
	"cmp"
	"slices"
	"sort"

	"meterscope/model"
)

// State is a stretch in which a connector had one status, as its StatusNotifications say.
type State struct {
	From, To model.Time // To is zero while nothing ended it
	Status   string     // as sent
	At       model.Place
	Frame    int64

	ErrorCode, VendorError, Info string // as sent; "" if absent
}

// Plugged says that a vehicle is connected (OCPP 1.6 §4.9).
func (s *State) Plugged() bool {
	switch s.Status {
	case "Preparing", "Charging", "SuspendedEV", "SuspendedEVSE", "Finishing":
		return true
	}
	return false
}

// Fault says that the station reports an error with the state.
func (s *State) Fault() bool {
	return s.Status == "Faulted" || s.ErrorCode != "" && s.ErrorCode != "NoError"
}

// Suspended says that the station stands still although a vehicle is connected: it may stop sampling then.
func (s *State) Suspended() bool { return s.Status == "SuspendedEV" || s.Status == "SuspendedEVSE" }

func compareStates(a, b State) int {
	return cmp.Or(a.From.Compare(b.From), comparePlaces(a.At, b.At))
}

// States reads the states of each connector from a station's traffic, in order of time.
func States(log Log) (map[int64][]State, error) {
	j := newJoiner("", Timing{})
	if err := j.collect(log); err != nil {
		return nil, err
	}
	for _, states := range j.states {
		closeStates(states)
	}
	return j.states, nil
}

// closeStates ends each state where the next begins.
func closeStates(states []State) {
	for i := range states {
		if i+1 < len(states) {
			states[i].To = states[i+1].From
		}
	}
}

// available gives the times at which a connector became available.
func available(states []State) []model.Time {
	var out []model.Time
	for i := range states {
		if states[i].Status == "Available" {
			out = append(out, states[i].From)
		}
	}
	return out
}

// statesWithin gives the states that touch the stretch from begin to end, of some in order of time, each of which
// ends where the next begins.
func statesWithin(states []State, begin, end model.Time) []State {
	first := sort.Search(len(states), func(n int) bool { return n+1 == len(states) || !states[n+1].From.Before(begin) })
	last := sort.Search(len(states), func(n int) bool { return end.Before(states[n].From) })
	if first >= last {
		return nil
	}
	return slices.Clone(states[first:last])
}

func stateOf(e *model.Event, when model.Time) State {
	return State{
		From: when, Status: e.Status, At: e.At, Frame: e.Frame, ErrorCode: e.ErrorCode, VendorError: e.VendorError, Info: e.Info,
	}
}
