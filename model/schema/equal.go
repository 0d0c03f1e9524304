package schema

import (
	"bytes"
	"encoding/json"
)

// has says whether a JSON text, other than a string's, is one of the values.
func (e *enum) has(text []byte) bool {
	if len(e.others) == 0 {
		return false
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return false
	}
	for _, o := range e.others {
		if equalValues(v, o) {
			return true
		}
	}
	return false
}

// equalValues compares as JSON schema does: numbers by value, objects without order.
func equalValues(a, b any) bool {
	switch a := a.(type) {
	case json.Number:
		b, ok := b.(json.Number)
		return ok && parseNumber([]byte(a)).compare(parseNumber([]byte(b))) == 0
	case []any:
		b, ok := b.([]any)
		if !ok || len(a) != len(b) {
			return false
		}
		for i := range a {
			if !equalValues(a[i], b[i]) {
				return false
			}
		}
		return true
	case map[string]any:
		b, ok := b.(map[string]any)
		if !ok || len(a) != len(b) {
			return false
		}
		for k := range a {
			other, ok := b[k]
			if !ok || !equalValues(a[k], other) {
				return false
			}
		}
		return true
	}
	return a == b
}
