package ocppj

import (
	"fmt"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"meterscope/importer/format"
	"meterscope/model"
)

// scan finds what is in a text.
func scan(t testing.TB, text string) (*Result, []string) {
	t.Helper()
	var res Result
	s := NewScanner(format.BeginsRecord)
	if done := s.Scan(Window{Text: []byte(text), Line: 1, Final: true}, &res); done != len(text) {
		t.Errorf("used up %d of %d bytes", done, len(text))
	}
	var out []string
	for i := range res.Items {
		out = append(out, describe(&res, &res.Items[i]))
	}
	return &res, out
}

// describe writes an item as tests expect it: "2 7 MeterValues ×1", "2 7 MeterValues ×1 cut", "unread
// JSN001@17".
func describe(res *Result, it *Item) string {
	switch it.Status {
	case Unread:
		f := res.Findings[it.Findings[0]]
		return fmt.Sprintf("unread %s@%d", f.Rule, f.At.Offset)
	case Partial:
		return fmt.Sprintf("%d %s %s ×%d cut", it.Kind, it.ID, it.Action, it.SampleCount)
	}
	s := fmt.Sprintf("%d %s %s", it.Kind, it.ID, it.Action)
	if it.Samples[1] > it.Samples[0] {
		s += fmt.Sprintf(" ×%d", it.SampleCount)
	}
	return s
}

const (
	sampled = `{"value":"1","unit":"Wh"}`
	payload = `{"connectorId":1,"meterValue":[{"timestamp":"2025-03-01T10:00:00Z","sampledValue":[` + sampled + `]}]}`
	meter   = `[2,"7","MeterValues",` + payload + `]`
	answer  = `[3,"7",{}]`
	list    = `[{"timestamp":"2025-03-01T10:00:00Z","sampledValue":[` + sampled + `]}]`
	stop    = `{"meterStop":5,"timestamp":"2025-03-01T10:00:00Z","transactionId":1,"transactionData":` + list + `}`
	prefix  = "2025-03-01 10:00:00.000 INFO (MainThread) [ocpp] CP1: receive message "
)

// meterTo is meter up to and without the first place of a text.
func meterTo(before string) string { return meter[:strings.Index(meter, before)] }

