package memcase

import (
	"context"

	"meterscope/model"
	"meterscope/model/account"
	"meterscope/model/session"
)

// Statement makes the accounts of a transaction, with what was entered.
func (c *Case) Statement(_ context.Context, tx *model.Transaction) (s account.Statement, e model.Entered, err error) {
	if err := c.read(); err != nil {
		return s, e, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	e = c.Entered[tx.Key]
	given, err := account.ParseEntered(e)
	if err != nil {
		return s, e, err
	}
	return account.Reconcile(account.Input{Tx: tx, Series: c.Samples[tx.Key], Limits: session.DefaultLimits(), Given: given}), e, nil
}

// Enter keeps what the user adds, and makes the accounts.
func (c *Case) Enter(ctx context.Context, tx *model.Transaction, e model.Entered) (account.Statement, error) {
	c.mu.Lock()
	if c.Entered == nil {
		c.Entered = map[model.TransactionKey]model.Entered{}
	}
	c.Entered[tx.Key] = e
	c.mu.Unlock()
	s, _, err := c.Statement(ctx, tx)
	return s, err
}

// Kept gives what was entered.
func (c *Case) Kept(key model.TransactionKey) model.Entered {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.Entered[key]
}
