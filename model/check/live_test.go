package check_test

import (
	"cmp"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"meterscope/importer"
	"meterscope/model"
	"meterscope/model/check"
	"meterscope/model/store"
)

// held writes all that a case holds of its transactions: themselves, their samples, accounts, frames and findings, and
// the findings of none. Keys are left out: they tell in which order transactions came.
func held(t *testing.T, c *store.Case) []string {
	t.Helper()
	ctx := t.Context()
	fatal := func(err error) {
		if err != nil {
			t.Helper()
			t.Fatal(err)
		}
	}
	keys, err := c.TransactionKeys(ctx, store.TransactionQuery{})
	fatal(err)
	list, err := c.Transactions(ctx, keys)
	fatal(err)
	number := map[model.TransactionKey]model.TransactionKey{0: 0}
	for i, key := range keys {
		number[key] = model.TransactionKey(i + 1)
	}
	var out []string
	add := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	finding := func(f model.Finding) string {
		f.Transaction = number[f.Transaction]
		return fmt.Sprintf("%+v", f)
	}
	for i, tx := range list {
		key := tx.Key
		tx.Key = number[key]
		add("transaction %+v", tx)
		statement, err := c.Statement(ctx, key)
		fatal(err)
		add(" accounts %x", statement)
		spans, err := c.Spans(ctx, key)
		fatal(err)
		for k := range spans {
			spans[k].Transaction = tx.Key
		}
		slices.SortFunc(spans, func(a, b model.Span) int {
			return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.First, b.First), cmp.Compare(a.Last, b.Last), cmp.Compare(a.ID.V, b.ID.V), cmp.Compare(a.Connector.V, b.Connector.V))
		})
		add(" spans %+v", spans)
		frames, err := c.TransactionFrames(ctx, key)
		fatal(err)
		for k := range frames {
			frames[k].Transaction = number[frames[k].Transaction]
			add(" frame %d/%d", frames[k].At.Source, frames[k].Seq)
		}
		series, err := c.Series(ctx, key, nil)
		fatal(err)
		slices.SortFunc(series, func(a, b model.Series) int { return cmp.Compare(fmt.Sprint(a.Key, a.Unit), fmt.Sprint(b.Key, b.Unit)) })
		for k := range series {
			add(" series %+v", series[k])
		}
		var own []string
		for _, only := range []bool{true, false} {
			for f, err := range c.Findings(ctx, store.FindingQuery{Transaction: key, Own: only}) {
				fatal(err)
				own = append(own, fmt.Sprintf(" finding %v %s", only, finding(*f)))
			}
		}
		slices.Sort(own)
		out = append(out, own...)
		for _, f := range own {
			rule := strings.Fields(f)[2][len("{Rule:"):]
			found, err := c.TransactionKeys(ctx, store.TransactionQuery{Search: rule})
			fatal(err)
			if !slices.Contains(found, key) {
				add(" number %d isn't found by %s", i+1, rule)
			}
		}
	}
	var all []string
	for f, err := range c.Findings(ctx, store.FindingQuery{}) {
		fatal(err)
		all = append(all, "finding "+finding(*f))
	}
	slices.Sort(all)
	sources, err := c.Sources(ctx)
	fatal(err)
	for _, s := range sources {
		add("source %s: %+v, %d bytes", filepath.Base(s.Name), s.Counts, s.Size)
	}
	counts, err := c.FindingCounts(ctx)
	fatal(err)
	add("counts %+v", counts)
	severities, err := c.SeverityCounts(ctx)
	fatal(err)
	add("severities %+v", severities)
	return append(out, all...)
}

