// Package memcase is a case in memory, for tests of screens: small, predictable, and able to hang. It is not
// for the program.
package memcase

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"meterscope/model"
	"meterscope/model/store"
)

// Case is a case in memory. Its fields are set before it is used.
type Case struct {
	Name     string
	Log      []model.Source
	Rows     []model.Transaction // ordered by key
	Samples  map[model.TransactionKey][]model.Series
	Said     map[model.TransactionKey][]model.Finding
	Frames   map[model.TransactionKey][]store.FrameHead
	Heads    []model.Event                          // of every station
	Text     []byte                                 // of source 1
	Listed   int                                    // how often Heads were read; guarded by mu
	Err      error                                  // what every reading gives, if set
	Frozen   bool                                   // read-only
	Unjoined bool                                   // Stale; guarded by mu
	Settings map[string]string                      // guarded by mu
	Written  map[model.TransactionKey]store.Note    // notes; guarded by mu
	Entered  map[model.TransactionKey]model.Entered // guarded by mu
	Hang     bool                                   // every reading blocks until the case is closed, and doesn't listen to its context
	ReadRows int                                    // rows that were read; guarded by mu
	Changes  chan struct{}                          // tells who watches that another program has changed it

	mu     sync.Mutex
	closed chan struct{}
}

// New makes an empty case.
func New(name string) *Case { return &Case{Name: name, closed: make(chan struct{})} }

func (c *Case) read() error {
	if c.Hang {
		<-c.closed
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.Err
}

// Release lets what hangs go on.
func (c *Case) Release() { close(c.closed) }

// Path is the name.
func (c *Case) Path() string { return c.Name }

// ReadOnly says that it is frozen.
func (c *Case) ReadOnly() bool { return c.Frozen }

// Close does nothing.
func (c *Case) Close() error { return nil }

// SaveCopy gives the error.
func (c *Case) SaveCopy(context.Context, string) error { return c.Err }

// Stale says what Unjoined does, once.
func (c *Case) Stale(context.Context) (bool, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	was := c.Unjoined
	c.Unjoined = false
	return was, nil
}

// Sources gives the sources.
func (c *Case) Sources(context.Context) ([]model.Source, error) {
	return slices.Clone(c.Log), c.read()
}

// TransactionCount counts the rows.
func (c *Case) TransactionCount(context.Context) (int, error) {
	err := c.read()
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.Rows), err
}

// Change changes rows or what is said of them while somebody may read.
func (c *Case) Change(do func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	do()
}

// Listing gives rows in the order of their keys, with the rules of what is Said of them.
func (c *Case) Listing(ctx context.Context, from, to int, row func(*store.Listed)) error {
	if err := c.read(); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for i := from; i < min(to, len(c.Rows)) && ctx.Err() == nil; i++ {
		l := store.Listed{Tx: c.Rows[i]}
		l.Tx.Noted = false
		for _, f := range c.Said[l.Tx.Key] {
			l.Rules = strings.TrimSpace(l.Rules + " " + strings.ToLower(string(f.Rule)))
		}
		row(&l)
		c.ReadRows++
	}
	return ctx.Err()
}

// Notes gives the notes.
func (c *Case) Notes(context.Context) (map[model.TransactionKey]store.Note, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return maps.Clone(c.Written), c.Err
}

// Transactions gives the rows of keys.
func (c *Case) Transactions(_ context.Context, keys []model.TransactionKey) ([]model.Transaction, error) {
	if err := c.read(); err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	var rows []model.Transaction
	for _, k := range keys {
		i, ok := slices.BinarySearchFunc(c.Rows, k, func(t model.Transaction, k model.TransactionKey) int { return int(t.Key - k) })
		if ok {
			rows = append(rows, c.Rows[i])
		}
	}
	c.ReadRows += len(rows)
	return rows, nil
}

// EachPoint gives the points of a transaction's series.
func (c *Case) EachPoint(_ context.Context, key model.TransactionKey, take func(model.SeriesKey, model.Unit, int) func(*model.Point)) error {
	if err := c.read(); err != nil {
		return err
	}
	for _, s := range c.Samples[key] {
		if to := take(s.Key, s.Unit, len(s.Points)); to != nil {
			for i := range s.Points {
				p := s.Points[i]
				to(&p)
			}
		}
	}
	return nil
}

// Findings gives a transaction's findings.
func (c *Case) Findings(_ context.Context, q store.FindingQuery) iter.Seq2[*model.Finding, error] {
	return func(yield func(*model.Finding, error) bool) {
		if err := c.read(); err != nil {
			yield(nil, err)
			return
		}
		said := c.said(&q)
		for i := range said {
			f := said[i]
			if !yield(&f, nil) {
				return
			}
		}
	}
}

