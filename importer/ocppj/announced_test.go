package ocppj

import (
	"strings"
	"testing"
)

func TestWhatIsAnnouncedAsAMessageAndIsNone(t *testing.T) {
	for text, want := range map[string]string{
		`[3,"7"]`:                    "JSN005",
		`[4,"7"]`:                    "JSN005",
		`[2,"7"]`:                    "JSN005",
		`[2,"7",5,{}]`:               "JSN005",
		`[2,null,"Heartbeat",{}]`:    "JSN005",
		`[3,"7","x"]`:                "JSN005",
		`[3,"7",[]]`:                 "JSN005",
		`[5,"7",{}]`:                 "JSN005",
		`[1,"7",{}]`:                 "JSN005",
		`[2,"7" "Heartbeat",{}]`:     "JSN001",
		`[2,"7",,{}]`:                "JSN001",
		`[2,"7","Met...e":"1"}]}]}]`: "JSN001",
		`[2,"7"...e":"1"}]}]}]`:      "JSN001",
	} {
		s := NewScanner(func([]byte) bool { return false })
		s.Announced(func(b []byte) bool { return strings.HasSuffix(string(b), "message: ") })
		var res Result
		s.Scan(Window{Text: []byte("message: " + text + "\n"), Line: 1, Final: true}, &res)
		if len(res.Items) != 1 || res.Items[0].Status != Unread || len(res.Findings) != 1 || string(res.Findings[0].Rule) != want {
			t.Errorf("%s: %d places, findings %v, want one unread with %s", text, len(res.Items), res.Findings, want)
		}
		if strings.Contains(text, "...") {
			if len(res.Items) == 1 && (!res.Items[0].Shortened || res.Items[0].ID != "7") {
				t.Errorf("%s is not shortened, or not 7", text)
			}
			continue
		}
		res.Reset()
		s.Scan(Window{Text: []byte("text: " + text + "\n"), Line: 1, Final: true}, &res)
		if want == "JSN005" && len(res.Items) != 0 && text != `[2,null,"Heartbeat",{}]` {
			t.Errorf("%s in free text is taken for a frame", text)
		}
	}
}
