package schema_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"meterscope/model"
	"meterscope/model/schema"
)

func decode(t *testing.T, action, text string) schema.Message {
	t.Helper()
	var m schema.Message
	schema.NewDecoder().Decode(action, []byte(text), 0, &m)
	return m
}

// meterValue wraps sampled values into a payload that is right but for them.
func meterValue(sampled string) string {
	return `{"connectorId":1,"meterValue":[{"timestamp":"2025-03-01T10:00:00Z","sampledValue":[` + sampled + `]}]}`
}

// brief writes a violation as "rule pointer@offset got < want".
func brief(v schema.Violation) string {
	got := v.Got
	if !v.HasGot {
		got = "null"
	}
	return fmt.Sprintf("%s %s@%d %s < %s", v.Rule, v.Pointer, v.Offset, got, v.Want)
}

func TestEveryFailingKeywordIsReportedAtItsPlace(t *testing.T) {
	long := strings.Repeat("x", 200)
	for _, c := range []struct {
		name, action, text string
		want               []string
	}{
		{"right", "Authorize", ` {"idTag":"A"} `, nil},
		{"missing property", "Authorize", ` {}`, []string{`SCH002 @1 null < property "idTag"`}},
		{"extra property", "Authorize", `{"idTag":"A", "extra" : 1 }`, []string{`SCH004 /extra@14 "extra" : 1 < only idTag`}},
		{"too long", "Authorize", `{"idTag":"aaaaaaaaaaaaaaaaaaaaa"}`,
			[]string{`SCH006 /idTag@9 "aaaaaaaaaaaaaaaaaaaaa" < at most 20 characters`}},
		{"long in characters, not bytes", "Authorize", `{"idTag":"ääääääääääääääääääää"}`, nil},
		{"wrong type of the whole", "Authorize", `["a"]`, []string{`SCH001 @0 ["a"] < object`}},
		{"got is cut at 80 characters", "Authorize", `{"idTag":"` + long + `"}`,
			[]string{`SCH006 /idTag@9 "` + long[:79] + ` < at most 20 characters`}},
		{"got of an extra property is its member", "Authorize", `{"idTag":"A","a~b/c":[1, 2]}`,
			[]string{`SCH004 /a~0b~1c@13 "a~b/c":[1, 2] < only idTag`}},
		{"wrong type doesn't hide enum", "MeterValues", meterValue(`{"value":"1","unit":5}`),
			[]string{`SCH001 /meterValue/0/sampledValue/0/unit@103 5 < string`,
				`SCH003 /meterValue/0/sampledValue/0/unit@103 5 < one of Wh, kWh, v`}},
		{"an object for a string has properties too many", "MeterValues", meterValue(`{"value":"1","unit":{"a":1,"b":2}}`),
			[]string{`SCH001 /meterValue/0/sampledValue/0/unit@103 {"a":1,"b":2} < string`,
				`SCH003 /meterValue/0/sampledValue/0/unit@103 {"a":1,"b":2} < one of Wh, kWh, v`,
				`SCH004 /meterValue/0/sampledValue/0/unit/a@104 "a":1 < no properties`,
				`SCH004 /meterValue/0/sampledValue/0/unit/b@110 "b":2 < no properties`}},
		{"missing before what is inside", "MeterValues", meterValue(`{"valu":"3","unit":"Hz"}`),
			[]string{`SCH002 /meterValue/0/sampledValue/0@83 null < property "value"`,
				`SCH004 /meterValue/0/sampledValue/0/valu@84 "valu":"3" < only value, cont`,
				`SCH003 /meterValue/0/sampledValue/0/unit@102 "Hz" < one of Wh, kWh, v`}},
		{"1.0 is no integer", "Authorize", `{"idTag":1.0}`, []string{`SCH001 /idTag@9 1.0 < string`}},
		{"neither is 1e3", "StartTransaction",
			`{"connectorId":1.0,"idTag":"A","meterStart":1e3,"timestamp":"2025-03-01T10:00:00Z"}`,
			[]string{`SCH001 /connectorId@15 1.0 < integer`, `SCH001 /meterStart@44 1e3 < integer`}},
		{"no zone", "StartTransaction",
			`{"connectorId":1,"idTag":"A","meterStart":0,"timestamp":"2025-03-01T10:00:00"}`,
			[]string{`SCH005 /timestamp@56 "2025-03-01T10:00:00" < date-time (RFC `}},
		{"keys have their case", "Authorize", `{"IdTag":"A"}`,
			[]string{`SCH002 @0 null < property "idTag"`, `SCH004 /IdTag@1 "IdTag":"A" < only idTag`}},
		{"keys may have escapes", "Authorize", `{"\u0069dTag":"A"}`, nil},
		{"null is its own type", "Authorize", `{"idTag":null}`, []string{`SCH001 /idTag@9 null < string`}},
		{"a lone object fails only as no array", "MeterValues", `{"connectorId":1,"meterValue":{"timestamp":1,"x":2}}`,
			[]string{`SCH001 /meterValue@30 {"timestamp":1,"x":2} < array`}},
		{"a key twice", "Authorize", `{"idTag":"A","idTag" :"B"}`,
			[]string{`JSN003 /idTag@13 "idTag" :"B" < one "idTag"; the`}},
		{"of a key twice the last is checked", "Authorize", `{"idTag":1,"idTag":"B","idTag":2}`,
			[]string{`JSN003 /idTag@11 "idTag":"B" < one "idTag"; the`, `JSN003 /idTag@23 "idTag":2 < one "idTag"; the`,
				`SCH001 /idTag@31 2 < string`}},
		{"an unknown key twice", "DataTransfer", `{"vendorId":"V","a":1,"\u0061":2}`,
			[]string{`JSN003 /a@22 "\u0061":2 < one "\u0061"; the last counts, the first was 1`, `SCH004 /a@22 "\u0061":2 < only vendorId, m`}},
		{"bad UTF-8", "Authorize", "{\"idTag\":\"A\xff\xfe\"}", []string{"JSN004 /idTag@9 \"A\xff\xfe\" < valid UTF-8"}},
		{"a lone surrogate in a key", "Authorize", `{"idTag":"A","\ud800":1}`,
			[]string{`JSN004 /` + "\ufffd" + `@13 "\ud800" < both halves of `,
				`SCH004 /` + "\ufffd" + `@13 "\ud800":1 < only idTag`}},
	} {
		m := decode(t, c.action, c.text)
		if m.Syntax != nil || !m.Checked || m.End != len(strings.TrimRight(c.text, " ")) {
			t.Errorf("%s: %v, checked %v, end %d", c.name, m.Syntax, m.Checked, m.End)
		}
		if len(m.Violations) != len(c.want) {
			t.Errorf("%s: %d violations: %+v", c.name, len(m.Violations), m.Violations)
			continue
		}
		for i, v := range m.Violations {
			if got := brief(v); !strings.HasPrefix(got, c.want[i]) {
				t.Errorf("%s:\n%s\nwant\n%s", c.name, got, c.want[i])
			}
		}
	}
}

