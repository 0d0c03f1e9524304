package memcase

import (
	"context"

	"meterscope/model"
	"meterscope/model/store"
)

// Note gives a transaction's note.
func (c *Case) Note(_ context.Context, key model.TransactionKey) (store.Note, error) {
	if err := c.read(); err != nil {
		return store.Note{}, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.Written[key], nil
}

// SetNote keeps a note.
func (c *Case) SetNote(_ context.Context, key model.TransactionKey, n store.Note) (before store.Note, err error) {
	if err := c.read(); err != nil {
		return store.Note{}, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.Written == nil {
		c.Written = map[model.TransactionKey]store.Note{}
	}
	before = c.Written[key]
	c.Written[key] = n
	for i := range c.Rows {
		if c.Rows[i].Key == key {
			c.Rows[i].Noted = n.Text != ""
		}
	}
	return before, nil
}
