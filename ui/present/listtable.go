package present

import (
	"context"
	"math"
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	"meterscope/model"
	"meterscope/model/store"
)

// listTable holds all transactions of a case, packed: 160 bytes each and no pointers, so that hundreds of thousands
// are sorted, searched and shown without a look at the disk. It doesn't change once it is made: a newer one takes
// its place. Rows are in the list's own order.
type listTable struct {
	rows     []packedTx
	stations words
	tags     words
	reasons  words
	rules    words // sets of rules: "clk007 reg001"
	odd      map[int32]*model.Transaction
}

// packedTx is a transaction without pointers. Texts are numbers of words.
type packedTx struct {
	key                       int64
	energy, power             int64 // coefficients
	soc                       [2]int32
	times                     [4]int64 // start, stop, first, last: Unix nanoseconds
	offset                    int64
	id, meterStart, meterStop int32 // ask idOf and the like: what doesn't fit is not here
	source, line, connector   int32
	station, tag              uint32
	meterValues, samples      uint32
	rules                     uint32
	errors, warnings, infos   uint16
	reason                    uint16
	has                       uint16
	scales                    [4]int8  // of energy, power and both socs
	forms                     [4]uint8 // of the times: digits, zone, whether there is one
	energyFrom                uint8
}

// What a packed transaction has.
const (
	hasConnector = 1 << iota
	hasID
	hasMeterStart
	hasMeterStop
	hasEnergy
	hasPower
	hasSoCStart
	hasSoCEnd
	isComplete
	isInferred
	isOdd // it doesn't fit, and is kept as it is
)

const (
	formDigits  = 0x0f
	formAssumed = 1 << 4
	formSet     = 1 << 5
)

// energySources are those of a transaction's energy; a packed one has the number.
func energySources() []model.EnergySource {
	return []model.EnergySource{"", model.EnergyFromMeter, model.EnergyFromRegister, model.EnergyFromInterval, model.EnergyFromPower}
}

// words are texts that many rows share, by number.
type words struct {
	texts []string
	by    map[string]uint32 // while the table is made

	ranked sync.Once
	rank   []uint32 // of each text in the order of [naturalCompare]
}

func (w *words) number(text string) uint32 {
	if n, ok := w.by[text]; ok {
		return n
	}
	if w.by == nil {
		w.by = map[string]uint32{}
	}
	n := uint32(len(w.texts)) //nolint:gosec // as many as there are transactions at most
	w.by[text], w.texts = n, append(w.texts, text)
	return n
}

// take adds the texts of other words, and says what their numbers are here.
func (w *words) take(other *words) []uint32 {
	numbers := make([]uint32, len(other.texts))
	for i, text := range other.texts {
		numbers[i] = w.number(text)
	}
	return numbers
}

// readTable reads the list of a case. It is read in several parts at the same time where it is long.
func readTable(ctx context.Context, file CaseFile) (*listTable, error) {
	n, err := file.TransactionCount(ctx)
	if err != nil {
		return nil, err
	}
	if n > manyRows {
		defer debug.FreeOSMemory()
	}
	const most, enough = 4, 20_000
	parts := max(1, min(runtime.GOMAXPROCS(0), most, n/enough))
	t := &listTable{rows: make([]packedTx, n)}
	built := make([]tableBuilder, parts)
	var wg sync.WaitGroup
	for i := range built {
		b := &built[i]
		from, to := n*i/parts, n*(i+1)/parts
		b.first, b.rows = from, t.rows[from:from:to]
		wg.Go(func() { b.err = file.Listing(ctx, from, to, b.add) })
	}
	wg.Wait()
	for i := range built {
		if built[i].err != nil {
			return nil, built[i].err
		}
	}
	t.join(built)
	return t, nil
}

// Where there are many rows, reading them leaves several times as much behind as it makes, beside a list that may be
// shown still. So memory is collected after every so many of them; the rows have no pointers, and to look through them
// costs next to nothing.
const (
	manyRows     = 50_000
	collectEvery = 50_000
)

