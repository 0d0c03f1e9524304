package schema

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// ordered is a JSON object with its members as they stand: the order of a schema's properties is the one
// that its messages use.
type ordered []namedValue

type namedValue struct {
	name  string
	value any
}

// parseOrdered reads JSON: objects as ordered, numbers as json.Number.
func parseOrdered(text []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	v, err := orderedValue(d)
	if err != nil {
		return nil, err
	}
	if d.More() {
		return nil, fmt.Errorf("text after the value")
	}
	return v, nil
}

func orderedValue(d *json.Decoder) (any, error) {
	t, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch t {
	case json.Delim('['):
		list := []any{}
		for d.More() {
			v, err := orderedValue(d)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		_, err = d.Token()
		return list, err
	case json.Delim('{'):
		list := ordered{}
		for d.More() {
			name, err := d.Token()
			if err != nil {
				return nil, err
			}
			v, err := orderedValue(d)
			if err != nil {
				return nil, err
			}
			list = append(list, namedValue{fmt.Sprint(name), v})
		}
		_, err = d.Token()
		return list, err
	}
	return t, nil
}

// unordered gives the value as encoding/json would.
func unordered(v any) any {
	switch v := v.(type) {
	case ordered:
		m := make(map[string]any, len(v))
		for _, e := range v {
			m[e.name] = unordered(e.value)
		}
		return m
	case []any:
		list := make([]any, len(v))
		for i := range v {
			list[i] = unordered(v[i])
		}
		return list
	}
	return v
}
