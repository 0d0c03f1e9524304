package present

import (
	"strconv"
	"strings"
	"time"

	"meterscope/model"
)

// Message says what is wrong at a place, in one sentence without a full stop: made from what was found there
// and what was expected.
func Message(f model.Finding) string {
	switch f.Rule[:min(3, len(f.Rule))] {
	case "SCH":
		return schemaMessage(&f)
	case "JSN":
		return jsonMessage(&f)
	}
	if m := ruleMessage(&f); m != "" {
		return m
	}
	return foundExpected(&f)
}

// foundExpected is the message of a rule that has none of its own.
func foundExpected(f *model.Finding) string {
	switch {
	case f.Got != "" && f.Want != "":
		return "found " + f.Got + "; expected " + f.Want
	case f.Got != "":
		return "found " + f.Got
	case f.Want != "":
		return "expected " + f.Want
	}
	return string(f.Rule)
}

// subject names what a pointer points to: "unit", "element 2 of meterValue", "the payload".
func subject(pointer string) string {
	i := strings.LastIndexByte(pointer, '/')
	if i < 0 {
		return "the payload"
	}
	name := unescapePointer(pointer[i+1:])
	if _, err := strconv.Atoi(name); err != nil {
		return name
	}
	if j := strings.LastIndexByte(pointer[:i], '/'); j >= 0 {
		return "element " + name + " of " + unescapePointer(pointer[j+1:i])
	}
	return "element " + name
}

// unescapePointer undoes RFC 6901's escapes.
func unescapePointer(s string) string {
	return strings.NewReplacer("~1", "/", "~0", "~").Replace(s)
}

func schemaMessage(f *model.Finding) string {
	what := subject(f.Pointer)
	switch f.Rule {
	case "SCH001":
		m := what + " is " + f.Got + "; the schema wants " + article(f.Want)
		if beginsNumber(f.Got) && strings.Contains(f.Want, "string") {
			m += ". It is read as that number"
		}
		return m
	case "SCH002":
		return what + " has no " + strings.TrimPrefix(f.Want, "property ") + ", which the schema requires"
	case "SCH003":
		return what + " is " + f.Got + ", which is not in the schema's list" + quirk(what, f.Got, f.Want)
	case "SCH004":
		return "the schema knows no property " + strconv.Quote(what) + " here"
	case "SCH005":
		return what + " is " + f.Got + "; the schema wants a date and time of RFC 3339, such as 2025-03-01T10:00:00Z"
	case "SCH006":
		return what + " is longer than the schema allows: " + f.Want
	}
	return what + " is " + f.Got + "; the schema wants " + f.Want
}

// quirk explains a value that chargers are known to send instead of the right one.
func quirk(what, got, want string) string {
	value := strings.Trim(got, `"`)
	if what == "unit" {
		switch value {
		case "Hz", "Hertz":
			return ": OCPP 1.6 has no unit for Frequency, so it is to be left out [errata 3.86]"
		case "C", "°C":
			return ": Celsius is written out"
		}
	}
	for v := range strings.SplitSeq(strings.TrimPrefix(want, "one of "), ", ") {
		v = strings.Trim(v, `"`)
		if strings.EqualFold(v, strings.TrimSpace(value)) {
			return ": it is written " + strconv.Quote(v)
		}
	}
	return ""
}

func beginsNumber(s string) bool {
	return s != "" && (s[0] == '-' || s[0] >= '0' && s[0] <= '9')
}

// article puts "a" or "an" before a JSON type.
func article(want string) string {
	switch want {
	case "string", "number", "boolean":
		return "a " + want
	case "integer", "object", "array":
		return "an " + want
	}
	return want
}

func jsonMessage(f *model.Finding) string {
	switch f.Rule {
	case "JSN001":
		return after("this is no valid JSON", "; expected ", f.Want)
	case "JSN002":
		return "the frame is cut off before it closes"
	case "JSN003":
		return "the key " + strconv.Quote(subject(f.Pointer)) + " stands twice in one object; the last one counts"
	case "JSN004":
		return after("the text is damaged", "; expected ", f.Want)
	case "JSN005":
		return after("this is JSON, but no OCPP-J frame", "; expected ", f.Want)
	case "JSN006":
		return "the same frame was logged again; it is kept once"
	}
	return foundExpected(f)
}

// after appends a text that may be missing.
func after(s, link, text string) string {
	if text == "" {
		return s
	}
	return s + link + text
}

// ruleMessage is the message of a rule over values, time, registers and transactions.
func ruleMessage(f *model.Finding) string {
	switch f.Rule {
	case "VAL001":
		return "the value is empty: a gap, not a zero"
	case "VAL002":
		return "the value " + f.Got + " is no number"
	case "VAL003":
		return "there is white space around the value " + f.Got
	case "VAL004":
		return after("the value "+f.Got+" is written in an unusual form", ": ", f.Want)
	case "VAL005":
		return "a signed record: it is kept, and not counted among the numbers"
	case "UNI001":
		return after("the unit "+f.Got+" does not belong to the measurand", "; expected ", f.Want)
	case "CLK001":
		return after("the timestamp "+f.Got+" has no zone", "; ", f.Want)
	case "CLK007":
		if f.From.IsZero() || f.To.IsZero() {
			return ""
		}
		return "nothing was sampled for " + span(f.To.Sub(f.From)) + ", from " + utcClock(f.From) + " to " + utcClock(f.To) + " UTC"
	case "TXN001":
		return "there is no StopTransaction for it in the log"
	case "TXN002":
		return "there is no StartTransaction for it in the log"
	}
	return ""
}

func utcClock(t model.Time) string { return t.Time().Format("15:04:05") }

// span writes a length of time in words: "21 min", "2 h 5 min", "40 s".
func span(d time.Duration) string {
	const minutes = 60
	switch {
	case d < 2*time.Minute:
		return strconv.Itoa(int(d.Seconds())) + " s"
	case d < time.Hour:
		return strconv.Itoa(int(d.Round(time.Minute).Minutes())) + " min"
	}
	m := int(d.Round(time.Minute).Minutes())
	return strconv.Itoa(m/minutes) + " h " + strconv.Itoa(m%minutes) + " min"
}
