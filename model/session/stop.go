package session

import "sort"

// placeStops gives stops to the transactions with their id, and gives back those that none has.
func (j *joiner) placeStops(stops []*head) (left []*head) {
	for _, s := range stops {
		best := j.stoppedBy(s)
		if best == nil {
			left = append(left, s)
			continue
		}
		best.stops = append(best.stops, s)
		if !best.connector.OK {
			best.connector = s.Connector
		}
	}
	return left
}

// stoppedBy gives the transaction that fits a stop best; of several the last one of its id, nil if none fits. An id
// may have been reused any number of times: those that were started in order of time are looked at from the last
// that began by then.
func (j *joiner) stoppedBy(s *head) *instance {
	if !s.Transaction.OK {
		return nil
	}
	id := s.Transaction.V
	ordered := j.byID[id][:j.inOrder[id]]
	begun := sort.Search(len(ordered), func(n int) bool { return s.when.Before(ordered[n].begin()) })
	top := scoreTag + scoreFree + scoreBegun
	if s.Meter.OK {
		top += scoreMeter
	}
	var best *instance
	bestScore := -1
	for n := begun - 1; n >= 0 && bestScore < top; n-- {
		if score := j.stopScore(ordered[n], s); score > bestScore {
			best, bestScore = ordered[n], score
		}
	}
	rest := j.byID[id][begun:]
	if bestScore >= scoreBegun { // those that began later can't be better
		rest = j.byID[id][len(ordered):]
	}
	for _, i := range rest {
		if score := j.stopScore(i, s); score >= bestScore && score >= 0 {
			best, bestScore = i, score
		}
	}
	return best
}

// How well a stop fits a transaction is a sum of these.
const (
	scoreMeter = 1 // its meter stands no lower than at the start
	scoreTag   = 2 // it names no other tag
	scoreFree  = 4 // no other stop is there
	scoreBegun = 8 // the transaction began by then: more than all others together
)

// stopScore says how well a stop fits a transaction with its id; negative if it is not its own. An id that is
// reused is stopped in turn.
func (j *joiner) stopScore(i *instance, s *head) int {
	if !i.fits(s.Connector) {
		return -1
	}
	score := 0
	if len(i.starts) > 0 {
		start := i.starts[0]
		if s.when.Before(start.when) && !j.arrivedAfter(s, start) {
			return -1
		}
		if !s.when.Before(start.when) {
			score += scoreBegun
		}
		if s.IDTag == "" || s.IDTag == start.IDTag {
			score += scoreTag
		}
		if s.Meter.OK && start.Meter.OK && s.Meter.V >= start.Meter.V {
			score += scoreMeter
		}
	}
	if len(i.stops) == 0 || sameStop(i.stops[0], s) {
		score += scoreFree
	}
	return score
}

func sameStop(a, b *head) bool {
	return a.Time.Compare(b.Time) == 0 && a.Meter == b.Meter
}

// arrivedAfter says that the log shows a after b, whatever their payloads say.
func (j *joiner) arrivedAfter(a, b *head) bool {
	if c := a.at.Compare(b.at); c != 0 && !a.LoggedAt.IsZero() && !b.LoggedAt.IsZero() {
		return c > 0
	}
	if a.At.Source != b.At.Source {
		return false
	}
	return (a.At.Offset > b.At.Offset) != (j.backwards[a.At.Source] > 0)
}

// adoptStops makes transactions of stops whose id nothing explains. Where one start without an answer can be
// meant, and only one, the stop is its own; of a stop that names none (0, −1) any start that can be.
func (j *joiner) adoptStops(stops []*head) {
	for _, s := range stops {
		if i := j.openUnanswered(s); i != nil {
			i.stops = append(i.stops, s)
			i.guessed = true
			if s.Transaction.OK && !unacknowledged(s.Transaction.V) {
				i.ids, i.adopted = []int64{s.Transaction.V}, true
				j.byID[s.Transaction.V] = append(j.byID[s.Transaction.V], i)
			}
			continue
		}
		if s.Transaction.OK && unacknowledged(s.Transaction.V) {
			if i := j.onlyOpen(s); i != nil {
				i.stops = append(i.stops, s)
				i.guessed = true
			}
			continue
		}
		if left := j.placeStops([]*head{s}); len(left) == 0 {
			continue // a second stop of the same id
		}
		i := &instance{connector: s.Connector, stops: []*head{s}}
		if s.Transaction.OK {
			i.ids = []int64{s.Transaction.V}
		}
		j.add(i)
	}
}

// onlyOpen gives the only transaction that a stop which names none can end: it runs at the time, has no stop, no other
// tag, and a meterStart that is no higher.
func (j *joiner) onlyOpen(s *head) *instance {
	var found *instance
	for _, list := range j.started {
		i := latestStart(list, s.when)
		if i == nil || len(i.stops) > 0 || !i.fits(s.Connector) {
			continue
		}
		start := i.starts[0]
		if s.IDTag != "" && start.IDTag != "" && s.IDTag != start.IDTag || s.Meter.OK && start.Meter.OK && s.Meter.V < start.Meter.V {
			continue
		}
		if free := j.available(i, i.begin()); !free.IsZero() && free.Before(s.when) {
			continue
		}
		if found != nil {
			return nil
		}
		found = i
	}
	return found
}

// openUnanswered gives the only transaction without an id and a stop that can end with this one: nothing was
// started on its connector since.
func (j *joiner) openUnanswered(s *head) *instance {
	var found *instance
	for _, list := range j.started {
		i := latestStart(list, s.when)
		if i == nil || len(i.ids) > 0 || len(i.stops) > 0 || !i.fits(s.Connector) {
			continue
		}
		start := i.starts[0]
		if s.IDTag != "" && start.IDTag != "" && s.IDTag != start.IDTag {
			continue
		}
		if found != nil {
			return nil
		}
		found = i
	}
	return found
}
