package schema_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"

	"meterscope/model"
	"meterscope/model/schema"
)

// actions are those with a schema.
var actions = []string{
	model.ActionMeterValues, model.ActionStartTransaction, model.ActionStopTransaction,
	model.ActionStatusNotification, model.ActionBootNotification, model.ActionAuthorize, model.ActionDataTransfer,
}

func schemaPath(action string) string {
	if action != model.ActionMeterValues {
		action += "Request"
	}
	return filepath.Join("ocpp16", action+".json")
}

// santhosh compiles a schema with the library that judges ours.
func santhosh(path string) (*jsonschema.Schema, error) {
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft4)
	c.AssertFormat()
	return c.Compile(path)
}

// bench is who judges the decoder: other people's libraries, and a checker so plain that it can be read at a
// glance.
type bench struct {
	decoder *schema.Decoder
	libs    map[string]*jsonschema.Schema
	plain   map[string]map[string]any
}

func newBench(t testing.TB) *bench {
	b := &bench{schema.NewDecoder(), map[string]*jsonschema.Schema{}, map[string]map[string]any{}}
	for _, a := range actions {
		lib, err := santhosh(schemaPath(a))
		if err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(schemaPath(a))
		if err != nil {
			t.Fatal(err)
		}
		var plain map[string]any
		if err := json.Unmarshal(text, &plain); err != nil {
			t.Fatal(err)
		}
		b.libs[a], b.plain[a] = lib, plain
	}
	return b
}

// judge decodes the text and reports where the decoder and its judges disagree.
func (b *bench) judge(t testing.TB, action string, text []byte) {
	t.Helper()
	var m schema.Message
	b.decoder.Decode(action, text, 0, &m)
	for _, problem := range b.problems(action, text, &m) {
		t.Errorf("%s of\n%q\n%s", action, text, problem)
	}
	var again schema.Message // what it remembers of the first time must not change what it reads
	if b.decoder.Decode(action, text, 0, &again); !reflect.DeepEqual(again, m) {
		t.Errorf("%s of\n%q\nread again:\n%+v\n%+v", action, text, again, m)
	}
}

func (b *bench) problems(action string, text []byte, m *schema.Message) []string {
	list := places(text, m)
	list = append(list, syntax(text, m)...)
	if m.Syntax != nil || len(list) > 0 {
		return list
	}
	list = append(list, flaws(text, m)...)
	list = append(list, positions(text, m)...)
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(text[:m.End]))
	if err != nil {
		return append(list, "read: "+err.Error())
	}
	ours := map[string]bool{}
	for _, v := range m.Violations {
		if v.Keyword != "" {
			ours[v.Keyword+" "+v.Pointer] = true
		}
	}
	plain := map[string]bool{}
	check(b.plain[action], v, "", plain)
	plain = shortened(plain)
	for k := range ours {
		if !plain[k] {
			list = append(list, "reported for nothing: "+k)
		}
	}
	for k := range plain {
		if !ours[k] {
			list = append(list, "not reported: "+k)
		}
	}
	return append(list, library(b.libs[action], v, ours, m)...)
}

// places holds what must be true of every violation: the bytes at its offset begin with what it got, and they
// come in order.
func places(text []byte, m *schema.Message) (list []string) {
	for i, v := range m.Violations {
		switch {
		case v.Offset < 0 || v.Offset >= len(text):
			list = append(list, fmt.Sprintf("offset %d outside: %+v", v.Offset, v))
		case v.HasGot && (v.Got == "" || !bytes.HasPrefix(text[v.Offset:], []byte(v.Got))):
			list = append(list, fmt.Sprintf("got does not stand at offset: %+v", v))
		case v.HasGot && utf8.RuneCountInString(v.Got) > 80:
			list = append(list, fmt.Sprintf("got is too long: %+v", v))
		case !v.HasGot && text[v.Offset] != '{':
			list = append(list, fmt.Sprintf("no object lacks the property: %+v", v))
		case v.Want == "":
			list = append(list, fmt.Sprintf("no want: %+v", v))
		case i > 0 && v.Offset < m.Violations[i-1].Offset:
			list = append(list, fmt.Sprintf("out of order: %+v", v))
		}
	}
	for _, s := range m.Samples {
		if text[s.At.Offset] != '{' {
			list = append(list, fmt.Sprintf("no sampled value begins at %d", s.At.Offset))
		}
	}
	return list
}

