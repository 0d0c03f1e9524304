package present

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"meterscope/model"
	"meterscope/model/store"
	"meterscope/ui/internal/memcase"
)

// partFile is a case of which single transactions can be read.
type partFile struct {
	CaseFile
	list []store.Listed
	n    int64
}

func (p *partFile) Joins() int64                                  { return p.n }
func (p *partFile) TransactionCount(context.Context) (int, error) { return len(p.list), nil }
func (p *partFile) ListingOf(_ context.Context, keys []model.TransactionKey, row func(*store.Listed)) error {
	for i := range p.list {
		if slices.Contains(keys, p.list[i].Tx.Key) {
			one := p.list[i]
			one.Place = i
			row(&one)
		}
	}
	return nil
}

func (p *partFile) Listing(_ context.Context, from, to int, row func(*store.Listed)) error {
	for i := from; i < min(to, len(p.list)); i++ {
		one := p.list[i]
		row(&one)
	}
	return nil
}

// TestATableOfWhichSomeRowsChangedIsLikeOneThatIsReadAnew changes, adds and removes transactions anywhere.
func TestATableOfWhichSomeRowsChangedIsLikeOneThatIsReadAnew(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 9))
		key := model.TransactionKey(0)
		made := func() store.Listed {
			key++
			l := store.Listed{Rules: fmt.Sprintf("r%d", r.IntN(4))}
			l.Tx = model.Transaction{Key: key, Station: fmt.Sprintf("CP%d", r.IntN(3)), IDTag: fmt.Sprint(r.IntN(9)), StopReason: fmt.Sprint(r.IntN(3)), MeterValues: int64(r.IntN(99))}
			if r.IntN(4) == 0 { // it can't be packed
				l.Tx.MeterValues = 1 << 40
			}
			return l
		}
		file := &partFile{}
		for range r.IntN(12) {
			file.list = append(file.list, made())
		}
		table, err := readTable(t.Context(), file)
		if err != nil {
			t.Fatal(err)
		}
		for range 6 {
			var keys []model.TransactionKey
			for range r.IntN(4) {
				switch at := r.IntN(len(file.list) + 1); {
				case at == len(file.list) || r.IntN(2) == 0:
					l := made()
					file.list, keys = slices.Insert(file.list, at, l), append(keys, l.Tx.Key)
				case r.IntN(2) == 0:
					keys = append(keys, file.list[at].Tx.Key)
					file.list = slices.Delete(file.list, at, at+1)
				default:
					keys = append(keys, file.list[at].Tx.Key)
					was := file.list[at].Tx.Key
					file.list[at] = made()
					file.list[at].Tx.Key = was
				}
			}
			before := table
			var moved func(int32) (int32, bool)
			if table, moved, err = changedTable(t.Context(), file, before, keys); err != nil || table == nil {
				t.Fatalf("seed %d: no table, %v", seed, err)
			}
			whole, err := readTable(t.Context(), file)
			if err != nil || len(whole.rows) != len(table.rows) {
				t.Fatalf("seed %d: %d rows, not %d: %v", seed, len(table.rows), len(whole.rows), err)
			}
			for i := range int32(len(whole.rows)) { //nolint:gosec // a few
				if a, b := table.transaction(i), whole.transaction(i); a != b || table.rules.texts[table.rows[i].rules] != whole.rules.texts[whole.rows[i].rules] {
					t.Fatalf("seed %d: row %d is %+v, not %+v", seed, i, a, b)
				}
			}
			to := movedTo(before, whole)
			for i := range int32(len(before.rows)) { //nolint:gosec // a few
				a, isThere := moved(i)
				b, there := to(i)
				if there != isThere || there && a != b {
					t.Fatalf("seed %d: row %d is now %d %v, not %d %v", seed, i, a, isThere, b, there)
				}
			}
		}
	}
}

func TestWhatIsSelectedAndShownStaysWhileAFileGrows(t *testing.T) {
	dir := t.TempDir()
	log := filepath.Join(dir, "live.log")
	d := liveDesk(t, filepath.Join(dir, "case"+CaseEnding))
	other := func(i int) string { // of another station, that stopped
		stamp := fmt.Sprintf("2025-03-01T09:%02d:00Z", i)
		line := fmt.Sprintf("2025-03-01 09:%02d:00.000 INFO (MainThread) [ocpp] CP2: ", i)
		return line + fmt.Sprintf(`receive message [2,"o%d","StartTransaction",{"connectorId":1,"idTag":"T","meterStart":0,"timestamp":"%s"}]`, i, stamp) + "\n" +
			line + fmt.Sprintf(`send [3,"o%d",{"idTagInfo":{"status":"Accepted"},"transactionId":%d}]`, i, 100+i) + "\n"
	}
	text := ""
	for i := range 20 {
		text += other(i)
	}
	grow(t, log, text+liveLine(0)+liveLine(1))
	d.Follow(log)
	d.until("all is there", func() bool { return d.List.Len() == 21 })
	d.List.Select(7)
	d.settle()
	scrolled, selected := 0, 0
	d.List.OnScroll = func(int) { scrolled++ }
	onSelect := d.List.onSelect
	d.List.onSelect = func(key model.TransactionKey, tx *model.Transaction) {
		selected++
		onSelect(key, tx)
	}
	row, _ := d.List.Row(7)
	for i := 2; i < 8; i++ {
		grow(t, log, liveLine(i))
		d.until("the line is there", func() bool {
			tx, ok := d.List.Row(20)
			return ok && tx.SampledValues == int64(i)
		})
	}
	if now, ok := d.List.Row(d.List.Selected()); !ok || now.Key != row.Key || d.List.Selected() != 7 {
		t.Errorf("row %d is selected", d.List.Selected())
	}
	if scrolled != 0 || selected != 0 {
		t.Errorf("the list was scrolled %d times, what is selected was read %d times", scrolled, selected)
	}
	d.StopFollowingAll()
	d.until("it ended", func() bool { return len(d.Following()) == 0 })
	d.settle()
}

func TestWhatIsReadAgainIsShownThoughMoreIsAskedFor(t *testing.T) {
	d := opened(t, memcase.Filled(1))
	l, release, shown := d.c.lane(), make(chan struct{}), make(chan int, 9)
	step := func(n int) work {
		return func(ctx context.Context) func() {
			<-release
			if ctx.Err() != nil {
				return nil
			}
			return func() { shown <- n }
		}
	}
	l.again(step(1))
	time.Sleep(10 * time.Millisecond)
	l.again(step(2))
	l.again(step(3))
	close(release)
	var got []int
	d.until("the last is shown", func() bool {
		for len(shown) > 0 {
			got = append(got, <-shown)
		}
		return slices.Contains(got, 3)
	})
	if !slices.Equal(got, []int{1, 3}) {
		t.Errorf("shown were %v", got)
	}
}
