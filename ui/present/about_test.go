package present

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestAboutSaysVersionAndSchemas(t *testing.T) {
	got := About(nil, "1.2.3")
	for _, want := range []string{"Meterscope 1.2.3", "urn:OCPP:1.6:2019:12: AuthorizeRequest, ", ", MeterValuesRequest, "} {
		if !strings.Contains(got, want) {
			t.Errorf("%q has no %q", got, want)
		}
	}
	if n := schemaNames([]string{"a:b:C", "a:b:D", "x:E", "F"}); n != "a:b: C, D, x: E, F" {
		t.Errorf("names are %q", n)
	}
}

func TestLicencesAreBrokenBetweenWords(t *testing.T) {
	for line, want := range map[string][]string{
		"":                   {""},
		"one two three":      {"one two", "three"},
		"onetwothreefour":    {"onetwoth", "reefour"},
		"  indented a lot":   {"  indent", "ed a lot"},
		"äöü äöü äöü":        {"äöü äöü", "äöü"},
		"exactly8":           {"exactly8"},
		"exactly8 and more ": {"exactly8", "and more", ""},
	} {
		if got := wrapped(line, 8); !slices.Equal(got, want) {
			t.Errorf("%q becomes %q, want %q", line, got, want)
		}
	}
	rows := LicenceRows(60)
	for _, r := range rows {
		if utf8.RuneCountInString(r) > 60 {
			t.Fatalf("a row has %q", r)
		}
	}
	if len(rows) < 1000 || !strings.Contains(Licences(), "fyne.io/fyne/v2") {
		t.Errorf("%d rows", len(rows))
	}
}
