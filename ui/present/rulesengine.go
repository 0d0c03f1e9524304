package present

import (
	"context"

	"meterscope/importer"
	"meterscope/model/check"
	"meterscope/model/store"
)

// keptRules reads what a case keeps of its rules.
func keptRules(ctx context.Context, c CaseFile) (RuleSettings, error) {
	file, ok := c.(*store.Case)
	if !ok {
		return RuleSettings{}, errNoCaseFile
	}
	kept, err := check.Kept(ctx, file)
	return RuleSettings{Severity: kept.Severity, Params: kept.Params}, err
}

// adoptRules keeps with a case what its rules are to say, and checks it again: messages too where that changes what is
// said of them.
func adoptRules(ctx context.Context, c CaseFile, s RuleSettings, progress func(importer.Progress)) error {
	file, ok := c.(*store.Case)
	if !ok {
		return errNoCaseFile
	}
	opt := check.Options{Severity: s.Severity, Params: s.Params}
	kept, err := check.Kept(ctx, file)
	if err != nil {
		return err
	}
	for id := range kept.Severity {
		if _, stays := s.Severity[id]; !stays {
			opt.Reset = append(opt.Reset, string(id))
		}
	}
	for name := range kept.Params {
		if _, stays := s.Params[name]; !stays {
			opt.Reset = append(opt.Reset, name)
		}
	}
	if err := opt.Validate(); err != nil {
		return errRules(err)
	}
	if _, err := check.Adopt(ctx, file, opt); err != nil {
		return errRules(err)
	}
	return lookAgain(ctx, file, progress)
}

// outdated says that sources of a case were looked at with other rules than it keeps.
func outdated(ctx context.Context, c CaseFile) (bool, error) {
	file, ok := c.(*store.Case)
	if !ok {
		return false, nil
	}
	sources, err := check.Outdated(ctx, file)
	return len(sources) > 0, err
}

// lookAgain reads the sources again whose messages were looked at with other rules, and checks the transactions.
func lookAgain(ctx context.Context, c CaseFile, progress func(importer.Progress)) error {
	file, ok := c.(*store.Case)
	if !ok {
		return errNoCaseFile
	}
	if err := readOutdated(ctx, file, progress); err != nil {
		return err
	}
	_, err := check.Refresh(ctx, file, check.Options{})
	return err
}

func readOutdated(ctx context.Context, file *store.Case, progress func(importer.Progress)) error {
	sources, err := check.Outdated(ctx, file)
	if err != nil || len(sources) == 0 {
		return err
	}
	for i := range sources {
		src := &sources[i]
		opt, err := readingOf(src).options()
		if err != nil {
			return err
		}
		opt.Progress = func(p importer.Progress) {
			p.Source, p.SourcesDone, p.SourcesTotal = src.Name, i, len(sources)
			progress(p)
		}
		evidence := file.EvidenceReader(ctx, src.ID)
		_, err = importer.Run(ctx, []importer.Input{{Path: src.Name, Reader: evidence}},
			againSink{check.NewRereadSink(file, check.Options{}, src.ID)}, opt)
		_ = evidence.Close() // it was only read
		if err != nil {
			return err
		}
	}
	return check.Updated(ctx, file)
}

// againSink leaves joining to the end of all sources.
type againSink struct{ *check.RereadSink }

// Finish gives a reading up that did not come to its end.
func (s againSink) Finish(ctx context.Context) error { return s.GiveUp(ctx) }
