package schema

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"meterscope/model"
)

// The rules that the decoder speaks for.
const (
	ruleType     model.RuleID = "SCH001"
	ruleRequired model.RuleID = "SCH002"
	ruleEnum     model.RuleID = "SCH003"
	ruleExtra    model.RuleID = "SCH004"
	ruleFormat   model.RuleID = "SCH005"
	ruleLength   model.RuleID = "SCH006"
	ruleOther    model.RuleID = "SCH009"
	ruleTwice    model.RuleID = "JSN003"
	ruleFlaw     model.RuleID = "JSN004"
)

// violate notes a violation at the innermost step of the path. keyword is "" for what is wrong with the text
// rather than against a schema.
func (d *Decoder) violate(rule model.RuleID, keyword string, offset, end int, want string) {
	if d.mute > 0 && keyword != "" {
		return
	}
	list := d.out.Violations
	if len(list) >= MaxViolations {
		d.out.Unlisted++
		return
	}
	v := Violation{Rule: rule, Keyword: keyword, Offset: offset, Want: want}
	d.pointer = d.appendPointer(d.pointer[:0])
	v.Pointer = d.words.intern(d.pointer)
	if rule != ruleRequired {
		v.Got, v.HasGot = d.words.intern(cut(d.text[offset:end])), true
	}
	if n := len(list); n > 0 && offset <= list[n-1].Offset && compareViolations(list[n-1], v) > 0 {
		d.sorted = false
	}
	d.out.Violations = append(list, v)
}

// violateText notes what is wrong with the string at offset.
func (d *Decoder) violateText(offset, end int, f flaw) {
	want := "valid UTF-8"
	if f == loneSurrogate {
		want = "both halves of a surrogate pair"
	}
	d.violate(ruleFlaw, "", offset, end, want)
}

// settle drops the violations of values that don't count, and brings the others into order.
func (d *Decoder) settle() {
	if d.dead {
		d.out.Violations = slices.DeleteFunc(d.out.Violations, func(v Violation) bool { return v.Rule == "" })
	}
	if !d.sorted {
		slices.SortStableFunc(d.out.Violations, compareViolations)
	}
}

func compareViolations(a, b Violation) int {
	if c := cmp.Compare(a.Offset, b.Offset); c != 0 {
		return c
	}
	return cmp.Or(strings.Compare(a.Pointer, b.Pointer), strings.Compare(string(a.Rule), string(b.Rule)),
		strings.Compare(a.Keyword, b.Keyword), strings.Compare(a.Want, b.Want))
}

// maxPointer bounds a pointer, in bytes: a hostile key may be megabytes long. A longer one ends in "…".
const maxPointer = 512

// appendPointer appends the path as a JSON pointer (RFC 6901).
func (d *Decoder) appendPointer(p []byte) []byte {
	for _, s := range d.path[:d.depth] {
		switch {
		case s.b >= 0:
			p = appendToken(append(p, '/'), d.text[s.a:s.b])
		case s.a >= 0:
			p = strconv.AppendInt(append(p, '/'), int64(s.a), 10)
		}
		if len(p) > maxPointer {
			end := maxPointer
			for !utf8.RuneStart(p[end]) {
				end--
			}
			return append(p[:end], "…"...)
		}
	}
	return p
}

// appendToken appends a key, given as it stands within its quotes.
func appendToken(p, key []byte) []byte {
	const longEscape = 8 // no byte of a pointer takes as many of the text
	if len(key) > longEscape*maxPointer {
		key = key[:longEscape*maxPointer]
	}
	start := len(p)
	p = append(p, key...)
	if !isPlain(key) {
		p, _ = unescape(p[:start], key)
	}
	if bytes.ContainsAny(p[start:], "~/") {
		token := bytes.ReplaceAll(bytes.ReplaceAll(p[start:], []byte("~"), []byte("~0")), []byte("/"), []byte("~1"))
		p = append(p[:start], token...)
	}
	return p
}