func TestDuplicateSaysWhatTheFirstWas(t *testing.T) {
	m := decode(t, "MeterValues", meterValue(`{"value":"1","unit":"Hz","unit":"Wh"}`))
	if len(m.Violations) != 1 {
		t.Fatalf("%+v", m.Violations)
	}
	const want = `one "unit"; the last counts, the first was "Hz"`
	if v := m.Violations[0]; v.Want != want || v.Got != `"unit":"Wh"` || v.Keyword != "" {
		t.Errorf("%+v", v)
	}
	if m.Samples[0].Unit != model.Wh {
		t.Errorf("unit %s: the last counts", m.Samples[0].Unit)
	}
}

func TestFieldsOfEachActionAreRead(t *testing.T) {
	at := model.NewTime(time.Date(2025, 3, 1, 10, 0, 0, 0, time.UTC), 0, model.ZoneStated)
	for _, c := range []struct {
		action, text string
		want         schema.Fields
	}{
		{"StartTransaction", `{"connectorId":2,"idTag":"T1","meterStart":-5,"timestamp":"2025-03-01T10:00:00Z","reservationId":9}`,
			schema.Fields{Connector: model.Some[int64](2), Meter: model.Some[int64](-5), IDTag: "T1", Time: at}},
		{"StopTransaction", `{"transactionId":9223372036854775807,"meterStop":7,"timestamp":"2025-03-01T11:00:00+01:00","reason":"Local","idTag":"T1"}`,
			schema.Fields{Transaction: model.Some[int64](1<<63 - 1), Meter: model.Some[int64](7), IDTag: "T1", Reason: "Local", Time: at}},
		{"StatusNotification", `{"connectorId":0,"errorCode":"NoError","status":"Charging","info":"x","timestamp":"2025-03-01T10:00:00Z"}`,
			schema.Fields{Connector: model.Some[int64](0), ErrorCode: "NoError", Status: "Charging", Info: "x", Time: at}},
		{"Authorize", `{"idTag":12345}`, schema.Fields{IDTag: "12345"}},
		{"RemoteStartTransaction", `{"connectorId":3,"idTag":"T2","chargingProfile":{"connectorId":9}}`,
			schema.Fields{Connector: model.Some[int64](3), IDTag: "T2"}},
		{"BootNotification", `{"chargePointVendor":"V","chargePointModel":"M"}`, schema.Fields{}},
		// What can't be read is absent, and the last of two counts.
		{"StartTransaction", `{"connectorId":99999999999999999999,"idTag":null,"meterStart":1.0,"timestamp":5}`, schema.Fields{}},
		{"StartTransaction", `{"connectorId":"1","idTag":{},"meterStart":[],"timestamp":"soon"}`, schema.Fields{}},
		{"StartTransaction", `{"connectorId":1,"connectorId":"1","idTag":"A","idTag":[]}`, schema.Fields{}},
		{"StopTransaction", `{"transactionId":true,"transactionData":[]}`, schema.Fields{HasMeterValue: true}},
	} {
		if m := decode(t, c.action, c.text); m.Fields != c.want || m.Syntax != nil {
			t.Errorf("%s %s\ngot  %+v\nwant %+v", c.action, c.text, m.Fields, c.want)
		}
	}
}

