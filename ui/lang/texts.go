package lang

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"meterscope/assets"
)

// Texts are the words of one language. A nil pointer is English.
type Texts struct {
	code     string
	texts    map[string]string
	findings map[string]*phrasebook // by rule
	phrases  *phrasebook            // parts of findings' messages
	said     *phrasebook            // errors and notes of the layers below
	manner   Manner
}

// The files of a language, in its folder. All others are plain maps of texts.
const (
	fileFindings = "findings.json" // by rule: messages
	filePhrases  = "phrases.json"  // parts of messages
	fileSaid     = "said.json"     // what the layers below and the libraries say
)

// Load gives the texts of a language by its code: nil for English.
func Load(code string) (*Texts, error) {
	if code == English || code == "" {
		return nil, nil
	}
	if !Known(code) {
		return nil, fmt.Errorf("there are no texts in %q", code)
	}
	files, err := assets.Translations(code)
	if err != nil {
		return nil, err
	}
	t := &Texts{code: code, texts: map[string]string{}, findings: map[string]*phrasebook{}}
	for name, data := range files {
		if err := t.add(name, data, false); err != nil {
			return nil, fmt.Errorf("read the texts in %s/%s: %w", code, name, err)
		}
	}
	return t, nil
}

// add takes a file of a language; as an echo, only its keys count, which then stand for themselves.
func (t *Texts) add(name string, data []byte, echo bool) (err error) {
	if name == fileFindings {
		var byRule map[string]map[string]string
		if err := json.Unmarshal(data, &byRule); err != nil {
			return err
		}
		for rule, messages := range byRule {
			if echo {
				messages = echoes(messages)
			}
			if t.findings[rule], err = newPhrasebook(messages); err != nil {
				return err
			}
		}
		return nil
	}
	var texts map[string]string
	if err := json.Unmarshal(data, &texts); err != nil {
		return err
	}
	if echo {
		texts = echoes(texts)
	}
	switch name {
	case filePhrases:
		t.phrases, err = newPhrasebook(texts)
	case fileSaid:
		t.said, err = newPhrasebook(texts)
	default:
		for english, text := range texts {
			if _, ok := t.texts[english]; ok {
				return fmt.Errorf("%q is there twice", english)
			}
			t.texts[english] = text
		}
	}
	return err
}

// echoes says each text as it is.
func echoes(texts map[string]string) map[string]string {
	same := make(map[string]string, len(texts))
	for english := range texts {
		same[english] = english
	}
	return same
}

// Code is the language's code.
func (t *Texts) Code() string {
	if t == nil {
		return English
	}
	return t.code
}

// Key is a text that is looked up elsewhere, where it can't be seen that it is one: it marks it as needing a
// translation.
func Key(english string) string { return english }

// contextMark parts a text from a word that tells it from another one that is equal in English: "Time##span".
const contextMark = "##"

// Text gives a text, with args in their places as fmt.Sprintf has them. Without args it is taken as it is.
func (t *Texts) Text(english string, args ...any) string {
	text := t.lookUp(english)
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

func (t *Texts) lookUp(english string) string {
	if t != nil {
		if text, ok := t.texts[english]; ok {
			return text
		}
	}
	text, _, _ := strings.Cut(english, contextMark)
	return text
}

// pluralMark parts the forms of a noun in its key: "frame|frames".
const pluralMark = "|"

// Plural writes a count with its noun: "1 message", "1,204 messages".
func (t *Texts) Plural(n int64, one, many string) string {
	if t != nil {
		if a, b, ok := strings.Cut(t.texts[one+pluralMark+many], pluralMark); ok {
			one, many = a, b
		}
	}
	if n == 1 {
		return t.Count(n) + " " + one
	}
	return t.Count(n) + " " + many
}

// Time writes a moment in one of the layouts of package time. The order of day, month and year is a matter of
// language and manner, as is the time of day; so are the names of the months.
func (t *Texts) Time(at time.Time, layout string) string {
	if t == nil {
		return at.Format(layout)
	}
	layout = t.layout(layout)
	s, month := at.Format(layout), at.Month().String()
	const short = 3
	switch {
	case strings.Contains(layout, "January"):
		return strings.Replace(s, month, t.lookUp(month), 1)
	case strings.Contains(layout, "Jan"):
		return strings.Replace(s, month[:short], t.lookUp(month[:short]+contextMark+"month"), 1)
	}
	return s
}

const (
	isoDate   = "2006-01-02"
	dayOfYear = "2 Jan 2006"
)

// dates are the forms of a date in layouts, which are texts themselves; the longer ones first.
func dates() []string {
	return []string{Key("2 January 2006"), Key("2 January"), Key("2 Jan 2006"), Key("2 Jan"), Key("2006-01-02")}
}

// anyRule is where the messages stand that several rules share.
const anyRule = "*"

// Finding gives the message of a rule's finding, which is English as the rule says it.
func (t *Texts) Finding(rule, english string) string {
	if t == nil {
		return english
	}
	for _, key := range []string{rule, anyRule} {
		if book := t.findings[key]; book != nil {
			if text, ok := book.say(english, t.phrases, t.marks().Decimal); ok {
				return text
			}
		}
	}
	return english
}

// Phrase gives a part of a finding's message: what was found, or expected.
func (t *Texts) Phrase(english string) string {
	if t == nil || t.phrases == nil {
		return english
	}
	if text, ok := t.phrases.say(english, t.phrases, t.marks().Decimal); ok {
		return text
	}
	return english
}

// Said gives what a layer below said: an error, a note, the title of a panel. Of "doing this: that happened; do
// that" each part is known by itself.
func (t *Texts) Said(english string) string {
	if t == nil || t.said == nil {
		return english
	}
	const then, remedy = ": ", "; "
	l := &lookUp{parts: t.said, left: mostTries, mark: t.marks().Decimal}
	onePart := func(_ verb, s string) bool { return !strings.Contains(s, then) && !strings.Contains(s, remedy) }
	if text, _, ok := l.search(t.said, english, onePart); ok {
		return text
	}
	if i := strings.LastIndex(english, remedy); i >= 0 {
		if text, _, ok := l.search(t.said, english[i+len(remedy):], onePart); ok {
			return t.Said(english[:i]) + remedy + text
		}
	}
	doing, what, ok := strings.Cut(english, then)
	if !ok {
		return english
	}
	if text, _, ok := l.search(t.said, doing, onePart); ok {
		doing = text
	}
	return doing + then + t.Said(what)
}
