package lang

import (
	"strings"
	"testing"
	"time"

	"meterscope/model"
)

// german makes texts from a few files.
func german(t *testing.T, files map[string]string) *Texts {
	t.Helper()
	texts := &Texts{code: German, texts: map[string]string{}, findings: map[string]*phrasebook{}}
	for name, data := range files {
		if err := texts.add(name, []byte(data), false); err != nil {
			t.Fatal(err)
		}
	}
	return texts
}

func TestTextsWithoutATranslationStayEnglish(t *testing.T) {
	de := german(t, map[string]string{"cli.json": `{"Time##span": "Dauer", "%s reads %s": "aus %[2]s liest %[1]s"}`})
	for _, c := range []struct{ got, want string }{
		{de.Text("Time##span"), "Dauer"},
		{(*Texts)(nil).Text("Time##span"), "Time"},
		{de.Text("%s reads %s", "a", "b"), "aus b liest a"},
		{(*Texts)(nil).Text("%s reads %s", "a", "b"), "a reads b"},
		{de.Text("100 % of it"), "100 % of it"},
		{de.Text("Station##place"), "Station"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

func TestPluralsAndNumbersAreTheLanguages(t *testing.T) {
	de := german(t, map[string]string{"cli.json": `{"frame|frames": "Nachricht|Nachrichten"}`})
	var en *Texts
	d := model.NewDecimal(-1234500, 3)
	for _, c := range []struct{ got, want string }{
		{en.Plural(1, "frame", "frames"), "1 frame"},
		{en.Plural(1204, "frame", "frames"), "1,204 frames"},
		{de.Plural(1, "frame", "frames"), "1 Nachricht"},
		{de.Plural(1204567, "frame", "frames"), "1.204.567 Nachrichten"},
		{de.Plural(0, "log", "logs"), "0 logs"},
		{en.Count(-1204), "−1,204"},
		{en.Fixed(d, 2), "−1234.50"},
		{de.Fixed(d, 2), "−1234,50"},
		{en.Plain(d), "-1234.5"},
		{de.Plain(d), "−1234,5"},
		{en.EnergyDigits(model.NewDecimal(38214, 0)), "38.214"},
		{de.EnergyDigits(model.NewDecimal(38214, 0)), "38,214"},
		{en.Bytes(2_100_000), "2.1 MB"},
		{de.Bytes(2_100_000), "2,1 MB"},
		{de.Bytes(999), "999 B"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

func TestDatesAreWrittenAsTheLanguageDoes(t *testing.T) {
	de := german(t, map[string]string{"cli.json": `{
		"2006-01-02": "02.01.2006", "2 January 2006": "2. January 2006", "2 Jan": "2. Jan",
		"March": "März", "Mar##month": "Mär"}`})
	at := time.Date(2025, 3, 1, 10, 5, 0, 0, time.UTC)
	for _, c := range []struct {
		texts        *Texts
		layout, want string
	}{
		{nil, "2006-01-02 15:04", "2025-03-01 10:05"},
		{de, "2006-01-02 15:04", "01.03.2025 10:05"},
		{nil, "2 January 2006", "1 March 2025"},
		{de, "2 January 2006", "1. März 2025"},
		{de, "2 Jan 15:04", "1. Mär 10:05"},
		{de, "15:04", "10:05"},
	} {
		if got := c.texts.Time(at, c.layout); got != c.want {
			t.Errorf("%q: %q, want %q", c.layout, got, c.want)
		}
	}
}

func TestMessagesAreKnownByTheirTemplates(t *testing.T) {
	de := german(t, map[string]string{
		"findings.json": `{"SCH001": {"%v is %s; the schema asks for %v.": "%v ist %s; das Schema verlangt %v."},
			"REG001": {"%v; %v.": "%v; %v."}}`,
		"phrases.json": `{"a string": "eine Zeichenkette", "an element of %v": "ein Element von %v",
			"%v (it was read as that number)": "%v (als diese Zahl gelesen)",
			"%s falls from %g to %g": "%s fällt von %g auf %g", "a register only counts up": "ein Register zählt nur aufwärts"}`,
	})
	for _, c := range []struct{ rule, english, want string }{
		{"SCH001", "value is 7; the schema asks for a string (it was read as that number).", "value ist 7; das Schema verlangt eine Zeichenkette (als diese Zahl gelesen)."},
		{"SCH001", "an element of sampledValue is 7; the schema asks for a string.", "ein Element von sampledValue ist 7; das Schema verlangt eine Zeichenkette."},
		{"SCH001", "value is \"a; the schema asks for b\"; the schema asks for a string.", "value ist \"a; the schema asks for b\"; das Schema verlangt eine Zeichenkette."},
		{"SCH001", "value is 7; the schema asks for something new.", "value ist 7; das Schema verlangt something new."},
		{"REG001", "Energy.Active.Import.Register falls from 12.5 Wh to 0 Wh; a register only counts up.", "Energy.Active.Import.Register fällt von 12,5 Wh auf 0 Wh; ein Register zählt nur aufwärts."},
		{"REG001", "What nobody knows.", "What nobody knows."},
		{"NEW001", "value is 7.", "value is 7."},
	} {
		if got := de.Finding(c.rule, c.english); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.english, got, c.want)
		}
		if got := (*Texts)(nil).Finding(c.rule, c.english); got != c.english {
			t.Errorf("English becomes %q", got)
		}
	}
}

func TestErrorsAreKnownPartByPart(t *testing.T) {
	de := german(t, map[string]string{"said.json": `{"the disk is full": "der Datenträger ist voll", "write %s": "%s schreiben",
		"unknown flag": "unbekannte Option", "get it again": "neu beschaffen", "at most %d frames": "höchstens %d Nachrichten"}`})
	for english, want := range map[string]string{
		"write a.log: the disk is full":               "a.log schreiben: der Datenträger ist voll",
		"day.log: the disk is full":                   "day.log: der Datenträger ist voll",
		"write a.log: the disk is full; get it again": "a.log schreiben: der Datenträger ist voll; neu beschaffen",
		"write a; b.log: the disk is full; whatever":  "write a; b.log: the disk is full; whatever",
		"unknown flag: --x":                           "unbekannte Option: --x",
		"the disk is full":                            "der Datenträger ist voll",
		"at most 12 frames":                           "höchstens 12 Nachrichten",
		"at most many frames":                         "at most many frames",
		"something else":                              "something else",
	} {
		if got := de.Said(english); got != want {
			t.Errorf("%q: %q, want %q", english, got, want)
		}
	}
}

func TestTemplatesMustHaveTheSameVerbs(t *testing.T) {
	for _, c := range []struct{ english, text, want string }{
		{"from %s to %s", "von %s", "same verbs"},
		{"%d of %s", "%s von %d", "same verbs"},
		{"%d of %s", "%[2]s von %[1]d", ""},
		{"of %s", "%s und %[1]s", ""},
		{"50 %", "50 %", "a verb is"},
		{"50 %%", "50 %%", ""},
		{"%[2]s of %[1]d", "%[2]s von %[1]d", "not numbered"},
		{"%v", "%v", "words of its own"},
		{"%[x]s", "", "no number"},
		{"%[1s", "", "not closed"},
	} {
		_, err := newPhrasebook(map[string]string{c.english: c.text})
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q, %q: %v", c.english, c.text, err)
		}
	}
}

func TestTextsLoadFromTheProgram(t *testing.T) {
	for _, code := range Languages() {
		texts, err := Load(code)
		if err != nil || texts.Code() != code {
			t.Errorf("%s: %q, %v", code, texts.Code(), err)
		}
	}
	if _, err := Load("fr"); err == nil {
		t.Error("there are texts in French")
	}
}

func FuzzTemplates(f *testing.F) {
	f.Add("%v is %s; the schema asks for %v.", "value is 7; the schema asks for a string.")
	f.Add("%[2]s%d", "a1")
	f.Add("%s%s%s%s", "aaaaaaaa")
	f.Fuzz(func(t *testing.T, english, text string) {
		b, err := newPhrasebook(map[string]string{english: english})
		if err != nil || len(text) > 200 {
			return
		}
		if said, ok := b.say(text, b, ","); ok && decimalMarks(said, ",") != decimalMarks(text, ",") {
			t.Errorf("%q by %q becomes %q", text, english, said)
		}
	})
}