// join puts the parts together.
func (t *listTable) join(parts []tableBuilder) {
	n := 0
	for i := range parts {
		p := &parts[i]
		stations, tags := t.stations.take(&p.stations), t.tags.take(&p.tags)
		reasons, rules := t.reasons.take(&p.reasons), t.rules.take(&p.rules)
		for k := range p.rows {
			r := &p.rows[k]
			r.station, r.tag, r.rules = stations[r.station], tags[r.tag], rules[r.rules]
			r.reason = uint16(reasons[r.reason]) //nolint:gosec // checked below
		}
		for row, tx := range p.odd {
			if t.odd == nil {
				t.odd = map[int32]*model.Transaction{}
			}
			t.odd[row-int32(p.first)+int32(n)] = tx //nolint:gosec // numbers of rows
		}
		n += copy(t.rows[n:], p.rows) // they are there, unless rows went away meanwhile
	}
	t.rows = t.rows[:n]
	for _, w := range []*words{&t.stations, &t.tags, &t.reasons, &t.rules} {
		w.by = nil
	}
}

// tableBuilder packs the rows of a part of the list.
type tableBuilder struct {
	listTable
	first int
	err   error
}

func (b *tableBuilder) add(l *store.Listed) {
	if len(b.rows) == cap(b.rows) {
		return // there are more now: who made them tells that the list has changed
	}
	if len(b.rows)%collectEvery == collectEvery-1 {
		runtime.GC()
	}
	p, ok := pack(&l.Tx)
	reason := b.reasons.number(l.Tx.StopReason)
	if !ok || reason > math.MaxUint16/8 { // in each of a few parts
		tx := l.Tx
		if b.odd == nil {
			b.odd = map[int32]*model.Transaction{}
		}
		b.odd[int32(b.first+len(b.rows))] = &tx //nolint:gosec // the number of a row
		p.has |= isOdd
		reason = b.reasons.number("")
	}
	p.station, p.tag, p.reason = b.stations.number(l.Tx.Station), b.tags.number(l.Tx.IDTag), uint16(reason) //nolint:gosec // as checked
	p.rules = b.rules.number(l.Rules)
	b.rows = append(b.rows, p)
}

// pack packs what is no text. ok is false where something doesn't fit.
func pack(t *model.Transaction) (p packedTx, ok bool) {
	ok = true
	p.key = int64(t.Key)
	number := func(v int64) int32 {
		ok = ok && v == int64(int32(v)) //nolint:gosec // that is the question
		return int32(v)                 //nolint:gosec // likewise
	}
	count := func(v int64) uint32 {
		ok = ok && v == int64(uint32(v)) //nolint:gosec // that is the question
		return uint32(v)                 //nolint:gosec // likewise
	}
	flag := func(yes bool, bit uint16) {
		if yes {
			p.has |= bit
		}
	}
	decimal := func(d model.Opt[model.Decimal], bit uint16, scale *int8) int64 {
		flag(d.OK, bit)
		coef, digits, small := d.V.Coef()
		ok = ok && (!d.OK || small && digits <= math.MaxInt8)
		*scale = int8(digits) //nolint:gosec // as checked
		return coef
	}
	optional := func(n model.Opt[int64], bit uint16) int64 {
		flag(n.OK, bit)
		return n.V
	}
	p.connector = number(optional(t.Connector, hasConnector))
	p.id = number(optional(t.ID, hasID))
	p.meterStart, p.meterStop = number(optional(t.MeterStart, hasMeterStart)), number(optional(t.MeterStop, hasMeterStop))
	p.energy, p.power = decimal(t.Energy, hasEnergy, &p.scales[0]), decimal(t.MaxPower, hasPower, &p.scales[1])
	p.soc[0] = number(decimal(t.SoCStart, hasSoCStart, &p.scales[2]))
	p.soc[1] = number(decimal(t.SoCEnd, hasSoCEnd, &p.scales[3]))
	for i, at := range [...]model.Time{t.Start, t.Stop, t.First, t.Last} {
		var fits bool
		p.times[i], p.forms[i], fits = packTime(at)
		ok = ok && fits
	}
	p.source, p.line, p.offset = number(int64(t.At.Source)), number(int64(t.At.Line)), t.At.Offset
	p.meterValues, p.samples = count(t.MeterValues), count(t.SampledValues)
	few := func(n int) uint16 {
		ok = ok && n >= 0 && n <= math.MaxUint16
		return uint16(min(max(n, 0), math.MaxUint16)) //nolint:gosec // as checked
	}
	p.errors, p.warnings, p.infos = few(t.Errors), few(t.Warnings), few(t.Infos)
	flag(t.Complete, isComplete)
	flag(t.Inferred, isInferred)
	from := 0
	for i, s := range energySources() {
		if s == t.EnergyFrom {
			from = i
		}
	}
	p.energyFrom = uint8(from) //nolint:gosec // one of five
	ok = ok && energySources()[from] == t.EnergyFrom
	return p, ok
}

