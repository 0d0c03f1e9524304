// Package session joins the frames of one station into transactions.
package session

import (
	"iter"

	"meterscope/model"
)

// Log is one station's traffic: its events in arrival order. It may be read more than once, and always gives
// the same.
type Log func() iter.Seq2[*model.Event, error]

// Session is one transaction, as joined, with what of the log belongs to it.
type Session struct {
	Tx              model.Transaction // without what only samples tell (energy by register, max power, SoC, counts of findings)
	Spans           []model.Span
	Events          []model.Event // its StartTransaction, StopTransactions and their answers
	LogBeginsInside bool
	LogEndsInside   bool
}

// Join joins one station's traffic. The result is ordered by (begin, source, offset of the first frame), and
// is the same whatever the order in which the sources arrived.
func Join(station string, log Log) ([]*Session, error) { return nil, nil }