// likeAfterRun holds what steps left of a case against what joining all of it anew makes of a copy.
func likeAfterRun(t *testing.T, c *store.Case) {
	t.Helper()
	whole, err := c.TempCopy(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer whole.Close() //nolint:errcheck // a copy
	if err := check.Run(t.Context(), whole, check.Options{}); err != nil {
		t.Fatal(err)
	}
	if got, want := held(t, c), held(t, whole); !slices.Equal(got, want) {
		t.Fatalf("joined as a whole it is other\n%s", difference(want, got))
	}
}

// watched are files that grow, and the case into which they are followed.
type watched struct {
	t     *testing.T
	c     *store.Case
	live  *check.Live
	files []*watchedFile
}

type watchedFile struct {
	path   string
	left   string
	follow *importer.Follower
}

func watch(t *testing.T, logs ...string) *watched {
	t.Helper()
	w := &watched{t: t, c: openCase(t)}
	w.live = check.NewLive(w.c, check.Options{})
	for i, log := range logs {
		path := filepath.Join(t.TempDir(), fmt.Sprintf("%d.log", i))
		f := &watchedFile{path: path, left: log, follow: importer.NewFollower(path, importer.Options{})}
		t.Cleanup(func() { _ = f.follow.Close() })
		w.files = append(w.files, f)
	}
	return w
}

// grow writes so many bytes more to a file, and takes a step.
func (w *watched) grow(f *watchedFile, n int) {
	w.t.Helper()
	n = min(n, len(f.left))
	file, err := os.OpenFile(f.path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		w.t.Fatal(err)
	}
	defer file.Close() //nolint:errcheck // a test's
	if _, err := file.WriteString(f.left[:n]); err != nil {
		w.t.Fatal(err)
	}
	f.left = f.left[n:]
	step, err := f.follow.Step(w.t.Context(), w.live, f.left == "")
	if err == nil && step.Bytes > 0 {
		err = w.live.Finish(w.t.Context())
	}
	if err != nil {
		w.t.Fatal(err)
	}
}

// followed follows logs to their ends in steps of any length, and holds the case against one whole run now and then,
// and in the end against one uninterrupted import.
func followed(t *testing.T, r *rand.Rand, logs ...string) {
	t.Helper()
	w := watch(t, logs...)
	for _, f := range w.files {
		w.grow(f, min(len(f.left), 3000+r.IntN(2000))) // enough to know how it is to be read
	}
	for {
		var left []*watchedFile
		for _, f := range w.files {
			if f.left != "" {
				left = append(left, f)
			}
		}
		if len(left) == 0 {
			break
		}
		f := left[r.IntN(len(left))]
		most := []int{60, 400, 400, 3000, 20_000}[r.IntN(5)]
		if r.IntN(8) == 0 { // it begins to be followed
			w.live = check.NewLive(w.c, check.Options{})
		}
		w.grow(f, 1+r.IntN(max(most, len(f.left)/20)))
		if r.IntN(12) == 0 {
			likeAfterRun(t, w.c)
		}
	}
	likeAfterRun(t, w.c)
	whole := openCase(t)
	var in []importer.Input
	for i, f := range w.files {
		if f.follow.Hasty() {
			return // the source is read again in the end
		}
		in = append(in, importer.Input{Path: f.path, Reader: strings.NewReader(logs[i])})
	}
	if _, err := importer.Run(t.Context(), in, check.NewSink(whole, check.Options{}), importer.Options{}); err != nil {
		t.Fatal(err)
	}
	if got, want := held(t, w.c), held(t, whole); !slices.Equal(got, want) {
		t.Fatalf("imported at once it is other\n%s", difference(want, got))
	}
}

// disturb makes of a log one whose lines come late, twice or newest first, or say neither time nor station.
func disturb(r *rand.Rand, lines []string) []string {
	lines = slices.Clone(lines)
	switch r.IntN(6) {
	case 0: // late
		for range 20 {
			from, to := r.IntN(len(lines)), r.IntN(len(lines))
			line := lines[from]
			lines = slices.Insert(slices.Delete(lines, from, from+1), min(to, len(lines)-1), line)
		}
	case 1: // again, at another time of the log
		for range 20 {
			from := r.IntN(len(lines))
			lines = slices.Insert(lines, r.IntN(len(lines)), strings.Replace(lines[from], `{"time":"2025-03-01T`, `{"time":"2025-03-02T`, 1))
		}
	case 2:
		slices.Reverse(lines)
	case 3:
		for i, line := range lines {
			_, text, _ := strings.Cut(line, `"message":"`)
			lines[i] = strings.ReplaceAll(strings.TrimSuffix(text, "\"}\n"), `\"`, `"`) + "\n"
		}
	case 4: // values that the schema forbids
		for i := range lines {
			if r.IntN(5) == 0 {
				lines[i] = strings.NewReplacer(`\"unit\":\"W\"`, `\"unit\":\"Hz\"`, `"EVDisconnected\"`, `"Gone\"`).Replace(lines[i])
			}
		}
	}
	return lines
}

func TestStepsLeaveWhatOneImportLeaves(t *testing.T) {
	for _, seed := range []uint64{17, 71, 0, 1, 2, 3, 4, 5}[:followedLogs] { // in the first two a CALL is refused twice
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 4))
			followed(t, r, strings.Join(disturb(r, badYard(r)), ""))
		})
	}
}