// syntax compares with jsontext and with Skip.
func syntax(text []byte, m *schema.Message) (list []string) {
	end, skipErr := schema.Skip(text, 0)
	if (skipErr == nil) != (m.Syntax == nil) || end != m.End {
		list = append(list, fmt.Sprintf("Skip ends at %d (%v), Decode at %d (%v)", end, skipErr, m.End, m.Syntax))
	}
	if m.Syntax != nil && strings.HasPrefix(m.Syntax.Want, "at most ") {
		return list
	}
	d := jsontext.NewDecoder(bytes.NewReader(text), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	_, err := d.ReadValue()
	switch {
	case (err == nil) != (m.Syntax == nil):
		return append(list, fmt.Sprintf("jsontext: %v, we: %v", err, m.Syntax))
	case err == nil:
		if d.InputOffset() != int64(m.End) {
			list = append(list, fmt.Sprintf("jsontext ends at %d, we at %d", d.InputOffset(), m.End))
		}
		return list
	}
	short := errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF)
	if short != m.Syntax.Truncated {
		list = append(list, fmt.Sprintf("jsontext: %v, truncated: %v", err, m.Syntax.Truncated))
	}
	return list
}

// flaws compares duplicate keys and bad text with jsontext.
func flaws(text []byte, m *schema.Message) (list []string) {
	count := map[model.RuleID]int{}
	first := map[model.RuleID]schema.Violation{}
	for _, v := range m.Violations {
		if count[v.Rule]++; count[v.Rule] == 1 {
			first[v.Rule] = v
		}
	}
	_, err := jsontext.NewDecoder(bytes.NewReader(text), jsontext.AllowDuplicateNames(true)).ReadValue()
	if (err != nil) != (count["JSN004"] > 0) {
		list = append(list, fmt.Sprintf("jsontext on UTF-8: %v, we: %d flaws", err, count["JSN004"]))
	}
	if err != nil {
		return list
	}
	_, err = jsontext.NewDecoder(bytes.NewReader(text)).ReadValue()
	if (err != nil) != (count["JSN003"] > 0) {
		return append(list, fmt.Sprintf("jsontext on names: %v, we: %d duplicates", err, count["JSN003"]))
	}
	var where *jsontext.SyntacticError
	if errors.As(err, &where) {
		if v := first["JSN003"]; int64(v.Offset) != where.ByteOffset || v.Pointer != string(where.JSONPointer) {
			list = append(list, fmt.Sprintf("jsontext: second name at %d %s, we: %+v", where.ByteOffset, where.JSONPointer, v))
		}
	}
	return list
}

