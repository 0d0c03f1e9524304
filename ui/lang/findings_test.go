package lang

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"meterscope/model"
	"meterscope/model/rule"
)

// said is a message of a rule.
type said struct{ rule, message string }

// TestEveryMessageIsTranslated says the messages that the rules' fixtures give, and those below, in each language:
// each is known with all its phrases, and every message and phrase that a language has is needed by one of them.
func TestEveryMessageIsTranslated(t *testing.T) {
	all := append(messagesOfFixtures(t), otherMessages()...)
	for _, code := range Languages()[1:] {
		texts, err := Load(code)
		if err != nil {
			t.Fatal(err)
		}
		used := map[string]bool{}
		for _, m := range all {
			use(t, texts, m, used)
		}
		for id, book := range texts.findings {
			for _, english := range book.keys() {
				if !used[id+english] {
					t.Errorf("%s: no message of %s needs %q", code, id, english)
				}
			}
		}
		for _, english := range texts.phrases.keys() {
			if !used[english] && !isPhraseOfFixtures(english) {
				t.Errorf("%s: no message needs the phrase %q", code, english)
			}
		}
	}
}

// use says a message and notes what it took.
func use(t *testing.T, texts *Texts, m said, used map[string]bool) {
	t.Helper()
	l := &lookUp{parts: texts.phrases, left: mostTries}
	key, source, ok := m.rule, "", false
	if book := texts.findings[key]; book != nil {
		_, source, ok = l.phrase(book, m.message)
	}
	if !ok {
		key = anyRule
		_, source, ok = l.phrase(texts.findings[key], m.message)
	}
	if !ok {
		t.Errorf("%s: %s is in no translation: %s (assets/translations/README.md says where it goes)", texts.code, m.rule, m.message)
		return
	}
	used[key+source] = true
	usePhrases(t, texts, l, source, m.message, m, used)
}

// usePhrases goes through the phrases in a text that was made by a template.
func usePhrases(t *testing.T, texts *Texts, l *lookUp, source, text string, m said, used map[string]bool) {
	t.Helper()
	from, err := parseTemplate(source)
	if err != nil {
		t.Fatal(err)
	}
	if len(from.verbs) == 0 {
		return
	}
	values, ok := from.match(text, func(v verb, s string) bool { return (v.kind != 'd' || isWhole(s)) && (v.kind != 'v' || l.knows(s)) })
	if !ok {
		t.Errorf("%s: %s has a phrase that is not known: %s", texts.code, m.rule, m.message)
		return
	}
	for i, v := range from.verbs {
		if v.kind != 'v' {
			continue
		}
		if _, inner, ok := l.phrase(texts.phrases, values[i]); ok {
			used[inner] = true
			usePhrases(t, texts, l, inner, values[i], m, used)
		}
	}
}

// keys lists the English texts of a book.
func (b *phrasebook) keys() []string {
	var keys []string
	for english := range b.exact {
		keys = append(keys, english)
	}
	for i := range b.templates {
		keys = append(keys, b.templates[i].english.source)
	}
	return keys
}

// messagesOfFixtures reads the messages that the fixtures of the rules give.
func messagesOfFixtures(t *testing.T) []said {
	t.Helper()
	files, err := filepath.Glob("../../model/rule/testdata/fixtures/*.golden")
	if err != nil || len(files) == 0 {
		t.Fatalf("no fixtures of the rules: %v", err)
	}
	known := map[string]bool{}
	for _, r := range rule.Catalogue() {
		known[string(r.ID)] = true
	}
	var all []said
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		id := ""
		for line := range strings.Lines(strings.ReplaceAll(string(b), "\r\n", "\n")) {
			line = strings.TrimSuffix(line, "\n")
			message, indented := strings.CutPrefix(line, "  ")
			switch {
			case indented && id != "":
				all, id = append(all, said{id, message}), ""
			default:
				if id, _, _ = strings.Cut(line, " "); !known[id] {
					id = ""
				}
			}
		}
	}
	return all
}