func TestFindsFramesAnywhereInText(t *testing.T) {
	const whole, cut = "2 7 MeterValues ×1", "2 7 MeterValues ×1 cut"
	spread := strings.NewReplacer(",", " ,\n\t", ":[", " : [ ").Replace(meter)
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"alone", meter, []string{whole}},
		{"text before and after", "foo [x] " + meter + " bar ]}", []string{whole}},
		{"two on a line", meter + answer + " and " + meter, []string{whole, "3 7 ", whole}},
		{"line ends of Windows", meter + "\r\n" + answer + "\r\n", []string{whole, "3 7 "}},
		{"byte order mark", "\ufeff" + meter, []string{whole}},
		{"zero bytes between", meter + "\x00\x00\n\x00" + answer, []string{whole, "3 7 "}},
		{"white space between tokens", spread, []string{whole}},
		{"pretty-printed in a fence", "```json\n[\n  2,\n  \"7\",\n  \"MeterValues\",\n  " + payload + "\n]\n```\n", []string{whole}},
		{"in back-ticks", "sent `" + meter + "` today", []string{whole}},
		{"error", `x [4,"7","NotSupported","no",{"a":1}] y`, []string{"4 7 "}},
		{"error without details", `[4,"7","NotSupported","no"]`, []string{"4 7 "}},
		{"answer of null", `[3,"7",null]`, []string{"3 7 "}},
		{"action unknown to OCPP 1.6", `[2,"7","TransactionEvent",{"meterValue":[{}]}]`, []string{"2 7 TransactionEvent"}},

		{"bare payload", "Received: " + payload, []string{"0  MeterValues ×1"}},
		{"bare payloads in a list", "[" + payload + "," + payload + "]", []string{"0  MeterValues ×1", "0  MeterValues ×1"}},
		{"bare payload below a key", `{"payload":` + payload + `}`, []string{"0  MeterValues ×1"}},
		{"bare payload, other keys first", `{"x":{"y":["}"]},"meterValue":[{"sampledValue":[` + sampled + `]}]}`, []string{"0  MeterValues ×1"}},
		{"what looks like a payload in a string", `[2,"1","DataTransfer",{"vendorId":"v","data":"{\"connectorId\":1,\"meterValue\":[]}"}]`, []string{"2 1 DataTransfer"}},
		{"a schema is no payload", `{"properties":{"meterValue":{"type":"array"}}}`, nil},

		{"arrays of numbers", "currents: [2,3,4] [16.3,0,0] [2, \"a\"] [3,\"b\",\"c\"] [2,\"x\",5,{}]", nil},
		{"an array that names no action", `[2,"a","b c",{}]`, nil},
		{"cut off at the end", meterTo(`]}]}]`), []string{cut}},
		{"cut off before any sample", meterTo(`,"unit"`), []string{"unread JSN002@0"}},
		{"cut off in its id", `[2,"7`, []string{"unread JSN002@0"}},
		{"cut off answer", `[3,"7",{"a":`, []string{"unread JSN002@0"}},
		{"cut off, another action", `[2,"7","StatusNotification",{"connectorId":1`, []string{"unread JSN002@0"}},
		{"cut off, then the next line", meterTo(`]}]}]`) + "\n" + answer + "\n" + meter, []string{cut, "3 7 ", whole}},
		{"cut off in a string, then the next line", meterTo(`nit"`) + "\n" + answer, []string{"unread JSN002@0", "3 7 "}},
		{"cut off after a comma, then the next line", meterTo(sampled) + sampled + ",\n" + answer + "\n" + meter, []string{cut, "3 7 ", whole}},
		{"cut off, then a log line", meterTo(`]}]}]`) + "\n" + prefix + answer, []string{cut, "3 7 "}},
		{"cut off, then words", meterTo(`]}]}]`) + "\nsome \"words\" and [more]\n" + answer, []string{cut, "3 7 "}},
		{"cut off in a string, then words", meterTo(`nit"`) + "\nsome \"words\" and [more]\n" + answer, []string{"unread JSN002@0", "3 7 "}},
		{"cut off, the next on the same line", meterTo(`nit"`) + " recv " + meter, []string{"unread JSN002@0", whole}},
		{"cut off bare payload, then the next line", strings.TrimSuffix(payload, "]}]}") + "\n" + payload, []string{"0  MeterValues ×1 cut", "0  MeterValues ×1"}},
		{"cut off with dots", meterTo(`]}]}]`) + "...\n" + answer, []string{cut, "3 7 "}},

		{"wrapped in a string", strings.Replace(meter, "Wh", "W\nh", 1), []string{whole}},
		{"wrapped in a string, Windows", strings.Replace(meter, "Wh", "W\r\nh", 1), []string{whole}},
		{"wrapped in the action", strings.Replace(meter, "rVal", "r\nVal", 1), []string{whole}},
		{"wrapped in the id", `[2,"70` + "\n" + `7","Heartbeat",{}]`, []string{"2 707 Heartbeat"}},
		{"wrapped in a number", strings.Replace(meter, `:1,`, ":1\n2,", 1), []string{whole}},
		{"wrapped before a timestamp", strings.Replace(meter, `"2025`, "\"\n2025", 1), []string{whole}},
		{"wrapped and cut off", strings.Replace(meterTo(`]}]}]`), "ectorId", "ect\norId", 1) + "\n" + prefix + answer, []string{cut, "3 7 "}},
		{"wrapped, next on the same line", strings.Replace(meter, "Wh", "W\nh", 1) + " " + answer, []string{whole, "3 7 "}},
		{"wrapped at every tenth byte", wrap(meter, 10), []string{whole}},

		{"wrapped by its logger", prefix + strings.ReplaceAll(wrap(meter, 40), "\n", "\n"+prefix) + "\n" + prefix + answer, []string{whole, "3 7 "}},
		{"wrapped by its logger, time goes on", prefix + meter[:50] + "\r\n" + strings.Replace(prefix, "00.000", "00.017", 1) + meter[50:] + "\r\n", []string{whole}},
		{"wrapped by a program without time", "ocpp | " + strings.ReplaceAll(wrap(meter, 40), "\n", "\nocpp | ") + "\nocpp | " + answer, []string{whole, "3 7 "}},
		{"wrapped by its logger, and cut off", prefix + strings.ReplaceAll(wrap(meterTo(`"unit`), 100), "\n", "\n"+prefix) + "\n" + prefix + answer, []string{"unread JSN002@70", "3 7 "}},
		{"cut off, the next line alike", prefix + meterTo(`]}]}]`) + "\n" + prefix + meter, []string{cut, whole}},
		{"quoted, pretty-printed", "> x\n> " + strings.ReplaceAll(meter, `,"meterValue`, ",\n>   \"meterValue") + "\n> y", []string{whole}},
		{"quoted twice, wrapped", ">> " + strings.ReplaceAll(wrap(meter, 30), "\n", "\r\n> > ") + "\n", []string{whole}},
		{"printed by Python", "Payload '" + python(payload) + "' is not valid", []string{"0  MeterValues ×1"}},
		{"printed by Python, wrapped", wrap(python(payload), 33), []string{"0  MeterValues ×1"}},
		{"printed by Python, cut off", meterTo(`[2`) + python(payload[:len(payload)-4]) + "\n" + prefix + answer, []string{"0  MeterValues ×1 cut", "3 7 "}},
		{"Python's Call", "request '<Call - unique_id=17-a, action=MeterValues, payload=" + python(payload) + ">'", []string{"2 17-a MeterValues ×1"}},
		{"Python's Call, newer", "Call(unique_id='17', action='MeterValues', payload=" + python(payload) + ", trace_id=None)", []string{"2 17 MeterValues ×1"}},
		{"Python's Call of a StopTransaction", "<Call - unique_id=17, action=StopTransaction, payload=" + python(stop) + ">", []string{"2 17 StopTransaction ×1"}},
		{"StopTransaction printed by Python", "he sent\n" + python(stop) + "\n" + answer, []string{"0  StopTransaction ×1", "3 7 "}},
		{"printed by Python, cut off by its fence", "```\n" + python(stop[:len(stop)-1]) + "\n```\nand words\n" + answer, []string{"0  StopTransaction ×1 cut", "3 7 "}},
		{"transactionData without a final reading", python(strings.Replace(stop, "meterStop", "meter", 1)), nil},
		{"bare StopTransaction", stop, nil},
		{"printed by JavaScript", "Received: " + console(payload) + " and\n" + answer, []string{"0  MeterValues ×1", "3 7 "}},
		{"printed by JavaScript over lines", strings.NewReplacer("{", "{\n  ", ",", ",\n  ").Replace(console(payload)), []string{"0  MeterValues ×1"}},
		{"printed by JavaScript, a time without quotes", strings.NewReplacer("'2025", "2025", "Z'", ".000Z").Replace(console(payload)), []string{"0  MeterValues ×1"}},
		{"printed by JavaScript, cut off", strings.TrimSuffix(console(payload), "]}]}"), []string{"0  MeterValues ×1 cut"}},
		{"printed by JavaScript, no whole sample", console(meterTo(`,"unit`)), []string{"unread JSN002@0"}},
		{"frame printed by Python", "x " + python(meter) + " and " + answer, []string{"2 7 MeterValues ×1", "3 7 "}},
		{"frame printed by JavaScript over lines", strings.ReplaceAll(console(meter), ",", ",\n  "), []string{"2 7 MeterValues ×1"}},
		{"in a string", `{"at":1,"message":` + strconv.Quote(meter) + `}` + "\n" + `{"message":` + strconv.Quote(answer) + "}", []string{whole, "3 7 "}},
		{"in a string of a string", strconv.Quote(strconv.Quote(meter)) + strconv.Quote(strconv.Quote(answer)), []string{whole, "3 7 "}},
		{"pretty-printed in a string", strconv.Quote(spread), []string{whole}},
		{"in a string, letters escaped", strings.ReplaceAll(strconv.Quote(meter), "MeterV", `\u004deterV`), []string{whole}},
		{"in a string, wrapped", wrap(strconv.Quote(meter), 20), []string{whole}},
		{"in a string, cut off", strconv.Quote(meterTo(`]}]}]`)) + "\n" + answer, []string{cut, "3 7 "}},
		{"in a string, cut off by the end of the text", strings.TrimSuffix(strconv.Quote(meterTo(`]}]}]`)), `"`), []string{cut}},
		{"in a string, cut off before any sample", strconv.Quote(meterTo(`,"unit"`)) + "\n" + answer, []string{"unread JSN002@1", "3 7 "}},
		{"in a string, broken", strconv.Quote(strings.Replace(meter, `":1,`, `":,`, 1)) + "\n" + answer, []string{"unread JSN001@43", "3 7 "}},
		{"payload in a string", `{"payload":` + strconv.Quote(payload) + `}` + "\n" + answer, []string{"0  MeterValues ×1", "3 7 "}},
		{"payload in a string of a message", `{"message":` + strconv.Quote(`[2,"1","DataTransfer",{"vendorId":"v","data":`+strconv.Quote(payload)+`}]`) + "}", []string{"2 1 DataTransfer"}},
		{"in a cell", `CP1;"` + strings.ReplaceAll(meter, `"`, `""`) + `";1` + "\n" + `CP1;"` + strings.ReplaceAll(answer, `"`, `""`) + `";2`, []string{whole, "3 7 "}},
		{"in a cell over lines", `CP1;"` + strings.ReplaceAll(spread, `"`, `""`) + `";1`, []string{whole}},
		{"payload in a cell", `CP1;"` + strings.ReplaceAll(payload, `"`, `""`) + `";1`, []string{"0  MeterValues ×1"}},
		{"cut off in a cell", `CP1;"` + strings.ReplaceAll(meterTo(`]}]}]`), `"`, `""`) + `";1` + "\n" + answer, []string{cut, "3 7 "}},
		{"id is empty", `[2,"","Heartbeat",{}]`, []string{"2  Heartbeat"}},
		{"in a page", "<td>" + html.EscapeString(meter) + "</td><td>" + html.EscapeString(answer) + "</td>", []string{whole, "3 7 "}},
		{"in a page, by names", "<td>" + strings.ReplaceAll(meter, `"`, "&quot;") + "</td>", []string{whole}},
		{"in the source of a page", html.EscapeString(html.EscapeString(meter)), []string{whole}},
		{"payload in a page", "<td>" + strings.ReplaceAll(payload, `"`, "&quot;") + "</td>", []string{"0  MeterValues ×1"}},
		{"lists of meter values", "meterValues: [ " + console(list) + ",\n " + console(list) + " ]\n" + answer, []string{"0  MeterValues ×1", "0  MeterValues ×1", "3 7 "}},
		{"lists of meter values, cut off", "meterValues: [ " + console(list) + ", " + strings.TrimSuffix(console(list), "]}]"), []string{"0  MeterValues ×1", "0  MeterValues ×1 cut"}},
		{"code that makes payloads", "send({ connectorId: id, meterValue: [{ timestamp: new Date(), sampledValue: [{ value: 1 }] }] })\n" + answer, []string{"3 7 "}},
		{"a type", "interface M { connectorId: number; meterValue: MeterValue[]; } " + answer, []string{"3 7 "}},
		{"words of another language", "{connectorId: 1, 'meterValue': [ [Object] ] } " + answer, []string{"3 7 "}},
		{"missing value", strings.Replace(meter, `"connectorId":1`, `"connectorId":`, 1) + answer, []string{"unread JSN001@36", "3 7 "}},
		{"stray comma", strings.Replace(meter, sampled, sampled+",", 1) + "\n" + answer, []string{"unread JSN001@130", "3 7 "}},
		{"action without quotes", `[2,"7",Heartbeat,{}] ` + answer, []string{"unread JSN001@7", "3 7 "}},
		{"broken in a wrapped line", strings.Replace(strings.Replace(meter, "ectorId", "ect\norId", 1), `sampledValue":`, `sampledValue":,`, 1) + "\n" + answer, []string{"unread JSN001@104", "3 7 "}},
		{"broken and pretty-printed", "[2,\"7\",\"MeterValues\",{\n \"connectorId\":1,\n \"transactionId\":,\n \"meterValue\":[]\n}]\n" + answer, []string{"unread JSN001@58", "3 7 "}},
		{"broken bare payload before a whole one", strings.Replace(payload, ":1,", ":,", 1) + "\n" + payload, []string{"unread JSN001@15", "0  MeterValues ×1"}},

		{"id is a number", `[2,17,"MeterValues",` + payload + `]`, []string{"unread JSN005@0"}},
		{"type is 5", `[5,"17","MeterValues",` + payload + `]`, []string{"unread JSN005@0"}},
		{"type is a string", `["2","17","MeterValues",` + payload + `]`, []string{"unread JSN005@0"}},
		{"too long", `[2,"17","Heartbeat",{},1]`, []string{"unread JSN005@0"}},
		{"no payload", `[2,"17","Heartbeat"]`, []string{"unread JSN005@0"}},
		{"no action", `[2,"17",{}]`, []string{"unread JSN005@0"}},
		{"answer's id is a number", `[3,17,{}]`, []string{"unread JSN005@0"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, got := scan(t, c.text); !slices.Equal(got, c.want) {
				t.Errorf("in %s\ngot  %q\nwant %q", c.text, got, c.want)
			}
		})
	}
}

