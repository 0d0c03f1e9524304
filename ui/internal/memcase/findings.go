package memcase

import (
	"context"

	"meterscope/model"
	"meterscope/model/store"
)

// FindingCounts counts the findings by rule.
func (c *Case) FindingCounts(context.Context) ([]store.FindingCount, error) {
	return c.findingCounts(false), c.read()
}

// FindingCountsByStation counts them by the station of their transaction.
func (c *Case) FindingCountsByStation(context.Context) ([]store.FindingCount, error) {
	return c.findingCounts(true), c.read()
}

func (c *Case) findingCounts(byStation bool) []store.FindingCount {
	var all []store.FindingCount
	for _, f := range c.said(&store.FindingQuery{}) {
		n := store.FindingCount{Rule: f.Rule, Severity: f.Severity, Source: f.At.Source, Count: 1}
		if byStation {
			n.Source, n.Station = 0, c.stationOf(f.Transaction)
		}
		all = append(all, n)
	}
	return all
}

// said gives the findings of a transaction, or of all that are asked for.
func (c *Case) said(q *store.FindingQuery) (list []model.Finding) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if q.Transaction != 0 {
		return c.Said[q.Transaction]
	}
	for i := range len(c.Rows) + 1 {
		key, station := model.TransactionKey(0), ""
		if i > 0 {
			key, station = c.Rows[i-1].Key, c.Rows[i-1].Station
		}
		for _, f := range c.Said[key] {
			switch {
			case q.Rule != "" && q.Rule != f.Rule, q.Source != 0 && q.Source != f.At.Source:
			case q.Station.OK && q.Station.V != station:
			case q.UnreadOnly && f.Frame >= 0:
			default:
				list = append(list, f)
			}
		}
	}
	return list
}

func (c *Case) stationOf(key model.TransactionKey) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i := range c.Rows {
		if c.Rows[i].Key == key {
			return c.Rows[i].Station
		}
	}
	return ""
}
