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
		Rule:    ruleDoc,
		Plot: func(series []model.Series, zone *time.Location) (charts.Spec, error) {
			return charts.FromSeries("all", series, zone)
		},
		Draw:   newDraw(),
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
