package importer

import (
	"bytes"

	"meterscope/importer/format"
	"meterscope/importer/ocppj"
	"meterscope/model"
)

// assembler turns what is found in a source's windows into batches: it leaves duplicates out, numbers the
// frames, and pairs answers with their CALLs. Its fields are all that one window must know of those before:
// State writes them, and a resumed import goes on with them.
type assembler struct {
	how    reading
	source model.SourceID

	next   int64 // Seq of the next frame
	number int64 // frames met so far, kept or not
	lines  prefixes
	recent recent
	calls  calls
	counts model.Counts // of the batches so far
	mode   mode         // of what follows
	chars  charsets     // that were met

	records []record
}

func newAssembler(how reading, source model.SourceID) *assembler {
	return &assembler{how: how, source: source, mode: how.mode, recent: newRecent(), calls: newCalls(), lines: prefixes{zone: how.logZone, anchor: how.anchor}}
}

// record is a place, with what its line says about it.
type record struct {
	*ocppj.Item
	prefix format.Prefix
	seen   seen
	seq    int64    // once it is kept
	call   int      // newest first: index of the CALL that it answers; −1
	offset int64    // of its first byte
	size   int      // in the source
	frame  int      // index in Batch.Frames, once it is kept
	event  int      // index in Batch.Events; −1 if it is none
	lines  prefixes // as they are after it
}

// Look-ahead, in frames: whether a frame is a duplicate, and where an answer's CALL stands in a log that has
// the newest first, can depend on what follows.
const lookAhead = sameFrames

// assemble fills b from a window. It gives how far the window is used up: not at all where it must be larger
// first. all says that there is nothing to wait for.
func (a *assembler) assemble(w ocppj.Window, res *ocppj.Result, done int, all bool, b *model.Batch) int {
	a.describe(w, res)
	n := len(a.records)
	if !all {
		n = a.decided()
		for n > 0 && behind(w.Text, a.records[n-1].End) == len(w.Text) {
			n-- // its line goes on in the next window
		}
		for w.Lines && n > 0 && n < len(a.records) && a.records[n].Before > 0 && w.Text[a.records[n].Before-1] != '\n' {
			n-- // a row of a table goes to one batch
		}
	}
	if n < len(a.records) {
		done = a.records[n].Before
		if done == 0 {
			return 0
		}
	}
	b.Source, b.Offset = a.source, w.Base
	b.Frames, b.Events, b.Findings = b.Frames[:0], b.Events[:0], b.Findings[:0]
	b.Counts, b.Unread = model.Counts{}, 0
	kept := 0
	for i := range a.records[:n] {
		rec := &a.records[i]
		from, to := rec.Item.Samples[0], rec.Item.Samples[1]
		if !a.take(i, res, b) {
			continue
		}
		if kept != from {
			copy(res.Samples[kept:], res.Samples[from:to])
		}
		a.finish(res.Samples[kept:kept+to-from], rec)
		kept += to - from
	}
	b.Samples = res.Samples[:kept]
	for i := range a.records[:n] {
		if c := a.records[i].call; c >= 0 && c < n && a.records[i].seq >= 0 {
			a.pair(b, &a.records[i], &a.records[c])
		}
	}
	if n > 0 {
		a.lines = a.records[n-1].lines
	}
	used := w.At(done)
	b.Evidence = w.Bytes()[:used]
	b.Lines = w.Line - 1 + bytes.Count(b.Evidence, []byte{'\n'})
	a.counts.Add(b.Counts)
	return used
}

// describe reads what the lines say about their frames.
func (a *assembler) describe(w ocppj.Window, res *ocppj.Result) {
	a.records = a.records[:0]
	lines, number := a.lines, a.number
	for i := range res.Items {
		it := &res.Items[i]
		rec := record{Item: it, seq: model.NoFrame, call: -1, event: -1, offset: w.Base + int64(w.At(it.Start))}
		rec.size = w.At(it.End) - w.At(it.Start)
		rec.prefix = lines.of(a.how.format, w.Text, it)
		rec.lines = lines
		rec.prefix.LoggedAt = rec.prefix.LoggedAt.In(a.how.logZone)
		rec.seen = seen{
			hash: it.Hash, kind: it.Kind, shortened: it.Shortened, number: number, id: it.ID,
			station: rec.prefix.Station, loggedAt: rec.prefix.LoggedAt,
		}
		if it.Action == model.ActionMeterValues || it.Action == model.ActionStopTransaction {
			rec.seen.payload = it.PayloadHash
		}
		number++
		a.records = append(a.records, rec)
	}
	if a.how.newestFirst {
		a.pairForward()
	}
}

// decided gives how many records, from the first on, don't depend on what follows the window.
func (a *assembler) decided() int {
	n := len(a.records)
	for i := range a.records {
		if i+lookAhead < len(a.records) {
			continue
		}
		if a.waits(i) {
			n = i
			break
		}
	}
	for i := n - 1; i >= 0; i-- {
		if a.records[i].call >= n {
			n = i
		}
	}
	return n
}

