package present

import (
	"context"
	"image"
	"iter"
	"strings"
	"sync"
	"time"

	"meterscope/charts"
	"meterscope/importer"
	"meterscope/model"
	"meterscope/model/account"
	"meterscope/model/check"
	"meterscope/model/session"
	"meterscope/model/store"
	"meterscope/ui/lang"
)

// CaseFile is what the screens need of an open case. [store.Case] is one.
type CaseFile interface {
	Path() string
	ReadOnly() bool
	Close() error
	SaveCopy(ctx context.Context, path string) error
	Stale(ctx context.Context) (bool, error) // an import was interrupted before its transactions were joined

	Sources(ctx context.Context) ([]model.Source, error)
	TransactionCount(ctx context.Context) (int, error)
	Listing(ctx context.Context, from, to int, row func(*store.Listed)) error
	Notes(ctx context.Context) (map[model.TransactionKey]store.Note, error)
	Transactions(ctx context.Context, keys []model.TransactionKey) ([]model.Transaction, error)
	EachPoint(ctx context.Context, key model.TransactionKey, take func(k model.SeriesKey, u model.Unit, about int) func(*model.Point)) error
	Findings(ctx context.Context, q store.FindingQuery) iter.Seq2[*model.Finding, error]
	FindingCounts(ctx context.Context) ([]store.FindingCount, error)
	FindingCountsByStation(ctx context.Context) ([]store.FindingCount, error)
	FindingGroups(ctx context.Context, q store.FindingQuery) ([]store.FindingGroup, error)
	TransactionFrames(ctx context.Context, key model.TransactionKey) ([]store.FrameHead, error)
	Events(ctx context.Context, st store.Station) iter.Seq2[*model.Event, error]
	Evidence(ctx context.Context, src model.SourceID, off int64, n int) ([]byte, error)
	EvidenceReader(ctx context.Context, src model.SourceID) store.EvidenceStream

	Note(ctx context.Context, key model.TransactionKey) (store.Note, error)
	SetNote(ctx context.Context, key model.TransactionKey, n store.Note) (before store.Note, err error)

	KeptPlot(ctx context.Context, key model.TransactionKey) (plot string, ok bool, err error)
	KeepPlot(ctx context.Context, key model.TransactionKey, plot string) error
	ForgetPlots(ctx context.Context) error
	LongTransactions(ctx context.Context, samples, most int) ([]model.TransactionKey, error)

	Setting(ctx context.Context, key string) (value string, ok bool, err error)
	SetSetting(ctx context.Context, key, value string) error
}

// RuleDoc is what a rule says of itself.
type RuleDoc struct{ Title, What, Why, Remedy, Spec string }

// in gives it in a language, for the window: what the catalogue says to do names options of the command line.
func (d RuleDoc) in(t *lang.Texts) RuleDoc {
	remedy := strings.ReplaceAll(t.Text(d.Remedy), "`--zone`", t.Text("View ▸ Sources"))
	return RuleDoc{t.Text(d.Title), t.Text(d.What), t.Text(d.Why), remedy, d.Spec}
}

