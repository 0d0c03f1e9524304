package schema_test

import (
	"fmt"
	"strings"
	"testing"

	"meterscope/model/schema"
)

func TestCompileRefusesWhatItDoesNotCheck(t *testing.T) {
	var many []string
	for i := range 65 {
		many = append(many, fmt.Sprintf(`"p%d":{}`, i))
	}
	for text, want := range map[string]string{
		`{"pattern":"x"}`:                       "pattern: keyword is not supported",
		`{"properties":{"a":{"maximum":1}}}`:    "properties: a: maximum: keyword is not supported",
		`{"items":[{},{"$ref":"#"}]}`:           "items: 1: $ref: keyword is not supported",
		`{"additionalProperties":{"oneOf":[]}}`: "additionalProperties: oneOf: keyword is not supported",
		`{"format":"email"}`:                    "format email is not supported",
		`{"type":"int"}`:                        "no such type: int",
		`{"type":["string",1]}`:                 "no such type: 1",
		`{"required":"a"}`:                      "not an array: a",
		`{"required":[1]}`:                      "not a string: 1",
		`{"properties":[]}`:                     "not an object: []",
		`{"enum":{}}`:                           "not an array",
		`{"maxLength":-1}`:                      "not a count: -1",
		`{"minItems":"1"}`:                      "not a count: 1",
		`{"minimum":"1"}`:                       "not a number: 1",
		`{"exclusiveMinimum":1}`:                "not true or false: 1",
		`{"items":true}`:                        "a schema is an object, not true",
		`[]`:                                    "a schema is an object, not []",
		`{"properties":{` + strings.Join(many, ",") + `}}`: "more than 64 properties",
		`{`:     "read schema",
		`{} {}`: "text after the value",
		`{"a"`:  "read schema",
		`[1,`:   "read schema",
	} {
		if _, err := schema.Compile([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestOtherKeywordsSayWhatTheyWant(t *testing.T) {
	for _, c := range []struct{ schema, text, want string }{
		{`{"minItems":1}`, `[]`, "SCH009 @0 [] < at least 1 item"},
		{`{"minItems":2}`, `[1]`, "SCH009 @0 [1] < at least 2 items"},
		{`{"minimum":0}`, `-0.1`, "SCH009 @0 -0.1 < at least 0"},
		{`{"minimum":0,"exclusiveMinimum":true}`, `0.0`, "SCH009 @0 0.0 < more than 0"},
		{`{"type":["integer","null"]}`, `1.5`, "SCH001 @0 1.5 < integer or null"},
		{`{"enum":[1,"a",{"b":[null]}]}`, `2`, `SCH003 @0 2 < one of 1, a, {"b":[null]}`},
		{`{"maxLength":1}`, `"ab"`, `SCH006 @0 "ab" < at most 1 character`},
		{`{"items":{"type":"string"}}`, `["a", 1]`, `SCH001 /1@6 1 < string`},
		{`{"additionalProperties":{"type":"string"},"required":["b"]}`, `{"a":1}`, `SCH002 @0 null < property "b"; SCH001 /a@5 1 < string`},
		{`{"required":["b"],"additionalProperties":false}`, `{"b":1}`, `SCH004 /b@1 "b":1 < no properties`},
	} {
		s, err := schema.Compile([]byte(c.schema))
		if err != nil {
			t.Fatal(err)
		}
		var m schema.Message
		schema.NewDecoder().Check(s, []byte(c.text), 0, &m)
		var got []string
		for _, v := range m.Violations {
			got = append(got, brief(v))
		}
		if strings.Join(got, "; ") != c.want {
			t.Errorf("%s of %s: %s", c.schema, c.text, strings.Join(got, "; "))
		}
	}
}

func TestSkipFindsTheEndOfAValue(t *testing.T) {
	for _, c := range []struct {
		text string
		at   int
		end  int
		want string
	}{
		{`[2,"a",{"b":[1,{}]}] tail`, 0, 20, ""},
		{`[2,"a",{"b":[1,{}]}] tail`, 3, 6, ""},
		{`[2, "a"]`, 3, 7, ""},
		{`{"a":1}`, 5, 6, ""},
		{`  null,`, 0, 6, ""},
		{`{"a" 1}`, 0, 5, `":"`},
		{`{"a":1]`, 0, 6, `"," or "}"`},
		{`[1}`, 0, 2, `"," or "]"`},
		{`[nul]`, 0, 4, "null"},
		{`{1:2}`, 0, 1, "a key in double quotes"},
		{`{"a":1,}`, 0, 7, "a key in double quotes"},
		{`["`, 0, 2, "the rest of a string"},
		{`["\u12`, 0, 6, "the rest of an escape"},
		{`["\`, 0, 3, "the rest of an escape"},
		{``, 0, 0, "a value"},
		{`1`, 7, 1, "a value"},
	} {
		end, err := schema.Skip([]byte(c.text), c.at)
		want := ""
		if err != nil {
			want = err.Want
			if err.Truncated != (err.Offset == len(c.text)) || err.Offset != end {
				t.Errorf("%s: %+v", c.text, err)
			}
		}
		if end != c.end || want != c.want {
			t.Errorf("%s from %d: %d %q", c.text, c.at, end, want)
		}
	}
}
