package lang

import (
	"fmt"
	"strconv"
	"strings"
)

// template is a text with places for what differs.
type template struct {
	source   string
	literals []string // one more than verbs
	verbs    []verb
}

// verb is a place in a template: which value stands there, from 0, and what kind of text it is.
type verb struct {
	index int
	kind  byte
}

// parseTemplate reads the verbs of a text: %s, %q, %v, %d, %g, also numbered (%[2]s); %% is a percent sign.
func parseTemplate(s string) (template, error) {
	t := template{source: s}
	var literal strings.Builder
	next := 0
	for i := 0; i < len(s); i++ {
		if s[i] != '%' {
			literal.WriteByte(s[i])
			continue
		}
		i++
		if i < len(s) && s[i] == '%' {
			literal.WriteByte('%')
			continue
		}
		if i < len(s) && s[i] == '[' {
			end := strings.IndexByte(s[i:], ']')
			if end < 0 {
				return t, fmt.Errorf("%q: a number is not closed", s)
			}
			n, err := strconv.Atoi(s[i+1 : i+end])
			if err != nil || n < 1 {
				return t, fmt.Errorf("%q: no number of a value", s)
			}
			next = n - 1
			i += end + 1
		}
		if i >= len(s) || !strings.ContainsRune("sqvdg", rune(s[i])) {
			return t, fmt.Errorf("%q: a verb is %%s, %%q, %%v, %%d or %%g", s)
		}
		t.verbs = append(t.verbs, verb{next, s[i]})
		next++
		t.literals = append(t.literals, literal.String())
		literal.Reset()
	}
	t.literals = append(t.literals, literal.String())
	return t, nil
}

// inOrder says that the values stand in the text in their own order.
func (t *template) inOrder() bool {
	for i, v := range t.verbs {
		if v.index != i {
			return false
		}
	}
	return true
}

// sameVerbs says that two templates have the same values at their places.
func (t *template) sameVerbs(o *template) bool {
	kinds := map[int]byte{}
	for _, v := range t.verbs {
		kinds[v.index] = v.kind
	}
	seen := map[int]bool{}
	for _, v := range o.verbs {
		if kinds[v.index] != v.kind {
			return false
		}
		seen[v.index] = true
	}
	return len(seen) == len(kinds)
}

// weight is how much a text has to have in common with the template.
func (t *template) weight() int {
	n := 0
	for _, l := range t.literals {
		n += len(l)
	}
	return n
}

// match takes the values out of a text that the template made. takes says whether a text may be a verb's.
func (t *template) match(s string, takes func(verb, string) bool) (values []string, ok bool) {
	last := len(t.verbs)
	if !strings.HasPrefix(s, t.literals[0]) || !strings.HasSuffix(s, t.literals[last]) ||
		len(s) < len(t.literals[0])+len(t.literals[last]) {
		return nil, false
	}
	inner := s[len(t.literals[0]) : len(s)-len(t.literals[last])]
	values = make([]string, last)
	return values, t.fit(inner, 0, values, takes)
}

// fit gives a text to the verbs from number n on. Where a literal stands more than once, the first place that
// suits the verbs counts.
func (t *template) fit(s string, n int, values []string, takes func(verb, string) bool) bool {
	if n == len(t.verbs)-1 {
		values[n] = s
		return takes(t.verbs[n], s)
	}
	literal := t.literals[n+1]
	for from := 0; from <= len(s); {
		i := strings.Index(s[from:], literal)
		if i < 0 {
			return false
		}
		i += from
		if values[n] = s[:i]; takes(t.verbs[n], s[:i]) && t.fit(s[i+len(literal):], n+1, values, takes) {
			return true
		}
		from = i + 1
	}
	return false
}

// fill puts values into their places.
func (t *template) fill(values []string) string {
	var b strings.Builder
	for i, v := range t.verbs {
		b.WriteString(t.literals[i])
		if v.index < len(values) {
			b.WriteString(values[v.index])
		}
	}
	b.WriteString(t.literals[len(t.verbs)])
	return b.String()
}
