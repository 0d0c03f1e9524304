package cli

import (
	"context"
	"iter"

	"meterscope/model"
	"meterscope/model/account"
	"meterscope/model/check"
	"meterscope/model/store"
)

// pageSize is how many transactions are read at once.
const pageSize = 256

// transactions gives the list in its order, a page at a time, with the keys that the user sees.
func (op *opened) transactions(ctx context.Context) iter.Seq2[*model.Transaction, error] {
	return func(yield func(*model.Transaction, error) bool) {
		keys, err := op.TransactionKeys(ctx, store.TransactionQuery{})
		if err != nil {
			yield(nil, err)
			return
		}
		for len(keys) > 0 {
			n := min(pageSize, len(keys))
			page, err := op.Transactions(ctx, keys[:n])
			if err != nil {
				yield(nil, err)
				return
			}
			if op.said, err = op.Statements(ctx, keys[:n]); err != nil {
				yield(nil, err)
				return
			}
			for i := range page {
				if !yield(&page[i], nil) {
					return
				}
			}
			keys = keys[n:]
		}
	}
}

// statement gives what the accounts of a transaction say.
func (op *opened) statement(ctx context.Context, tx *model.Transaction) (*account.Statement, error) {
	if s, err := account.ParseStatement(op.said[tx.Key]); err == nil {
		return &s, nil
	}
	s, err := check.Statement(ctx, op.Case, tx, check.Options{})
	return &s, err
}

// number gives the key under which the user sees a transaction: its own in a case file, its place in the list
// in a temporary case.
func (op *opened) number(ctx context.Context, key model.TransactionKey) (int64, error) {
	if !op.counted {
		return int64(key), nil
	}
	if op.numbers == nil {
		keys, err := op.TransactionKeys(ctx, store.TransactionQuery{})
		if err != nil {
			return 0, err
		}
		op.numbers = make(map[model.TransactionKey]int64, len(keys))
		for i, k := range keys {
			op.numbers[k] = int64(i) + 1
		}
	}
	return op.numbers[key], nil
}

// sourceNames maps the sources of a case to their names.
func (op *opened) sourceNames(ctx context.Context) (map[model.SourceID]string, error) {
	sources, err := op.Sources(ctx)
	if err != nil {
		return nil, err
	}
	names := make(map[model.SourceID]string, len(sources))
	for _, s := range sources {
		names[s.ID] = s.Name
	}
	return names, nil
}
