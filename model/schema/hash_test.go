package schema_test

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"meterscope/model/schema"
)

// hashing gives a function for the hash of a value that no schema speaks of; 0 of text that is none.
func hashing() func(string) uint64 {
	d := schema.NewDecoder()
	return func(s string) uint64 {
		var m schema.Message
		if d.DecodeAnswer([]byte(s), 0, &m); strings.TrimRight(s[m.End:], " \t\r\n") != "" {
			return 0
		}
		return m.Hash
	}
}

func TestEqualValuesHaveEqualHashes(t *testing.T) {
	hash, seen := hashing(), map[uint64]string{}
	for _, group := range [][]string{
		{`1`, ` 1 `, `1.0`, `10e-1`, `0.1E1`, `100e-2`, `1.000`},
		{`0`, `-0`, `0.0`, `0e9`, `-0.00`},
		{`-120`, `-1.2e2`, `-120.0`},
		{`12345678901234567890123`, `12345678901234567890.123e3`, `12345678901234567890123.0`},
		{`1000000000000000000000000`, `1e24`, `1.0e24`},
		{`"Wh"`, `"\u0057h"`, `"W\u0068"`},
		{`"é/"`, `"\u00e9\/"`},
		{`"💩"`, `"\ud83d\udca9"`},
		{`{"a":1,"b":[2,3]}`, `{ "b" : [2, 3.0] , "\u0061":1}`},
		{`{}`, `{ }`}, {`[]`, "[\n]"}, {`null`}, {`true`}, {`false`}, {`""`}, {`"0"`}, {`[[]]`}, {`[[[]]]`}, {`[[],[]]`}, {`[{}]`}, {`[[],{}]`}, {`[0]`}, {`[null]`}, {`{"":{}}`},
		{`[1,2]`}, {`[2,1]`}, {`{"a":"b"}`}, {`{"b":"a"}`}, {`{"a":1,"b":2}`}, {`{"a":2,"b":1}`}, {`12`}, {`1.2`}, {`0.12`}, {`-12`},
		{`"Energy.Active.Export.Register"`}, {`"Energy.Active.Import.Register"`}, {`["a","b"]`}, {`["ab"]`}, {`"a\u0000"`}, {`"a"`},
	} {
		for _, s := range group {
			if hash(s) != hash(group[0]) {
				t.Errorf("%s and %s differ", group[0], s)
			}
		}
		if other, ok := seen[hash(group[0])]; ok {
			t.Errorf("%s and %s have one hash", other, group[0])
		}
		seen[hash(group[0])] = group[0]
	}
	w := &writer{Rand: rand.New(rand.NewPCG(3, 6))}
	for range 20_000 {
		p := w.payload("MeterValues")
		var v any
		if strings.Contains(p, "-0") || json.Unmarshal([]byte(p), &v) != nil {
			continue
		}
		plain, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		h := hash(string(plain))
		if other, ok := seen[h]; ok && other != string(plain) {
			t.Fatalf("%s\n%s\nhave one hash", plain, other)
		}
		seen[h] = string(plain)
	}
}

// The hash is stored in case files.
func TestHashStaysAsItIs(t *testing.T) {
	hash := hashing()
	for s, want := range hashes {
		if got := hash(s); got != want {
			t.Errorf("%s: %#x, want %#x", s, got, want)
		}
	}
}

func TestBrokenTextHasNoHash(t *testing.T) {
	hash := hashing()
	for _, s := range []string{``, `{`, `{"a"`, `{"a":1`, `[1 2]`, `{"a":1,}`, `x`, `"a`, `tru`, `-`, `{a:1}`, `[1,`} {
		if h := hash(s); h != 0 {
			t.Errorf("%s: %#x", s, h)
		}
	}
}

func FuzzHash(f *testing.F) {
	w := &writer{Rand: rand.New(rand.NewPCG(4, 6))}
	for range 50 {
		f.Add([]byte(w.payload("StopTransaction")))
	}
	hash := hashing()
	f.Fuzz(func(t *testing.T, text []byte) {
		h := hash(string(text))
		if v := jsontext.Value(bytes.Clone(text)); v.IsValid() {
			if err := v.Compact(); err != nil {
				t.Fatal(err)
			}
			if hash(string(v)) != h {
				t.Errorf("%q and %q differ", text, v)
			}
			var any any
			d := json.NewDecoder(bytes.NewReader(text))
			d.UseNumber()
			if d.Decode(&any) != nil {
				return // encoding/json bounds its depth
			}
			sorted, err := json.Marshal(any)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := schema.Skip(text, 0); err == nil && hash(string(sorted)) != h {
				t.Errorf("%q and %q differ", text, sorted)
			}
		}
	})
}
