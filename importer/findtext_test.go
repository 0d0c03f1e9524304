package importer

import (
	"encoding/binary"
	"fmt"
	"html"
	"strings"
	"testing"
	"unicode/utf16"

	"meterscope/model"
)

// A fixture marks the places of its findings with this; the mark itself is taken out.
const mark = "§"

// marked takes the marks out of a text and gives where they stood: "line:offset".
func marked(text string) (plain string, places []string) {
	parts := strings.Split(text, mark)
	for _, p := range parts[:len(parts)-1] {
		plain += p
		places = append(places, fmt.Sprintf("%d:%d", 1+strings.Count(plain, "\n"), len(plain)))
	}
	return plain + parts[len(parts)-1], places
}

const (
	hertzPayload = `{"connectorId":1,"meterValue":[{"timestamp":"2025-03-01T10:00:00Z","sampledValue":[{"value":"49.98","measurand":"Frequency","unit":§"Hz"}]}]}`
	hertzFrame   = `[2,"7","MeterValues",` + hertzPayload + `]`
	hertz        = "SCH003 § /meterValue/0/sampledValue/0/unit \"Hz\""
)

// unmarked is a fixture without its marks.
func unmarked(text string) string { return strings.ReplaceAll(text, mark, "") }

// The list of what a reader of text must cope with, one by one: what is counted, and where the violation in the
// payload is said to stand, and as what.
func TestFramesAreFoundInAnyText(t *testing.T) {
	one := model.Counts{Frames: 1, MeterValues: 1, SampledValues: 1}
	const line = "2025-03-01 10:00:00.000 INFO (MainThread) [ocpp] CP1: receive message "
	python := strings.NewReplacer(`"`, `'`).Replace(hertzPayload)
	javascript := `{
  connectorId: 1,
  meterValue: [ { timestamp: '2025-03-01T10:00:00Z', sampledValue: [ { value: '49.98', measurand: 'Frequency', unit: §'Hz' } ] } ]
}`
	for _, c := range []struct {
		name, text string
		want       model.Counts
		findings   []string // in order of their places; § stands for the place of the next mark
	}{
		// A frame begins at [2," and ends at its own closing bracket.
		{"white space between tokens", strings.NewReplacer(`:`, ` : `, `,"`, "\t,\r\n \"").Replace(strings.ReplaceAll(hertzFrame, "10:00:00", "10-00-00")),
			one, []string{"SCH005 /meterValue/0/timestamp", hertz}},
		{"strings with brackets and escapes", `[2,"7","MeterValues",{"connectorId":1,"meterValue":[{"timestamp":"2025-03-01T10:00:00Z","sampledValue":[{"value":"1 ]} \" [2,","unit":§"Hz"}]}]}]`,
			one, []string{hertz}},
		{"text before and after", "x [a] {b} " + hertzFrame + ` and so on ]}" ` + "\n", one, []string{hertz}},
		{"two on a line", hertzFrame + `[3,"7",{}] ` + strings.Replace(hertzFrame, `"7"`, `"8"`, 1), model.Counts{Frames: 3, MeterValues: 2, SampledValues: 2}, []string{hertz, hertz}},

		// A bare payload.
		{"a payload", hertzPayload + "\n", one, []string{hertz}},
		{"a payload in a list", "[\n  " + hertzPayload + ",\n  " + strings.Replace(hertzPayload, `"49.98"`, `"50"`, 1) + "\n]", model.Counts{Frames: 2, MeterValues: 2, SampledValues: 2}, []string{hertz, hertz}},
		{"a payload below a key", `{"payload": ` + hertzPayload + `}`, one, []string{hertz}},
		{"a payload behind words", "MeterValues of CP1: " + hertzPayload + " (periodic)", one, []string{hertz}},
		{"a payload without connector", "got " + strings.Replace(hertzPayload, `"connectorId":1,`, ``, 1), one, []string{"SCH002", hertz}},

		// Only what stands at the frame's own place counts.
		{"a payload in a string", `[2,"7","DataTransfer",{"vendorId":"v","data":"{\"connectorId\":1,\"meterValue\":[{\"timestamp\":\"2025-03-01T10:00:00Z\",\"sampledValue\":[{\"value\":\"1\"}]}]}"}]`,
			model.Counts{Frames: 1}, nil},
		{"a payload as data", `[2,"7","DataTransfer",{"vendorId":"v","data":"x"}] and [2,"8","DataTransfer",{"vendorId":"v","messageId":"{'meterValue': [{'timestamp': '2025-03-01T10:00:00Z'}]}"}]`,
			model.Counts{Frames: 2}, []string{"SCH006 /messageId"}},

		// A shortened echo is no message where the whole frame stands nearby, and the same frame is one.
		{"a shortened echo", line + `§[2,"7","MeterValues",{"conn...Id":16}]` + "\n" + line + hertzFrame + "\n",
			model.Counts{Frames: 1, Duplicates: 1, MeterValues: 1, SampledValues: 1}, []string{"JSN006 §", hertz}},
		{"logged twice", line + hertzFrame + "\n" + strings.Replace(line, "00.000", "00.002", 1) + mark + unmarked(hertzFrame) + "\n",
			model.Counts{Frames: 1, Duplicates: 1, MeterValues: 1, SampledValues: 1}, []string{hertz, "JSN006 §"}},

		// Escaped, quoted, fenced.
		{"in a string", `log("` + strings.ReplaceAll(strings.ReplaceAll(hertzFrame, `§"Hz`, "\x00"), `"`, `\"`) + `")`, one, []string{hertz}},
		{"in a page", "<td>" + html.EscapeString(hertzFrame) + "</td>\n", one, []string{hertz}},
		{"quoted in a mail", "> he sent:\n> " + hertzFrame[:90] + "\n> " + hertzFrame[90:] + "\n", one, []string{hertz}},
		{"fenced", "```\n" + hertzFrame + "\n```\nand `" + strings.Replace(hertzFrame, `"7"`, `"8"`, 1) + "`.\n", model.Counts{Frames: 2, MeterValues: 2, SampledValues: 2}, []string{hertz, hertz}},

		// Over many lines.
		{"pretty-printed behind its prefix", line + strings.NewReplacer(`,"`, ",\n    \"", `[{`, "[\n  {").Replace(hertzFrame) + "\n" + line + `[3,"7",{}]`,
			model.Counts{Frames: 2, MeterValues: 1, SampledValues: 1}, []string{hertz}},
		{"wrapped inside a token", line + wrap(hertzFrame, 37) + "\n" + line + `[3,"7",{}]`, model.Counts{Frames: 2, MeterValues: 1, SampledValues: 1}, []string{hertz}},
		{"wrapped inside the key", strings.Replace(hertzPayload, "meterValue", "meter\nValue", 1), one, []string{hertz}},
		{"wrapped behind the key's quote", strings.Replace(hertzPayload, `"meterValue`, "\"\r\nmeterValue", 1), one, []string{hertz}},
		{"wrapped before the key's quote", "words: " + strings.Replace(hertzPayload, `meterValue"`, "meterValue\n\"", 1), one, []string{hertz}},
		{"wrapped by its logger", "10:00:00 ocpp: " + strings.ReplaceAll(wrap(hertzFrame, 41), "\n", "\n10:00:01 ocpp: ") + "\n", one, []string{hertz}},

		// Cut off.
		{"cut off at the end", line + mark + unmarked(hertzFrame[:len(hertzFrame)-len(`]}]}]`)]), one, []string{"JSN002 §", "SCH003"}},
		{"cut off at a width", line + mark + unmarked(hertzFrame)[:60] + "\n" + line + `[3,"7",{}]` + "\n", model.Counts{Frames: 1, Unread: 1}, []string{"JSN002 §"}},
		{"cells cut off at a width", "time,message\n" + `2025-03-01 10:00:00,"` + mark + strings.ReplaceAll(unmarked(hertzFrame)[:60], `"`, `""`) + `"` + "\n" + `2025-03-01 10:00:01,"[3,""7"",{}]"` + "\n",
			model.Counts{Frames: 1, Unread: 1}, []string{"JSN002 §"}},

		// As programs print it.
		{"Python", "complained about " + python + "\n", one, []string{`SCH003 § /meterValue/0/sampledValue/0/unit "Hz"`}},
		{"Python's Call", "<Call - unique_id=7, action=MeterValues, payload=" + python + ">", one, []string{`SCH003 § /meterValue/0/sampledValue/0/unit "Hz"`}},
		{"JavaScript's console", "MeterValues " + javascript + "\n", one, []string{`SCH003 § /meterValue/0/sampledValue/0/unit "Hz"`}},

		// Characters and line ends.
		{"a byte order mark", "\ufeff" + hertzFrame + "\n", one, []string{hertz}},
		{"Latin-1", "Stra\xdfe \xe4 " + hertzFrame + "\n", one, []string{hertz}},
		{"line ends of Windows", strings.ReplaceAll(line+wrap(hertzFrame, 50), "\n", "\r\n") + "\r\n", one, []string{hertz}},
		{"zero bytes", "\x00\x00" + hertzFrame + "\x00\x00\n\x00", one, []string{hertz}},
		{"a line of megabytes", strings.Repeat("x", 3<<20) + hertzFrame + strings.Repeat("y", 2<<20), one, []string{hertz}},
		{"newest first", strings.Replace(line, "00.000", "01.000", 1) + `[3,"7",{}]` + "\n" + line + hertzFrame + "\n", model.Counts{Frames: 2, MeterValues: 1, SampledValues: 1}, []string{hertz}},
	} {
		t.Run(c.name, func(t *testing.T) {
			text, places := marked(strings.ReplaceAll(c.text, "\x00Hz", ""))
			if c.name == "in a string" {
				text, places = marked(strings.ReplaceAll(c.text, "\x00", `§\"Hz`))
			}
			k := importText(t, text, Options{})
			if k.counts != c.want {
				t.Errorf("counts %+v, want %+v in\n%.400s", k.counts, c.want, text)
			}
			checkFindings(t, k.findings, c.findings, places)
		})
	}
}