// FindingGroups gives each finding as a group.
func (c *Case) FindingGroups(_ context.Context, q store.FindingQuery) ([]store.FindingGroup, error) {
	err := c.read()
	c.mu.Lock()
	defer c.mu.Unlock()
	var groups []store.FindingGroup
	for _, f := range c.Said[q.Transaction] {
		groups = append(groups, store.FindingGroup{First: f, Count: max(f.Count, 1)})
	}
	return groups, err
}

// TransactionFrames gives a transaction's frames.
func (c *Case) TransactionFrames(_ context.Context, key model.TransactionKey) ([]store.FrameHead, error) {
	return c.Frames[key], c.read()
}

// Events gives the heads of a station.
func (c *Case) Events(_ context.Context, st store.Station) iter.Seq2[*model.Event, error] {
	return func(yield func(*model.Event, error) bool) {
		c.mu.Lock()
		c.Listed++
		c.mu.Unlock()
		if err := c.read(); err != nil {
			yield(nil, err)
			return
		}
		for i := range c.Heads {
			if e := c.Heads[i]; e.Station == st.Name && !yield(&e, nil) {
				return
			}
		}
	}
}

// Evidence gives bytes of Text.
func (c *Case) Evidence(_ context.Context, _ model.SourceID, off int64, n int) ([]byte, error) {
	if err := c.read(); err != nil {
		return nil, err
	}
	end := min(int(off)+n, len(c.Text))
	return slices.Clone(c.Text[min(int(off), end):end]), nil
}

// EvidenceReader streams Text.
func (c *Case) EvidenceReader(context.Context, model.SourceID) store.EvidenceStream {
	return io.NopCloser(bytes.NewReader(c.Text))
}

// Setting gives a setting.
func (c *Case) Setting(_ context.Context, key string) (string, bool, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	v, ok := c.Settings[key]
	return v, ok, nil
}

// SetSetting keeps a setting.
func (c *Case) SetSetting(_ context.Context, key, value string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.Settings == nil {
		c.Settings = map[string]string{}
	}
	c.Settings[key] = value
	return nil
}

// Start is when the transactions of [Filled] begin.
var start = time.Date(2025, 3, 1, 9, 0, 0, 0, time.UTC)

func at(d time.Duration) model.Time { return model.NewTime(start.Add(d), 0, model.ZoneStated) }

// Filled makes a case of so many transactions, the first of them with samples, findings and messages.
func Filled(n int) *Case {
	c := New("test.meterscope")
	for i := range n {
		c.Rows = append(c.Rows, transaction(i))
	}
	c.Log = []model.Source{{ID: 1, Name: "day.log", Complete: true, Counts: model.Counts{Frames: 3, Unread: 3}}}
	if n > 0 {
		c.fillFirst()
	}
	c.Log[0].Size = int64(len(c.Text))
	return c
}

func transaction(i int) model.Transaction {
	begin := time.Duration(i) * 95 * time.Minute
	t := model.Transaction{
		Key: model.TransactionKey(i + 1), Station: fmt.Sprintf("CP%d", i%4+1), Connector: model.Some(int64(i%2 + 1)),
		ID: model.Some(int64(i + 42)), IDTag: "04A1B2C37F", StopReason: "EVDisconnected", Complete: true,
		Start: at(begin), Stop: at(begin + time.Duration(20+i*37%100)*time.Minute),
		Energy: model.Some(model.NewDecimal(int64(4000+i*7919%38000), 0)), EnergyFrom: model.EnergyFromMeter,
		MaxPower: model.Some(model.NewDecimal(11040, 0)),
	}
	if i%3 == 0 {
		t.SoCStart, t.SoCEnd = model.Some(model.NewDecimal(int64(20+i%40), 0)), model.Some(model.NewDecimal(81, 0))
	}
	switch {
	case i%6 == 3:
		t.Errors, t.Warnings = 1, 2
		t.Energy = model.Some(model.NewDecimal(-3100, 0))
	case i%4 == 0:
		t.Warnings = 2
	case i%5 == 0:
		t.Infos = 1
	case i%11 == 6:
		t.Complete, t.Stop, t.StopReason, t.Energy = false, model.Time{}, "", model.Opt[model.Decimal]{}
		t.Last = at(begin + 3*time.Hour)
	}
	const stood = 123400 // Wh
	if t.Energy.OK {
		wh, _, _ := t.Energy.V.Coef()
		t.MeterStart, t.MeterStop = model.Some[int64](stood), model.Some(stood+wh)
	}
	return t
}

const samples = 63 // one a minute