// A CALLERROR has five elements (OCPP-J 1.6 §4.2.3). One without its details is an answer all the same, and said to be none.
func TestErrorWithoutDetailsIsReadAndSaid(t *testing.T) {
	for text, want := range map[string][]string{
		`[4,"7","NotSupported","no"]`:    {"JSN005@2"},
		`[4,"7","NotSupported","no",{}]`: nil,
	} {
		res, got := scan(t, "x "+text)
		var rules []string
		for i := range res.Findings {
			f := &res.Findings[i]
			rules = append(rules, fmt.Sprintf("%s@%d", f.Rule, f.At.Offset))
			if f.HasPointer || f.HasGot || f.FrameID != "7" || f.Want == "" {
				t.Errorf("%s: %+v", text, f)
			}
		}
		if !slices.Equal(rules, want) || !slices.Equal(got, []string{"4 7 "}) {
			t.Errorf("%s: %q with %q, want %q", text, got, rules, want)
		}
	}
}

// python writes JSON as Python prints it.
func python(s string) string {
	return strings.NewReplacer(`":`, "': ", `"`, "'", ",", ", ").Replace(s)
}

// console writes JSON as JavaScript's console prints it.
func console(s string) string {
	s = regexp.MustCompile(`"(\w+)":`).ReplaceAllString(s, "$1: ")
	return strings.ReplaceAll(s, `"`, "'")
}

