// Package store keeps a case in one SQLite file.
package store

import (
	"context"
	"errors"
	"iter"

	"meterscope/model"
)

// Errors that a user meets; each is wrapped with the path and what was tried.
var (
	ErrNotCase  = errors.New("not a Meterscope case file")
	ErrNewer    = errors.New("the case file was made by a newer Meterscope")
	ErrReadOnly = errors.New("the case file can't be written")
	ErrLocked   = errors.New("the case file is in use by another program")
	ErrFull     = errors.New("the disk is full")
	ErrBroken   = errors.New("the case file is damaged")

	// ErrAlready says that the source just completed is, byte for byte, one that the case holds already: it
	// was discarded, and the case is as it was before.
	ErrAlready = errors.New("the case file holds this source already")
)

// Case is an open case file: one writer, and readers that never wait for it.
type Case struct{}

// Create makes a new case file, or opens an existing one.
func Create(ctx context.Context, path string) (*Case, error) { return nil, errors.New("not built yet") }

// Open opens an existing case file.
func Open(ctx context.Context, path string) (*Case, error) { return nil, errors.New("not built yet") }

// OpenReadOnly opens an existing case file for reading only (a read-only medium included).
func OpenReadOnly(ctx context.Context, path string) (*Case, error) {
	return nil, errors.New("not built yet")
}

// Temp makes a case file in the temporary directory, which Close removes.
func Temp(ctx context.Context) (*Case, error) { return nil, errors.New("not built yet") }

func (c *Case) Path() string   { return "" }
func (c *Case) ReadOnly() bool { return false }
func (c *Case) Close() error   { return nil }

// SaveCopy writes the case into a new file (VACUUM INTO).
func (c *Case) SaveCopy(ctx context.Context, path string) error { return nil }

// --- import: the ledger. Called by check.Sink ---

// BeginSource enters a source or finds it again, as importer.Sink.Begin says.
func (c *Case) BeginSource(ctx context.Context, src model.Announcement, sum func() ([32]byte, error)) (model.Resume, error) {
	return model.Resume{}, nil
}

// WriteBatch takes a batch. It commits, with the ledger row, after each 64 MB of evidence.
func (c *Case) WriteBatch(ctx context.Context, b *model.Batch) error { return nil }

// CompleteSource commits the rest and closes the source. It gives ErrAlready, and keeps nothing of the
// source, where the case holds a complete source of the same SHA-256.
func (c *Case) CompleteSource(ctx context.Context, src model.Source) error { return nil }

// DiscardSource removes a source and all that was read from it: one that turned out to hold no frame.
func (c *Case) DiscardSource(ctx context.Context, id model.SourceID) error { return nil }

// --- joining: called by check ---

// Stations lists the stations of the case in order of name. A nameless station is one a source ("" with its
// source): see Station.
func (c *Case) Stations(ctx context.Context) ([]Station, error) { return nil, nil }

// Station is one station, or the nameless one of a source.
type Station struct {
	Name   string
	Source model.SourceID // 0 unless Name is ""
}

// Events gives a station's events in arrival order (source, seq), streaming.
func (c *Case) Events(ctx context.Context, st Station) iter.Seq2[*model.Event, error] { return nil }

// Joined is one transaction, as joined, with what belongs to it.
type Joined struct {
	Tx       *model.Transaction // put sets its Key
	Spans    []model.Span       // the MeterValues frames
	Frames   []FrameRef         // its StartTransaction and StopTransactions
	Findings []model.Finding    // of the transaction rules; Transaction is set by put
}

// FrameRef names a frame.
type FrameRef struct {
	Source model.SourceID
	Seq    int64
}

// ReplaceTransactions replaces all transactions, spans and the findings of transaction rules in one database
// transaction. do calls put once for each transaction. The key of a transaction that was there before (same
// station, connector, id and first frame) is kept; put sets it in Tx.Key. The answers to a transaction's
// frames belong to it too: they need not be named. Errors, Warnings and Infos of the stored transaction
// count its own findings and those in its frames, whatever stands in Tx. A finding whose transaction is not
// known (of a connector rule) goes with a Joined whose Tx is nil.
func (c *Case) ReplaceTransactions(ctx context.Context, do func(put func(Joined) error) error) error {
	return nil
}

