package account

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"meterscope/model"
)

// MatchKind says how a charge detail record fits the transactions.
type MatchKind string

// The ways in which it does.
const (
	Matched     MatchKind = "matched"
	NoMatch     MatchKind = "no-transaction" // none was at its time, at its station, with its tag
	Several     MatchKind = "ambiguous"      // more than one fits as well
	SharedMatch MatchKind = "shared"         // another record fits the same transaction
)

// ChargeMatch is a charge detail record with the transactions that it can be of.
type ChargeMatch struct {
	Record *model.ChargeRecord
	Kind   MatchKind
	Among  []model.TransactionKey // the one that it is of; else those between which nobody can tell
}

// chargeSlack is how far the times of a bill and of the log may be apart: operators round to minutes, and count from
// the authorisation or from the cable.
const chargeSlack = 10 * time.Minute

// MatchCharges finds the transactions that charge detail records are of, by station, tag and time, or by the
// transactionId. What a record says and the transaction knows must agree; that it fits by its time alone is not
// enough, unless it says neither station nor tag nor transactionId.
func MatchCharges(records []model.ChargeRecord, list []model.Transaction) []ChargeMatch {
	stations := map[string]bool{}
	for i := range list {
		stations[bare(list[i].Station)] = true
	}
	days := daysOf(list)
	owners := map[model.TransactionKey][]int{}
	matches := make([]ChargeMatch, len(records))
	for i := range records {
		m := &matches[i]
		m.Record, m.Kind = &records[i], NoMatch
		best := 0
		for _, k := range days.near(m.Record, len(list)) {
			score, ok := fits(m.Record, &list[k], stations)
			switch {
			case !ok || score < best:
			case score > best:
				best, m.Among = score, []model.TransactionKey{list[k].Key}
			default:
				m.Among = append(m.Among, list[k].Key)
			}
		}
		switch len(m.Among) {
		case 0:
		case 1:
			m.Kind = Matched
			owners[m.Among[0]] = append(owners[m.Among[0]], i)
		default:
			m.Kind = Several
		}
	}
	for _, same := range owners {
		if len(same) > 1 {
			for _, i := range same {
				matches[i].Kind = SharedMatch
			}
		}
	}
	return matches
}

// calendar says which transactions began or ended on a day, by number, counted from 1970.
type calendar map[int64][]int

func day(t model.Time) int64 {
	const secondsOfDay = 86400
	sec, _ := t.Unix()
	return sec / secondsOfDay
}

func daysOf(list []model.Transaction) calendar {
	c := calendar{}
	for i := range list {
		var last int64
		for _, t := range []model.Time{list[i].Begin(), list[i].End()} {
			if t.IsZero() || day(t) == last {
				continue
			}
			last = day(t)
			c[last] = append(c[last], i)
		}
	}
	return c
}

// near gives the transactions that began or ended on a day of a record, the day before or after; all of so many where
// it has no time.
func (c calendar) near(r *model.ChargeRecord, all int) (list []int) {
	if r.Start.IsZero() && r.Stop.IsZero() {
		for i := range all {
			list = append(list, i)
		}
		return list
	}
	for _, t := range []model.Time{r.Start, r.Stop} {
		if t.IsZero() {
			continue
		}
		for d := day(t) - 1; d <= day(t)+1; d++ {
			list = append(list, c[d]...)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// fits says whether a record can be of a transaction, and by how much it says so.
func fits(r *model.ChargeRecord, tx *model.Transaction, stations map[string]bool) (score int, ok bool) {
	says := 0 // things that the record says of it beside the time
	if r.Transaction.OK && tx.ID.OK {
		if r.Transaction.V != tx.ID.V {
			return 0, false
		}
		score, says = score+4, says+1
	}
	if r.IDTag != "" && tx.IDTag != "" {
		if !strings.EqualFold(r.IDTag, tx.IDTag) {
			return 0, false
		}
		score, says = score+2, says+1
	}
	if same, known := sameStation(r.Station, tx.Station, stations); known {
		if !same {
			return 0, false
		}
		score, says = score+2, says+1
		if r.Connector.OK && tx.Connector.OK {
			if r.Connector.V != tx.Connector.V {
				return 0, false
			}
			score++
		}
	}
	near, timed := atItsTime(r, tx)
	switch {
	case timed && near == 0, !timed && !r.Transaction.OK:
		return 0, false
	case says == 0 && (r.IDTag != "" || r.Station != "" || r.Transaction.OK):
		return 0, false
	}
	return score + near, true
}

// atItsTime says how well a record's times are those of a transaction: 0 is not at all. known is false where one of
// them has none.
func atItsTime(r *model.ChargeRecord, tx *model.Transaction) (near int, known bool) {
	begin, end := tx.Begin(), tx.End()
	if begin.IsZero() || r.Start.IsZero() && r.Stop.IsZero() {
		return 0, false
	}
	within := func(a, b model.Time) bool { return a.Sub(b).Abs() <= chargeSlack }
	if !r.Start.IsZero() && within(r.Start, begin) {
		near++
	}
	if !r.Stop.IsZero() && !end.IsZero() && within(r.Stop, end) {
		near++
	}
	if near == 0 && !r.Start.IsZero() && !r.Stop.IsZero() && !end.IsZero() && r.Start.Before(end) && begin.Before(r.Stop) {
		near = 1 // one lies about the other: plugged in and charging
	}
	return near, true
}

// sameStation compares the name of a station in a bill with that in the log. known is false where that can't be
// said: the bill has the number of an EVSE, or a name of its own.
func sameStation(billed, logged string, stations map[string]bool) (same, known bool) {
	a, b := bare(billed), bare(logged)
	switch {
	case a == "" || b == "":
		return false, false
	case a == b:
		return true, true
	case stations[a]:
		return false, true // of another station of the log
	}
	const least = 3 // characters that tell a station
	if len(b) >= least && strings.Contains(a, b) || len(a) >= least && strings.Contains(b, a) {
		return true, true
	}
	return false, false
}

// bare takes case, blanks and signs from a name.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// Charged gives the record of a transaction; nil if none is its alone.
func Charged(matches []ChargeMatch, key model.TransactionKey) *model.ChargeRecord {
	i := slices.IndexFunc(matches, func(m ChargeMatch) bool { return m.Kind == Matched && m.Among[0] == key })
	if i < 0 {
		return nil
	}
	return matches[i].Record
}
