package memcase

import (
	"context"
	"fmt"

	"meterscope/model"
)

// KeptPlot gives a plot that was kept.
func (c *Case) KeptPlot(ctx context.Context, key model.TransactionKey) (string, bool, error) {
	return c.Setting(ctx, fmt.Sprintf("plot.%d", key))
}

// KeepPlot keeps a plot.
func (c *Case) KeepPlot(ctx context.Context, key model.TransactionKey, plot string) error {
	return c.SetSetting(ctx, fmt.Sprintf("plot.%d", key), plot)
}

// ForgetPlots does nothing: transactions stay.
func (c *Case) ForgetPlots(context.Context) error { return nil }

// LongTransactions gives those whose series have so many points.
func (c *Case) LongTransactions(_ context.Context, samples, most int) (keys []model.TransactionKey, err error) {
	for key, series := range c.Samples {
		n := 0
		for _, s := range series {
			n += len(s.Points)
		}
		if n >= samples && len(keys) < most {
			keys = append(keys, key)
		}
	}
	return keys, c.Err
}
