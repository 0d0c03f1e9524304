package rule

import (
	"bytes"
	"strconv"
	"unicode/utf8"

	"meterscope/model"
)

// property is where the value of a property stands, and what stands there.
type property struct {
	pointer string
	at      model.Place
	text    []byte // the JSON text; nil if the property isn't there
}

// got is the text of the property, cut at 80 characters.
func (p *property) got() string {
	const most = 80
	end := 0
	for n := 0; n < most && end < len(p.text); n++ {
		_, size := utf8.DecodeRune(p.text[end:])
		end += size
	}
	return string(p.text[:end])
}

// isString says that the value is a JSON string, isNumber that it is a number.
func (p *property) isString() bool { return len(p.text) > 0 && p.text[0] == '"' }
func (p *property) isNumber() bool {
	return len(p.text) > 0 && (p.text[0] == '-' || p.text[0] >= '0' && p.text[0] <= '9')
}

// finding is one about the property.
func (p *property) finding(f *Frame, want string) model.Finding {
	return model.Finding{
		At: p.at, Pointer: p.pointer, HasPointer: true, Got: p.got(), HasGot: true, Want: want, Frame: f.Seq,
		Inferred: f.Partial,
	}
}

// locate finds the value and the unit of some samples of a frame: pointer, text and place. own are all samples
// of the frame. They stand in the payload in the order in which the decoder gave them.
func locate(b *model.Batch, f *model.Frame, own []model.Sample, values []Value) {
	if len(values) == 0 {
		return
	}
	w := walker{text: f.Payload}
	w.payload()
	if len(w.found) != len(own) {
		w.found = nil
	}
	next := 0
	for i := range own {
		if next == len(values) {
			break
		}
		v := &values[next]
		if v.Sample != &own[i] {
			continue
		}
		next++
		v.value = property{at: v.At, text: []byte(strconv.Quote(v.RawValue()))}
		for _, named := range []struct {
			property *property
			text     string
		}{{&v.unit, string(v.Unit)}, {&v.phase, string(v.Key.Phase)}, {&v.location, string(v.Key.Location)}} {
			if *named.property = (property{at: v.At}); named.text != "" {
				named.property.text = []byte(strconv.Quote(named.text))
			}
		}
		if w.found == nil {
			continue
		}
		s := &w.found[i]
		base := s.list
		if !s.loneValue {
			base += "/" + strconv.Itoa(s.meterValue)
		}
		base += "/sampledValue"
		if !s.lone {
			base += "/" + strconv.Itoa(s.index)
		}
		v.value = s.property(b, f, v.Sample, base+"/value", s.value)
		v.unit = s.property(b, f, v.Sample, base+"/unit", s.unit)
		v.phase = s.property(b, f, v.Sample, base+"/phase", s.phase)
		v.location = s.property(b, f, v.Sample, base+"/location", s.location)
		v.object = base
		if v.twin != nil && w.found[v.twinAt].meterValue != s.meterValue {
			v.twin = nil
		}
	}
}

// property gives a property of a sampled value, which stands at span in the frame's payload.
func (s *found) property(b *model.Batch, f *model.Frame, sample *model.Sample, pointer string, span [2]int) property {
	p := property{pointer: pointer, at: sample.At}
	if span[0] == span[1] {
		return p
	}
	p.text = f.Payload[span[0]:span[1]]
	at := f.Source(span[0])
	from, to := sample.At.Offset-b.Offset, at-b.Offset
	if from < 0 || to < from || to > int64(len(b.Evidence)) {
		return p
	}
	p.at.Offset = at
	p.at.Line += bytes.Count(b.Evidence[from:to], []byte{'\n'})
	return p
}