// A printed payload is read by stretches: where one ends must not matter.
func TestLongPrintedPayloadsAreReadWhole(t *testing.T) {
	many := strings.Repeat(","+sampled, 2000)
	for from := range 40 {
		long := strings.Repeat("x", from) + strings.Replace(payload, sampled, sampled+many, 1)
		for name, text := range map[string]string{"Python": python(long), "JavaScript": strings.ReplaceAll(console(long), "'2025-03-01T10:00:00Z'", "2025-03-01T10:00:00.000Z")} {
			if _, got := scan(t, text); len(got) != 1 || got[0] != "0  MeterValues ×2001" {
				t.Errorf("%s from %d: %q", name, from, got)
			}
		}
	}
}

func TestPlacesOfEscapedFrames(t *testing.T) {
	bad := strings.Replace(meter, `"Wh"`, `"<Watt>"`, 1)
	for name, text := range map[string]string{
		"string":           "x\n" + strconv.Quote(bad),
		"string of string": "x\n" + strconv.Quote(strconv.Quote(bad)),
		"cell":             "x\n" + `"` + strings.ReplaceAll(bad, `"`, `""`) + `"`,
		"page":             "x\n" + html.EscapeString(bad),
	} {
		res, got := scan(t, text)
		if len(got) != 1 || len(res.Findings) != 1 {
			t.Fatalf("%s: %q", name, got)
		}
		f, it := res.Findings[0], res.Items[0]
		if f.Got != `"<Watt>"` || f.At.Line != 2 || text[f.At.Offset-1] != ':' {
			t.Errorf("%s: %+v", name, f)
		}
		if text[it.Start] != '[' || text[it.End-1] != ']' || !strings.HasSuffix(text, "]") && len(text)-it.End > 3 {
			t.Errorf("%s: it reaches from %d to %d of %d", name, it.Start, it.End, len(text))
		}
		if s := res.Samples[0]; text[s.At.Offset] != '{' || s.At.Line != 2 {
			t.Errorf("%s: the sample stands at %+v", name, s.At)
		}
	}
}

