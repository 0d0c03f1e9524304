package present

import (
	"strings"
	"testing"

	"meterscope/importer/format"
	"meterscope/importer/ocppj"
	"meterscope/model"
)

// imported finds the first frame of a log as an import does, with its findings.
func imported(t *testing.T, log string) (model.Frame, []model.Finding) {
	t.Helper()
	var r ocppj.Result
	ocppj.NewScanner(format.BeginsRecord).Scan(ocppj.Window{Text: []byte(log), Line: 1, Final: true, Full: true}, &r)
	if len(r.Items) == 0 || r.Items[0].Status == ocppj.Unread {
		t.Fatalf("no frame is found in %s: %+v", log, r.Findings)
	}
	it := r.Items[0]
	f := model.Frame{Kind: it.Kind, ID: it.ID, Action: it.Action, At: model.Place{Line: it.Line, Offset: int64(it.Start)}, Size: it.End - it.Start}
	return f, r.Findings[it.Findings[0]:it.Findings[1]]
}

func TestMessagesAreReadBackFromHowTheyWereWritten(t *testing.T) {
	for name, c := range map[string]struct {
		log     string
		decoded bool
	}{
		"as it is":          {`x [2,"a","MeterValues",{"connectorId":1,"meterValue":[{"timestamp":"2025-03-01T09:00:00Z","sampledValue":[{"value":"50","unit":"Hz"}]}]}]`, false},
		"wrapped":           {"x [2,\"a\",\"MeterValues\",{\"connectorId\":1,\"meterValue\":[{\"timesta\nmp\":\"2025-03-01T09:00:00Z\",\"sampledValue\":[{\"value\":\"50\",\"unit\":\"H\nz\"}]}]}]\n", true},
		"printed by Python": {`x {'connectorId': 1, 'meterValue': [{'timestamp': '2025-03-01T09:00:00Z', 'sampledValue': [{'value': '50', 'unit': 'Hz'}]}]}`, true},
	} {
		f, findings := imported(t, c.log)
		if len(findings) != 1 {
			t.Fatalf("%s: findings %+v", name, findings)
		}
		o := openMessage(nil, model.Source{Name: "x.log"}, f, findings, &findings[0], []byte(c.log), 0, int(f.At.Offset))
		if o.Plain || o.Decoded != c.decoded {
			t.Errorf("%s: plain %v, decoded %v", name, o.Plain, o.Decoded)
		}
		lines, _ := o.JSON(400)
		flat := strings.Join(strings.Fields(drawnJSON(lines)), " ")
		for _, want := range []string{`"timestamp": "2025-03-01T09:00:00Z"`, `{"value": "50", "unit": «"Hz"»}`} {
			if !strings.Contains(flat, want) {
				t.Errorf("%s: %s is not in %s", name, want, flat)
			}
		}
	}
}

func TestWhatIsNoMessageIsShownRaw(t *testing.T) {
	for _, raw := range []string{"", "x", "<Call - x>", `[2,\"a\"`, `{'a': `} {
		if d, ok := decode([]byte(raw), &model.Frame{Kind: model.Call}); ok {
			t.Errorf("%q was read as %s", raw, d.text)
		}
	}
}

func TestSourcesAreCalledByTheirFile(t *testing.T) {
	for name, want := range map[string]string{
		"day.log": "day.log", "/home/me/day.log": "day.log", `C:\logs\day.log`: "day.log", "": "", "-": "-",
		"/home/me/box.zip/2025/day.log": "box.zip/2025/day.log", "/home/me/day.log.gz": "day.log.gz",
	} {
		if got := sourceName(name); got != want {
			t.Errorf("%q is called %q, want %q", name, got, want)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{'a': 1, "b": [2]}`), int64(3), "'")
	f.Fuzz(func(t *testing.T, raw []byte, source int64, got string) {
		for _, kind := range []model.FrameKind{model.BarePayload, model.Call} {
			if d, ok := decode(raw, &model.Frame{Kind: kind}); ok {
				if at, ok := d.offset(source, got); ok && (at < d.payload || at >= len(d.text)) {
					t.Errorf("place %d of %d", at, len(d.text))
				}
			}
		}
	})
}