// SpanSeries reads all samples of the given spans as series (points in base units). It serves the joiner
// before the spans are stored. keep filters by key; nil keeps all.
func (c *Case) SpanSeries(ctx context.Context, spans []model.Span, keep func(model.SeriesKey) bool) ([]model.Series, error) {
	return nil, nil
}

// --- views ---

// Sources in the order of import.
func (c *Case) Sources(ctx context.Context) ([]model.Source, error) { return nil, nil }

// TransactionKeys gives the keys of all transactions in the order of the view: the whole list as a slice.
func (c *Case) TransactionKeys(ctx context.Context, q TransactionQuery) ([]model.TransactionKey, error) {
	return nil, nil
}

// TransactionQuery filters and orders the list.
type TransactionQuery struct {
	Severity *model.Severity // only those whose worst finding is this one
	Search   string          // plain words: station, tag, transactionId, rule id; all must match
	Sort     TransactionSort
	Desc     bool
}

// TransactionSort is a column of the list.
type TransactionSort string

// The columns that the list can be sorted by. SortDefault: by start, else first sample; then source, offset.
const (
	SortDefault  TransactionSort = ""
	SortSeverity TransactionSort = "severity"
	SortStation  TransactionSort = "station"
	SortID       TransactionSort = "id"
	SortEnergy   TransactionSort = "energy"
	SortDuration TransactionSort = "duration"
	SortMaxPower TransactionSort = "maxpower"
	SortSoC      TransactionSort = "soc"
	SortFindings TransactionSort = "findings"
)

// Transactions reads these, in this order; keys that aren't there are left out.
func (c *Case) Transactions(ctx context.Context, keys []model.TransactionKey) ([]model.Transaction, error) {
	return nil, nil
}

// Counts of the list, for the filter chips.
type SeverityCounts struct{ All, Errors, Warnings, Infos, Clean int }

func (c *Case) SeverityCounts(ctx context.Context) (SeverityCounts, error) {
	return SeverityCounts{}, nil
}

// Series reads a transaction's series.
func (c *Case) Series(ctx context.Context, key model.TransactionKey, keep func(model.SeriesKey) bool) ([]model.Series, error) {
	return nil, nil
}

// Findings gives findings ordered by source, offset, pointer, rule, with repeats expanded, FrameID, FrameLine
// and Transaction filled in, streaming.
func (c *Case) Findings(ctx context.Context, q FindingQuery) iter.Seq2[*model.Finding, error] {
	return nil
}

// FindingQuery filters findings.
type FindingQuery struct {
	Transaction model.TransactionKey // 0: all
	Source      model.SourceID       // 0: all
	Rule        model.RuleID         // "": all
	UnreadOnly  bool                 // only places that could not be read as a frame
	Limit       int                  // 0: all
}

// FindingGroups gives the findings as rows: repeats of one rule, pointer shape, got and want are one row with
// a count and its first place.
func (c *Case) FindingGroups(ctx context.Context, q FindingQuery) ([]FindingGroup, error) {
	return nil, nil
}

// FindingGroup is one row of the findings view.
type FindingGroup struct {
	First model.Finding
	Count int // places
}

// FrameHead is a frame as a list shows it.
type FrameHead struct {
	model.Frame
	Transaction model.TransactionKey
}

// TransactionFrames gives the heads of the frames that belong to a transaction, answers included, in log order.
func (c *Case) TransactionFrames(ctx context.Context, key model.TransactionKey) ([]FrameHead, error) {
	return nil, nil
}

// Frame gives one frame's head.
func (c *Case) Frame(ctx context.Context, src model.SourceID, seq int64) (FrameHead, error) {
	return FrameHead{}, nil
}

// Evidence reads n bytes of a source from off (fewer at its end).
func (c *Case) Evidence(ctx context.Context, src model.SourceID, off int64, n int) ([]byte, error) {
	return nil, nil
}

// EvidenceReader streams a source from its first byte.
func (c *Case) EvidenceReader(ctx context.Context, src model.SourceID) EvidenceStream { return nil }

// EvidenceStream reads a source's bytes.
type EvidenceStream interface {
	Read(p []byte) (int, error)
	Close() error
}

// Setting and SetSetting keep small texts with the case.
func (c *Case) Setting(ctx context.Context, key string) (string, bool, error) { return "", false, nil }
func (c *Case) SetSetting(ctx context.Context, key, value string) error       { return nil }