func TestPlacesInLists(t *testing.T) {
	text := "meterValues: [\n [\n  {\n timestamp: '2025-03-01T10:00:00Z', sampledValue: [ { value: '1', unit: 'Hz', more: 1 } ] } ] ]"
	res, got := scan(t, text)
	if len(got) != 1 || len(res.Findings) != 2 {
		t.Fatalf("%q, %+v", got, res.Findings)
	}
	for i, want := range []struct{ rule, pointer, at string }{
		{"SCH003", "/meterValue/0/sampledValue/0/unit", "'Hz'"},
		{"SCH004", "/meterValue/0/sampledValue/0/more", " more: 1"},
	} {
		f := res.Findings[i]
		if string(f.Rule) != want.rule || f.Pointer != want.pointer || !strings.HasPrefix(text[f.At.Offset:], want.at) || f.At.Line != 4 {
			t.Errorf("%+v", f)
		}
	}
	it := res.Items[0]
	if want := `{"meterValue":[`; !strings.HasPrefix(string(it.Payload), want) || text[it.Start] != '[' || text[it.End-1] != ']' {
		t.Errorf("it reaches from %d to %d: %s", it.Start, it.End, it.Payload)
	}
}

func TestPlacesOfPrintedPayloads(t *testing.T) {
	text := "x {'connectorId': 1, 'a': None, 'b\"\\'': True, 'meterValue': [{'timestamp': '2025-03-01T10:00:00Z', 'sampledValue': [{'value': 5.5, 'unit': \"W'h\"}]}]}"
	res, got := scan(t, text)
	if len(got) != 1 || got[0] != "0  MeterValues ×1" {
		t.Fatalf("%q", got)
	}
	places := map[string]string{}
	for _, f := range res.Findings {
		places[string(f.Rule)+" "+f.Pointer+" "+f.Got] = text[f.At.Offset:][:4]
	}
	for finding, want := range map[string]string{
		`SCH004 /a "a": null`:                              "'a':",
		"SCH004 /b\"' \"b\\\"'\": true":                    "'b\"\\",
		"SCH001 /meterValue/0/sampledValue/0/value 5.5":    "5.5,",
		"SCH003 /meterValue/0/sampledValue/0/unit \"W'h\"": "\"W'h",
	} {
		if places[finding] != want {
			t.Errorf("%s stands at %q, want %q; all: %q", finding, places[finding], want, places)
		}
	}
	if s := res.Samples[0]; text[s.At.Offset:s.At.Offset+9] != "{'value':" {
		t.Errorf("sample at %d", s.At.Offset)
	}
}

