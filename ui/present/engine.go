package present

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io/fs"
	"sync"
	"time"

	"meterscope/assets"
	"meterscope/charts"
	"meterscope/importer"
	"meterscope/model"
	"meterscope/model/check"
	"meterscope/model/rule"
	"meterscope/model/store"
)

// NewEngine gives the program's own parts to the screens. Times are shown in zone.
func NewEngine(now func() time.Time, zone *time.Location) Engine {
	return Engine{
		Open:    openFile,
		Import:  importInto,
		Preview: preview,
		Reread:  reread,
		Remove:  remove,
		Restore: restore,
		Rule:    ruleDoc,
		Limits:  check.Options{}.GapLimits,
		Draw:    newDraw(),
		Sample:  func() (string, []byte) { return assets.SampleName, assets.Sample() },
		Now:     now,
		Zone:    zone,
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

func importInto(ctx context.Context, c CaseFile, in []importer.Input, progress func(importer.Progress)) (importer.Report, error) {
	file, ok := c.(*store.Case)
	if !ok {
		return importer.Report{}, fmt.Errorf("import into %T: not a case file", c)
	}
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
	evidence := file.EvidenceReader(ctx, src.ID)
	defer evidence.Close() //nolint:errcheck // only read from
	in := []importer.Input{{Path: src.Name, Reader: evidence}}
	return importer.Run(ctx, in, check.NewRereadSink(file, check.Options{}, src.ID), opt)
}

// remove takes a source out of a case; where joining the transactions is given up, it stays.
func remove(ctx context.Context, c CaseFile, id model.SourceID) error {
	file, ok := c.(*store.Case)
	if !ok {
		return errNoCaseFile
	}
	err := check.Remove(ctx, file, check.Options{}, id)
	if err != nil {
		_ = file.RestoreSource(context.WithoutCancel(ctx), id) // the first error is the one to tell
	}
	return err
}

// restore brings a source back that was removed; where joining the transactions is given up, it doesn't come.
func restore(ctx context.Context, c CaseFile, id model.SourceID) error {
	file, ok := c.(*store.Case)
	if !ok {
		return errNoCaseFile
	}
	err := check.Restore(ctx, file, check.Options{}, id)
	if err != nil {
		_ = file.RemoveSource(context.WithoutCancel(ctx), id) // the first error is the one to tell
	}
	return err
}

func ruleDoc(id model.RuleID) (RuleDoc, bool) {
	r, ok := rule.ByID(id)
	if !ok {
		return RuleDoc{}, false
	}
	return RuleDoc(r.Doc), true
}

// newDraw draws with one renderer, which remembers the series it drew last.
func newDraw() func(charts.Spec) (*image.RGBA, charts.Layout, error) {
	var mu sync.Mutex // two lanes may meet while one case makes way for another
	var r *charts.Renderer
	return func(s charts.Spec) (*image.RGBA, charts.Layout, error) {
		mu.Lock()
		defer mu.Unlock()
		if r == nil {
			var err error
			if r, err = charts.NewRenderer(); err != nil {
				return nil, charts.Layout{}, err
			}
		}
		return r.Draw(nil, s) // a new image each time: the last one is on the screen
	}
}
