package ocppj

import (
	"strings"
	"testing"
)

// Texts made to be read again and again: were reading them quadratic, the test would not end.
func TestHostileTextsAreReadInOnePass(t *testing.T) {
	const size = 96 << 10
	for name, part := range map[string]string{
		"actions without quotes": `[2,"a",Heartbeat] `,
		"frames in frames":       `[2,"a","Heartbeat",[`,
		"objects in objects":     `[2,"a","Heartbeat",{"x":`,
		"ids that don't end":     `[2,"`,
		"keys without objects":   `"meterValue":[],`,
		"payloads in payloads":   `{"meterValue":[`,
		"lone payloads":          `"meterValue":{"timestamp"`,
		"brackets":               `[[[[[[`,
		"braces":                 `{{{{`,
		"cut lines":              "[2,\"a\",\"MeterValues\",{\"x\":\"y\n",
		"cut lines of answers":   "[3,\"a\",{\"x\":\n",
		"quotes":                 `""""`,
		"printed payloads":       `{'meterValue':[`,
		"printed keys":           `meterValue:[{timestamp:`,
		"printed lists":          `meterValues:[[{timestamp:`,
		"printed lists of lists": `meterValues:[[{timestamp:1}],[`,
		"printed strings":        `{'meterValue':['`,
		"printed data":           `{'transactionData':[]`,
		"escaped frames":         `[2,\"7\",\"Heartbeat\",{\"a\":`,
		"escaped payloads":       `{\"meterValue\":[`,
		"escaped brackets":       `[\n2,\n`,
		"doubled frames":         `[2,""7"",""Heartbeat"",{""a"":`,
		"payloads in pages":      `{&quot;meterValue&quot;:[`,
		"backslashes":            `[2,\\\\\\\\`,
		"odd arrays":             `[2,17,"Heartbeat",{`,
		"spaces":                 "[" + strings.Repeat(" ", 4000),
	} {
		t.Run(name, func(t *testing.T) {
			scan(t, strings.Repeat(part, size/len(part)))
		})
	}
}

// Broken places in a row are read to where the next one begins: each read on into the others would cost
// minutes for these.
func TestBrokenPlacesInARowAreReadInOnePass(t *testing.T) {
	const size = 2 << 20
	for name, part := range map[string]string{
		"shortened echoes":      "[2,\"1\",\"Meter...}]\n",
		"payloads cut in lists": `{"connectorId":1,"meterValue":[`,
		"frames cut in lists":   "[2,\"1\",\"MeterValues\",{\"connectorId\":1,\n\"meterValue\":[\n",
		"frames cut in samples": `[2,"1","MeterValues",{"connectorId":1,"meterValue":[{"timestamp":"2025-03-01T10:00:00Z","sampledValue":[{"value":"1"},`,
		"frames cut in objects": `[2,"1","MeterValues",{`,
		"frames cut in ids":     "[2,\"\n",
		"frames cut behind ids": "x [2,\"1\"\x00\n",
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Repeat(part, size/len(part))
			s := NewScanner(func([]byte) bool { return false })
			w := Window{Text: []byte(text), Line: 1, Final: true}
			var res Result
			items := 0
			for len(w.Text) > 0 {
				res.Reset()
				n := s.Scan(w, &res)
				if n == 0 {
					t.Fatal("the scan stands still")
				}
				items += len(res.Items)
				w.Text = w.Text[n:]
			}
			if want := size / len(part); items > want || items <= want-doubtful { // the first ones may be taken for one
				t.Errorf("%d places, want %d", items, want)
			}
		})
	}
}

// Whether a place is announced is asked for each on a line: were the line looked through for each, the test would not
// end.
func TestPlacesOnALongLineAreReadInOnePass(t *testing.T) {
	text := strings.Repeat(`[2,"`, 2<<20)
	s := NewScanner(func([]byte) bool { return false })
	s.Announced(func(before []byte) bool { return len(before) > longestAnnouncement })
	var res Result
	if s.Scan(Window{Text: []byte(text), Line: 1, Final: true}, &res); len(res.Items) != 1 {
		t.Errorf("%d places, want the one that is cut off at the end", len(res.Items))
	}
}

// A frame with an id that no station makes is none, and is said to be none.
func TestFrameWithAnEndlessIDIsReported(t *testing.T) {
	id := strings.Repeat("i", 64<<10)
	for _, text := range []string{`[2,"` + id + `","Heartbeat",{}]`, `[3,"` + id + `",{"currentTime":"2025-03-01T10:00:00Z"}]`, `[4,"` + id + `","GenericError","",{}]`} {
		var res Result
		NewScanner(func([]byte) bool { return false }).Scan(Window{Text: []byte(text + "\n"), Line: 1, Final: true}, &res)
		if len(res.Items) != 1 || res.Items[0].Status != Unread || res.Items[0].End != len(text) || len(res.Findings) != 1 || res.Findings[0].Rule != "JSN005" {
			t.Errorf("%.20s…: %d items, %+v", text, len(res.Items), res.Findings)
		}
	}
}