func TestPrintedFramesOfEveryKindAreRead(t *testing.T) {
	for name, show := range map[string]func(string) string{"Python": python, "JavaScript": console} {
		for frame, want := range map[string]string{
			`[2,"1","StartTransaction",{"connectorId":1,"idTag":"A","meterStart":0,"timestamp":"2025-03-01T10:00:00Z"}]`: "2 1 StartTransaction",
			`[3,"1",{"transactionId":42,"idTagInfo":{"status":"Accepted"}}]`:                                             "3 1 ",
			`[3,"2",{}]`:                      "3 2 ",
			`[4,"3","InternalError","no",{}]`: "4 3 ",
			meter:                             "2 7 MeterValues ×1",
		} {
			text := "10:00 received " + show(frame) + " from [3, 'four'] [2, 'x']\n"
			res, got := scan(t, text)
			if len(got) == 0 || got[0] != want {
				t.Errorf("%s, %s: %q", name, text, got)
				continue
			}
			if it := res.Items[0]; text[it.Start] != '[' || text[it.End-1] != ']' {
				t.Errorf("%s, %s: it reaches from %d to %d", name, text, it.Start, it.End)
			}
		}
	}
}

func TestPrintedPayloadsInAQuotationAreRead(t *testing.T) {
	for _, mark := range []string{"> ", ">", "> > "} {
		text := mark + "it says\n" + mark + "{\n" + mark + "  connectorId: 1,\n" + mark + "  meterValue: [ { timestamp: '2025-03-01T10:00:00Z',\n" +
			mark + "      sampledValue: [ { value: '1' } ] } ]\n" + mark + "}\n" + mark + "[2, '7', 'Heart\n" + mark + "beat', {}]\n"
		if _, got := scan(t, text); len(got) != 2 || got[0] != "0  MeterValues ×1" || got[1] != "2 7 Heartbeat" {
			t.Errorf("%q: %q", mark, got)
		}
	}
}

func TestPrintedFramesThatBreakOffAreReported(t *testing.T) {
	for text, want := range map[string]model.RuleID{
		"x [2, '1', 'StartTransaction', {'connectorId': 1, 'idT":         "JSN002",
		"x [2, '1', 'StartTransaction', {'connectorId': 1, 'idTag': @}]": "JSN001",
	} {
		res, got := scan(t, text)
		if len(got) != 1 || len(res.Findings) != 1 || res.Findings[0].Rule != want || res.Items[0].Status != Unread {
			t.Errorf("%s: %q, %+v", text, got, res.Findings)
		}
	}
}

// wrap breaks a text into lines of n bytes.
func wrap(s string, n int) string {
	var b strings.Builder
	for len(s) > n {
		b.WriteString(s[:n] + "\n")
		s = s[n:]
	}
	return b.String() + s
}