// checkFindings compares findings with "RULE [place [pointer got]]", where § is the next of the places.
func checkFindings(t *testing.T, got []model.Finding, want, places []string) {
	t.Helper()
	var all []string
	for i, f := range got {
		full := fmt.Sprintf("%s %d:%d", f.Rule, f.At.Line, f.At.Offset)
		if f.HasPointer {
			full += " " + f.Pointer + " " + f.Got
		}
		all = append(all, full)
		if i >= len(want) {
			continue
		}
		w := want[i]
		if strings.Contains(w, mark) {
			w = strings.Replace(w, mark, places[0], 1)
			places = places[1:]
		}
		if !strings.HasPrefix(full, w) && w != fmt.Sprintf("%s %s", f.Rule, f.Pointer) && w != string(f.Rule) {
			t.Errorf("finding %d is %s, want %s", i, full, w)
		}
	}
	if len(got) != len(want) {
		t.Errorf("findings %q, want %q", all, want)
	}
}

// wrap breaks a text after every so many bytes.
func wrap(text string, width int) string {
	var b strings.Builder
	for len(text) > width {
		n := width
		for text[n]&0xc0 == 0x80 { // not in the middle of the mark
			n++
		}
		b.WriteString(text[:n] + "\n")
		text = text[n:]
	}
	return b.String() + text
}

func TestFramesAreFoundInUTF16(t *testing.T) {
	plain, places := marked("received " + hertzFrame + "\r\n")
	for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
		raw := order.AppendUint16(nil, 0xfeff)
		for _, u := range utf16.Encode([]rune(plain)) {
			raw = order.AppendUint16(raw, u)
		}
		k := importText(t, string(raw), Options{})
		if k.counts != (model.Counts{Frames: 1, MeterValues: 1, SampledValues: 1}) {
			t.Errorf("%+v", k.counts)
		}
		var offset int
		_, _ = fmt.Sscanf(places[0], "1:%d", &offset)
		checkFindings(t, k.findings, []string{fmt.Sprintf(`SCH003 1:%d /meterValue/0/sampledValue/0/unit "Hz"`, 2+2*offset)}, nil)
	}
}
