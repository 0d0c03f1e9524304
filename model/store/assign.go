package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"sync"

	"meterscope/model"
)

// assign works out, source by source, which frames belong to which transaction, and counts the findings in
// them.
func (j *join) assign(ctx context.Context) error {
	type row struct {
		id     model.SourceID
		frames int64
	}
	rows, err := j.c.reader.QueryContext(ctx, `SELECT id, next_frame FROM source WHERE hidden = 0 ORDER BY id`)
	if err != nil {
		return err
	}
	sources, err := collect(rows, func(r *row) []any { return []any{&r.id, &r.frames} })
	if err != nil {
		return err
	}
	counts := newTallies(len(j.txns), j.names, &j.ruleList)
	spans := j.spansBySource()
	for _, r := range sources {
		a := assignment{j: j, source: r.id, owner: make([]int32, r.frames), spans: spans[r.id]}
		if err := a.run(ctx); err != nil {
			return err
		}
		if err := a.place(); err != nil {
			return err
		}
		if err := a.count(ctx, counts); err != nil {
			return err
		}
	}
	if err := j.findings.close(); err != nil {
		return err
	}
	for i := range j.findings.packed {
		p := &j.findings.packed[i]
		if p.key.txn > 0 {
			counts.add(int(p.key.txn), p.key.rule, p.key.severity, p.count)
		}
	}
	for i := range j.txns {
		t, by := j.txns[i], &counts.bySeverity[i]
		t.Errors, t.Warnings, t.Infos = by[model.SeverityError], by[model.SeverityWarning], by[model.SeverityInfo]
	}
	j.tallies = counts.rules
	return nil
}

// spansBySource sorts the spans so that those of one origin stand together, ordered by their first frame.
func (j *join) spansBySource() map[model.SourceID]map[origin][]joinedSpan {
	all := map[model.SourceID]map[origin][]joinedSpan{}
	for _, s := range j.spans {
		by := all[s.Source]
		if by == nil {
			by = map[origin][]joinedSpan{}
			all[s.Source] = by
		}
		o := origin{s.Station, s.Connector, s.ID}
		by[o] = append(by[o], s)
	}
	for _, by := range all {
		for _, spans := range by {
			slices.SortStableFunc(spans, func(a, b joinedSpan) int { return cmp.Compare(a.First, b.First) })
			reach := int64(-1)
			for i := range spans {
				reach = max(reach, spans[i].Last)
				spans[i].reach = reach
			}
		}
	}
	return all
}

// assignment is that of one source's frames.
type assignment struct {
	j      *join
	source model.SourceID
	owner  []int32 // by frame: the number of its transaction, 0 for none
	spans  map[origin][]joinedSpan
}

func (a *assignment) run(ctx context.Context) error {
	refs := a.j.refs[a.source]
	if len(a.spans) == 0 && len(refs) == 0 {
		return nil
	}
	for _, r := range refs {
		if r.seq >= 0 && r.seq < int64(len(a.owner)) {
			a.owner[r.seq] = int32(r.txn) //nolint:gosec // a number of transactions
		}
	}
	var answers []frameAnswer
	var err error
	var reading sync.WaitGroup
	reading.Go(func() { answers, err = a.answers(ctx) })
	failed := a.bySpan(ctx)
	reading.Wait()
	if failed != nil {
		return failed
	}
	if err != nil {
		return err
	}
	for _, x := range answers { // an answer goes with the frame that it answers
		if a.owner[x.frame] == 0 {
			a.owner[x.frame] = a.owner[x.to]
		}
	}
	s, err := a.j.c.standing(ctx)
	if err != nil {
		return err
	}
	for f := s.repeats[a.source].First(); f >= 0 && f < int64(len(a.owner)); f = s.repeats[a.source].Next(f+1, true) {
		a.owner[f] = 0 // it counts in another source
	}
	a.pack()
	return nil
}

// bySpan assigns the frames with meter values, and gives a transaction the samples of its StopTransactions
// where no span of its own names them.
func (a *assignment) bySpan(ctx context.Context) error {
	var failed error
	a.j.c.events(ctx, func(e *model.Event, err error) bool {
		if err != nil {
			failed = err
			return false
		}
		if e.Frame < 0 || e.Frame >= int64(len(a.owner)) {
			failed = broken("frame of an event")
			return false
		}
		switch e.Kind {
		case model.EventMeterValues:
			if n := a.find(origin{e.Station, e.Connector, e.Transaction}, e.Frame); n != 0 && a.owner[e.Frame] == 0 {
				a.owner[e.Frame] = int32(n) //nolint:gosec // a number of transactions
			}
		case model.EventStop:
			a.stop(int(a.owner[e.Frame]), e)
		}
		return true
	}, `SELECT station, source, count, data FROM event WHERE source = ?`, a.source)
	return failed
}

func (a *assignment) find(o origin, frame int64) int {
	spans := a.spans[o]
	i, found := slices.BinarySearchFunc(spans, frame, func(s joinedSpan, f int64) int { return cmp.Compare(s.First, f) })
	if !found {
		i--
	}
	for ; i >= 0 && spans[i].reach >= frame; i-- {
		if spans[i].Last >= frame {
			return spans[i].txn
		}
	}
	return 0
}

