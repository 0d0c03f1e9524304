package check_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"meterscope/importer"
	"meterscope/model"
	"meterscope/model/check"
	"meterscope/model/store"
)

// parts gives the lines of the day's log of one station, and the same without its name.
func parts(t *testing.T, station string) (named, nameless []string) {
	t.Helper()
	for line := range strings.Lines(day(t)) {
		if strings.Contains(line, station+": ") {
			named = append(named, line)
			nameless = append(nameless, strings.NewReplacer("(MainThread) [ocpp] "+station+": receive message ", "",
				"(MainThread) [ocpp] "+station+": send ", "").Replace(line))
		}
	}
	return named, nameless
}

// contents writes all samples that count, in an order of their own.
func contents(t *testing.T, c *store.Case) []string {
	t.Helper()
	sources, err := c.Sources(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, src := range sources {
		for s, err := range c.Samples(context.Background(), src.ID) {
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, fmt.Sprintf("%s/%d tx %d %s %v %s %s", s.Station, s.Connector.Or(-1), s.Transaction.Or(-99), s.Time, s.Key, s.RawValue(), s.Unit))
		}
	}
	slices.Sort(all)
	return all
}

func counts(t *testing.T, c *store.Case) (sum model.Counts) {
	t.Helper()
	sources, err := c.Sources(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range sources {
		sum.Add(s.Counts)
	}
	return sum
}

func withoutRepeats(all []string) []string {
	all = slices.DeleteFunc(all, func(f string) bool { return strings.HasPrefix(f, "JSN006") })
	slices.Sort(all)
	return all
}

// TestSourcesGiveTheSameInAnyOrder imports logs that overlap, some of which name their station, in all orders.
func TestSourcesGiveTheSameInAnyOrder(t *testing.T) {
	one, bare1 := parts(t, "CP1")
	two, bare2 := parts(t, "CP2")
	both := strings.Join(append(slices.Clone(bare1), bare2...), "")
	cut := len(one) / 2
	for name, logs := range map[string][][2]string{
		"the second knows the station": {{"a", strings.Join(bare1[:cut+8], "")}, {"b", strings.Join(one[cut:], "")}},
		"the middle knows the station": {{"a", strings.Join(bare1[:20], "")}, {"b", strings.Join(one[12:30], "")}, {"c", strings.Join(bare1[24:], "")}},
		"it comes to the first by way of the second": {
			{"a", strings.Join(bare1[:24], "")}, {"b", strings.Join(bare1[12:30], "")}, {"c", strings.Join(one[24:], "")},
		},
		"one log of two stations": {{"all", both}, {"one", strings.Join(one, "")}, {"two", strings.Join(two, "")}},
		"two names for one":       {{"a", strings.Join(one, "")}, {"b", strings.ReplaceAll(strings.Join(one, ""), "CP1:", "CP7:")}, {"c", strings.Join(bare1, "")}},
	} {
		var wantTx string
		var want, samples []string
		var sum model.Counts
		for i, order := range permutations(len(logs)) {
			var given [][2]string
			for _, k := range order {
				given = append(given, logs[k])
			}
			c := openCase(t)
			load(t, c, check.Options{}, given...)
			tx, said, values, n := sorted(transactions(t, c)), withoutRepeats(findings(t, c, false)), contents(t, c), counts(t, c)
			if i == 0 {
				wantTx, want, samples, sum = tx, said, values, n
				if name != "two names for one" && strings.Contains(tx, "\n/") {
					t.Errorf("%s: a station is not known:\n%s", name, tx)
				}
				continue
			}
			if tx != wantTx || !slices.Equal(said, want) || n != sum || !slices.Equal(values, samples) {
				t.Errorf("%s, order %v: got %+v\n%s%s\nwant %+v\n%s%s", name, order, n, tx, strings.Join(said, "\n"), sum, wantTx, strings.Join(want, "\n"))
			}
		}
	}
}

// sorted puts transactions that began at the same time in an order that the sources' doesn't decide.
func sorted(list string) string {
	each := strings.Split(strings.ReplaceAll(list, "\n  ", "; "), "\n")
	slices.Sort(each)
	return strings.Join(each, "\n")
}

func permutations(n int) [][]int {
	if n == 0 {
		return [][]int{nil}
	}
	var all [][]int
	for _, p := range permutations(n - 1) {
		for at := range n {
			all = append(all, slices.Insert(slices.Clone(p), at, n-1))
		}
	}
	return all
}

// What is learnt is marked: as concluded where it is the source's, and in its transactions and samples.
func TestALearntStationIsMarked(t *testing.T) {
	ctx := context.Background()
	named, bare := parts(t, "CP1")
	c := openCase(t)
	load(t, c, check.Options{}, [2]string{"a", strings.Join(bare[:40], "")}, [2]string{"b", strings.Join(named[30:], "")})
	sources, err := c.Sources(ctx)
	if err != nil || sources[0].Station != "CP1" || sources[0].StationFrom != model.Inferred || sources[1].Station != "" {
		t.Fatalf("sources: %+v, %v", sources, err)
	}
	for s, err := range c.Samples(ctx, sources[0].ID) {
		if err != nil {
			t.Fatal(err)
		}
		if !s.Inferred || s.Station != "CP1" {
			t.Fatalf("a sample says %+v", *s)
		}
	}
	if got := transactions(t, c); !strings.Contains(got, "inferred true") {
		t.Errorf("no transaction is marked:\n%s", got)
	}
	// The one who told is gone: it is not known any more.
	if err := check.Remove(ctx, c, check.Options{}, sources[1].ID); err != nil {
		t.Fatal(err)
	}
	if got := transactions(t, c); strings.Contains(got, "CP1") {
		t.Errorf("the station is still known:\n%s", got)
	}
	alone := openCase(t)
	load(t, alone, check.Options{}, [2]string{"a", strings.Join(bare[:40], "")})
	if got, want := transactions(t, c), transactions(t, alone); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// notes puts a note to each transaction and gives them by key, with what makes the transaction recognisable.
func notes(t *testing.T, c *store.Case) map[model.TransactionKey]string {
	t.Helper()
	ctx := context.Background()
	said := map[model.TransactionKey]string{}
	for _, k := range keys(t, c) {
		said[k] = fmt.Sprint("about ", k)
		if _, err := c.SetNote(ctx, k, store.Note{Text: said[k], Made: time.Unix(0, 0)}); err != nil {
			t.Fatal(err)
		}
	}
	return said
}

func keys(t *testing.T, c *store.Case) []model.TransactionKey {
	t.Helper()
	keys, err := c.TransactionKeys(context.Background(), store.TransactionQuery{})
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

func TestARemovedSourceIsGoneAndComesBack(t *testing.T) {
	ctx := context.Background()
	lines := strings.SplitAfter(day(t), "\n")
	a := [2]string{"a.log", strings.Join(lines[:50], "")}
	b := [2]string{"b.log", strings.Join(lines[20:], "")}
	c := openCase(t)
	load(t, c, check.Options{}, a, b)
	before, said, values := transactions(t, c), findings(t, c, true), contents(t, c)
	order := keys(t, c)
	notes(t, c)
	for i, left := range [][2]string{b, a} {
		id := model.SourceID(i + 1)
		if err := check.Remove(ctx, c, check.Options{}, id); err != nil {
			t.Fatal(err)
		}
		if err := c.RemoveSource(ctx, id); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("removed twice: %v", err)
		}
		alone := openCase(t)
		load(t, alone, check.Options{}, left)
		if got, want := transactions(t, c), transactions(t, alone); got != want {
			t.Errorf("without %d: got\n%s\nwant\n%s", id, got, want)
		}
		if got, want := withoutRepeats(findings(t, c, false)), withoutRepeats(findings(t, alone, false)); !slices.Equal(got, want) {
			t.Errorf("without %d: got %q, want %q", id, got, want)
		}
		if counts(t, c) != counts(t, alone) || !slices.Equal(contents(t, c), contents(t, alone)) {
			t.Errorf("without %d: %+v", id, counts(t, c))
		}
		if err := check.Restore(ctx, c, check.Options{}, id); err != nil {
			t.Fatal(err)
		}
		if got := transactions(t, c); got != before || !slices.Equal(keys(t, c), order) || !slices.Equal(findings(t, c, true), said) ||
			!slices.Equal(contents(t, c), values) {
			t.Errorf("it is not as it was: %v\n%s", keys(t, c), got)
		}
		for _, k := range order {
			if n, err := c.Note(ctx, k); err != nil || n.Text == "" {
				t.Errorf("the note of transaction %d is gone: %v", k, err)
			}
		}
	}
	// Imported again it is back, too.
	if err := check.Remove(ctx, c, check.Options{}, 1); err != nil {
		t.Fatal(err)
	}
	load(t, c, check.Options{}, a)
	if got := transactions(t, c); got != before || !slices.Equal(keys(t, c), order) {
		t.Errorf("imported again: %v\n%s", keys(t, c), got)
	}
}

func TestSeveralSourcesAreRemovedAtOnceOrNotAtAll(t *testing.T) {
	ctx := context.Background()
	lines := strings.SplitAfter(day(t), "\n")
	third := len(lines) / 3
	logs := [][2]string{{"a.log", strings.Join(lines[:third], "")}, {"b.log", strings.Join(lines[third:2*third], "")}, {"c.log", strings.Join(lines[2*third:], "")}}
	c := openCase(t)
	load(t, c, check.Options{}, logs...)
	before, order := transactions(t, c), keys(t, c)
	joins := c.Joins()
	if err := check.Remove(ctx, c, check.Options{}, 1, 3, 9); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("one that there isn't: %v", err)
	}
	if sources, err := c.Sources(ctx); err != nil || len(sources) != 3 || c.Joins() != joins {
		t.Errorf("%d sources are left, %v", len(sources), err)
	}
	if err := check.Remove(ctx, c, check.Options{}, 1, 3); err != nil {
		t.Fatal(err)
	}
	if n := c.Joins() - joins; n != 1 {
		t.Errorf("the transactions were joined %d times", n)
	}
	alone := openCase(t)
	load(t, alone, check.Options{}, logs[1])
	if got, want := transactions(t, c), transactions(t, alone); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	if err := check.Restore(cancelled, c, check.Options{}, 1, 3); err == nil {
		t.Error("they were restored although that was cancelled")
	}
	joins = c.Joins()
	if err := check.Restore(ctx, c, check.Options{}, 3, 1); err != nil {
		t.Fatal(err)
	}
	if got := transactions(t, c); got != before || !slices.Equal(keys(t, c), order) || c.Joins() != joins+1 {
		t.Errorf("it is not as it was: %v, joined %d times\n%s", keys(t, c), c.Joins()-joins, got)
	}
}

// reread reads a source again from its evidence.
func reread(ctx context.Context, c *store.Case, id model.SourceID, opt importer.Options) error {
	sources, err := c.Sources(ctx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(sources, func(s model.Source) bool { return s.ID == id })
	evidence := c.EvidenceReader(ctx, id)
	rep, err := importer.Run(ctx, []importer.Input{{Path: sources[i].Name, Reader: evidence}}, check.NewRereadSink(c, check.Options{}, id), opt)
	if err == nil {
		err = rep.Sources[0].Err
	}
	return errors.Join(err, evidence.Close())
}

func TestASourceReadAgainIsAsIfItHadBeenReadSoAtFirst(t *testing.T) {
	ctx := context.Background()
	_, bare := parts(t, "CP1")
	text := strings.ReplaceAll(strings.Join(bare, ""), "Z\"", "\"") // times without a zone
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	other, _ := parts(t, "CP2")
	for name, opt := range map[string]importer.Options{
		"zone": {Zone: berlin}, "station": {Station: "YARD"}, "both": {Zone: berlin, Station: "YARD"}, "nothing": {},
	} {
		c := openCase(t)
		load(t, c, check.Options{}, [2]string{"a.log", text}, [2]string{"b.log", strings.Join(other, "")})
		said, order := notes(t, c), keys(t, c)
		if err := reread(ctx, c, 1, opt); err != nil {
			t.Fatal(name, err)
		}
		want := openCase(t)
		in := []importer.Input{{Path: "a.log", Reader: strings.NewReader(text)}}
		if _, err := importer.Run(ctx, in, check.NewSink(want, check.Options{}), opt); err != nil {
			t.Fatal(err)
		}
		load(t, want, check.Options{}, [2]string{"b.log", strings.Join(other, "")})
		compareCases(t, name, c, want)
		got := keys(t, c)
		slices.Sort(got)
		slices.Sort(order)
		if !slices.Equal(got, order) {
			t.Errorf("%s: keys are %v, they were %v", name, got, order)
		}
		for k, text := range said {
			if n, err := c.Note(ctx, k); err != nil || n.Text != text {
				t.Errorf("%s: the note of %d is %q, %v", name, k, n.Text, err)
			}
		}
		evidence, err := io.ReadAll(c.EvidenceReader(ctx, 1))
		if err != nil || string(evidence) != text {
			t.Errorf("%s: the evidence is not as it was: %v", name, err)
		}
		if stale, err := c.Stale(ctx); stale || err != nil {
			t.Errorf("%s: stale %v, %v", name, stale, err)
		}
	}
}

// compareCases compares all that readers see of two cases, but for keys.
func compareCases(t *testing.T, name string, c, want *store.Case) {
	t.Helper()
	a, err := c.Sources(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	b, err := want.Sources(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(a, b) {
		t.Errorf("%s: sources are\n%+v, want\n%+v", name, a, b)
	}
	if got, want := transactions(t, c), transactions(t, want); got != want {
		t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
	}
	strip := func(all []string) []string {
		for i := range all {
			all[i], _, _ = strings.Cut(all[i], " (transaction")
		}
		return all
	}
	if got, want := strip(findings(t, c, true)), strip(findings(t, want, true)); !slices.Equal(got, want) {
		t.Errorf("%s: got %q\nwant %q", name, got, want)
	}
	if got, want := contents(t, c), contents(t, want); !slices.Equal(got, want) {
		t.Errorf("%s: got %d samples, want %d", name, len(got), len(want))
	}
}

// stopped is a sink that fails after so many calls.
type stopped struct {
	importer.Sink
	left   int
	cancel func()
}

func (s *stopped) step() {
	if s.left--; s.left == 0 {
		s.cancel()
	}
}

func (s *stopped) Begin(ctx context.Context, src model.Announcement, sum func() ([32]byte, error)) (model.Resume, error) {
	s.step()
	return s.Sink.Begin(ctx, src, sum)
}

func (s *stopped) Write(ctx context.Context, b *model.Batch) error {
	s.step()
	return s.Sink.Write(ctx, b)
}

func (s *stopped) Complete(ctx context.Context, src model.Source) error {
	s.step()
	return s.Sink.Complete(ctx, src)
}

func (s *stopped) Finish(ctx context.Context) error {
	s.step()
	return s.Sink.Finish(ctx)
}

func TestAReadingThatIsCancelledLeavesTheOneBefore(t *testing.T) {
	_, bare := parts(t, "CP1")
	text := strings.Join(bare, "")
	for step := 1; step <= 4; step++ {
		ctx, cancel := context.WithCancel(context.Background())
		c, want := openCase(t), openCase(t)
		load(t, c, check.Options{}, [2]string{"a.log", text})
		load(t, want, check.Options{}, [2]string{"a.log", text})
		sink := &stopped{check.NewRereadSink(c, check.Options{}, 1), step, cancel}
		in := []importer.Input{{Path: "a.log", Reader: c.EvidenceReader(context.Background(), 1)}}
		_, err := importer.Run(ctx, in, sink, importer.Options{Station: "YARD"})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("step %d: %v", step, err)
		}
		if step == 4 { // it was read, but the transactions were not made
			if did, err := check.Refresh(context.Background(), c, check.Options{}); !did || err != nil {
				t.Errorf("refreshed: %v, %v", did, err)
			}
			if got := transactions(t, c); strings.Contains(got, "\n/") || !strings.HasPrefix(got, "YARD") {
				t.Errorf("got\n%s", got)
			}
		} else {
			compareCases(t, fmt.Sprint("step ", step), c, want)
		}
		if err := reread(context.Background(), c, 1, importer.Options{}); err != nil {
			t.Fatal(err)
		}
		compareCases(t, "read once more", c, want)
	}
}

func TestASourceThatHoldsNothingWhenReadOtherwiseStays(t *testing.T) {
	c, want := openCase(t), openCase(t)
	load(t, c, check.Options{}, [2]string{"a.log", day(t)})
	load(t, want, check.Options{}, [2]string{"a.log", day(t)})
	in := []importer.Input{{Path: "a.log", Reader: strings.NewReader("no frame")}}
	rep, err := importer.Run(context.Background(), in, check.NewRereadSink(c, check.Options{}, 1), importer.Options{})
	if err != nil || !errors.Is(rep.Sources[0].Err, importer.ErrNoFrames) {
		t.Errorf("%+v, %v", rep, err)
	}
	compareCases(t, "nothing", c, want)
	in[0].Reader = strings.NewReader(day(t)[:4000]) // not all of it
	if _, err := importer.Run(context.Background(), in, check.NewRereadSink(c, check.Options{}, 1), importer.Options{}); err == nil {
		t.Error("a part takes the place of the whole")
	}
	compareCases(t, "a part", c, want)
	if _, err := check.NewRereadSink(c, check.Options{}, 9).Begin(context.Background(), model.Announcement{}, nil); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a source that isn't there: %v", err)
	}
}

// Files of one rotation that names no station are of one station, though they don't overlap.
func TestFilesOfARotationShareTheirNamelessStation(t *testing.T) {
	_, bare := parts(t, "CP1")
	whole := openCase(t)
	load(t, whole, check.Options{}, [2]string{"x.log", strings.Join(bare, "")})
	for _, cut := range []int{12, 25, 40} {
		a, b := strings.Join(bare[:cut], ""), strings.Join(bare[cut:], "")
		c := openCase(t)
		load(t, c, check.Options{}, [2]string{"x.log", b}, [2]string{"x.log.1", a})
		if got, want := transactions(t, c), transactions(t, whole); got != want {
			t.Errorf("cut at %d: got\n%s\nwant\n%s", cut, got, want)
		}
		apart := openCase(t)
		load(t, apart, check.Options{}, [2]string{"x.log", a}, [2]string{"y.log", b})
		if transactions(t, apart) == transactions(t, c) {
			t.Errorf("cut at %d: logs of different names are of one station", cut)
		}
	}
}

// While a source is read again, and removed, and restored, those who read see one reading or the other, whole.
func TestReadersSeeOneReadingOrTheOther(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	_, bare := parts(t, "CP1")
	c := openCase(t)
	load(t, c, check.Options{}, [2]string{"a.log", strings.Join(bare, "")})
	want := len(contents(t, c))
	done := make(chan error)
	go func() {
		defer close(done)
		for ctx.Err() == nil {
			stations, n := map[string]int{}, 0
			for s, err := range c.Samples(context.Background(), 1) {
				if err != nil {
					done <- err
					return
				}
				stations[s.Station]++
				n++
			}
			if len(stations) > 1 || n != want && n != 0 {
				done <- fmt.Errorf("seen %d samples of %v", n, stations)
				return
			}
			for _, err := range c.Findings(context.Background(), store.FindingQuery{}) {
				if err != nil {
					done <- err
					return
				}
			}
		}
	}()
	for i := range 6 {
		station := ""
		if i%2 == 0 {
			station = "YARD"
		}
		if err := reread(context.Background(), c, 1, importer.Options{Station: station}); err != nil {
			t.Error(err)
		}
		if err := check.Remove(context.Background(), c, check.Options{}, 1); err != nil {
			t.Error(err)
		}
		if err := check.Restore(context.Background(), c, check.Options{}, 1); err != nil {
			t.Error(err)
		}
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}