func TestAnswersAreReadAndNotChecked(t *testing.T) {
	var m schema.Message
	d := schema.NewDecoder()
	d.DecodeAnswer([]byte(`x{"transactionId":42,"idTagInfo":{"status":"Invalid","expiryDate":1}}`), 1, &m)
	if m.Fields.Transaction != model.Some[int64](42) || m.Fields.Status != "Invalid" || m.Checked || len(m.Violations) > 0 {
		t.Errorf("%+v", m)
	}
	d.DecodeAnswer([]byte(`{"currentTime":"2025-03-01T10:00:00.000Z","interval":300,"status":"Accepted"}`), 0, &m)
	if m.Fields.CurrentTime.String() != "2025-03-01T10:00:00.000Z" || m.Fields.Status != "Accepted" || m.Fields.Transaction.OK {
		t.Errorf("%+v", m.Fields)
	}
}

func TestSampledValuesAreReadWithTheirMeterValue(t *testing.T) {
	text := `{"connectorId":1,"transactionId":-1,"meterValue":[` +
		`{"sampledValue":[{"value":"12.50","context":"Trigger","format":"Raw","measurand":"Voltage","phase":"L1-N","location":"EV","unit":"V"},{"value":""}],"timestamp":"2025-03-01T10:00:01Z"},` +
		`{"timestamp":"2025-03-01 10:00:00","sampledValue":[]},{"timestamp":"2025-03-01T10:00:02.5Z","sampledValue":[{"value":"1"}]}]}`
	m := decode(t, "MeterValues", text)
	if len(m.Samples) != 3 || m.Fields.MeterValues != 3 || !m.Fields.HasMeterValue {
		t.Fatalf("%+v", m)
	}
	s := m.Samples[0]
	key := model.SeriesKey{Measurand: model.Voltage, Phase: model.L1N, Location: model.EV}
	if s.Key != key || s.Context != "Trigger" || s.Format != "Raw" || s.Unit != "V" || s.Value.String() != "12.50" ||
		!s.Number || s.Text != "" || s.Absent || s.Inferred || s.FromStop || s.Time.String() != "2025-03-01T10:00:01Z" {
		t.Errorf("%+v", s)
	}
	if s := m.Samples[1]; s.Number || s.Absent || s.Text != "" || s.Key.Measurand != model.DefaultMeasurand || s.Unit != "" {
		t.Errorf("empty value: %+v", s)
	}
	if s := m.Samples[2]; text[s.At.Offset:s.At.Offset+5] != `{"val` || s.Time.Digits() != 1 {
		t.Errorf("%+v", s)
	}
	if f, l := m.Fields.First.String(), m.Fields.Last.String(); f != "2025-03-01T10:00:00Z" || l != "2025-03-01T10:00:02.5Z" {
		t.Errorf("from %s to %s", f, l)
	}
	if m.Fields.First.Zone() != model.ZoneAssumed || m.Fields.Last.Zone() != model.ZoneStated {
		t.Error("the zone of a time without one is assumed")
	}
}

