package present

import (
	"strings"
	"testing"
)

func TestSuggestionsGoOnFromWhatIsTyped(t *testing.T) {
	d := opened(t, searchable())
	for _, c := range []struct {
		text string
		at   int
		want string // the texts, and where they go
	}{
		{"", 0, "kwh> 0–0, rule: 0–0, station: 0–0, connector: 0–0, since: 0–0, until: 0–0, on: 0–0, duration> 0–0, kw> 0–0"},
		{"st", 2, "station: 0–2, on: 0–2, stopped: 0–2"},
		{"cp1 kw", 6, "kwh> 4–6, kw> 4–6"},
		{"-sta", 4, "-station: 0–4, -on: 0–4, -rule:REG003 0–4"},
		{"cp1", 3, "station:CP1 0–3, station:CP10 0–3"},
		{"rule:", 5, "rule:CLK007 0–5, rule:REG001 0–5, rule:REG003 0–5, rule:SCH003 0–5"},
		{"rule:re", 7, "rule:REG001 0–7, rule:REG003 0–7"},
		{"rule:REG001,s", 13, "rule:REG001,SCH003 0–13"},
		{"kwh>30 rule:reg0 cp", 15, "rule:REG001 7–16, rule:REG003 7–16"},
		{"station=cp1", 11, "station=CP10 0–11"}, // itself isn't one
		{"tag:ab", 6, "tag:AB:CD:EF 0–6"},
		{"stopped:", 8, "stopped:EVDisconnected 0–8, stopped:Local 0–8, stopped:Remote 0–8"},
		{"source:week", 11, `source:"week 1.log" 0–11`},
		{"is:f", 4, "is:flagged 0–4, is:error 0–4"},
		{"has:no", 6, "has:note 0–6"},
		{"ist:off", 7, "is:open 0–7"},
		{"since:2025-03-0", 15, "since:2025-03-01 0–15"},
		{"until:", 6, "until:today 0–6, until:7d 0–6, until:2025-03-31 0–6, until:2025-03-01 0–6, until:2025-02-28 0–6"},
		{"kwh>", 4, "kwh>30 0–4"},
		{"kwh>3", 5, ""},
		{"zzz", 3, ""},
		{"flag", 4, "is:flagged 0–4"},
		{"falls", 5, "rule:REG001 0–5"},
	} {
		var got []string
		for _, s := range d.List.Suggest(c.text, c.at) {
			got = append(got, s.Text+" "+itoa(s.From)+"–"+itoa(s.To))
			if s.About == "" && !strings.HasPrefix(s.Text, "source:") {
				t.Errorf("%s: nothing is said of %s", c.text, s.Text)
			}
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%q at %d\n got %s\nwant %s", c.text, c.at, s, c.want)
		}
	}
	if got := newList(d.App).Suggest("station:", 8); len(got) != 0 {
		t.Errorf("before anything is read: %v", got)
	}
}

func itoa(n int) string { return Count(nil, n) }
