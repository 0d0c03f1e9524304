package check_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"meterscope/importer"
	"meterscope/model"
	"meterscope/model/account"
	"meterscope/model/check"
	"meterscope/model/store"
)

// everything writes down what the checks say of a case.
func everything(t *testing.T, c *store.Case) (lines []string) {
	t.Helper()
	ctx := context.Background()
	keys, err := c.TransactionKeys(ctx, store.TransactionQuery{})
	if err != nil {
		t.Fatal(err)
	}
	list, err := c.Transactions(ctx, keys)
	if err != nil {
		t.Fatal(err)
	}
	for i := range list {
		tx := &list[i]
		said, err := c.Statement(ctx, tx.Key)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, fmt.Sprintf("%d %s %v %s %s %s %d/%d/%d %x", tx.Key, tx.Station, tx.ID, number(tx.Energy), tx.EnergyFrom,
			number(tx.MaxPower), tx.Errors, tx.Warnings, tx.Infos, said))
	}
	for f, err := range c.Findings(ctx, store.FindingQuery{}) {
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, fmt.Sprintf("%+v", *f))
	}
	return lines
}

// chargingCase is a case with transactions that are long enough not to be checked again.
func chargingCase(t *testing.T) *store.Case {
	t.Helper()
	c := openCase(t)
	log := filepath.Join(t.TempDir(), "day.log")
	if err := os.WriteFile(log, chargingLog(14_000), 0o600); err != nil {
		t.Fatal(err)
	}
	importPath(t, c, log)
	return c
}

func importPath(t *testing.T, c *store.Case, path string) {
	t.Helper()
	if _, err := importer.Run(t.Context(), []importer.Input{{Path: path}}, check.NewSink(c, check.Options{}), importer.Options{}); err != nil {
		t.Fatal(err)
	}
}

// TestWhatHasNotChangedIsNotCheckedAgain marks what the accounts of a transaction say: the mark stays as long as they
// are not made again.
func TestWhatHasNotChangedIsNotCheckedAgain(t *testing.T) {
	c := chargingCase(t)
	before := everything(t, c)
	keys, err := c.TransactionKeys(t.Context(), store.TransactionQuery{})
	if err != nil || len(keys) < 40 {
		t.Fatalf("%d transactions, %v", len(keys), err)
	}
	list, err := c.Transactions(t.Context(), keys)
	if err != nil {
		t.Fatal(err)
	}
	genuine, err := c.Statement(t.Context(), list[0].Key)
	if err != nil {
		t.Fatal(err)
	}
	marked := func() bool {
		t.Helper()
		said, err := c.Statement(t.Context(), list[0].Key)
		if err != nil {
			t.Fatal(err)
		}
		return string(said) == "marked"
	}
	mark := func(said []byte) {
		t.Helper()
		if _, err := c.SetEntered(t.Context(), list[0].Key, model.Entered{}, said); err != nil {
			t.Fatal(err)
		}
	}
	mark([]byte("marked"))
	if err := check.Run(t.Context(), c, check.Options{}); err != nil {
		t.Fatal(err)
	}
	if !marked() {
		t.Error("nothing has changed, and it was checked again")
	}
	mark(genuine)
	if after := everything(t, c); !slices.Equal(before, after) {
		t.Errorf("checked twice: %d lines became %d", len(before), len(after))
		for _, l := range after {
			if !slices.Contains(before, l) {
				t.Logf("new: %.300s", l)
			}
		}
	}

	other := filepath.Join(t.TempDir(), "other.log")
	if err := os.WriteFile(other, []byte(`[2,"x","MeterValues",{"connectorId":1,"transactionId":7,"meterValue":[{"timestamp":"2030-03-01T00:00:00Z","sampledValue":[{"value":"1"}]}]}]`+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	mark([]byte("marked"))
	importPath(t, c, other)
	if !marked() {
		t.Error("another source came, and it was checked again")
	}
	if err := check.Run(t.Context(), c, check.Options{Params: map[string]string{"CLK007.factor": "7"}}); err != nil {
		t.Fatal(err)
	}
	if marked() {
		t.Error("a tolerance has changed, and it was not checked again")
	}
}

// TestRealLogsSayTheSameWhenCheckedAgain checks the logs that people posted twice.
func TestRealLogsSayTheSameWhenCheckedAgain(t *testing.T) {
	root := filepath.Join("..", "..", "..", "shared", "corpus")
	if _, err := os.Stat(root); err != nil {
		t.Skip("the logs are not here")
	}
	c := openCase(t)
	importPath(t, c, root)
	before := everything(t, c)
	if err := check.Run(t.Context(), c, check.Options{}); err != nil {
		t.Fatal(err)
	}
	if after := everything(t, c); !slices.Equal(before, after) {
		t.Errorf("%d lines became %d", len(before), len(after))
	}
}

func TestABillStaysWhenTransactionsAreJoinedAgain(t *testing.T) {
	c := chargingCase(t)
	keys, err := c.TransactionKeys(t.Context(), store.TransactionQuery{})
	if err != nil {
		t.Fatal(err)
	}
	list, err := c.Transactions(t.Context(), keys[:1])
	if err != nil {
		t.Fatal(err)
	}
	bill := func() string {
		t.Helper()
		s, err := check.Statement(t.Context(), c, &list[0], check.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if b := s.Of(account.Billed); b != nil {
			return b.Energy.Plain()
		}
		return ""
	}
	_, before, err := check.Enter(t.Context(), c, &list[0], model.Entered{Billed: "45.1"}, check.Options{})
	if err != nil || !before.Empty() || bill() != "45100" {
		t.Errorf("the bill is %q, before %+v, %v", bill(), before, err)
	}
	for _, factor := range []string{"3", "5"} {
		if err := check.Run(t.Context(), c, check.Options{Params: map[string]string{"CLK007.factor": factor}}); err != nil {
			t.Fatal(err)
		}
		if bill() != "45100" {
			t.Errorf("joined again: the bill is %q", bill())
		}
	}
	if _, _, err = check.Enter(t.Context(), c, &list[0], before, check.Options{}); err != nil || bill() != "" {
		t.Errorf("undone: the bill is %q, %v", bill(), err)
	}
}