func TestValuesAreReadAsTheyWereSent(t *testing.T) {
	for _, c := range []struct {
		property    string
		value, text string
		number      bool
		absent      bool
	}{
		{`"value":"230.10"`, "230.10", "", true, false},
		{`"value":"-5"`, "-5", "", true, false},
		{`"value":"2\u0033.5"`, "23.5", "", true, false},
		{`"value":"007"`, "7", "007", true, false},
		{`"value":"-0.0"`, "0.0", "-0.0", true, false},
		{`"value":" 12 "`, "12", " 12 ", true, false},
		{`"value":"12,5"`, "12.5", "12,5", true, false},
		{`"value":"1e3"`, "1000", "1e3", true, false},
		{`"value":"1,234"`, "0", "1,234", false, false},
		{`"value":"n/a"`, "0", "n/a", false, false},
		{`"value":12.50`, "12.50", "", true, false},
		{`"value":1.5E3`, "1500", "1.5E3", true, false},
		{`"value":true`, "0", "true", false, false},
		{`"value":{"a":1}`, "0", `{"a":1}`, false, false},
		{`"value":null`, "0", "", false, true},
		{`"unit":"V"`, "0", "", false, true},
		{`"value":"5","value":null`, "0", "", false, true},
		{`"value":"5","format":"SignedData"`, "0", "5", false, false},
		{`"format":"SignedData","value":"5.0"`, "0", "5.0", false, false},
	} {
		m := decode(t, "MeterValues", meterValue("{"+c.property+"}"))
		if len(m.Samples) != 1 {
			t.Fatalf("%s: %d samples", c.property, len(m.Samples))
		}
		s := m.Samples[0]
		if s.Value.String() != c.value || s.Text != c.text || s.Number != c.number || s.Absent != c.absent {
			t.Errorf("%s: %+v", c.property, s)
		}
	}
}

func TestMeasurandOfAWrongTypeIsNotTheDefault(t *testing.T) {
	for property, want := range map[string]model.Measurand{
		`"unit":"V"`: model.DefaultMeasurand, `"measurand":null`: model.DefaultMeasurand, `"measurand":""`: "",
		`"measurand":7`: "7", `"measurand":[1]`: "[1]", `"measurand":"SoC","measurand":null`: model.DefaultMeasurand,
	} {
		if m := decode(t, "MeterValues", meterValue(`{"value":"1",`+property+`}`)); m.Samples[0].Key.Measurand != want {
			t.Errorf("%s: %q", property, m.Samples[0].Key.Measurand)
		}
	}
}

func TestLoneObjectsAreReadAsLists(t *testing.T) {
	m := decode(t, "StopTransaction", `{"transactionId":1,"meterStop":1,"timestamp":"2025-03-01T10:00:00Z",`+
		`"transactionData":{"timestamp":"2025-03-01T09:00:00Z","sampledValue":{"value":5,"unit":"W","extra":1,"extra":2}}}`)
	if len(m.Samples) != 1 || !m.Samples[0].FromStop || m.Samples[0].Value.String() != "5" || m.Samples[0].Unit != "W" ||
		m.Samples[0].Time.String() != "2025-03-01T09:00:00Z" || m.Fields.MeterValues != 1 {
		t.Errorf("%+v %+v", m.Samples, m.Fields)
	}
	var rules []string
	for _, v := range m.Violations {
		rules = append(rules, string(v.Rule)+" "+v.Pointer)
	}
	if got := strings.Join(rules, ", "); got != "SCH001 /transactionData, JSN003 /transactionData/sampledValue/extra" {
		t.Error(got)
	}
}

