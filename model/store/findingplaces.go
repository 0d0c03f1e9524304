package store

import (
	"context"
	"encoding/json"

	"meterscope/model"
)

// FindingPlaces gives, of what some rules over transactions found, rule, place and transaction, in no order: all of a
// large case in one go.
func (c *Case) FindingPlaces(ctx context.Context, rules []model.RuleID, give func(*model.Finding)) error {
	return c.wrap("read findings of", c.findingPlaces(ctx, rules, give))
}

func (c *Case) findingPlaces(ctx context.Context, rules []model.RuleID, give func(*model.Finding)) error {
	list, err := json.Marshal(rules)
	if err != nil {
		return err
	}
	rows, err := c.reader.QueryContext(ctx, `SELECT `+findingColumns+` FROM finding NOT INDEXED
		WHERE txn > 0 AND rule IN (SELECT value FROM json_each(?))`, string(list))
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells
	for rows.Next() {
		var p packedFinding
		if err := p.scan(rows); err != nil {
			return err
		}
		err := p.key.eachPlace(p.data, p.count, func(pl *place) error {
			give(&model.Finding{Rule: p.key.rule, At: pl.at, Frame: pl.frame, Transaction: model.TransactionKey(p.key.txn)})
			return nil
		})
		if err != nil {
			return err
		}
	}
	return rows.Err()
}
