package check

import (
	"context"
	"errors"

	"meterscope/model"
	"meterscope/model/account"
	"meterscope/model/rule"
	"meterscope/model/store"
)

// recall reads what was checked before.
func (r *run) recall(ctx context.Context, opt Options) error {
	readings, err := r.c.Readings(ctx)
	if err != nil {
		return err
	}
	r.stamper = newStamper(opt, readings)
	r.checked, err = r.c.Stamps(ctx)
	return err
}

// leastReused is how many frames a transaction must reach over, so that it is quicker to look up what was said of it
// than to say it again.
const leastReused = 64

// reuse fills in what was said of a transaction before, if nothing has changed since of all that it was said of.
func (r *run) reuse(ctx context.Context, j *store.Joined) (bool, error) {
	key, ok := r.checked[j.Stamp]
	if !ok || j.Stamp == (store.Stamp{}) || reach(j.Spans) < leastReused {
		return false, nil
	}
	before, err := r.c.Transactions(ctx, []model.TransactionKey{key})
	if err != nil || len(before) == 0 {
		return false, err
	}
	if j.Statement, err = r.c.Statement(ctx, key); err != nil {
		return false, err
	}
	for f, err := range r.c.Findings(ctx, store.FindingQuery{Transaction: key, Own: true}) {
		if err != nil {
			return false, err
		}
		if one, ok := rule.ByID(f.Rule); ok && (one.Exchange != nil || one.Connector != nil) {
			continue // those are found anew
		}
		j.Findings = append(j.Findings, *f)
	}
	was, tx := &before[0], j.Tx
	tx.Energy, tx.EnergyFrom, tx.MaxPower = was.Energy, was.EnergyFrom, was.MaxPower
	tx.SoCStart, tx.SoCEnd = was.SoCStart, was.SoCEnd
	return true, nil
}

// reach is over how many frames spans go.
func reach(spans []model.Span) (frames int64) {
	for i := range spans {
		frames += spans[i].Last - spans[i].First + 1
	}
	return frames
}

// enterAgain adds what the user entered to the accounts that were made again.
func enterAgain(ctx context.Context, c *store.Case, opt Options) error {
	keys, err := c.EnteredKeys(ctx)
	if err != nil {
		return err
	}
	return enterThose(ctx, c, opt, keys)
}

func enterThose(ctx context.Context, c *store.Case, opt Options, keys []model.TransactionKey) error {
	if len(keys) == 0 {
		return nil
	}
	list, err := c.Transactions(ctx, keys)
	if err != nil {
		return err
	}
	for i := range list {
		entered, err := c.Entered(ctx, list[i].Key)
		if err != nil {
			return err
		}
		var bad *account.EnteredError // that is the user's to correct: no reason not to join
		if _, _, err := Enter(ctx, c, &list[i], entered, opt); err != nil && !errors.As(err, &bad) {
			return err
		}
	}
	return nil
}