// positions compares each pointer and offset with where jsontext finds them.
func positions(text []byte, m *schema.Message) (list []string) {
	d := jsontext.NewDecoder(bytes.NewReader(text), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	at := map[string]bool{}
	for done := false; !done; {
		start := int(d.InputOffset())
		for start < len(text) && strings.IndexByte(" \t\r\n,:", text[start]) >= 0 {
			start++
		}
		depth := d.StackDepth()
		k, n := d.StackIndex(depth)
		name := k == '{' && n%2 == 0
		token, err := d.ReadToken()
		if err != nil {
			return append(list, err.Error())
		}
		end := token.Kind() == '}' || token.Kind() == ']'
		done = d.StackDepth() == 0
		if !end {
			at[fmt.Sprint(name, " ", start, " ", d.StackPointer())] = true
		}
	}
	for _, v := range m.Violations {
		key := v.Rule == "SCH004" || v.Rule == "JSN003"
		here := fmt.Sprint(" ", v.Offset, " ", v.Pointer)
		if !at[fmt.Sprint(key)+here] && (v.Rule != "JSN004" || !at["true"+here]) && len(v.Pointer) < 500 {
			list = append(list, fmt.Sprintf("stands elsewhere: %+v", v))
		}
	}
	return list
}

// check is JSON schema as plainly as it can be written: every failing keyword of every place.
func check(s map[string]any, v any, pointer string, out map[string]bool) {
	fail := func(keyword, at string) { out[keyword+" "+at] = true }
	object, isObject := v.(map[string]any)
	array, isArray := v.([]any)
	text, isString := v.(string)
	number, isNumber := v.(json.Number)
	if want, ok := s["type"]; ok {
		is := map[any]bool{
			"object": isObject, "array": isArray, "string": isString, "number": isNumber,
			"integer": isNumber && !strings.ContainsAny(number.String(), ".eE"),
		}
		if !is[want] {
			fail("type", pointer)
		}
	}
	if list, ok := s["enum"].([]any); ok && (!isString || !slices.Contains(list, any(text))) {
		fail("enum", pointer)
	}
	if limit, ok := s["maxLength"].(float64); ok && isString && len([]rune(text)) > int(limit) {
		fail("maxLength", pointer)
	}
	if _, ok := s["format"]; ok && isString && !isDateTime(text) {
		fail("format", pointer)
	}
	properties, _ := s["properties"].(map[string]any)
	for name, child := range object {
		at := pointer + "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
		if p, ok := properties[name]; ok {
			check(p.(map[string]any), child, at, out)
		} else if s["additionalProperties"] == false {
			fail("additionalProperties", at)
		}
	}
	if names, ok := s["required"].([]any); ok && isObject {
		for _, name := range names {
			if _, ok := object[name.(string)]; !ok {
				fail("required", pointer)
			}
		}
	}
	if items, ok := s["items"].(map[string]any); ok {
		for i, child := range array {
			check(items, child, pointer+"/"+strconv.Itoa(i), out)
		}
	}
}

// short ends a pointer, behind its keyword, after 512 bytes: so does the decoder.
func short(place string) string {
	keyword, pointer, _ := strings.Cut(place, " ")
	const limit = 512
	if len(pointer) <= limit {
		return place
	}
	end := limit
	for !utf8.RuneStart(pointer[end]) {
		end--
	}
	return keyword + " " + pointer[:end] + "…"
}

func shortened(set map[string]bool) map[string]bool {
	out := map[string]bool{}
	for place := range set {
		out[short(place)] = true
	}
	return out
}

func isDateTime(s string) bool {
	_, valid := model.ParseTimestamp(s) // judged by the suite and by santhosh
	return valid
}

// library compares with santhosh: it must find the same texts valid, and what it finds we must find. It
// takes 1.0 for an integer, and a sign among the digits of a clock.
func library(lib *jsonschema.Schema, v any, ours map[string]bool, m *schema.Message) (list []string) {
	sure, maybe := 0, 0
	for _, v := range m.Violations {
		switch {
		case v.Keyword == "":
		case v.Keyword == "type" && v.Want == "integer" && isWhole(v.Got),
			v.Keyword == "format" && len(v.Got) > 20 && strings.ContainsAny(v.Got[12:20], "+-"):
			maybe++
		default:
			sure++
		}
	}
	err := lib.Validate(v)
	if err == nil && sure > 0 || err != nil && sure+maybe == 0 {
		list = append(list, fmt.Sprintf("santhosh: %v, we: %+v", err, m.Violations))
	}
	var failed *jsonschema.ValidationError
	if !errors.As(err, &failed) {
		return list
	}
	for _, leaf := range leaves(failed) {
		pointer := ""
		for _, s := range leaf.InstanceLocation {
			pointer += "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(s)
		}
		path := leaf.ErrorKind.KeywordPath()
		keyword := path[len(path)-1]
		wanted := []string{keyword + " " + pointer}
		if extra, ok := leaf.ErrorKind.(*kind.AdditionalProperties); ok {
			wanted = wanted[:0]
			for _, name := range extra.Properties {
				wanted = append(wanted, keyword+" "+pointer+"/"+strings.NewReplacer("~", "~0", "/", "~1").Replace(name))
			}
		}
		for _, w := range wanted {
			if !ours[short(w)] {
				list = append(list, "santhosh reports "+w)
			}
		}
	}
	return list
}

func leaves(e *jsonschema.ValidationError) (list []*jsonschema.ValidationError) {
	if len(e.Causes) == 0 {
		return []*jsonschema.ValidationError{e}
	}
	for _, c := range e.Causes {
		list = append(list, leaves(c)...)
	}
	return list
}

// isWhole says that a number with a fraction or an exponent is whole all the same.
func isWhole(text string) bool {
	f, err := strconv.ParseFloat(text, 64)
	return err == nil && f == float64(int64(f))
}
