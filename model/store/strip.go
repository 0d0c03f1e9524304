package store

import (
	"encoding/binary"
	"math"

	"meterscope/model"
)

// A strip is a stretch of one series in a chunk, in log order. What all its samples share (source, station,
// connector, transaction, key) is not in it; its texts that come again stand in the words of the chunk, and what
// it shares with the other series in its rows.
//
// A sample begins with a tag that says which of its columns do something unexpected; what goes on as before
// costs nothing. Its row is expected to step as it last stepped, its place among those of the row and its value
// to stay; what is written is the difference from that. Context, format, unit, scale and the rest that hardly
// ever changes are a form: written once, and named again by number when the samples change to it.

// The bits of a sample's tag.
const (
	tagForm   = 1 << iota // another form than the sample before
	tagRow                // the step in rows changes
	tagOffset             // another offset from that of the row
	tagLine               // another line from that of the row
	tagValue              // another value than the last of this form
)

// The bits of a form.
const (
	formNumber = 1 << iota
	formAbsent
	formFromStop
	formInferred
	formText // the text stands beside the value
	formBig  // the value doesn't fit an int64: it stands as text
)

// form is what hardly ever changes from sample to sample.
type form struct {
	scale   int16
	bits    uint8
	unit    model.Unit
	context model.Context
	format  model.Format
}

// pace is where the next sample of a strip is expected.
type pace struct {
	row, rowStep int64
	offset, line int64 // from those of the row
}

// startingPace expects a sample in each row from the first on.
var startingPace = pace{row: -1, rowStep: 1}

type formState struct {
	form
	coef int64
}

// stripWriter packs samples.
type stripWriter struct {
	b       []byte
	forms   []formState
	current int
	n       int
	pace    pace
}

func (w *stripWriter) reset() { *w = stripWriter{b: w.b[:0], forms: w.forms[:0]} }

// formBits gives the bits of a sample's form.
func formBits(s *model.Sample) (bits uint8) {
	if s.Number {
		bits |= formNumber
	}
	if s.Absent {
		bits |= formAbsent
	}
	if s.FromStop {
		bits |= formFromStop
	}
	if s.Inferred {
		bits |= formInferred
	}
	if s.Text != "" {
		bits |= formText
	}
	return bits
}

// of says that a sample has this form, but for the scale and the bits.
func (f *form) of(s *model.Sample) bool {
	return f.unit == s.Unit && f.context == s.Context && f.format == s.Format
}

// formIndex finds a form, or enters it.
func (w *stripWriter) formIndex(f *form) (i int, known bool) {
	for i = range w.forms {
		if w.forms[i].form == *f {
			return i, true
		}
	}
	w.forms = append(w.forms, formState{form: *f})
	return len(w.forms) - 1, false
}

// add takes a sample of the row that the rows have last.
func (w *stripWriter) add(s *model.Sample, rows *rowWriter, words *wordList) {
	coef, scale, small := s.Value.Coef()
	bits := formBits(s)
	if !small {
		bits |= formBig
		coef, scale = 0, 0
	}
	tagAt := len(w.b)
	b := append(w.b, 0)
	var tag byte
	if w.n == 0 || w.forms[w.current].bits != bits || int(w.forms[w.current].scale) != scale || !w.forms[w.current].of(s) {
		tag |= tagForm
		b = w.change(b, &form{int16(scale), bits, s.Unit, s.Context, s.Format}, words) //nolint:gosec // it was an int16
	}
	if w.n == 0 {
		w.pace = startingPace
	}
	w.n++
	state, t := &w.forms[w.current], &w.pace
	row := rows.n - 1
	if d := row - t.row; d != t.rowStep {
		tag |= tagRow
		b = binary.AppendVarint(b, d-t.rowStep)
		t.rowStep = d
	}
	t.row = row
	if offset := s.At.Offset - rows.last.offset; offset != t.offset {
		tag |= tagOffset
		b = binary.AppendVarint(b, offset-t.offset)
		t.offset = offset
	}
	if line := int64(s.At.Line) - rows.last.line; line != t.line {
		tag |= tagLine
		b = binary.AppendVarint(b, line-t.line)
		t.line = line
	}
	if coef != state.coef {
		tag |= tagValue
		b = binary.AppendVarint(b, coef-state.coef)
		state.coef = coef
	}
	if bits&(formBig|formText) != 0 {
		b = appendTexts(b, s, bits)
	}
	b[tagAt] = tag
	w.b = b
}

// change makes another form the current one.
func (w *stripWriter) change(b []byte, f *form, words *wordList) []byte {
	i, known := w.formIndex(f)
	w.current = i
	p := packer{b: b}
	p.uint(uint64(i)) //nolint:gosec // an index
	if !known {
		p.form(f, words)
	}
	return p.b
}

