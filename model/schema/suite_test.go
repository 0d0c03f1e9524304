package schema_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"meterscope/model/schema"
)

const shared = "../../../shared"

// The draft-04 suite judges the keywords that Compile understands. Of the other groups Compile must say that
// it doesn't.
func TestDraft04Suite(t *testing.T) {
	dir := filepath.Join(shared, "json-schema-test-suite")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the suite is not here")
	}
	refused := map[string]bool{}
	for _, name := range refusedGroups {
		refused[name] = true
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, pattern := range []string{"optional/*.json", "optional/format/*.json"} {
		more, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, more...)
	}
	d, ran := schema.NewDecoder(), 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var groups []struct {
			Description string
			Schema      json.RawMessage
			Tests       []struct {
				Description string
				Data        json.RawMessage
				Valid       bool
			}
		}
		if err := json.Unmarshal(text, &groups); err != nil {
			t.Fatal(err)
		}
		base := strings.TrimSuffix(filepath.Base(file), ".json")
		for _, g := range groups {
			s, err := schema.Compile(g.Schema)
			name := base + ": " + g.Description
			if refused[name] {
				if err == nil {
					t.Errorf("%s: compiled, though it has a keyword that is not supported", name)
				}
				delete(refused, name)
				continue
			}
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			for _, c := range g.Tests {
				var m schema.Message
				d.Check(s, c.Data, 0, &m)
				ran++
				if m.Syntax != nil {
					t.Errorf("%s: %s: %v", name, c.Description, m.Syntax)
				}
				if valid := len(m.Violations) == 0; valid != c.Valid {
					t.Errorf("%s: %s: valid is %v: %+v", name, c.Description, valid, m.Violations)
				}
			}
		}
	}
	for name := range refused {
		t.Errorf("%s: there is no such group", name)
	}
	t.Logf("%d cases", ran)
}

// refusedGroups use patternProperties, $ref, allOf, maximum, multipleOf or formats other than date-time: none
// of our schemas has them.
var refusedGroups = []string{
	"additionalProperties: additionalProperties being false does not allow other properties",
	"additionalProperties: non-ASCII pattern with additionalProperties",
	"additionalProperties: additionalProperties does not look in applicators",
	"properties: properties, patternProperties, additionalProperties interaction",
	"items: items and subitems",
	"infinite-loop-detection: evaluating the same schema location against the same data location twice is not a sign of an infinite loop",
	"format: email format",
	"format: ipv4 format",
	"format: ipv6 format",
	"format: hostname format",
	"format: uri format",
	"bignum: maximum integer comparison",
	"bignum: float comparison with high precision",
	"float-overflow: all integers are multiples of 0.5, if overflow is handled",
}