func TestStepsOfTwoFilesLeaveWhatOneImportLeaves(t *testing.T) {
	for seed := range uint64(min(6, followedLogs)) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 5))
			a, b := badYard(r), badYard(r)
			switch seed % 3 {
			case 0: // of other stations
				for i := range b {
					b[i] = strings.Replace(b[i], `"station":"CP`, `"station":"XP`, 1)
				}
			case 1: // of the same day
			case 2: // of which some is the same
				b = append(slices.Clone(a[len(a)/2:]), b...)
			}
			followed(t, r, strings.Join(a, ""), strings.Join(b, ""))
		})
	}
}

// TestLogsOfTheFieldCanBeFollowed does the same with each log of the corpus.
func TestLogsOfTheFieldCanBeFollowed(t *testing.T) {
	if _, err := os.Stat(corpus); err != nil {
		t.Skip("no corpus here")
	}
	r := rand.New(rand.NewPCG(7, 7))
	_ = filepath.WalkDir(corpus, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil || len(text) < 4000 || len(text) > 1<<20 {
			return err
		}
		t.Run(filepath.Base(path), func(t *testing.T) {
			c := openCase(t)
			report, err := importer.Run(t.Context(), []importer.Input{{Path: path, Reader: strings.NewReader(string(text))}}, check.NewSink(c, check.Options{}), importer.Options{})
			if err != nil || report.Sources[0].Err != nil {
				t.Skip("it is no log by itself")
			}
			followed(t, r, string(text))
		})
		return nil
	})
}

// What is in the case already is not joined as a whole when its file begins to be followed.
func TestFollowingALogOfTheCaseJoinsOnlyWhatComes(t *testing.T) {
	lines := badYard(rand.New(rand.NewPCG(3, 4)))
	cut := len(lines) - 5
	w := watch(t, strings.Join(lines, ""))
	path := w.files[0].path
	if err := os.WriteFile(path, []byte(strings.Join(lines[:cut], "")), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := importer.Run(t.Context(), []importer.Input{{Path: path}}, check.NewSink(w.c, check.Options{}), importer.Options{}); err != nil {
		t.Fatal(err)
	}
	w.files[0].left = strings.Join(lines[cut:], "")
	for _, line := range lines[cut:] {
		w.grow(w.files[0], len(line))
		if came := w.live.Came(); came.Any {
			t.Error("all was joined")
		}
	}
	likeAfterRun(t, w.c)
	if sources, err := w.c.Sources(t.Context()); err != nil || len(sources) != 1 {
		t.Errorf("sources %+v, %v", sources, err)
	}
	// With other rules all is to be judged anew.
	if err := check.Run(t.Context(), w.c, check.Options{Params: map[string]string{"REG003.tolerance": "5"}}); err != nil {
		t.Fatal(err)
	}
	likeAfterRun(t, w.c)
}

// A step leaves no block of its own: else a day of them would take long to be joined.
func TestStepsLeaveFewPieces(t *testing.T) {
	lines := liveLog(300)
	w := watch(t, strings.Join(lines, ""))
	for _, line := range lines {
		w.grow(w.files[0], len(line))
	}
	likeAfterRun(t, w.c)
	db, err := w.c.SQL()
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // only read from
	for _, table := range []string{"frames", "event", "chunk"} {
		var n int
		if err := db.QueryRowContext(t.Context(), "SELECT count(*) FROM "+table).Scan(&n); err != nil || n > 2 {
			t.Errorf("%d pieces of %s, %v", n, table, err)
		}
	}
}