// appendTexts writes what a form doesn't hold of an unusual value.
func appendTexts(b []byte, s *model.Sample, bits uint8) []byte {
	p := packer{b: b}
	if bits&formBig != 0 {
		p.text(s.Value.String())
	}
	if bits&formText != 0 {
		p.text(s.Text)
	}
	return p.b
}

func (p *packer) form(f *form, words *wordList) {
	p.uint(words.index(string(f.context)))
	p.uint(words.index(string(f.format)))
	p.uint(words.index(string(f.unit)))
	p.uint(uint64(uint16(f.scale))) //nolint:gosec // the same 16 bits
	p.b = append(p.b, f.bits)
}

func (u *unpacker) form(words []string) form {
	f := form{context: model.Context(u.pick(words)), format: model.Format(u.pick(words)), unit: model.Unit(u.pick(words))}
	scale := u.uint()
	f.bits = u.byte()
	if scale > math.MaxInt16 {
		u.fail()
	}
	f.scale = int16(scale) //nolint:gosec // bounded above
	return f
}

// stripReader unpacks samples one by one.
type stripReader struct {
	sample  model.Sample // what fill fills in
	newForm bool         // the form changed with this sample
	at      *row         // of the sample
	pace    pace
	form    *formState
	text    string        // of a form with a text
	value   model.Decimal // of a form with a big value

	u     unpacker
	words []string // of the chunk
	rows  []row    // likewise
	forms []formState
	left  int
}

func (r *stripReader) reset(s *strip, of *chunkReader) {
	r.u, r.words, r.rows = unpacker{b: s.data}, of.words, of.rows
	r.forms, r.form, r.left, r.pace = r.forms[:0], nil, s.count, startingPace
	r.sample.Key = s.key
}

// next reads one sample. At the end it is false; err then says whether the strip was whole.
func (r *stripReader) next() (bool, error) {
	if r.left == 0 {
		if !r.u.end() {
			return false, broken("chunk")
		}
		return false, nil
	}
	r.left--
	u, t := &r.u, &r.pace
	tag := u.byte()
	r.newForm = tag&tagForm != 0
	if r.newForm {
		r.readForm()
	}
	row := u.step(tag&tagRow != 0, &t.row, &t.rowStep)
	if tag&tagOffset != 0 {
		t.offset += u.int()
	}
	if tag&tagLine != 0 {
		t.line += u.int()
	}
	if r.form == nil || uint64(row) >= uint64(len(r.rows)) { //nolint:gosec // a negative one is too large
		u.fail()
		return false, broken("chunk")
	}
	r.at = &r.rows[row]
	if tag&tagValue != 0 {
		r.form.coef += u.int()
	}
	if r.form.bits&(formBig|formText) != 0 {
		if err := r.readTexts(); err != nil {
			return false, err
		}
	}
	if u.bad {
		return false, broken("chunk")
	}
	return true, nil
}

// plain says that the value of the sample is that of its form, and that it has no text.
func (r *stripReader) plain() bool { return r.form.bits&(formBig|formText) == 0 }

// fill gives the sample that was read, without what a strip doesn't hold. It is overwritten by the next.
func (r *stripReader) fill() *model.Sample {
	s := &r.sample
	if r.newForm {
		f := &r.form.form
		s.Context, s.Format, s.Unit = f.context, f.format, f.unit
		s.Number = f.bits&formNumber != 0
		s.Absent = f.bits&formAbsent != 0
		s.FromStop = f.bits&formFromStop != 0
		s.Inferred = f.bits&formInferred != 0
	}
	s.Time, s.Frame = r.at.time, r.at.frame
	s.At.Offset, s.At.Line = r.at.offset+r.pace.offset, int(r.at.line+r.pace.line)
	if r.plain() {
		s.Value, s.Text = model.NewDecimal(r.form.coef, int(r.form.scale)), ""
	} else {
		s.Value, s.Text = r.value, r.text
	}
	return s
}

func (r *stripReader) readForm() {
	i := r.u.uint()
	if i > uint64(len(r.forms)) {
		r.u.fail()
		return
	}
	if i == uint64(len(r.forms)) {
		r.forms = append(r.forms, formState{form: r.u.form(r.words)})
	}
	r.form = &r.forms[i]
}

func (r *stripReader) readTexts() error {
	r.value, r.text = model.NewDecimal(r.form.coef, int(r.form.scale)), ""
	if r.form.bits&formBig != 0 {
		v, err := model.ParseDecimal(r.u.text())
		if err != nil {
			return broken("number in a chunk")
		}
		r.value = v
	}
	if r.form.bits&formText != 0 {
		r.text = r.u.text()
	}
	return nil
}
