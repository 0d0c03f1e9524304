package store

import (
	"math"

	"meterscope/model"
)

// Chunks of the first version have no rows: each sample holds its own time, frame, offset and line. They begin with
// the number of their words, which is never 0; those of now begin with 0.

// The bits of a sample's tag in such a chunk.
const (
	tag1Form = 1 << iota
	tag1Time
	tag1Frame
	tag1Offset
	tag1Line
	tag1Value
	tag1Nanos
)

// trail1 is what the next sample is expected to follow from.
type trail1 struct {
	sec, secStep       int64
	frame, frameStep   int64
	offset, offsetStep int64
	line, lineStep     int64
}

// form1 is what hardly ever changes from sample to sample.
type form1 struct {
	formState
	time uint64 // timeHead
}

// repack packs such a chunk as chunks are packed now.
func (r *chunkReader) repack(data []byte, count int) ([]byte, error) {
	u := unpacker{b: data}
	r.readWords(&u)
	if !r.readStrips(&u, count) {
		return nil, broken("chunk")
	}
	var m meter
	for i := range r.strips {
		if err := m.add1(&r.strips[i], r.words); err != nil {
			return nil, err
		}
	}
	return unseal(m.pack().data)
}

// add1 takes the samples of a strip of the first version.
func (m *meter) add1(k *strip, words []string) error {
	u, t := unpacker{b: k.data}, trail1{}
	var forms []form1
	current := -1
	for range k.count {
		tag := u.byte()
		if tag&tag1Form != 0 {
			i := u.uint()
			if i == uint64(len(forms)) {
				forms = append(forms, u.form1(words))
			}
			if i >= uint64(len(forms)) {
				return broken("chunk")
			}
			current = int(i) //nolint:gosec // bounded above
		}
		if current < 0 {
			return broken("chunk")
		}
		s, err := u.sample1(tag, &forms[current], &t)
		if err != nil {
			return err
		}
		s.Key = k.key
		m.add(&s)
	}
	if !u.end() {
		return broken("chunk")
	}
	return nil
}

func (u *unpacker) form1(words []string) form1 {
	f := form1{formState: formState{form: form{
		context: model.Context(u.pick(words)), format: model.Format(u.pick(words)), unit: model.Unit(u.pick(words)),
	}}}
	f.time = u.uint()
	scale := u.uint()
	f.bits = u.byte()
	if scale > math.MaxInt16 || f.time>>timeDigits > 9 || f.time != 0 && f.time&timeSet == 0 {
		u.fail()
	}
	f.scale = int16(scale) //nolint:gosec // bounded above
	return f
}

func (u *unpacker) sample1(tag byte, f *form1, t *trail1) (s model.Sample, err error) {
	s.Context, s.Format, s.Unit = f.context, f.format, f.unit
	s.Number, s.Absent = f.bits&formNumber != 0, f.bits&formAbsent != 0
	s.FromStop, s.Inferred = f.bits&formFromStop != 0, f.bits&formInferred != 0
	if f.time != 0 {
		sec, nsec := u.step(tag&tag1Time != 0, &t.sec, &t.secStep), int32(0)
		if tag&tag1Nanos != 0 {
			nsec = u.nanoseconds(f.time)
		}
		s.Time = makeTime(f.time, sec, nsec)
	}
	s.Frame = u.step(tag&tag1Frame != 0, &t.frame, &t.frameStep)
	s.At.Offset = u.step(tag&tag1Offset != 0, &t.offset, &t.offsetStep)
	s.At.Line = int(u.step(tag&tag1Line != 0, &t.line, &t.lineStep))
	if tag&tag1Value != 0 {
		f.coef += u.int()
	}
	s.Value = model.NewDecimal(f.coef, int(f.scale))
	if f.bits&formBig != 0 {
		if s.Value, err = model.ParseDecimal(u.text()); err != nil {
			return s, broken("number in a chunk")
		}
	}
	if f.bits&formText != 0 {
		s.Text = u.text()
	}
	if u.bad {
		return s, broken("chunk")
	}
	return s, nil
}