func packTime(t model.Time) (nanos int64, form uint8, ok bool) {
	if t.IsZero() {
		return 0, 0, true
	}
	sec, nsec := t.Unix()
	form = formSet | uint8(t.Digits())&formDigits //nolint:gosec // at most 9
	if t.Zone() == model.ZoneAssumed {
		form |= formAssumed
	}
	const most = math.MaxInt64/int64(time.Second) - 1
	if sec > most || sec < -most { // beyond the year 2262, which only a broken clock has; it sorts where it belongs
		return max(min(sec, most), -most) * int64(time.Second), form, false
	}
	return sec*int64(time.Second) + int64(nsec), form, true
}

func unpackTime(nanos int64, form uint8) model.Time {
	if form&formSet == 0 {
		return model.Time{}
	}
	zone := model.ZoneStated
	if form&formAssumed != 0 {
		zone = model.ZoneAssumed
	}
	sec, nsec := nanos/int64(time.Second), nanos%int64(time.Second)
	if nsec < 0 {
		sec, nsec = sec-1, nsec+int64(time.Second)
	}
	return model.UnixTime(sec, int32(nsec), int(form&formDigits), zone) //nolint:gosec // below a second
}

// transaction gives a row as it was read. Whether it has a note is not told.
func (t *listTable) transaction(row int32) model.Transaction {
	p := &t.rows[row]
	if p.has&isOdd != 0 {
		return *t.odd[row]
	}
	decimal := func(coef int64, scale int8, bit uint16) (d model.Opt[model.Decimal]) {
		if p.has&bit != 0 {
			d = model.Some(model.NewDecimal(coef, int(scale)))
		}
		return d
	}
	number := func(v int64, bit uint16) model.Opt[int64] { return model.Opt[int64]{V: v, OK: p.has&bit != 0} }
	return model.Transaction{
		Key: model.TransactionKey(p.key), Station: t.stations.texts[p.station], IDTag: t.tags.texts[p.tag],
		Connector: number(int64(p.connector), hasConnector), ID: number(int64(p.id), hasID),
		Start: unpackTime(p.times[0], p.forms[0]), Stop: unpackTime(p.times[1], p.forms[1]),
		First: unpackTime(p.times[2], p.forms[2]), Last: unpackTime(p.times[3], p.forms[3]),
		StopReason: t.reasons.texts[p.reason], Complete: p.has&isComplete != 0, Inferred: p.has&isInferred != 0,
		MeterStart: number(int64(p.meterStart), hasMeterStart), MeterStop: number(int64(p.meterStop), hasMeterStop),
		Energy: decimal(p.energy, p.scales[0], hasEnergy), EnergyFrom: energySources()[p.energyFrom],
		MaxPower: decimal(p.power, p.scales[1], hasPower),
		SoCStart: decimal(int64(p.soc[0]), p.scales[2], hasSoCStart), SoCEnd: decimal(int64(p.soc[1]), p.scales[3], hasSoCEnd),
		MeterValues: int64(p.meterValues), SampledValues: int64(p.samples),
		Errors: int(p.errors), Warnings: int(p.warnings), Infos: int(p.infos),
		At: model.Place{Source: model.SourceID(p.source), Line: int(p.line), Offset: p.offset},
	}
}

