package archive

import (
	"slices"
	"testing"
)

func TestWhetherThereMayBeSeveralLogsIsToldByContent(t *testing.T) {
	log := "2025-03-01 " + `[2,"1","Heartbeat",{}]` + "\n"
	for name, c := range map[string]struct {
		text    string
		several bool
	}{
		"a log":                    {log, false},
		"nothing":                  {"", false},
		"a compressed log":         {gz(log), false},
		"one compressed twice":     {zst(gz(log)), false},
		"a zip":                    {zipOf(file{"x.log", log}), true},
		"a compressed tar":         {gz(tarOf(file{"x.log", log})), true},
		"a damaged one":            {"\x1f\x8b\x08damaged", false},
		"one that can't be read":   {"7z\xbc\xaf\x27\x1c", false},
		"a zip that is compressed": {xzip(zipOf(file{"x.log", log})), true},
	} {
		if got := Several(onDisk(t, c.text)); got != c.several {
			t.Errorf("%s: %v", name, got)
		}
		if plain := slices.Contains([]string{"a log", "nothing"}, name); Plain([]byte(c.text)) != plain {
			t.Errorf("%s: plain is %v", name, !plain)
		}
	}
	if Several("/nowhere/x.zip") {
		t.Error("there are several logs in a file that isn't there")
	}
}

func TestRotatedNamesTellALogFromNumberedThings(t *testing.T) {
	for _, c := range []struct {
		log   string
		names []string
		want  bool
	}{
		{"x.log", []string{"x.log.1"}, false},
		{"x.log", []string{"x.log.2.gz", "x.log.1"}, true},
		{"CP", []string{"CP.1", "CP.2"}, false},
		{"messages", []string{"messages-20250301", "messages"}, true},
	} {
		if got := Rotated(c.log, c.names); got != c.want {
			t.Errorf("%v: %v", c.names, got)
		}
	}
}