// otherMessages are those that no fixture gives: what the decoder says of rare things, and rules whose fixtures
// don't show each wording.
func otherMessages() []said {
	var all []said
	add := func(f model.Finding) { all = append(all, said{string(f.Rule), rule.Message(f)}) }
	for _, want := range []string{
		"a value", "a digit", "a hexadecimal digit", "a key in double quotes", "no control character in a string",
		"the rest of a string", "the rest of an escape", "the rest of a number", "at most 512 levels of nesting",
		`"," or "}"`, `"," or "]"`, `":"`, "true", "the end of the frame's id", "an action", "the end of the action",
		"a string", "the end of the string",
	} {
		add(model.Finding{Rule: "JSN001", Want: want, Got: "x", HasGot: true})
		add(model.Finding{Rule: "JSN001", Want: want})
		add(model.Finding{Rule: "JSN002", Want: want})
	}
	add(model.Finding{Rule: "JSN001"})
	add(model.Finding{Rule: "JSN002", Want: "a frame that is not larger than the program reads"})
	add(model.Finding{Rule: "JSN005", Want: "an id of at most 200 characters"})
	add(model.Finding{Rule: "JSN003", Pointer: ""})
	add(model.Finding{Rule: "JSN004"})
	add(model.Finding{Rule: "JSN004", Got: `"x"`, HasGot: true, Want: "valid UTF-8"})
	for _, want := range []string{
		"", "message type 2, 3 or 4", "a string as the frame's id", "an action and a payload after the id", "a payload after the id",
		"a payload after the action", "a description and details after the error code",
		"details after the error's description; it is read without them",
		"an error code, a description and details after the id",
	} {
		add(model.Finding{Rule: "JSN005", Want: want})
	}
	add(model.Finding{Rule: "JSN005", Want: "a row with as many cells as the others", Pointer: "", Frame: model.NoFrame})
	for _, want := range []string{"string", "integer", "number", "boolean", "array", "object", "one of string, number"} {
		add(model.Finding{Rule: "SCH001", Pointer: "/meterValue/0", Got: "[]", HasGot: true, Want: want})
	}
	add(model.Finding{Rule: "SCH001", Pointer: "/meterValue/0/sampledValue/0/value", Got: "7", HasGot: true, Want: "string"})
	add(model.Finding{Rule: "SCH001", Pointer: "", Got: "[]", HasGot: true, Want: "object"})
	add(model.Finding{Rule: "SCH002", Pointer: "/list/1", Want: `property "x"`})
	add(model.Finding{Rule: "SCH003", Pointer: "/meterValue/0/sampledValue/0/unit", Got: `""`, HasGot: true, Want: "one of W"})
	add(model.Finding{Rule: "SCH006", Pointer: "/idTag", Got: `"xy"`, HasGot: true, Want: "at most 1 character"})
	for _, want := range []string{"at least 1 item", "at least 2 items", "at least 0.5", "more than 0"} {
		add(model.Finding{Rule: "SCH009", Pointer: "/a", Got: "x", HasGot: true, Want: want})
	}
	for _, why := range []string{"Europe/Berlin, as it was set for the source", "+02:00, which the log names", "+02:00, concluded from the log's own times"} {
		add(model.Finding{Rule: "CLK001", Pointer: "/timestamp", Got: `"2025"`, HasGot: true, Want: why})
	}
	for _, want := range []string{"varh or kvarh", "Celsius, Fahrenheit or K"} {
		add(model.Finding{Rule: "UNI001", Got: `"A"`, HasGot: true, Want: want + " for Temperature"})
	}
	add(model.Finding{Rule: "CLK007", Got: "5 min", Count: 6, Want: "usually there is a sample every 1.5 s"})
	const register = "Energy.Active.Import.Register L1 at Inlet"
	add(model.Finding{Rule: "REG001", Got: register + " falls from 2.5 Wh to 1 Wh", Want: "a register only counts up"})
	add(model.Finding{Rule: "REG005", Got: register + " shows 2.5 Wh", Want: "before it was 1 Wh, after it 1.5 Wh"})
	add(model.Finding{Rule: "REG005", Got: register + " shows 2.5 Wh and 2 more", Want: "before it was 1 Wh, after it 1.5 Wh"})
	for _, want := range []string{"at the same time", "5 s later", "1 min 5 s before"} {
		add(model.Finding{Rule: "REG003", Got: "meterStart is 1000 Wh", Want: "the register shows 990.5 Wh " + want})
	}
	for _, want := range []string{"", " over the same time"} {
		add(model.Finding{Rule: "UNI004", Got: "The integrated power is 2000 Wh", Want: "the register counted 2 Wh" + want + ", about 1000 times as little"})
	}
	add(model.Finding{Rule: "TXN002", Got: "The transaction"})
	for _, m := range electricMessages() {
		add(m)
	}
	add(model.Finding{Rule: "CLK004", Got: "1 h behind the operator's", Want: "its answers tell the time, so the station seems to send its local time as UTC"})
	add(model.Finding{Rule: "OCP004", Got: "Transaction 7", Want: "one whose id is not known"})
	add(model.Finding{Rule: "OCP009", Got: "Heartbeat"})
	return all
}

