package present

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWhatSourcesShareIsListedWithWhereItIsKept(t *testing.T) {
	var lines []string
	for i, id := range []string{"a", "b", "c", "d"} {
		lines = append(lines, "2025-03-01T10:00:0"+string(rune('0'+i))+`Z CP1 [2,"`+id+`","Heartbeat",{}]`+"\n")
	}
	d, dir := withLog(t, strings.Join(lines[:3], ""))
	second := filepath.Join(dir, "second.log")
	if err := os.WriteFile(second, []byte(strings.Join(lines[1:], "")+lines[3]), 0o600); err != nil {
		t.Fatal(err)
	}
	d.Import(second)
	d.until("it is imported", func() bool { return !d.Importing() && len(d.Sources.Rows()) == 2 })
	s := d.Sources
	s.Select(1)
	d.until("it is known what was logged again", func() bool {
		src, ok := s.Chosen() // its counts are read once more when the case was joined
		return ok && src.Counts.Duplicates == 3 && len(s.Again()) == 3
	})
	if got := s.Sentence(); !strings.Contains(got, "3 messages were logged again and dropped. Of those, sources that overlap keep: 2 in day.log.") {
		t.Errorf("sentence %q", got)
	}
	var got []string
	for _, p := range s.Again() {
		got = append(got, p.Line+": "+p.Kept+": "+p.Text)
	}
	want := []string{
		"1: Line 2 of day.log is kept: " + strings.TrimSpace(lines[1]), "2: Line 3 of day.log is kept: " + strings.TrimSpace(lines[2]),
		"4: Line 3 is kept: " + strings.TrimSpace(lines[3]),
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	s.ShowTab(SourceTabAgain)
	if titles := s.TabTitles(); titles[2] != "Logged again 3" || s.Tab() != SourceTabAgain {
		t.Errorf("tabs %q, %d in front", titles, s.Tab())
	}
	if s.Select(0); s.Tab() != SourceTabFirst {
		t.Error("a source of which nothing was logged again shows that there is nothing")
	}
}