// stop looks at a StopTransaction of the transaction of a number.
func (a *assignment) stop(n int, e *model.Event) {
	o := origin{e.Station, e.Connector, e.Transaction}
	if n == 0 || e.Samples == 0 || a.find(o, e.Frame) == n {
		return
	}
	a.j.spans = append(a.j.spans, joinedSpan{txn: n, Span: model.Span{
		Transaction: a.j.txns[n-1].Key, Source: a.source, Station: e.Station, Connector: e.Connector,
		ID: e.Transaction, First: e.Frame, Last: e.Frame,
	}})
}

// frameAnswer says that one frame answers another of its source.
type frameAnswer struct{ frame, to int32 }

// answers reads which frames answer which, in log order.
func (a *assignment) answers(ctx context.Context) ([]frameAnswer, error) {
	rows, err := a.j.c.reader.QueryContext(ctx, `SELECT first, count, data FROM frames WHERE source = ? ORDER BY first`, a.source)
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells
	var raw []byte
	var all []frameAnswer
	end := int64(len(a.owner))
	for rows.Next() {
		var first int64
		var count int
		var data sql.RawBytes
		if err := rows.Scan(&first, &count, &data); err != nil {
			return nil, err
		}
		if raw, err = a.j.c.expand(data, raw[:0]); err != nil {
			return nil, err
		}
		err := eachAnswer(raw, first, count, func(seq, answerTo int64) {
			if answerTo >= 0 && answerTo < end && seq >= 0 && seq < end {
				all = append(all, frameAnswer{int32(seq), int32(answerTo)}) //nolint:gosec // as many as owners
			}
		})
		if err != nil {
			return nil, err
		}
	}
	return all, rows.Err()
}

// pack makes the rows of frame_txn and txn_extent.
func (a *assignment) pack() {
	extents := map[int32]int{} // index in j.extents
	for first := 0; first < len(a.owner); first += ownerBlock {
		block := a.owner[first:min(first+ownerBlock, len(a.owner))]
		keys := make(owners, len(block))
		any := false
		for i, n := range block {
			if n == 0 {
				continue
			}
			any = true
			keys[i] = a.j.txns[n-1].Key
			at := int64(first + i)
			if k, ok := extents[n]; ok {
				a.j.extents[k].last = at
			} else {
				extents[n] = len(a.j.extents)
				a.j.extents = append(a.j.extents, extentRow{int(n), a.source, at, at})
			}
		}
		if any {
			a.j.owners = append(a.j.owners, ownerRow{a.source, int64(first), len(keys), a.j.c.compress(packOwners(keys))})
		}
	}
}

// place gives the findings in frames to the transactions of these.
func (a *assignment) place() error {
	for i := range a.j.inFrames.packed {
		if p := &a.j.inFrames.packed[i]; p.key.source == a.source {
			if err := a.placeRow(p); err != nil {
				return err
			}
		}
	}
	return nil
}

func (a *assignment) placeRow(p *packedFinding) error {
	data, err := unseal(p.data)
	if err != nil {
		return err
	}
	return p.key.eachPlace(data, p.count, func(pl *place) error {
		key := p.key
		key.txn = noTransaction
		if f := pl.frame; f >= 0 && f < int64(len(a.owner)) && a.owner[f] != 0 {
			key.txn = int64(a.owner[f])
		}
		if err := a.j.findings.addPlace(&key, pl); err != nil {
			return err
		}
		return a.j.findings.bound()
	})
}

// count counts the findings of the import in the frames of each transaction.
func (a *assignment) count(ctx context.Context, counts *tallies) error {
	return eachFinding(ctx, a.j.c.reader, func(p *packedFinding) error {
		return p.key.eachPlace(p.data, p.count, func(pl *place) error {
			if f := pl.frame; f >= 0 && f < int64(len(a.owner)) && a.owner[f] != 0 {
				counts.add(int(a.owner[f]), p.key.rule, p.key.severity, 1)
			}
			return nil
		})
	}, `SELECT `+findingColumns+` FROM finding WHERE source = ? AND txn = 0 AND last_frame >= 0`, a.source)
}

// tally says that a transaction has findings of these rules, by their numbers in the list.
type tally []uint16

// tallies count findings by transaction.
type tallies struct {
	bySeverity [][model.SeverityError + 1]int
	rules      []tally
	names      map[model.RuleID]int
	list       *[]model.RuleID
}

func newTallies(n int, names map[model.RuleID]int, list *[]model.RuleID) *tallies {
	return &tallies{
		bySeverity: make([][model.SeverityError + 1]int, n), rules: make([]tally, n), names: names, list: list,
	}
}

// add counts findings for the transaction of a number, from 1.
func (t *tallies) add(txn int, rule model.RuleID, severity model.Severity, n int) {
	if severity <= model.SeverityError {
		t.bySeverity[txn-1][severity] += n
	}
	i, ok := t.names[rule]
	if !ok {
		i = len(*t.list)
		t.names[rule] = i
		*t.list = append(*t.list, rule)
	}
	if rules := t.rules[txn-1]; !slices.Contains(rules, uint16(i)) { //nolint:gosec // there are some dozens of rules
		t.rules[txn-1] = append(rules, uint16(i)) //nolint:gosec // likewise
	}
}

// ruleNames lists the rules that the transaction of an index has findings of.
func (j *join) ruleNames(i int) []model.RuleID { return j.namesOf(j.tallies[i]) }

func (j *join) namesOf(t tally) []model.RuleID {
	names := make([]model.RuleID, 0, len(t))
	for _, n := range t {
		names = append(names, j.ruleList[n])
	}
	slices.Sort(names)
	return names
}
