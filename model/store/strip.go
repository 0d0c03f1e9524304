package store

import (
	"math"

	"meterscope/model"
)

// A strip is a stretch of one series in a chunk, in log order. What all its samples share (source, station,
// connector, transaction, key) is not in it; its texts that come again stand in the words of the chunk.
//
// A sample begins with a tag that says which of its columns do something unexpected; what goes on as before
// costs nothing. Times, frames, offsets and lines are expected to step as they last stepped, values to stay;
// what is written is the difference from that. Context, format, unit, scale and the rest that hardly ever
// changes are a form: written once, and named again by number when the samples change to it.

// The bits of a sample's tag.
const (
	tagForm   = 1 << iota // another form than the sample before
	tagTime               // the step in time changes
	tagFrame              // the step in frames changes
	tagOffset             // the step in offsets changes
	tagLine               // the step in lines changes
	tagValue              // another value than the last of this form
	tagNanos              // there are nanoseconds
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
	context model.Context
	format  model.Format
	unit    model.Unit
	time    uint64 // timeHead
	scale   int16
	bits    uint8
}

// trail is what the next sample is expected to follow from.
type trail struct {
	sec, secStep       int64
	frame, frameStep   int64
	offset, offsetStep int64
	line, lineStep     int64
}

type formState struct {
	form
	coef int64
}

// stripWriter packs samples. Its zero value is an empty strip.
type stripWriter struct {
	b                     []byte
	forms                 []formState
	current               int
	n                     int
	trail                 trail
	firstFrame, lastFrame int64
	minTime, maxTime      int64 // Unix seconds; min > max: no sample has a time
}

func (w *stripWriter) reset() { *w = stripWriter{b: w.b[:0], forms: w.forms[:0]} }

