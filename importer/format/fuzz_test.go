package format

import (
	"bytes"
	"testing"
)

// seeds are the samples of all formats, whole and cut.
func seeds(f *testing.F) {
	for _, x := range All() {
		for _, line := range x.Info().Samples {
			f.Add([]byte(line + "\n" + line + "\n"))
			f.Add([]byte(line[:len(line)/2]))
			f.Add(bytes.ReplaceAll([]byte(line), []byte(`"`), []byte(`\"`)))
		}
	}
	f.Add([]byte("{\"{\"{\"{\"\\\\\n=\"=\"=\"<td><tr>[[[2,\x1e\x1f\x1f\x1f"))
	f.Add([]byte("Mon Jan 15 08:30:22 UTC 2024 99/99/9999 25:61:61 ws://////a1"))
}

// Whatever stands in a log: no format fails on it, nor says twice what it doesn't say once.
func FuzzLinesOfAnyShape(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		whole := bytes.Clone(text)
		for _, x := range All() {
			if a, b := x.Sniff(text, ""), x.Sniff(text, ""); a != b {
				t.Errorf("%s is %d sure, then %d", x.Info().ID, a, b)
			}
			for _, cut := range []int{0, len(text) / 3, len(text)} {
				before, after := text[:cut:cut], text[cut:]
				p := x.Prefix(before)
				if p != x.Prefix(before) {
					t.Errorf("%s reads %q in two ways", x.Info().ID, before)
				}
				if s, ok := x.(Surrounded); ok {
					p = s.Around(before, after)
				}
				if len(p.Station) > len(text)+1 || p.Lacks > LacksDate || p.Role > Sent {
					t.Errorf("%s reads %+v", x.Info().ID, p)
				}
			}
		}
		BeginsRecord(text)
		Announces(text)
		Introduces(text)
		LeadingTime(text)
		Recognise(text, "")
		if !bytes.Equal(whole, text) {
			t.Error("the text was changed")
		}
	})
}

// A rewritten text tells of each byte where it comes from, in order, and holds what wasn't rewritten as it is.
func FuzzLooseMessages(f *testing.F) {
	seeds(f)
	f.Add([]byte(`{"action":"MeterValues","payload":"{\"connectorId\":1}","x":` + "\n" + `{"action":"Heartbeat","payload":{}}` + "\n"))
	f.Add([]byte("[{\n\"method\":\"StartTransaction\",\"request\":{\"idTag\":\"a\"},\"response\":{\"transactionId\":1}\n},{\"type\":4,\"id\":\"7\",\"errorCode\":\"X\"}]"))
	f.Add([]byte("a]ResultParsing:StartTransaction:status=Accepted, transactionId = 7,x=\"y\\\r\nResultParsing:Heartbeat:"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		l := looseText{messages: true, words: true}
		for _, final := range []bool{false, true} {
			out, used := l.Rows(Rewritten{}, raw, final)
			text, from := out.Text, out.From
			if used < 0 || used > len(raw) || final && used != len(raw) {
				t.Fatalf("used %d of %d, final %v", used, len(raw), final)
			}
			if len(text) > 0 && (len(from) == 0 || from[0].Text != 0) {
				t.Fatal("the text begins nowhere")
			}
			for i, g := range from {
				if g.Source < 0 || int(g.Source) >= len(raw) || i > 0 && g.Text <= from[i-1].Text || g.Text >= len(text) {
					t.Fatalf("segment %d: %+v in a text of %d, raw %d", i, g, len(text), len(raw))
				}
				end := len(text)
				if i+1 < len(from) {
					end = from[i+1].Text
				}
				if last := int(g.Source) + end - g.Text; last > len(raw) {
					t.Fatalf("segment %d goes on to %d of %d", i, last, len(raw))
				}
			}
		}
	})
}
