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
		v.unit = property{at: v.At, text: []byte(strconv.Quote(string(v.Unit)))}
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
		v.value = s.property(b, v.Sample, f.Payload, base+"/value", s.value)
		v.unit = s.property(b, v.Sample, f.Payload, base+"/unit", s.unit)
	}
}

// property gives a property of a sampled value, which stands at text[span[0]:span[1]].
func (s *found) property(b *model.Batch, sample *model.Sample, text []byte, pointer string, span [2]int) property {
	p := property{pointer: pointer, at: sample.At}
	if span[0] == span[1] {
		return p
	}
	p.text = text[span[0]:span[1]]
	i := int(sample.At.Offset - b.Offset)
	if i < 0 || i >= len(b.Evidence) {
		return p
	}
	raw := b.Evidence[i:]
	n := follow(raw, text[s.start:span[0]], p.text)
	p.at.Offset += int64(n)
	p.at.Line += bytes.Count(raw[:n], []byte{'\n'})
	return p
}

// follow finds where in the source a value stands of which the text before it is known: mostly the source is
// that text. Where the frame was escaped or wrapped, it goes on to the next byte that is alike.
func follow(raw, before, value []byte) int {
	if bytes.HasPrefix(raw, before) {
		return len(before)
	}
	i := 0
	for _, c := range before {
		k := bytes.IndexFunc(raw[i:min(i+maxWrap, len(raw))], func(r rune) bool { return alike(r, c) })
		if k < 0 {
			return i
		}
		i += k + 1
	}
	first := value[0]
	k := bytes.IndexFunc(raw[i:min(i+maxWrap, len(raw))], func(r rune) bool {
		return alike(r, first) || first == '"' && (r == '\\' || r == '&')
	})
	if k < 0 {
		return i
	}
	return i + k
}

// maxWrap is how much of the source may stand between two neighbouring bytes of a frame: a line's prefix.
const maxWrap = 512

func alike(r rune, c byte) bool {
	return r == rune(c) || c == '"' && (r == '\'' || r == ';')
}
