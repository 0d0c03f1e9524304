package account

import (
	"encoding/binary"
	"errors"

	"meterscope/model"
)

// keptVersion begins what [Statement.Append] writes. What was written before doesn't end with what was exported.
const (
	keptVersion = 2
	keptBefore  = 1
)

// ErrKept says that bytes are no statement that this program can read.
var ErrKept = errors.New("kept accounts can't be read")

// kinds and causes are numbered for storage: only add to the end.
func kinds() []string {
	return []string{"", string(Meter), string(Register), string(Interval), string(Power), string(Current), string(Phases), string(Signed), string(Billed), string(Car)}
}

func causes() []string {
	return []string{
		string(CauseGap), string(CauseLateStart), string(CauseEarlyStop), string(CauseFall), string(CauseMeterStop), string(CauseUnit),
		string(CausePhase), string(CausePowerFactor), string(CauseOther), string(CauseAfterStop), string(CauseInterim), string(CauseTooMuch),
		string(CauseLoss), string(CauseSign), string(CauseJump), string(CauseClock), string(CauseMeterReading), string(CauseExport),
	}
}

// Append writes a statement compactly behind b, to be kept with its transaction. [ParseStatement] reads it.
func (s *Statement) Append(b []byte) []byte {
	w := keeper{b: append(b, keptVersion), kinds: kinds(), causes: causes()}
	w.name(w.kinds, string(s.Reference))
	w.uint(len(s.Accounts))
	for i := range s.Accounts {
		w.account(&s.Accounts[i])
	}
	w.uint(len(s.Against))
	for _, k := range s.Against {
		w.name(w.kinds, string(k))
	}
	w.decimal(s.Loss.Low)
	w.decimal(s.Loss.High)
	w.name(w.kinds, string(s.Exported.V.By))
	if s.Exported.OK {
		w.decimal(s.Exported.V.Energy)
	}
	return w.b
}

// ParseStatement reads what [Statement.Append] wrote. The error is [ErrKept].
func ParseStatement(b []byte) (s Statement, err error) {
	if len(b) == 0 || b[0] != keptVersion && b[0] != keptBefore {
		return s, ErrKept
	}
	r := reader{b: b[1:], kinds: kinds(), causes: causes()}
	s.Reference = Kind(r.name(r.kinds))
	for n := r.count(); n > 0; n-- {
		s.Accounts = append(s.Accounts, r.account())
	}
	for n := r.count(); n > 0; n-- {
		s.Against = append(s.Against, Kind(r.name(r.kinds)))
	}
	s.Loss = Loss{Low: r.decimal(), High: r.decimal()}
	if b[0] != keptBefore {
		if by := Kind(r.name(r.kinds)); by != "" {
			s.Exported = model.Some(Exported{Energy: r.decimal(), By: by})
		}
	}
	if r.bad || len(r.b) > 0 {
		return Statement{}, ErrKept
	}
	return s, nil
}

// keeper writes.
type keeper struct {
	b             []byte
	last          int64 // the seconds that were written last: times lie close together
	kinds, causes []string
}

func (w *keeper) uint(n int)  { w.b = binary.AppendUvarint(w.b, uint64(n)) } //nolint:gosec // lengths and counts
func (w *keeper) int(n int64) { w.b = binary.AppendVarint(w.b, n) }

// bits writes up to eight answers.
func (w *keeper) bits(all ...bool) {
	var n byte
	for i, on := range all {
		if on {
			n |= 1 << i
		}
	}
	w.b = append(w.b, n)
}

func (w *keeper) name(names []string, name string) {
	for i := range names {
		if names[i] == name {
			w.uint(i)
			return
		}
	}
	w.uint(len(names)) // not known to this program: it can't be read
}

// bigScale marks a decimal that is written as text.
const bigScale = -1 << 20

func (w *keeper) decimal(d model.Decimal) {
	if coef, scale, ok := d.Coef(); ok {
		w.int(int64(scale))
		w.int(coef)
		return
	}
	w.int(bigScale)
	w.text(d.String())
}

func (w *keeper) text(s string) {
	w.uint(len(s))
	w.b = append(w.b, s...)
}

func (w *keeper) time(t model.Time) {
	if t.IsZero() {
		w.b = append(w.b, 0)
		return
	}
	sec, nano := t.Unix()
	w.b = append(w.b, 1+byte(t.Zone()), byte(t.Digits())) //nolint:gosec // at most 9
	w.int(sec - w.last)
	w.int(int64(nano))
	w.last = sec
}

func (w *keeper) lines(lines []model.Phase) {
	w.uint(len(lines))
	for _, l := range lines {
		w.text(string(l))
	}
}

func (w *keeper) account(a *Account) {
	w.name(w.kinds, string(a.Kind))
	w.bits(a.Agrees, a.Difference.OK, a.Tolerance.OK, a.Cause != nil, a.Where != "")
	w.decimal(a.Energy)
	w.time(a.From)
	w.time(a.To)
	w.uint(a.Samples)
	w.lines(a.Lines)
	if a.Difference.OK {
		w.decimal(a.Difference.V)
	}
	if a.Tolerance.OK {
		w.decimal(a.Tolerance.V)
	}
	if a.Where != "" {
		w.text(string(a.Where))
	}
	if a.Cause != nil {
		w.cause(a.Cause)
	}
}