// electricMessages are those about phases, power and state of charge: at a location, and of more than one sample.
func electricMessages() (all []model.Finding) {
	for id, wants := range map[model.RuleID][]string{
		"PHS002": {"its phases add up to 12.5 W"}, "PHS006": {"no line carries current"}, "PWR002": {"voltage × current is 12.5 W"},
		"PWR003": {"7400 W was offered"}, "PWR004": {"imported power is not negative"}, "PWR005": {"expected 207 to 253 V"},
		"PWR006": {"expected 49 to 51 Hz", "expected 49 to 51 Hz or 59 to 61 Hz"}, "PWR008": {"expected at most 60 Celsius", "that can't be"},
	} {
		for _, want := range wants {
			for _, name := range []string{"Voltage", "Voltage L1 at Inlet"} {
				for _, count := range []int{1, 3} {
					all = append(all, model.Finding{Rule: id, Got: name + " is 1.5 V", Want: want, Count: count})
				}
			}
		}
	}
	for _, name := range []string{"Power.Active.Import", "Power.Active.Import L1 at Body"} {
		all = append(all,
			model.Finding{Rule: "PHS003", Got: name + " is sent for L1, L2", Want: "the total that is shown is their sum"},
			model.Finding{Rule: "PHS003", Got: name + " is sent for L1", Want: "it is shown as the total"},
			model.Finding{Rule: "PHS005", Got: `"1"`, HasGot: true, Want: name + " is already 2.5 W"},
			model.Finding{Rule: "PWR009", Got: name + " is still 7361 W", Want: "the vehicle suspended at 2025-03-01T10:20:00Z"},
			model.Finding{Rule: "PWR009", Got: name + " is still 7361 W in 3 samples", Want: "the vehicle suspended at 2025-03-01T10:20:00Z"},
			model.Finding{Rule: "PWR009", Got: name + " stays as it was 4 times", Want: "the vehicle suspended first at 2025-03-01T10:20:00Z"})
	}
	for _, often := range []string{"", "5 times, first "} {
		all = append(all, model.Finding{Rule: "SOC002", Got: "SoC falls " + often + "from 54.5 Percent to 40 Percent", Want: "energy was imported meanwhile"})
		for _, want := range []string{"what flowed between them is not known", "at most 502 Wh flowed between them"} {
			all = append(all, model.Finding{Rule: "SOC003", Got: "SoC jumps " + often + "from 0 Percent to 41 Percent in 1 min 5 s", Want: want})
		}
	}
	for _, got := range []string{"L3 drops out", "L2, L3 drop out"} {
		for _, on := range []string{"L1 goes on", "L1, L2 go on"} {
			if got == "L3 drops out" || on == "L1 goes on" {
				all = append(all, model.Finding{Rule: "PHS004", Got: got, Want: on}, model.Finding{Rule: "PHS004", Got: got, Want: on + "; what is offered stays the same"})
			}
		}
		all = append(all, model.Finding{Rule: "PHS004", Got: got + " 4 times", Want: "others go on"})
	}
	return all
}

// isPhraseOfFixtures says of phrases that stand in what was expected, but in no message.
func isPhraseOfFixtures(english string) bool {
	switch english {
	case "property %s", "date-time (RFC 3339)", "one %s; the last counts, the first was %s", "one of %s":
		return true
	}
	return false
}