// begin is the start in Unix nanoseconds, or the first sign of it.
func (p *packedTx) begin() (nanos int64, ok bool) {
	if p.forms[0]&formSet != 0 {
		return p.times[0], true
	}
	return p.times[2], p.forms[2]&formSet != 0
}

func (p *packedTx) end() (nanos int64, ok bool) {
	if p.forms[1]&formSet != 0 {
		return p.times[1], true
	}
	return p.times[3], p.forms[3]&formSet != 0
}

// duration is from begin to end.
func (p *packedTx) duration() (time.Duration, bool) {
	from, ok := p.begin()
	to, ended := p.end()
	return time.Duration(to - from), ok && ended
}

func (p *packedTx) severity() model.Severity {
	switch {
	case p.errors > 0:
		return model.SeverityError
	case p.warnings > 0:
		return model.SeverityWarning
	case p.infos > 0:
		return model.SeverityInfo
	}
	return model.SeverityNone
}

// idOf is the transactionId of a row.
func (t *listTable) idOf(row int32) (int64, bool) {
	p := &t.rows[row]
	if p.has&isOdd != 0 {
		return t.odd[row].ID.V, t.odd[row].ID.OK
	}
	return int64(p.id), p.has&hasID != 0
}

// registerOf is meterStart of a row in Wh, or meterStop.
func (t *listTable) registerOf(row int32, stop bool) (int64, bool) {
	p := &t.rows[row]
	switch odd := p.has&isOdd != 0; {
	case odd && stop:
		return t.odd[row].MeterStop.V, t.odd[row].MeterStop.OK
	case odd:
		return t.odd[row].MeterStart.V, t.odd[row].MeterStart.OK
	case stop:
		return int64(p.meterStop), p.has&hasMeterStop != 0
	}
	return int64(p.meterStart), p.has&hasMeterStart != 0
}

// findingsOf is how many findings a row has.
func (t *listTable) findingsOf(row int32) int64 {
	if p := &t.rows[row]; p.has&isOdd == 0 {
		return int64(p.errors) + int64(p.warnings) + int64(p.infos)
	}
	odd := t.odd[row]
	return int64(odd.Errors) + int64(odd.Warnings) + int64(odd.Infos)
}

// energyOf is the energy of a row in Wh.
func (t *listTable) energyOf(row int32) (model.Decimal, bool) {
	p := &t.rows[row]
	if p.has&isOdd != 0 {
		return t.odd[row].Energy.V, t.odd[row].Energy.OK
	}
	return model.NewDecimal(p.energy, int(p.scales[0])), p.has&hasEnergy != 0
}

// powerOf is the highest power of a row in W.
func (t *listTable) powerOf(row int32) (model.Decimal, bool) {
	p := &t.rows[row]
	if p.has&isOdd != 0 {
		return t.odd[row].MaxPower.V, t.odd[row].MaxPower.OK
	}
	return model.NewDecimal(p.power, int(p.scales[1])), p.has&hasPower != 0
}

// socOf is the state of charge of a row in %, at the start (0) or at the end (1).
func (t *listTable) socOf(row int32, end int) (model.Decimal, bool) {
	p := &t.rows[row]
	if p.has&isOdd != 0 {
		soc := [...]model.Opt[model.Decimal]{t.odd[row].SoCStart, t.odd[row].SoCEnd}[end]
		return soc.V, soc.OK
	}
	return model.NewDecimal(int64(p.soc[end]), int(p.scales[2+end])), p.has&(hasSoCStart<<end) != 0
}
