package lang

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// phrasebook knows English texts by their templates, and says them in another language.
//
// A template's verbs stand for what differs: %s and %q are any text and stay as they are, %d is a whole number, %g is a
// text with numbers, whose decimal points become the reader's, and %v is a phrase that is known in turn. In the
// translation they may be numbered: %[2]s.
type phrasebook struct {
	exact     map[string]string
	templates []phrase // the most telling first
}

type phrase struct {
	english template
	text    template
}

func newPhrasebook(texts map[string]string) (*phrasebook, error) {
	b := &phrasebook{exact: map[string]string{}}
	for english, text := range texts {
		from, err := parseTemplate(english)
		if err != nil {
			return nil, err
		}
		to, err := parseTemplate(text)
		if err != nil {
			return nil, err
		}
		if from.weight() == 0 {
			return nil, fmt.Errorf("%q: a key needs words of its own", english)
		}
		if !from.inOrder() {
			return nil, fmt.Errorf("%q: the verbs of a key are not numbered", english)
		}
		if !from.sameVerbs(&to) {
			return nil, fmt.Errorf("%q and %q don't have the same verbs", english, text)
		}
		if len(from.verbs) == 0 {
			b.exact[from.literals[0]] = to.literals[0]
			continue
		}
		b.templates = append(b.templates, phrase{from, to})
	}
	slices.SortFunc(b.templates, func(x, y phrase) int {
		return cmp.Or(y.english.weight()-x.english.weight(), strings.Compare(x.english.source, y.english.source))
	})
	return b, nil
}

// say gives a text in the other language. Parts of it that are phrases are looked up in parts; one that isn't
// there stays as it is, but a template whose phrases are all known goes first. mark stands before the fraction of numbers.
func (b *phrasebook) say(english string, parts *phrasebook, mark string) (string, bool) {
	l := &lookUp{parts: parts, left: mostTries, mark: mark}
	text, _, ok := l.phrase(b, english)
	return text, ok
}

// mostTries bounds how many templates are tried for a text with all its parts: what a log holds may be made to
// suit many of them in many ways. The messages that there are take some hundreds.
const mostTries = 20_000

// lookUp is the search for one text.
type lookUp struct {
	parts *phrasebook
	left  int    // tries
	mark  string // before the fraction of a number
}

// phrase looks a text up in a book, and also gives the template by which it was known.
func (l *lookUp) phrase(b *phrasebook, english string) (text, source string, ok bool) {
	known := func(v verb, s string) bool { return v.kind != 'v' || l.knows(s) }
	if text, source, ok = l.search(b, english, known); !ok {
		text, source, ok = l.search(b, english, func(verb, string) bool { return true })
	}
	return text, source, ok
}

// search finds the first template that made the text of values that suit.
func (l *lookUp) search(b *phrasebook, english string, suits func(verb, string) bool) (text, source string, ok bool) {
	if text, ok := b.exact[english]; ok {
		return text, english, true
	}
	takes := func(v verb, s string) bool {
		l.left--
		return l.left > 0 && (v.kind != 'd' || isWhole(s)) && suits(v, s)
	}
	for i := range b.templates {
		p := &b.templates[i]
		if values, ok := p.english.match(english, takes); ok {
			for k := range values {
				values[k] = l.said(p.english.verbs[k], values[k])
			}
			return p.text.fill(values), p.english.source, true
		}
	}
	return "", "", false
}

// knows says that a text is a phrase, or a word of the field, which is the same in every language.
func (l *lookUp) knows(s string) bool {
	if !strings.Contains(s, " ") {
		return s != ""
	}
	_, _, ok := l.phrase(l.parts, s)
	return ok
}

// said is what a value becomes in the other language.
func (l *lookUp) said(v verb, s string) string {
	switch v.kind {
	case 'v':
		if text, _, ok := l.phrase(l.parts, s); ok {
			return text
		}
	case 'g':
		return decimalMarks(s, l.mark)
	}
	return s
}

func isWhole(s string) bool {
	s = strings.TrimPrefix(s, "-")
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// decimalMarks writes the decimal points of numbers otherwise.
func decimalMarks(s, mark string) string {
	digit := func(i int) bool { return i >= 0 && i < len(s) && s[i] >= '0' && s[i] <= '9' }
	var b strings.Builder
	for i := range len(s) {
		if s[i] == '.' && digit(i-1) && digit(i+1) {
			b.WriteString(mark)
		} else {
			b.WriteByte(s[i])
		}
	}
	return b.String()
}