func formOf(s *model.Sample) (f form, coef int64) {
	f.context, f.format, f.unit = s.Context, s.Format, s.Unit
	f.time = timeHead(s.Time)
	coef, scale, small := s.Value.Coef()
	f.scale = int16(scale) //nolint:gosec // it was an int16
	if s.Number {
		f.bits |= formNumber
	}
	if s.Absent {
		f.bits |= formAbsent
	}
	if s.FromStop {
		f.bits |= formFromStop
	}
	if s.Inferred {
		f.bits |= formInferred
	}
	if s.Text != "" {
		f.bits |= formText
	}
	if !small {
		f.bits |= formBig
		coef, f.scale = 0, 0
	}
	return f, coef
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

func (w *stripWriter) add(s *model.Sample, words *wordList) {
	f, coef := formOf(s)
	if w.n == 0 {
		w.firstFrame, w.lastFrame = s.Frame, s.Frame
		w.minTime, w.maxTime = math.MaxInt64, math.MinInt64
	}
	w.firstFrame, w.lastFrame = min(w.firstFrame, s.Frame), max(w.lastFrame, s.Frame)

	p := packer{b: w.b}
	tagAt := len(p.b)
	p.b = append(p.b, 0)
	var tag byte
	if w.n == 0 || w.forms[w.current].form != f {
		tag |= tagForm
		i, known := w.formIndex(&f)
		w.current = i
		p.uint(uint64(i)) //nolint:gosec // an index
		if !known {
			p.form(&f, words)
		}
	}
	w.n++
	state, t := &w.forms[w.current], &w.trail
	if f.time != 0 {
		sec, nsec := s.Time.Unix()
		w.minTime, w.maxTime = min(w.minTime, sec), max(w.maxTime, sec)
		if p.step(sec, &t.sec, &t.secStep) {
			tag |= tagTime
		}
		if nsec != 0 {
			tag |= tagNanos
			if f.time&timeRaw == 0 {
				nsec /= fraction(s.Time.Digits())
			}
			p.uint(uint64(uint32(nsec))) //nolint:gosec // the same 32 bits
		}
	}
	if p.step(s.Frame, &t.frame, &t.frameStep) {
		tag |= tagFrame
	}
	if p.step(s.At.Offset, &t.offset, &t.offsetStep) {
		tag |= tagOffset
	}
	if p.step(int64(s.At.Line), &t.line, &t.lineStep) {
		tag |= tagLine
	}
	if coef != state.coef {
		tag |= tagValue
		p.int(coef - state.coef)
		state.coef = coef
	}
	if f.bits&formBig != 0 {
		p.text(s.Value.String())
	}
	if f.bits&formText != 0 {
		p.text(s.Text)
	}
	p.b[tagAt] = tag
	w.b = p.b
}

// step writes how much the step changes, if it does, and keeps the new one.
func (p *packer) step(v int64, last, step *int64) bool {
	d := v - *last
	change := d - *step
	*last, *step = v, d
	if change == 0 {
		return false
	}
	p.int(change)
	return true
}

func (p *packer) form(f *form, words *wordList) {
	p.uint(words.index(string(f.context)))
	p.uint(words.index(string(f.format)))
	p.uint(words.index(string(f.unit)))
	p.uint(f.time)
	p.uint(uint64(uint16(f.scale))) //nolint:gosec // the same 16 bits
	p.b = append(p.b, f.bits)
}

func (u *unpacker) form(words []string) form {
	f := form{
		context: model.Context(u.pick(words)), format: model.Format(u.pick(words)), unit: model.Unit(u.pick(words)),
		time: u.uint(),
	}
	scale := u.uint()
	f.bits = u.byte()
	if scale > math.MaxInt16 || f.time>>timeDigits > 9 || f.time != 0 && f.time&timeSet == 0 {
		u.fail()
	}
	f.scale = int16(scale) //nolint:gosec // bounded above
	return f
}

// stripReader unpacks samples one by one into Sample, of which it leaves alone what a strip doesn't hold.
type stripReader struct {
	Sample  model.Sample
	NewForm bool // the form changed with this sample
	u       unpacker
	words   []string // of the chunk
	forms   []formState
	current int
	left    int
	trail   trail
}

func (r *stripReader) reset(data []byte, count int, words []string) error {
	if count < 0 || count > len(data) {
		return broken("count of a chunk")
	}
	r.u, r.words = unpacker{b: data}, words
	r.forms, r.current, r.left, r.trail = r.forms[:0], -1, count, trail{}
	return nil
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
	u, t, s := &r.u, &r.trail, &r.Sample
	tag := u.byte()
	r.NewForm = tag&tagForm != 0
	if r.NewForm {
		r.readForm()
	}
	if r.current < 0 || u.bad {
		u.fail()
		return false, broken("chunk")
	}
	state := &r.forms[r.current]
	if state.time != 0 {
		sec, nsec := u.step(tag&tagTime != 0, &t.sec, &t.secStep), int32(0)
		if tag&tagNanos != 0 {
			nsec = u.nanoseconds(state.time)
		}
		s.Time = makeTime(state.time, sec, nsec)
	} else {
		s.Time = model.Time{}
	}
	s.Frame = u.step(tag&tagFrame != 0, &t.frame, &t.frameStep)
	s.At.Offset = u.step(tag&tagOffset != 0, &t.offset, &t.offsetStep)
	s.At.Line = int(u.step(tag&tagLine != 0, &t.line, &t.lineStep))
	if tag&tagValue != 0 {
		state.coef += u.int()
	}
	s.Text = ""
	if state.bits&(formBig|formText) == 0 {
		s.Value = model.NewDecimal(state.coef, int(state.scale))
	} else if err := r.readTexts(state); err != nil {
		return false, err
	}
	if u.bad {
		return false, broken("chunk")
	}
	return true, nil
}

func (r *stripReader) readForm() {
	u, s := &r.u, &r.Sample
	i := u.uint()
	if i > uint64(len(r.forms)) {
		u.fail()
		return
	}
	if i == uint64(len(r.forms)) {
		r.forms = append(r.forms, formState{form: u.form(r.words)})
	}
	r.current = int(i) //nolint:gosec // bounded above
	f := &r.forms[i].form
	s.Context, s.Format, s.Unit = f.context, f.format, f.unit
	s.Number = f.bits&formNumber != 0
	s.Absent = f.bits&formAbsent != 0
	s.FromStop = f.bits&formFromStop != 0
	s.Inferred = f.bits&formInferred != 0
}

func (r *stripReader) readTexts(state *formState) error {
	s := &r.Sample
	s.Value = model.NewDecimal(state.coef, int(state.scale))
	if state.bits&formBig != 0 {
		v, err := model.ParseDecimal(r.u.text())
		if err != nil {
			return broken("number in a chunk")
		}
		s.Value = v
	}
	if state.bits&formText != 0 {
		s.Text = r.u.text()
	}
	return nil
}

func (u *unpacker) step(changes bool, last, step *int64) int64 {
	if changes {
		*step += u.int()
	}
	*last += *step
	return *last
}