func TestOnlyTheLastOfTwoListsIsRead(t *testing.T) {
	const value = `[{"timestamp":"2025-03-01T10:00:00Z","sampledValue":[{"value":"1"}],"sampledValue":[{"value":"2"}]}]`
	m := decode(t, "MeterValues", `{"connectorId":1,"meterValue":`+value+`,"meterValue":`+value+`}`)
	if len(m.Samples) != 1 || m.Samples[0].Value.String() != "2" || m.Fields.MeterValues != 1 {
		t.Errorf("%+v", m.Samples)
	}
	m = decode(t, "MeterValues", `{"connectorId":1,"meterValue":`+value+`,"meterValue":"none"}`)
	if len(m.Samples) != 0 || m.Fields.MeterValues != 0 || !m.Fields.HasMeterValue {
		t.Errorf("%+v", m)
	}
}

func TestOldValuesKeyIsNotRead(t *testing.T) {
	m := decode(t, "MeterValues", `{"connectorId":1,"values":[{"timestamp":"2025-03-01T10:00:00Z","values":[{"value":"1"}]}]}`)
	if len(m.Samples) != 0 || m.Fields.HasMeterValue || len(m.Violations) != 2 {
		t.Errorf("%+v", m)
	}
}

func TestCutTextGivesTheWholeSampledValuesBeforeTheCut(t *testing.T) {
	text := `{"connectorId":12,"transactionId":34,"meterValue":[` +
		`{"timestamp":"2025-03-01T10:00:00Z","sampledValue":[{"value":"1","unit":"Wh"},{"value":"2","unit":"Wh"}]},` +
		`{"timestamp":"2025-03-01T10:01:00Z","sampledValue":[{"value":3,"unit":"Hz"},{"value":"4"}]}]}`
	d, b := schema.NewDecoder(), newBench(t)
	for cut := range len(text) {
		part := text[:cut]
		var m schema.Message
		d.Decode("MeterValues", []byte(part), 0, &m)
		b.judge(t, "MeterValues", []byte(part))
		if m.Syntax == nil || !m.Syntax.Truncated || m.Syntax.Offset != cut || m.Syntax.Got != "" || m.End != cut {
			t.Fatalf("%s: %+v", part, m.Syntax)
		}
		whole := strings.Count(part, `"Wh"}`) + strings.Count(part, `"Hz"}`) + strings.Count(part, `"4"}`)
		if len(m.Samples) != whole {
			t.Errorf("%s: %d samples", part, len(m.Samples))
		}
		for _, s := range m.Samples {
			if !s.Inferred || s.Time.IsZero() {
				t.Errorf("%s: %+v", part, s)
			}
		}
		begun := 0
		for i := range part {
			if strings.HasPrefix(text[i:], `{"timestamp"`) {
				begun++
			}
		}
		if m.Fields.MeterValues != begun {
			t.Errorf("%s: %d meter values", part, m.Fields.MeterValues)
		}
		if m.Fields.Connector.OK != strings.Contains(part, "12,") || m.Fields.Transaction.OK != strings.Contains(part, "34,") {
			t.Errorf("%s: a cut number is none: %+v", part, m.Fields)
		}
		for _, v := range m.Violations {
			if v.Rule == "SCH002" {
				t.Errorf("%s: nothing is missing in what was cut: %+v", part, v)
			}
		}
	}
}

