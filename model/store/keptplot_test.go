package store

import (
	"slices"
	"testing"

	"meterscope/model"
)

func TestPlotsAreKeptAsLongAsTheirTransactions(t *testing.T) {
	c := newCaseFile(t)
	put := func(ids ...int64) {
		ok(t, c.ReplaceTransactions(t.Context(), func(put func(Joined) error) error {
			for _, id := range ids {
				tx := model.Transaction{Station: "CP1", Connector: model.Some(int64(1)), ID: model.Some(id), SampledValues: 1000 * id,
					At: model.Place{Source: 1, Line: int(id), Offset: id}}
				if err := put(Joined{Tx: &tx}); err != nil {
					return err
				}
			}
			return nil
		}))
	}
	put(1, 2, 3)
	long, err := c.LongTransactions(t.Context(), 2000, 9)
	ok(t, err)
	slices.Sort(long)
	if !slices.Equal(long, []model.TransactionKey{2, 3}) {
		t.Fatalf("long are %v", long)
	}
	if long, err = c.LongTransactions(t.Context(), 1, 1); err != nil || len(long) != 1 {
		t.Errorf("at most one: %v, %v", long, err)
	}
	for _, key := range []model.TransactionKey{2, 3, 77} {
		ok(t, c.KeepPlot(t.Context(), key, "a plot"))
	}
	ok(t, c.SetSetting(t.Context(), "plotter", "mine"))
	kept := func(key model.TransactionKey) bool {
		text, is, err := c.KeptPlot(t.Context(), key)
		ok(t, err)
		return is && text == "a plot"
	}
	if !kept(2) || !kept(3) || kept(77) {
		t.Error("it is not kept, or of a transaction that isn't there")
	}
	ok(t, c.ForgetPlots(t.Context()))
	put(1, 3)
	ok(t, c.ForgetPlots(t.Context()))
	if kept(2) || !kept(3) {
		t.Error("the plot of a transaction that is gone is kept, or that of another is not")
	}
	if v, _, err := c.Setting(t.Context(), "plotter"); err != nil || v != "mine" {
		t.Errorf("another setting is %q, %v", v, err)
	}
}