func (c *Case) fillFirst() {
	key := c.Rows[0].Key
	c.Rows[0].Stop = at(62 * time.Minute)
	first, second := "2025-03-01 10:00:00 INFO [ocpp] CP1: receive message ", "2025-03-01 10:01:00 INFO [ocpp] CP1: receive message "
	a := `[2,"s1","StartTransaction",{"connectorId":1,"idTag":"04A1B2C37F","meterStart":0,"timestamp":"2025-03-01T09:00:00Z"}]`
	b := `[2,"m1","MeterValues",{"connectorId":1,"transactionId":42,"meterValue":[{"timestamp":"2025-03-01T09:01:00Z","sampledValue":[` +
		`{"value":"11040","measurand":"Power.Active.Import","unit":"W"},{"value":"49.98","measurand":"Frequency","unit":"Hz"}]}]}]`
	c.Text = []byte(first + a + "\n" + second + b + "\n2025-03-01 10:01:01 INFO [ocpp] CP1: send [3,\"m1\",{}]\n")
	atB := int64(len(first) + len(a) + 1 + len(second))
	unit := atB + int64(strings.Index(b, `"Hz"`))
	c.Frames = map[model.TransactionKey][]store.FrameHead{key: {
		{Frame: model.Frame{Seq: 0, Kind: model.Call, ID: "s1", Action: "StartTransaction", Dir: model.FromStation, Station: "CP1",
			At: model.Place{Source: 1, Line: 1, Offset: int64(len(first))}, Size: len(a), LoggedAt: at(0)}, Transaction: key},
		{Frame: model.Frame{Seq: 1, Kind: model.Call, ID: "m1", Action: "MeterValues", Dir: model.FromStation, Station: "CP1",
			At: model.Place{Source: 1, Line: 2, Offset: atB}, Size: len(b), LoggedAt: at(time.Minute)}, Transaction: key},
		{Frame: model.Frame{Seq: 2, Kind: model.CallResult, ID: "m1", Action: "MeterValues", Dir: model.ToStation, AnswerTo: 1, Station: "CP1",
			At: model.Place{Source: 1, Line: 3, Offset: int64(len(c.Text) - 12)}, Size: 11, LoggedAt: at(61 * time.Second)}, Transaction: key},
	}}
	c.Said = map[model.TransactionKey][]model.Finding{key: {
		{Rule: "SCH003", Severity: model.SeverityWarning, At: model.Place{Source: 1, Line: 2, Offset: unit}, Frame: 1, FrameID: "m1", FrameLine: 2,
			Pointer: "/meterValue/0/sampledValue/1/unit", HasPointer: true, Got: `"Hz"`, HasGot: true, Want: "one of Wh, kWh, W", Count: 1, Transaction: key},
		{Rule: "CLK007", Severity: model.SeverityWarning, At: model.Place{Source: 1, Line: 2, Offset: atB}, Frame: 1, FrameID: "m1", FrameLine: 2,
			From: at(31 * time.Minute), To: at(52 * time.Minute), Got: "21 min", HasGot: true, Want: "at most 3 min", Count: 1, Transaction: key},
	}}
	c.Samples = map[model.TransactionKey][]model.Series{key: seriesOfFirst()}
}

// seriesOfFirst has a gap from minute 31 to minute 52.
func seriesOfFirst() []model.Series {
	keys := []model.Series{
		{Key: model.SeriesKey{Measurand: model.EnergyActiveImportRegister}, Unit: model.Wh},
		{Key: model.SeriesKey{Measurand: model.PowerActiveImport}, Unit: model.W},
		{Key: model.SeriesKey{Measurand: model.PowerActiveImport, Phase: model.L1}, Unit: model.W},
		{Key: model.SeriesKey{Measurand: model.PowerActiveImport, Phase: model.L2}, Unit: model.W},
		{Key: model.SeriesKey{Measurand: model.PowerActiveImport, Phase: model.L3}, Unit: model.W},
		{Key: model.SeriesKey{Measurand: model.PowerOffered}, Unit: model.W},
		{Key: model.SeriesKey{Measurand: model.SoC, Location: model.EV}, Unit: model.Percent},
		{Key: model.SeriesKey{Measurand: model.Voltage, Phase: model.L1}, Unit: model.V},
	}
	energy := int64(123400)
	for i := range samples {
		power := int64(11040 + i*7%60)
		if i > 55 {
			power = 9000 - int64(i-55)*300
		}
		energy += power / 60
		if i > 31 && i < 52 {
			continue
		}
		for k, v := range []int64{energy, power, power/3 + 20, power/3 - 60, power/3 + 40, 11500, 62 + int64(i)/3, 230} {
			keys[k].Points = append(keys[k].Points, model.Point{
				Time: at(time.Duration(i) * time.Minute), Value: model.NewDecimal(v, 0), At: model.Place{Source: 1, Line: 2}, Frame: int64(min(i, 1)),
			})
		}
	}
	return keys
}

// Watch calls changed whenever something comes from Changes.
func (c *Case) Watch(ctx context.Context, _ time.Duration, changed func()) error {
	for {
		select {
		case <-c.Changes:
			changed()
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