func TestSyntaxErrorSaysWhereAndWhat(t *testing.T) {
	for _, c := range []struct {
		text, pointer, want, got string
		offset                   int
	}{
		{`{"idTag":}`, "/idTag", "a value", "}", 9},
		{`{"idTag" "A"}`, "/idTag", `":"`, `"A"}`, 9},
		{`{"idTag":"A",}`, "", "a key in double quotes", "}", 13},
		{`{"idTag":"A" "b":1}`, "/idTag", `"," or "}"`, `"b":1}`, 13},
		{`{'idTag':'A'}`, "", "a key in double quotes", `'idTag':'A'}`, 1},
		{`{"idTag":[1 2]}`, "/idTag/0", `"," or "]"`, "2]}", 12},
		{`{"idTag":[1,]}`, "/idTag/1", "a value", "]}", 12},
		{`{"idTag":tru}`, "/idTag", "true", "}", 12},
		{`{"idTag":01}`, "/idTag", `"," or "}"`, "1}", 10},
		{`{"idTag":1.}`, "/idTag", "a digit", "}", 11},
		{`{"idTag":-}`, "/idTag", "a digit", "}", 10},
		{`{"idTag":1e+}`, "/idTag", "a digit", "}", 12},
		{"{\"idTag\":\"a\tb\"}", "/idTag", "no control character in a string", "\tb\"}", 11},
		{`{"idTag":"\x"}`, "/idTag", `one of "\/bfnrtu after a backslash`, `x"}`, 11},
		{`{"idTag":"\u00g0"}`, "/idTag", "a hexadecimal digit", `g0"}`, 14},
		{`NaN`, "", "a value", "NaN", 0},
	} {
		m := decode(t, "Authorize", c.text)
		want := schema.SyntaxError{Offset: c.offset, Want: c.want, Got: c.got, Pointer: c.pointer}
		if m.Syntax == nil || *m.Syntax != want {
			t.Errorf("%s: %+v", c.text, m.Syntax)
			continue
		}
		if !strings.Contains(m.Syntax.Error(), "expected "+c.want) {
			t.Error(m.Syntax)
		}
	}
	if m := decode(t, "Authorize", `{"a`); !strings.Contains(m.Syntax.Error(), "the text ends where") {
		t.Error(m.Syntax)
	}
}

func TestHostileTextIsNoTrouble(t *testing.T) {
	const many = 1_000_000
	deep := strings.Repeat("[", many)
	m := decode(t, "Authorize", deep)
	if m.Syntax == nil || m.Syntax.Want != "at most 512 levels of nesting" || m.Syntax.Offset != schema.MaxDepth {
		t.Errorf("%+v", m.Syntax)
	}
	if m := decode(t, "Authorize", strings.Repeat(`{"a":`, many)); m.Syntax == nil || m.Syntax.Offset != 5*schema.MaxDepth {
		t.Errorf("%+v", m.Syntax)
	}
	if end, err := schema.Skip([]byte(deep), 0); err == nil || end != schema.MaxDepth {
		t.Errorf("skip: %d %v", end, err)
	}
	within := strings.Repeat("[", schema.MaxDepth) + strings.Repeat("]", schema.MaxDepth)
	if m := decode(t, "Authorize", within); m.Syntax != nil {
		t.Error(m.Syntax)
	}
	var b strings.Builder
	b.WriteString(`{"idTag":"A"`)
	for i := range 300_000 {
		fmt.Fprintf(&b, `,"k%d":1`, i%290_000)
	}
	b.WriteString("}")
	m = decode(t, "Authorize", b.String())
	if len(m.Violations) > schema.MaxViolations || len(m.Violations)+m.Unlisted != 300_000 || m.Syntax != nil {
		t.Errorf("%d listed, %d not, %v", len(m.Violations), m.Unlisted, m.Syntax)
	}
	for _, key := range []string{strings.Repeat("é", 100_000), strings.Repeat(`\u00e9`, 600)} {
		m = decode(t, "Authorize", `{"`+key+`":{"a":1,"a":2}}`)
		if len(m.Violations) != 3 {
			t.Fatalf("%d violations", len(m.Violations))
		}
		for _, v := range m.Violations[1:] {
			if want := "/" + strings.Repeat("é", 255) + "…"; v.Pointer != want {
				t.Errorf("pointer of %d bytes %q", len(v.Pointer), v.Pointer)
			}
		}
	}
	var out schema.Message
	schema.NewDecoder().Decode("Authorize", []byte("{}"), 99, &out)
	if out.Syntax == nil || !out.Syntax.Truncated {
		t.Error("a text that begins behind its end")
	}
}

func TestStringsDoNotAliasTheText(t *testing.T) {
	text := []byte(meterValue(`{"value":"n/a","unit":"furlong","measurand":"Mine","extra":"x"}`))
	var m schema.Message
	schema.NewDecoder().Decode("MeterValues", text, 0, &m)
	for i := range text {
		text[i] = '#'
	}
	s := m.Samples[0]
	if s.Text != "n/a" || s.Unit != "furlong" || s.Key.Measurand != "Mine" || m.Violations[0].Got != `"furlong"` {
		t.Errorf("%+v %+v", s, m.Violations)
	}
}
