package check

import (
	"context"
	"errors"

	"meterscope/model"
	"meterscope/model/rule"
	"meterscope/model/session"
	"meterscope/model/store"
)

// errOther says that a case was joined otherwise than it would be now: by another program, or with other rules.
var errOther = errors.New("the case was joined otherwise")

// recollect remembers a case that was joined and has not changed since, as far as its transactions are those that it
// holds: none of them is judged again. Where they aren't, the next step joins all.
func (l *Live) recollect(ctx context.Context) error {
	opt, set, err := l.sink.opt.of(ctx, l.c)
	if err != nil {
		return err
	}
	seen := newMemory()
	r := run{c: l.c, set: set, seen: seen}
	if err := r.recall(ctx, opt); err != nil || len(r.checked) == 0 {
		return err
	}
	if err := r.conclusions(ctx); err != nil {
		return err
	}
	found, err := r.briefed(ctx)
	if err != nil {
		return err
	}
	stations, err := l.c.Stations(ctx)
	if err != nil {
		return err
	}
	across, sessions := rule.NewConnectors(set), 0
	for _, st := range stations {
		across.Begin()
		err := r.join(ctx, st, func(s *session.Session) error {
			joined, err := r.stamped(ctx, s)
			if err != nil {
				return err
			}
			key := r.checked[joined.Stamp]
			if key == 0 {
				return errOther
			}
			b := rule.NewBrief(s, found[key])
			seen.session(st, &joined, b, across.Next(b))
			sessions++
			return nil
		})
		if errors.Is(err, errOther) {
			return nil
		}
		if err != nil {
			return err
		}
	}
	if sessions != len(r.checked) {
		return nil
	}
	if err := r.exchange(ctx, func(store.Joined) error { return nil }); err != nil {
		return err
	}
	return l.remember(ctx, &r, r.checked)
}

// briefed gives the findings by transaction that a [rule.Brief] is made of.
func (r *run) briefed(ctx context.Context) (map[model.TransactionKey][]model.Finding, error) {
	found := map[model.TransactionKey][]model.Finding{}
	err := r.c.FindingPlaces(ctx, rule.Briefed(), func(f *model.Finding) {
		found[f.Transaction] = append(found[f.Transaction], *f)
	})
	return found, err
}
