package session

import (
	"time"

	"meterscope/model"
)

// pair gives each StartTransaction and StopTransaction its answer: the one that its source names, else the
// nearest in time of those with its id that are nobody's, wherever they stand.
func (j *joiner) pair() {
	loose := map[string][]*head{}
	for _, a := range j.loose {
		if a.ID != "" {
			loose[a.ID] = append(loose[a.ID], a)
		}
	}
	calls := append(append(make([]*head, 0, len(j.starts)+len(j.stops)), j.starts...), j.stops...)
	for _, call := range calls {
		if a, ok := j.answers[callKey{call.At.Source, call.Frame}]; ok {
			call.answer = a
		}
	}
	taken := map[*head]bool{}
	for _, call := range calls {
		if call.answer != nil {
			continue
		}
		var best *head
		for _, a := range loose[call.ID] {
			if taken[a] || !answers(a, call) {
				continue
			}
			if best == nil || distance(a, call) < distance(best, call) {
				best = a
			}
		}
		if best != nil {
			taken[best] = true
			a := *best
			a.AnswerTo = model.NoFrame
			if a.At.Source == call.At.Source {
				a.AnswerTo = call.Frame
			}
			call.answer = &a
		}
	}
}

const (
	answerWithin     = 5 * time.Minute // an answer that comes later is to another CALL: ids repeat
	answerNearFrames = 200             // the same, for logs without times
	zoneSlack        = 2 * time.Minute
	zoneStep         = 30 * time.Minute
	zoneMost         = 14 * time.Hour
)

// answers says whether a can be the answer to the call: in kind, and near enough. Logs of the two ends may be
// kept in different zones: a distance of whole half hours counts as none.
func answers(a, call *head) bool {
	if call.Kind == model.EventStop && a.Transaction.OK {
		return false
	}
	if a.LoggedAt.IsZero() || call.LoggedAt.IsZero() {
		if a.At.Source == call.At.Source {
			return max(a.Frame-call.Frame, call.Frame-a.Frame) <= answerNearFrames
		}
		return true
	}
	d := distance(a, call)
	if d <= answerWithin {
		return true
	}
	if a.At.Source == call.At.Source || d > zoneMost+zoneSlack {
		return false
	}
	off := d % zoneStep
	return min(off, zoneStep-off) <= zoneSlack
}

func distance(a, b *head) time.Duration { return a.at.Sub(b.at).Abs() }
