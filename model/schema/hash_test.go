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

func hash(s string) uint64 { return schema.Hash([]byte(s), 0, len(s)) }

func TestEqualValuesHaveEqualHashes(t *testing.T) {
	seen := map[uint64]string{}
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
	for s, want := range hashes {
		if got := hash(s); got != want {
			t.Errorf("%s: %#x, want %#x", s, got, want)
		}
	}
}

func TestHashOfWhatIsNoJSONIsOfItsBytes(t *testing.T) {
	for _, s := range []string{``, `{`, `{"a"`, `{"a":1`, `[1 2]`, `{"a":1,}`, `x`, `1 2`, `"a`, `tru`, `-`, `{a:1}`, `[1,`} {
		if again := hash(s); hash(s+"!") == again || hash(s) != again {
			t.Errorf("%s", s)
		}
	}
	text := []byte(`x{"a":1}y`)
	if schema.Hash(text, 1, 8) != hash(`{"a":1}`) {
		t.Error("only the given part counts")
	}
	schema.Hash(text, -5, 99)
	schema.Hash(text, 9, 3)
}

func FuzzHash(f *testing.F) {
	w := &writer{Rand: rand.New(rand.NewPCG(4, 6))}
	for range 50 {
		f.Add([]byte(w.payload("StopTransaction")))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		h := schema.Hash(text, 0, len(text))
		if v := jsontext.Value(bytes.Clone(text)); v.IsValid() {
			if err := v.Compact(); err != nil {
				t.Fatal(err)
			}
			if schema.Hash(v, 0, len(v)) != h {
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
			if _, err := schema.Skip(text, 0); err == nil && schema.Hash(sorted, 0, len(sorted)) != h {
				t.Errorf("%q and %q differ", text, sorted)
			}
		}
	})
}