func TestPlacesOfWrappedFrames(t *testing.T) {
	bad := strings.Replace(meter, `"Wh"`, `"Watt"`, 1)
	at := strings.Index(bad, `"Watt"`)
	for _, n := range []int{7, 10, 33, 100} {
		text := prefix + "\n" + wrap(bad, n) + "\n"
		res, got := scan(t, text)
		if len(got) != 1 || len(res.Findings) != 1 {
			t.Fatalf("width %d: %q, %d findings", n, got, len(res.Findings))
		}
		f := res.Findings[0]
		want := len(prefix) + 1 + at + at/n
		if f.Rule != "SCH003" || f.At.Offset != int64(want) || f.At.Line != 2+at/n || f.Got != `"Watt"` {
			t.Errorf("width %d: %+v, want offset %d, line %d", n, f, want, 2+at/n)
		}
		if it := res.Items[0]; text[it.Start:it.End] != wrap(bad, n) {
			t.Errorf("width %d: the frame reaches from %d to %d", n, it.Start, it.End)
		}
		if s := res.Samples[0]; text[s.At.Offset] != '{' {
			t.Errorf("width %d: sample at %d", n, s.At.Offset)
		}
	}
}

func TestEqualFramesHashEqually(t *testing.T) {
	hash := func(text string) uint64 {
		res, _ := scan(t, text)
		if len(res.Items) != 1 {
			t.Fatalf("%d items in %s", len(res.Items), text)
		}
		return res.Items[0].Hash
	}
	first := hash(meter)
	for _, same := range []string{wrap(meter, 20), strings.ReplaceAll(meter, ",", " ,\t"), strings.Replace(meter, "Wh", `\u0057h`, 1)} {
		if hash(same) != first {
			t.Errorf("differs: %s", same)
		}
	}
	for _, other := range []string{
		strings.Replace(meter, `"7"`, `"8"`, 1), strings.Replace(meter, `"1"`, `"2"`, 1),
		strings.Replace(meter, `"MeterValues"`, `"Heartbeat"`, 1), payload,
	} {
		if hash(other) == first {
			t.Errorf("doesn't differ: %s", other)
		}
	}
}