func (w *keeper) cause(c *Cause) {
	w.name(w.causes, string(c.Kind))
	w.name(w.kinds, string(c.Of))
	w.name(w.kinds, string(c.Other))
	w.bits(c.Hides.OK, c.Known, c.Whole, c.Certain)
	w.time(c.From)
	w.time(c.To)
	w.uint(c.Count)
	for _, d := range []model.Decimal{c.Hides.V, c.Least, c.Rest, c.Before, c.After, c.Factor} {
		w.decimal(d)
	}
	w.lines(c.Lines)
	w.uint(len(c.Also))
	for i := range c.Also {
		w.cause(&c.Also[i])
	}
}

// reader reads; bad is set where the bytes can't be.
type reader struct {
	b             []byte
	last          int64
	bad           bool
	depth         int
	kinds, causes []string
}

func (r *reader) uint() uint64 {
	n, size := binary.Uvarint(r.b)
	if size <= 0 {
		r.bad, r.b = true, nil
		return 0
	}
	r.b = r.b[size:]
	return n
}

func (r *reader) int() int64 {
	n, size := binary.Varint(r.b)
	if size <= 0 {
		r.bad, r.b = true, nil
		return 0
	}
	r.b = r.b[size:]
	return n
}

// count reads how many follow: not more than there are bytes.
func (r *reader) count() int {
	n := r.uint()
	if n > uint64(len(r.b)) {
		r.bad, r.b = true, nil
		return 0
	}
	return int(n) //nolint:gosec // bounded by a length
}

func (r *reader) byte() byte {
	if len(r.b) == 0 {
		r.bad = true
		return 0
	}
	b := r.b[0]
	r.b = r.b[1:]
	return b
}

func (r *reader) name(names []string) string {
	n := r.uint()
	if n >= uint64(len(names)) {
		r.bad = true
		return ""
	}
	return names[n]
}

func (r *reader) text() string {
	n := r.count()
	s := string(r.b[:n])
	r.b = r.b[n:]
	return s
}

func (r *reader) decimal() model.Decimal {
	const farthest = 1 << 12 // digits after the point: a file may lie
	scale := r.int()
	if scale == bigScale {
		d, err := model.ParseDecimal(r.text())
		r.bad = r.bad || err != nil
		return d
	}
	if scale > farthest || scale < 0 {
		r.bad = true
		return model.Decimal{}
	}
	return model.NewDecimal(r.int(), int(scale))
}

func (r *reader) time() model.Time {
	const most = 9 // digits
	zone := r.byte()
	if zone == 0 {
		return model.Time{}
	}
	digits := int(r.byte())
	r.last += r.int()
	nano := r.int()
	if nano < 0 || nano > 999_999_999 || digits > most {
		r.bad = true
		return model.Time{}
	}
	return model.UnixTime(r.last, int32(nano), digits, model.ZoneOrigin(zone-1))
}

func (r *reader) lines() []model.Phase {
	var lines []model.Phase
	for n := r.count(); n > 0; n-- {
		lines = append(lines, model.Phase(r.text()))
	}
	return lines
}

func (r *reader) account() (a Account) {
	a.Kind = Kind(r.name(r.kinds))
	bits := r.byte()
	a.Agrees, a.Difference.OK, a.Tolerance.OK = bits&1 != 0, bits&2 != 0, bits&4 != 0
	a.Energy, a.From, a.To = r.decimal(), r.time(), r.time()
	a.Samples, a.Lines = int(r.uint()&(1<<40-1)), r.lines() //nolint:gosec // bounded
	if a.Difference.OK {
		a.Difference.V = r.decimal()
	}
	if a.Tolerance.OK {
		a.Tolerance.V = r.decimal()
	}
	if bits&16 != 0 {
		a.Where = model.Location(r.text())
	}
	if bits&8 != 0 && !r.bad {
		c := r.cause()
		a.Cause = &c
	}
	return a
}

func (r *reader) cause() (c Cause) {
	const deepest = 4
	if r.depth++; r.depth > deepest {
		r.bad, r.b = true, nil
	}
	c.Kind, c.Of, c.Other = CauseKind(r.name(r.causes)), Kind(r.name(r.kinds)), Kind(r.name(r.kinds))
	bits := r.byte()
	c.Hides.OK, c.Known, c.Whole, c.Certain = bits&1 != 0, bits&2 != 0, bits&4 != 0, bits&8 != 0
	c.From, c.To, c.Count = r.time(), r.time(), int(r.uint()&(1<<31-1)) //nolint:gosec // bounded
	for _, d := range []*model.Decimal{&c.Hides.V, &c.Least, &c.Rest, &c.Before, &c.After, &c.Factor} {
		*d = r.decimal()
	}
	c.Lines = r.lines()
	for n := r.count(); n > 0 && !r.bad; n-- {
		c.Also = append(c.Also, r.cause())
	}
	r.depth--
	return c
}
