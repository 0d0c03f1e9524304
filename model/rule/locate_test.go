package rule

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"meterscope/model"
)

// batchOf makes a batch of one MeterValues frame: raw is how its payload stands in the source, with a § before
// each of its samples, and «source|text» where a stretch of the source reads as another text.
func batchOf(raw string, samples ...model.Sample) *model.Batch {
	const prefix = "prefix "
	b := &model.Batch{Source: 1, Offset: 1000, Evidence: []byte(prefix), Samples: samples}
	f := model.Frame{Seq: 5, PayloadAt: b.End()}
	put := func(text string, size int) {
		f.Segments = append(f.Segments, model.Segment{Text: len(f.Payload), Source: b.End() + int64(size-len(text))})
		f.Payload = append(f.Payload, text...)
	}
	for raw != "" {
		rest, mark := raw, ""
		if i := strings.IndexAny(raw, "§«"); i >= 0 {
			rest = raw[:i]
			_, n := utf8.DecodeRuneInString(raw[i:])
			mark, raw = raw[i:i+n], raw[i+n:]
		} else {
			raw = ""
		}
		put(rest, len(rest))
		b.Evidence = append(b.Evidence, rest...)
		switch mark {
		case "§":
			samples[0].Frame = 5
			samples[0].At = model.Place{Source: 1, Line: 7 + bytes.Count(b.Evidence, []byte{'\n'}), Offset: b.End()}
			samples = samples[1:]
		case "«":
			inside, after, _ := strings.Cut(raw, "»")
			source, text, _ := strings.Cut(inside, "|")
			f.Segments = append(f.Segments, model.Segment{Text: len(f.Payload), Source: b.End()})
			f.Payload = append(f.Payload, text...)
			b.Evidence = append(b.Evidence, source...)
			raw = after
		}
	}
	b.Frames = []model.Frame{f}
	return b
}

func TestValuesAreFoundWhereTheyStand(t *testing.T) {
	const payload = `{"meterValue":[{"sampledValue":[§{"value":"n/a"}]}]}`
	for _, c := range []struct{ name, raw, pointer, got, at string }{
		{"as it is", payload, "/meterValue/0/sampledValue/0/value", `"n/a"`, `"n/a"`},
		{"escaped", strings.ReplaceAll(payload, `"`, `«\"|"»`), "/meterValue/0/sampledValue/0/value", `"n/a"`, `\"n/a\"`},
		{"in HTML", strings.ReplaceAll(payload, `"`, `«&quot;|"»`), "/meterValue/0/sampledValue/0/value", `"n/a"`, `&quot;n/a`},
		{"in single quotes", strings.ReplaceAll(payload, `"`, `«'|"»`), "/meterValue/0/sampledValue/0/value", `"n/a"`, `'n/a'`},
		{
			"wrapped inside its key", strings.Replace(payload, `{"value"`, "{\"va«\n    > |»lue\"", 1),
			"/meterValue/0/sampledValue/0/value", `"n/a"`, `"n/a"`,
		},
		{
			"behind what looks like it", strings.Replace(payload, `"n/a"`, "«\n\"n \"|»\"n/a\"", 1),
			"/meterValue/0/sampledValue/0/value", `"n/a"`, `"n/a"`,
		},
		{
			"a lone meter value and a lone sampled value", `{"meterValue":{"sampledValue":§{"unit":"W","value":"n/a"}}}`,
			"/meterValue/sampledValue/value", `"n/a"`, `"n/a"`,
		},
		{
			"of equal keys the last", `{"meterValue":[],"meterValue":[{"sampledValue":[1,2],"sampledValue":[ §{ "a" : [1,{}], "value" : "x", "value" : "n/a" } ]}]}`,
			"/meterValue/0/sampledValue/0/value", `"n/a"`, `"n/a"`,
		},
		{
			"a long value is cut", `{"meterValue":[{"sampledValue":[§{"value":"` + strings.Repeat("ä", 200) + `"}]}]}`,
			"/meterValue/0/sampledValue/0/value", `"` + strings.Repeat("ä", 79), `"ää`,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := batchOf(c.raw, model.Sample{Text: "n/a"})
			values := []Value{{Sample: &b.Samples[0]}}
			locate(b, &b.Frames[0], b.Samples, values)
			p := &values[0].value
			if p.pointer != c.pointer || p.got() != c.got {
				t.Errorf("got %s %s", p.pointer, p.got())
			}
			if rest := string(b.Evidence[p.at.Offset-b.Offset:]); !strings.HasPrefix(rest, c.at) {
				t.Errorf("it stands at %s", rest)
			}
			if want := 7 + strings.Count(c.raw, "\n"); p.at.Line != want {
				t.Errorf("it stands in line %d", p.at.Line)
			}
		})
	}
}

func TestAValueWhoseTextIsNotFoundStandsAtItsSample(t *testing.T) {
	b := batchOf(`§{"meterValue":[]}`, model.Sample{Text: "n/a"})
	values := []Value{{Sample: &b.Samples[0]}}
	locate(b, &b.Frames[0], b.Samples, values)
	if p := &values[0].value; p.at != b.Samples[0].At || p.got() != `"n/a"` {
		t.Errorf("got %+v", p)
	}
}

func FuzzWalking(f *testing.F) {
	f.Add(`{"meterValue":[{"timestamp":"x","sampledValue":[{"value":"1","unit":"W"},{}]}]}`)
	f.Add(`{"transactionData":{"sampledValue":{"value":1}}}`)
	f.Add(`{"meterValue":[{"sampledValue":[{"value":"\`)
	f.Add(`{"a":[{]}`)
	f.Fuzz(func(t *testing.T, text string) {
		w := walker{text: []byte(text)}
		w.payload()
		for _, s := range w.found {
			for _, span := range [][2]int{s.value, s.unit} {
				if span[0] > span[1] || span[1] > len(text) || s.start >= len(text) || text[s.start] != '{' {
					t.Errorf("%q: %+v", text, s)
				}
			}
		}
	})
}