// waits says whether what becomes of a record depends on frames that aren't in the window.
func (a *assembler) waits(i int) bool {
	rec := &a.records[i]
	switch {
	case rec.Shortened:
		return a.recent.whole(&rec.seen) == nil && a.wholeIn(i, 0) < 0
	case rec.Status != ocppj.Unread && knowledge(rec.prefix.Station, rec.prefix.LoggedAt) < a.how.knows:
		return true
	}
	return a.how.newestFirst && rec.Kind != model.Call && rec.Kind != model.BarePayload && rec.call < 0
}

// waited says whether something that was taken would have waited for what follows.
func (a *assembler) waited(used int) bool {
	if used == 0 {
		return false
	}
	for i := max(0, len(a.records)-lookAhead); i < len(a.records); i++ {
		if a.records[i].seen.number < a.number && a.waits(i) {
			return true
		}
	}
	return false
}

// wholeIn finds the frame among the records, from index from on, that record i is a shortened echo of; −1 if
// there is none.
func (a *assembler) wholeIn(i, from int) int {
	rec := &a.records[i]
	for j := from; j < min(len(a.records), i+lookAhead+1); j++ {
		if o := &a.records[j]; j != i && o.Status != ocppj.Unread && echoes(&rec.seen, &o.seen) {
			return j
		}
	}
	return -1
}

// betterIn finds a later record of the same frame that knows more; −1 if there is none.
func (a *assembler) betterIn(i int) int {
	rec := &a.records[i]
	own := knowledge(rec.prefix.Station, rec.prefix.LoggedAt)
	if own >= a.how.knows {
		return -1
	}
	for j := i + 1; j < min(len(a.records), i+lookAhead+1); j++ {
		o := &a.records[j]
		if o.Hash == rec.Hash && o.Status == rec.Status && knowledge(o.prefix.Station, o.prefix.LoggedAt) > own &&
			sameStation(o.prefix.Station, rec.prefix.Station) && near(&o.seen, &rec.seen) {
			return j
		}
	}
	return -1
}

// take decides what becomes of record i, and adds it to the batch. It is false if the record isn't kept.
func (a *assembler) take(i int, res *ocppj.Result, b *model.Batch) bool {
	rec := &a.records[i]
	a.number = rec.seen.number + 1
	if rec.Shortened {
		if e := a.recent.whole(&rec.seen); e != nil {
			return a.drop(rec, e.seq, b)
		}
		if a.wholeIn(i, i+1) >= 0 {
			return a.drop(rec, model.NoFrame, b)
		}
	}
	if rec.Status == ocppj.Unread {
		b.Counts.Unread++
		b.Unread += int64(rec.size)
		a.addFindings(rec, res, b)
		return false
	}
	if e := a.recent.same(&rec.seen); e != nil && !anonymous(rec) {
		return a.drop(rec, e.seq, b)
	}
	if rec.Printed && rec.Kind == model.BarePayload {
		if e := a.recent.printed(&rec.seen); e != nil {
			return a.drop(rec, e.seq, b)
		}
	}
	if a.betterIn(i) >= 0 {
		return a.drop(rec, model.NoFrame, b)
	}
	rec.seq = a.next
	rec.seen.seq = a.next
	a.next++
	a.recent.remember(&rec.seen)
	b.Counts.Frames++
	if isMeterValues(rec) {
		b.Counts.MeterValues++
		b.Counts.SampledValues += int64(rec.SampleCount)
	}
	a.addFrame(rec, b)
	a.addFindings(rec, res, b)
	return true
}

// anonymous says whether a frame is an answer that doesn't say to what: two that are equal aren't the same.
func anonymous(rec *record) bool {
	return rec.ID == "" && rec.Kind != model.Call && rec.Kind != model.BarePayload
}

func isMeterValues(rec *record) bool {
	return rec.Action == model.ActionMeterValues && (rec.Kind == model.Call || rec.Kind == model.BarePayload)
}

// drop leaves a frame out that is kept as another record.
func (a *assembler) drop(rec *record, kept int64, b *model.Batch) bool {
	b.Counts.Duplicates++
	b.Findings = append(b.Findings, model.Finding{
		Rule: "JSN006", At: a.place(rec), Count: 1, Frame: kept, FrameID: rec.ID, FrameLine: rec.Line,
	})
	return false
}

func (a *assembler) addFindings(rec *record, res *ocppj.Result, b *model.Batch) {
	for _, f := range res.Findings[rec.Item.Findings[0]:rec.Item.Findings[1]] {
		f.At.Source = a.source
		f.Frame = rec.seq
		b.Findings = append(b.Findings, f)
	}
}

// place is where a record begins.
func (a *assembler) place(rec *record) model.Place {
	return model.Place{Source: a.source, Line: rec.Line, Offset: rec.offset}
}

// finish gives a frame's samples what only its source knows.
func (a *assembler) finish(samples []model.Sample, rec *record) {
	station := a.station(rec)
	for i := range samples {
		s := &samples[i]
		s.Frame, s.Station, s.At.Source = rec.seq, station, a.source
		if s.Time.Zone() == model.ZoneAssumed {
			s.Time = s.Time.In(a.how.payloadZone)
		}
	}
}

// station is the station of a record: as the log names it, else as the user does.
func (a *assembler) station(rec *record) string {
	if rec.prefix.Station != "" {
		return rec.prefix.Station
	}
	return a.how.station
}