// A window's end must not change what is found: each window goes on where the one before stopped.
func TestWindowsFindWhatTheWholeTextHas(t *testing.T) {
	var b strings.Builder
	for i := range 400 {
		switch i % 8 {
		case 0:
			b.WriteString(meterTo(`]}]}]`) + "\n")
		case 1:
			b.WriteString(prefix + wrap(meter, 50) + "\n")
		case 2:
			b.WriteString(prefix + meter + " again " + answer + "\n")
		case 3:
			b.WriteString(strings.Replace(meter, ":1,", ":,", 1) + "\n")
		case 4:
			b.WriteString(payload + "\n" + strings.Repeat("no frame [here] \"meterValue\" ", i) + "\n")
		case 5:
			b.WriteString(prefix + python(payload) + "\n" + strings.ReplaceAll(console(meter), ",", ",\n") + "\nmeterValues: [" + console(list) + ", " + console(list) + "]\n")
		default:
			b.WriteString(prefix + strings.ReplaceAll(meter, ",", ",\n ") + "\n" + prefix + answer + "\n")
		}
	}
	text := b.String()
	whole, want := scan(t, text)
	for _, size := range []int{tail + 1000, 100_000, 333_333} {
		s := NewScanner(format.BeginsRecord)
		var got []string
		var places []int64
		offset, line := 0, 1
		for offset < len(text) {
			for n := size; ; n *= 2 {
				end := min(len(text), offset+n)
				var res Result
				w := Window{Text: []byte(text[offset:end]), Base: int64(offset), Line: line, Final: end == len(text)}
				done := s.Scan(w, &res)
				if done == 0 {
					continue
				}
				for i := range res.Items {
					got = append(got, describe(&res, &res.Items[i]))
				}
				for _, f := range res.Findings {
					places = append(places, f.At.Offset, int64(f.At.Line))
				}
				line += strings.Count(text[offset:offset+done], "\n")
				offset += done
				break
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("windows of %d: %d places, want %d", size, len(got), len(want))
		}
		var all []int64
		for _, f := range whole.Findings {
			all = append(all, f.At.Offset, int64(f.At.Line))
		}
		if !slices.Equal(places, all) {
			t.Errorf("windows of %d: findings stand elsewhere", size)
		}
	}
}

func TestFrameThatNoWindowHoldsIsGivenUp(t *testing.T) {
	text := prefix + meterTo(`"unit"`)
	s := NewScanner(format.BeginsRecord)
	var res Result
	w := Window{Text: []byte(text), Line: 1}
	if done := s.Scan(w, &res); done != 0 {
		t.Fatalf("used up %d bytes of a window that is too small", done)
	}
	w.Full = true
	if done := s.Scan(w, &res); done != len(text) || len(res.Items) != 1 || res.Items[0].Status != Unread {
		t.Fatalf("used up %d of %d bytes, %d items", done, len(text), len(res.Items))
	}
	if f := res.Findings[0]; f.Rule != "JSN002" || f.At.Offset != int64(len(prefix)) {
		t.Errorf("%+v", f)
	}
}

func TestSenderOfActions(t *testing.T) {
	for action, want := range map[string]model.Direction{
		"MeterValues": model.FromStation, "Reset": model.ToStation, "DataTransfer": model.DirectionUnknown, "Foo": model.DirectionUnknown,
	} {
		if got := Sender(action); got != want {
			t.Errorf("%s: %d, want %d", action, got, want)
		}
	}
}

// FuzzFind: whatever the text, nothing panics, places don't overlap, findings stand within them, and where a
// frame stands unwrapped got stands at its offset.
func FuzzFind(f *testing.F) {
	for _, s := range []string{meter, answer, payload, prefix + wrap(meter, 30) + "\n" + answer, meterTo("]") + "\n" + meter,
		strings.ReplaceAll(meter, `"`, `\"`), `[4,"7","NotSupported","no",{}]`, `[2,17,"Heartbeat",{}]`, "[2,\"a\"\n,\"\n"} {
		f.Add(s)
	}
	files, _ := filepath.Glob("../../../shared/corpus/issues/*")
	for _, name := range files {
		if b, err := os.ReadFile(name); err == nil {
			f.Add(string(b))
		}
	}
	s := NewScanner(format.BeginsRecord)
	f.Fuzz(func(t *testing.T, text string) {
		var res Result
		if done := s.Scan(Window{Text: []byte(text), Line: 1, Final: true}, &res); done != len(text) {
			t.Fatalf("used up %d of %d bytes", done, len(text))
		}
		last, samples := 0, 0
		for i := range res.Items {
			it := &res.Items[i]
			if it.Start < last || it.End <= it.Start || it.End > len(text) || it.Before < 0 || it.Before > it.Start {
				t.Fatalf("place %d reaches from %d to %d, after %d", i, it.Start, it.End, last)
			}
			last = it.End
			if want := strings.Count(text[:it.Start], "\n") + 1; it.Line != want {
				t.Fatalf("place %d is on line %d, want %d", i, it.Line, want)
			}
			if it.Samples[0] != samples || it.Samples[1] < samples {
				t.Fatalf("place %d has the samples %v", i, it.Samples)
			}
			samples = it.Samples[1]
			for _, x := range res.Samples[it.Samples[0]:it.Samples[1]] {
				if x.At.Offset < int64(it.Start) || x.At.Offset >= int64(it.End) {
					t.Fatalf("a sample at %d, outside of %d to %d", x.At.Offset, it.Start, it.End)
				}
			}
			checkFindings(t, text, &res, it)
		}
	})
}

func checkFindings(t *testing.T, text string, res *Result, it *Item) {
	t.Helper()
	for _, x := range res.Findings[it.Findings[0]:it.Findings[1]] {
		if x.At.Offset < int64(it.Start) || x.At.Offset > int64(it.End) {
			t.Fatalf("%s at %d, outside of %d to %d", x.Rule, x.At.Offset, it.Start, it.End)
		}
		if want := strings.Count(text[:x.At.Offset], "\n") + 1; x.At.Line != want {
			t.Fatalf("%s on line %d, want %d", x.Rule, x.At.Line, want)
		}
		if !x.HasGot {
			continue
		}
		if len(it.Segments) == 0 {
			if !strings.HasPrefix(text[x.At.Offset:], x.Got) && strings.ToValidUTF8(text, "") == text {
				t.Fatalf("%s got %q, but %.90q stands there", x.Rule, x.Got, text[x.At.Offset:])
			}
			continue
		}
		found := strings.ToValidUTF8(string(it.Payload), "") != string(it.Payload)
		for i := range it.Payload {
			found = found || it.Segments.Source(i) == x.At.Offset && strings.HasPrefix(string(it.Payload[i:]), x.Got)
		}
		if !found {
			t.Fatalf("%s got %q, but no such text comes from %d", x.Rule, x.Got, x.At.Offset)
		}
	}
}
