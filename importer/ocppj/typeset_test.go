package ocppj

import (
	"strings"
	"testing"
)

// typeset writes a text's quotes as a word processor does.
func typesetQuotes(text, open, closing string) string {
	var b strings.Builder
	for i, part := range strings.Split(text, `"`) {
		if i > 0 {
			b.WriteString([]string{closing, open}[i%2])
		}
		b.WriteString(part)
	}
	return b.String()
}

func TestFramesThatAWordProcessorTypesetAreRead(t *testing.T) {
	const nbsp = "\u00a0"
	spread := strings.NewReplacer(`,"`, `, "`, `":`, `": `).Replace(meter)
	for name, text := range map[string]string{
		"English":           typesetQuotes(meter, "“", "”"),
		"German":            typesetQuotes(meter, "„", "“"),
		"closing only":      typesetQuotes(meter, "”", "”"),
		"in words":          "Received: " + typesetQuotes(meter, "“", "”") + " and so on",
		"spaces":            strings.ReplaceAll(spread, " ", nbsp),
		"spaces in payload": strings.Replace(meter, `":`, `":`+nbsp, 3),
		"quotes and spaces": typesetQuotes(strings.ReplaceAll(spread, " ", nbsp), "“", "”"),
		".NET":              `{"Message":"` + strings.ReplaceAll(meter, `"`, `\u0022`) + `"}`,
		".NET, twice":       `{"Message":"{\"Message\":\"` + strings.ReplaceAll(meter, `"`, `\\u0022`) + `\"}"}`,
	} {
		if _, got := scan(t, text+"\n"+answer+"\n"); len(got) != 2 || got[0] != "2 7 MeterValues ×1" || got[1] != "3 7 " {
			t.Errorf("%s: %q in %s", name, got, text)
		}
	}
	if _, got := scan(t, "payload: "+typesetQuotes(payload, "“", "”")+"\n"); len(got) != 1 || got[0] != "0  MeterValues ×1" {
		t.Errorf("%q", got)
	}
}
