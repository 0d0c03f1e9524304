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
	return eachFinding(ctx, c.reader, func(p *packedFinding) error {
		return p.key.eachPlace(p.data, p.count, func(pl *place) error {
			give(&model.Finding{Rule: p.key.rule, At: pl.at, Frame: pl.frame, Transaction: model.TransactionKey(p.key.txn)})
			return nil
		})
	}, `SELECT `+findingColumns+` FROM finding NOT INDEXED WHERE txn > 0 AND rule IN (SELECT value FROM json_each(?))`, string(list))
}
