package present

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"meterscope/assets"
	"meterscope/importer"
	"meterscope/importer/headroom"
	"meterscope/model"
	"meterscope/model/account"
	"meterscope/model/check"
	"meterscope/model/rule"
	"meterscope/model/session"
	"meterscope/model/store"
)

// NewEngine gives the program's own parts to the screens. Times are shown in zone.
func NewEngine(now func() time.Time, zone *time.Location) Engine {
	return Engine{
		Open:      openFile,
		Lock:      LockCase,
		Follow:    new(followers).follow,
		Kept:      keptRules,
		Adopt:     adoptRules,
		Outdated:  outdated,
		LookAgain: lookAgain,
		Look:      lookAt,
		Import:    importInto,
		Preview:   preview,
		Reread:    reread,
		Remove:    remove,
		Restore:   restore,
		Again:     again,
		Rule:      ruleDoc,

		Statement: statement,
		Enter:     enter,
		Bills:     readBills,
		Limits:    limits,
		Draw:      newDraw(),

		DrawOverview: drawNew(newDraw()),

		Sample: func() (string, []byte) { return assets.SampleName, assets.Sample() },
		Now:    now,
		Zone:   zone,
	}
}

// openFile opens a case: for reading only where it can't be written.
func openFile(ctx context.Context, path string, create bool) (CaseFile, error) {
	open := store.Open
	if create {
		open = store.Create
	}
	c, err := open(ctx, path)
	if errors.Is(err, store.ErrReadOnly) || errors.Is(err, fs.ErrPermission) {
		if c, readErr := store.OpenReadOnly(ctx, path); readErr == nil {
			return c, nil
		}
	}
	if err != nil {
		return nil, err
	}
	return c, nil
}

// lookAt opens a case for reading only.
func lookAt(ctx context.Context, path string) (CaseFile, error) {
	c, err := store.OpenReadOnly(ctx, path)
	if err != nil {
		return nil, err
	}
	return c, nil
}

func importInto(ctx context.Context, c CaseFile, in []importer.Input, progress func(importer.Progress)) (importer.Report, error) {
	file, ok := c.(*store.Case)
	if !ok {
		return importer.Report{}, fmt.Errorf("import into %T: not a case file", c)
	}
	defer headroom.Keep(headroom.Import)()
	if len(in) == 0 {
		return importer.Report{}, check.Run(ctx, file, check.Options{})
	}
	return importer.Run(ctx, in, check.NewSink(file, check.Options{}), importer.Options{Progress: progress})
}

// errNoCaseFile says that a case is none that the engine made.
var errNoCaseFile = errors.New("it is not a case file")

// reread reads a source again from its evidence. Until that has come to its end the case is as it was.
func reread(ctx context.Context, c CaseFile, src model.Source, how Reading, progress func(importer.Progress)) (importer.Report, error) {
	file, ok := c.(*store.Case)
	if !ok {
		return importer.Report{}, errNoCaseFile
	}
	opt, err := how.options()
	if err != nil {
		return importer.Report{}, err
	}
	opt.Progress = progress
	defer headroom.Keep(headroom.Import)()
	evidence := file.EvidenceReader(ctx, src.ID)
	defer evidence.Close() //nolint:errcheck // only read from
	in := []importer.Input{{Path: src.Name, Reader: evidence}}
	return importer.Run(ctx, in, check.NewRereadSink(file, check.Options{}, src.ID), opt)
}

// remove takes sources out of a case; where joining the transactions is given up, they stay.
func remove(ctx context.Context, c CaseFile, ids ...model.SourceID) error {
	file, ok := c.(*store.Case)
	if !ok {
		return errNoCaseFile
	}
	return check.Remove(ctx, file, check.Options{}, ids...)
}

// restore brings sources back that were removed; where joining the transactions is given up, they don't come.
func restore(ctx context.Context, c CaseFile, ids ...model.SourceID) error {
	file, ok := c.(*store.Case)
	if !ok {
		return errNoCaseFile
	}
	return check.Restore(ctx, file, check.Options{}, ids...)
}

// statement gives the accounts of a transaction and what the user added to them.
func statement(ctx context.Context, c CaseFile, tx *model.Transaction) (s account.Statement, e model.Entered, err error) {
	file, ok := c.(*store.Case)
	if !ok {
		return s, e, errNoCaseFile
	}
	if e, err = file.Entered(ctx, tx.Key); err != nil {
		return s, e, err
	}
	s, err = check.Statement(ctx, file, tx, check.Options{})
	return s, e, err
}

// enter keeps what the user adds to the accounts.
func enter(ctx context.Context, c CaseFile, tx *model.Transaction, e model.Entered) (account.Statement, error) {
	file, ok := c.(*store.Case)
	if !ok {
		return account.Statement{}, errNoCaseFile
	}
	s, _, err := check.Enter(ctx, file, tx, e, check.Options{})
	return s, err
}

// limits gives how long samples of a case may stay away.
func limits(ctx context.Context, c CaseFile) (session.Limits, error) {
	file, ok := c.(*store.Case)
	if !ok {
		return session.DefaultLimits(), nil
	}
	return check.GapLimits(ctx, file)
}

func ruleDoc(id model.RuleID) (RuleDoc, bool) {
	r, ok := rule.ByID(id)
	if !ok {
		return RuleDoc{}, false
	}
	return RuleDoc(r.Doc), true
}
