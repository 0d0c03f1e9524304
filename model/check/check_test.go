package check_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"meterscope/importer"
	"meterscope/model"
	"meterscope/model/check"
	"meterscope/model/rule"
	"meterscope/model/store"
)

var update = flag.Bool("update", false, "write the golden files")

func openCase(t *testing.T) *store.Case {
	t.Helper()
	c, err := store.Temp(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

// load imports logs, each under its name, in order.
func load(t *testing.T, c *store.Case, opt check.Options, logs ...[2]string) {
	t.Helper()
	var in []importer.Input
	for _, l := range logs {
		in = append(in, importer.Input{Path: l[0], Reader: strings.NewReader(l[1])})
	}
	report, err := importer.Run(context.Background(), in, check.NewSink(c, opt), importer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range report.Sources {
		if s.Err != nil {
			t.Fatal(s.Err)
		}
	}
}

func day(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("testdata/day.log")
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(text), "\r\n", "\n")
}

// transactions writes the list. Without places it is what must not depend on how a log was cut.
func transactions(t *testing.T, c *store.Case) string {
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
	var b strings.Builder
	for _, tx := range list {
		fmt.Fprintf(&b, "%s/%d tx %d tag %q %s – %s %s", tx.Station, tx.Connector.Or(-1), tx.ID.Or(-99), tx.IDTag, tx.Start, tx.Stop, tx.StopReason)
		fmt.Fprintf(&b, "\n  complete %v, inferred %v, meter %d – %d, energy %s by %q, max %s W, SoC %s – %s, %d/%d\n", tx.Complete, tx.Inferred,
			tx.MeterStart.Or(-1), tx.MeterStop.Or(-1), number(tx.Energy), tx.EnergyFrom, number(tx.MaxPower), number(tx.SoCStart),
			number(tx.SoCEnd), tx.MeterValues, tx.SampledValues)
	}
	return b.String()
}

func number(d model.Opt[model.Decimal]) string {
	if !d.OK {
		return "?"
	}
	return d.V.Plain()
}

func findings(t *testing.T, c *store.Case, places bool) []string {
	t.Helper()
	var all []string
	for f, err := range c.Findings(context.Background(), store.FindingQuery{}) {
		if err != nil {
			t.Fatal(err)
		}
		s := fmt.Sprintf("%s %s frame %s %s: %s", f.Rule, f.Severity, f.FrameID, f.Pointer, rule.Message(*f))
		if places {
			s = fmt.Sprintf("line %d: %s (transaction %d)", f.At.Line, s, f.Transaction)
		}
		all = append(all, s)
	}
	return all
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != strings.ReplaceAll(string(want), "\r\n", "\n") {
		t.Errorf("%s is not fresh; run the test with -update and look at what changes. Now it would be:\n%s", path, got)
	}
}

func TestALogIsJoinedMeasuredAndChecked(t *testing.T) {
	c := openCase(t)
	load(t, c, check.Options{}, [2]string{"day.log", day(t)})
	golden(t, "testdata/day.golden", transactions(t, c)+"\n"+strings.Join(findings(t, c, true), "\n")+"\n")
}

func TestRunningTheChecksAgainChangesNothing(t *testing.T) {
	c := openCase(t)
	load(t, c, check.Options{}, [2]string{"day.log", day(t)})
	before := transactions(t, c) + strings.Join(findings(t, c, true), "\n")
	if err := check.Run(context.Background(), c, check.Options{}); err != nil {
		t.Fatal(err)
	}
	if after := transactions(t, c) + strings.Join(findings(t, c, true), "\n"); after != before {
		t.Errorf("before\n%s\nafter\n%s", before, after)
	}
}

// TestFindingsDoNotDependOnHowALogWasCut cuts the log between frames into two sources and imports them in both
// orders. Times and stations stand in its lines.
func TestFindingsDoNotDependOnHowALogWasCut(t *testing.T) {
	text := day(t)
	whole := openCase(t)
	load(t, whole, check.Options{}, [2]string{"day.log", text})
	wantTx := transactions(t, whole)
	want := findings(t, whole, false)
	slices.Sort(want)
	lines := strings.SplitAfter(text, "\n")
	for cut := 3; cut < len(lines)-3; cut += 3 {
		a := [2]string{"a.log", strings.Join(lines[:cut], "")}
		b := [2]string{"b.log", strings.Join(lines[cut:], "")}
		for _, logs := range [][][2]string{{a, b}, {b, a}} {
			c := openCase(t)
			load(t, c, check.Options{}, logs...)
			if got := transactions(t, c); got != wantTx {
				t.Errorf("cut at line %d, %s first: got\n%s\nwant\n%s", cut, logs[0][0], got, wantTx)
			}
			got := findings(t, c, false)
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("cut at line %d, %s first: got\n%s\nwant\n%s", cut, logs[0][0], strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		}
	}
}

// TestWhatTwoSourcesHaveIsKeptOnce imports two parts of a log that overlap, in both orders.
func TestWhatTwoSourcesHaveIsKeptOnce(t *testing.T) {
	text := day(t)
	whole := openCase(t)
	load(t, whole, check.Options{}, [2]string{"day.log", text})
	wantTx, want := transactions(t, whole), findings(t, whole, false)
	slices.Sort(want)
	lines := strings.SplitAfter(text, "\n")
	for _, cut := range [][2]int{{50, 20}, {50, 31}, {32, 31}, {69, 0}, {70, 60}} {
		a := [2]string{"a.log", strings.Join(lines[:cut[0]], "")}
		b := [2]string{"b.log", strings.Join(lines[cut[1]:], "")}
		for _, logs := range [][][2]string{{a, b}, {b, a}} {
			c := openCase(t)
			load(t, c, check.Options{}, logs...)
			if got := transactions(t, c); got != wantTx {
				t.Errorf("%v, %s first: got\n%s\nwant\n%s", cut, logs[0][0], got, wantTx)
			}
			got := slices.DeleteFunc(findings(t, c, false), func(f string) bool { return strings.HasPrefix(f, "JSN006") })
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("%v, %s first: got\n%s\nwant\n%s", cut, logs[0][0], strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
			var sum model.Counts
			sources, err := c.Sources(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range sources {
				sum.Add(s.Counts)
			}
			want := model.Counts{Frames: 70, Duplicates: int64(cut[0] - cut[1]), MeterValues: 23, SampledValues: 109}
			if sum != want {
				t.Errorf("%v: got %+v, want %+v", cut, sum, want)
			}
		}
	}
}

// A frame is logged twice in a source, and in another one before: both are counted, and both have their finding.
func TestAFrameThatIsDroppedTwiceOverIsReportedTwice(t *testing.T) {
	const heartbeat = `[2,"7","Heartbeat",{}]` + "\n"
	a := [2]string{"a.log", "2025-03-01T10:00:00Z CP1 " + heartbeat}
	b := [2]string{"b.log", "2025-03-01T10:00:00Z CP1 " + heartbeat + "2025-03-01T10:00:01Z CP1 " + heartbeat}
	c := openCase(t)
	load(t, c, check.Options{}, a, b)
	sources, err := c.Sources(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if got := sources[1].Counts; got.Duplicates != 2 || got.Frames != 0 {
		t.Errorf("b counts %+v", got)
	}
	want := []string{
		"line 1: OCP002 info frame 7 : Heartbeat is never answered in the log. (transaction 0)",
		"line 1: JSN006 info frame 7 : The same frame was logged before; it is kept once. (transaction 0)",
		"line 2: JSN006 info frame 7 : The same frame was logged before; it is kept once. (transaction 0)",
	}
	if got := findings(t, c, true); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

// Two parts of a log that names no station overlap: their transactions are whole all the same.
func TestOverlappingSourcesShareTheirNamelessStation(t *testing.T) {
	var lines []string
	for line := range strings.Lines(day(t)) {
		if strings.Contains(line, "CP1: ") {
			lines = append(lines, strings.NewReplacer("(MainThread) [ocpp] CP1: receive message ", "", "(MainThread) [ocpp] CP1: send ", "").Replace(line))
		}
	}
	whole := openCase(t)
	load(t, whole, check.Options{}, [2]string{"day.log", strings.Join(lines, "")})
	want := transactions(t, whole)
	if strings.Count(want, "\n") < 2 {
		t.Fatalf("too few transactions:\n%s", want)
	}
	for cut := 12; cut < len(lines)-10; cut += 3 {
		a := [2]string{"a.log", strings.Join(lines[:cut], "")}
		b := [2]string{"b.log", strings.Join(lines[cut-10:], "")}
		for _, logs := range [][][2]string{{a, b}, {b, a}} {
			c := openCase(t)
			load(t, c, check.Options{}, logs...)
			if got := transactions(t, c); got != want {
				t.Errorf("cut at %d, %s first: got\n%s\nwant\n%s", cut, logs[0][0], got, want)
			}
		}
	}
}

func TestRulesAreSwitchedOffAndTheirNumbersChanged(t *testing.T) {
	c := openCase(t)
	opt := check.Options{
		Severity: map[model.RuleID]model.Severity{"SCH003": model.SeverityNone, "VAL001": model.SeverityNone, "REG005": model.SeverityInfo},
		Params:   map[string]string{"CLK007.factor": "10"},
	}
	load(t, c, opt, [2]string{"day.log", day(t)})
	for _, f := range findings(t, c, false) {
		if strings.HasPrefix(f, "SCH003") || strings.HasPrefix(f, "VAL001") || strings.HasPrefix(f, "CLK007") || strings.HasPrefix(f, "REG005 warning") {
			t.Error(f)
		}
	}
}

func TestOptionsThatCantBeAreRefused(t *testing.T) {
	c := openCase(t)
	opt := check.Options{Params: map[string]string{"CLK007.nope": "1"}}
	for name, err := range map[string]error{
		"validate": opt.Validate(),
		"run":      check.Run(context.Background(), c, opt),
		"finish":   check.NewSink(c, opt).Finish(context.Background()),
	} {
		if err == nil || !strings.Contains(err.Error(), "CLK007.factor") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := check.NewSink(c, opt).Begin(context.Background(), model.Announcement{}, nil); err == nil {
		t.Error("begin: no error")
	}
}

func TestChecksCanBeCancelled(t *testing.T) {
	c := openCase(t)
	load(t, c, check.Options{}, [2]string{"day.log", day(t)})
	before := transactions(t, c)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := check.Run(ctx, c, check.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if after := transactions(t, c); after != before {
		t.Error("what was there before is gone")
	}
}

// killedSink is that of an import which ends after its last batch.
type killedSink struct{ *check.Sink }

func (s killedSink) Finish(context.Context) error { return nil }

func TestACaseIsRefreshedAfterAnInterruptedImport(t *testing.T) {
	ctx := context.Background()
	c := openCase(t)
	refreshed := func(want bool) {
		t.Helper()
		if did, err := check.Refresh(ctx, c, check.Options{}); did != want || err != nil {
			t.Errorf("refreshed: %v, %v", did, err)
		}
	}
	refreshed(false)
	in := []importer.Input{{Path: "day.log", Reader: strings.NewReader(day(t))}}
	if _, err := importer.Run(ctx, in, killedSink{check.NewSink(c, check.Options{})}, importer.Options{}); err != nil {
		t.Fatal(err)
	}
	if transactions(t, c) != "" {
		t.Fatal("there are transactions before they were joined")
	}
	refreshed(true)
	if transactions(t, c) == "" {
		t.Error("there are no transactions")
	}
	refreshed(false)
}

// streamSink takes sources for streams: they can't be read twice, so only their end tells what they are.
type streamSink struct{ *check.Sink }

func (s streamSink) Begin(ctx context.Context, src model.Announcement, _ func() ([32]byte, error)) (model.Resume, error) {
	src.Size = -1
	return s.Sink.Begin(ctx, src, func() ([32]byte, error) { return [32]byte{}, errors.New("it can't be read twice") })
}

func TestTheSameLogUnderAnotherNameIsKeptOnce(t *testing.T) {
	ctx := context.Background()
	c := openCase(t)
	load(t, c, check.Options{}, [2]string{"day.log", day(t)})
	for name, sink := range map[string]importer.Sink{
		"copy.log": check.NewSink(c, check.Options{}),
		"-":        streamSink{check.NewSink(c, check.Options{})},
	} {
		rep, err := importer.Run(ctx, []importer.Input{{Path: name, Reader: strings.NewReader(day(t))}}, sink, importer.Options{})
		if err != nil {
			t.Fatal(err)
		}
		sources, err := c.Sources(ctx)
		if err != nil || len(sources) != 1 {
			t.Fatalf("%s: got %d sources, %v", name, len(sources), err)
		}
		if s := rep.Sources[0]; !s.Already || s.Err != nil || s.Source.ID != sources[0].ID || s.Source.Counts != (model.Counts{}) {
			t.Errorf("%s: the report says %+v", name, s)
		}
	}
}

// BenchmarkRun checks a case of 40 transactions with 100 meter values of 10 samples each.
func BenchmarkRun(b *testing.B) {
	var log bytes.Buffer
	for tx := range 40 {
		begin := tx * 110
		clock := func(m int) string {
			return fmt.Sprintf("2025-03-%02dT%02d:%02d:00Z", 1+m/1440, m/60%24, m%60)
		}
		fmt.Fprintf(&log, `[2,"s%d","StartTransaction",{"connectorId":1,"idTag":"T","meterStart":%d,"timestamp":"%s"}]`+"\n", tx, tx*10000, clock(begin))
		fmt.Fprintf(&log, `[3,"s%d",{"transactionId":%d,"idTagInfo":{"status":"Accepted"}}]`+"\n", tx, tx+1)
		for m := range 100 {
			fmt.Fprintf(&log, `[2,"m%d","MeterValues",{"connectorId":1,"transactionId":%d,"meterValue":[{"timestamp":"%s","sampledValue":[{"value":"%d"}`, begin+m, tx+1, clock(begin+m), tx*10000+m*100)
			for i := range 9 {
				fmt.Fprintf(&log, `,{"value":"%d","measurand":"Current.Import","phase":"%s","unit":"A"}`, i+m, model.Phases()[i])
			}
			log.WriteString("]}]}]\n")
		}
		fmt.Fprintf(&log, `[2,"e%d","StopTransaction",{"transactionId":%d,"meterStop":%d,"timestamp":"%s"}]`+"\n", tx, tx+1, tx*10000+9999, clock(begin+101))
	}
	ctx := context.Background()
	c, err := store.Temp(ctx)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	in := []importer.Input{{Path: "x.log", Reader: &log}}
	if _, err := importer.Run(ctx, in, check.NewSink(c, check.Options{}), importer.Options{}); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := check.Run(ctx, c, check.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