// Engine is what the screens call: the parts of the program that do the work. An import of nothing joins the
// transactions of what is there.
type Engine struct {
	Open func(ctx context.Context, path string, create bool) (CaseFile, error)
	// Lock makes this program the one that writes to a case, until release is called; the error is [ErrInUse] while
	// another one is. Look opens a case that another one writes to. Without them nobody asks.
	Lock func(path string) (release func(), err error)
	// Kept gives what the rules of a case are to say; Adopt keeps something else with it, and checks all of it again.
	Kept  func(ctx context.Context, c CaseFile) (RuleSettings, error)
	Adopt func(ctx context.Context, c CaseFile, s RuleSettings, progress func(importer.Progress)) error
	// Outdated says that sources of a case were looked at with other rules than it keeps, as when Adopt was interrupted.
	// LookAgain does the rest of it. Without them nobody asks.
	Outdated  func(ctx context.Context, c CaseFile) (bool, error)
	LookAgain func(ctx context.Context, c CaseFile, progress func(importer.Progress)) error
	// Follow begins to follow a file that grows; parts are the sources that hold earlier files of the same log.
	Follow func(path string, parts ...model.SourceID) Followed
	Look   func(ctx context.Context, path string) (CaseFile, error)
	// Again gives what is left out of a source because it was logged again, as much as most, and of all how many count in
	// which source.
	Again func(ctx context.Context, c CaseFile, src model.SourceID, most int) ([]check.Again, map[model.SourceID]int, error)

	Import func(ctx context.Context, c CaseFile, in []importer.Input, progress func(importer.Progress)) (importer.Report, error)
	// Preview reads the beginning of a source from its evidence. Reread reads all of it again and replaces what was
	// read of it before.
	Preview func(ctx context.Context, c CaseFile, src model.Source, how Reading) (Preview, error)
	Reread  func(ctx context.Context, c CaseFile, src model.Source, how Reading, progress func(importer.Progress)) (importer.Report, error)
	// Remove takes sources out of a case until that is closed, and Restore brings them back. Both join the transactions
	// anew, once; where that is given up, nothing has changed.
	Remove  func(ctx context.Context, c CaseFile, ids ...model.SourceID) error
	Restore func(ctx context.Context, c CaseFile, ids ...model.SourceID) error
	// Statement gives what the accounts of a transaction say, with what the user added to them. Enter keeps other
	// things that the user adds, and gives what the accounts say then.
	Statement func(ctx context.Context, c CaseFile, tx *model.Transaction) (account.Statement, model.Entered, error)
	// Bills reads a list of charge detail records and adds the bills to the accounts of their transactions.
	Bills func(ctx context.Context, c CaseFile, path string, zone *time.Location, tell func(done, all int)) (BillList, error)
	Enter func(ctx context.Context, c CaseFile, tx *model.Transaction, e model.Entered) (account.Statement, error)

	Rule   func(id model.RuleID) (RuleDoc, bool)
	Limits func(ctx context.Context, c CaseFile) (session.Limits, error) // how long samples may stay away before that is a gap
	// Draw draws into an image that is no longer shown, or a new one; DrawOverview, which keeps its own lines, into a
	// new one.
	Draw         func(dst *image.RGBA, s charts.Spec) (*image.RGBA, charts.Layout, error)
	DrawOverview func(s charts.Spec) (*image.RGBA, charts.Layout, error)

	Sample func() (name string, data []byte)
	Now    func() time.Time
	Zone   *time.Location // in which times are shown
	Texts  *lang.Texts    // the language that everything is said in; nil is English
}

// openCase is a case with the work that goes on beside the window for it.
type openCase struct {
	file    CaseFile
	path    string          // as it was asked for
	release func()          // lets go of the lock; nil: there is none
	inUse   bool            // another program writes to it
	turn    chan struct{}   // holds one thing while something is written that takes its time
	ctx     context.Context //nolint:containedctx // ends when the case is closed
	cancel  context.CancelFunc
	post    Poster
	wg      sync.WaitGroup
}

func newOpenCase(ctx context.Context, file CaseFile, post Poster) *openCase {
	c := &openCase{file: file, post: post, turn: make(chan struct{}, 1)}
	c.ctx, c.cancel = context.WithCancel(ctx)
	return c
}

// enter waits until nothing else writes to the case that takes its time. It is false if ctx ended before.
func (c *openCase) enter(ctx context.Context) bool {
	select {
	case c.turn <- struct{}{}:
		return true
	case <-ctx.Done():
		return false
	}
}

// leave lets the next one write.
func (c *openCase) leave() { <-c.turn }

// lane gives a new lane that ends with the case.
func (c *openCase) lane() *lane { return &lane{ctx: c.ctx, post: c.post, wg: &c.wg} }

// close ends all work, waits for it and closes the file. It may take as long as the storage does: never call
// it on the window's goroutine.
func (c *openCase) close() error {
	c.cancel()
	c.wg.Wait()
	err := c.file.Close()
	if c.release != nil {
		c.release()
	}
	return err
}
