package importer

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"meterscope/model"
)

const corpus = "../../shared/corpus"

// The counts were made by reading each file.
func TestCorpusIsRead(t *testing.T) {
	if _, err := os.Stat(corpus); err != nil {
		t.Skip("no corpus here")
	}
	for _, c := range []struct {
		name   string
		format string
		want   model.Counts
		why    string
	}{
		{"ha-dynamic-ocpp-evse/debug-33f96c8.log", "home-assistant", model.Counts{Frames: 124, MeterValues: 10, SampledValues: 110},
			"64 requests, one of them again ten seconds later in a warning, and 60 answers"},
		{"ha-dynamic-ocpp-evse/debug-89d5d26.log", "home-assistant", model.Counts{Frames: 51}, "26 requests, 25 answers, no MeterValues"},
		{"ha-dynamic-ocpp-evse/home-assistant_dynamic_ocpp_evse_2025-12-23T12-15-04.737Z.log", "home-assistant",
			model.Counts{Frames: 218, MeterValues: 61, SampledValues: 1220}, "109 requests, each answered; 20 samples each"},
		{"issues/evcc-14673-enplus-mixed-context.log", "evcc", model.Counts{Frames: 5, MeterValues: 2, SampledValues: 6},
			"the second MeterValues is cut off in its second sample"},
		{"issues/evcc-14733-evbox.log", "evcc", model.Counts{Frames: 4, MeterValues: 1, SampledValues: 8, Unread: 1}, "cut off behind an id"},
		{"issues/evcc-15768-projectev-growatt-a.log", "evcc", model.Counts{Frames: 2, MeterValues: 1, SampledValues: 6}, "whole"},
		{"issues/evcc-15768-projectev-growatt-b.log", "evcc", model.Counts{Frames: 4, MeterValues: 1, SampledValues: 6, Unread: 1}, "a second MeterValues is cut off before its samples"},
		{"issues/evcc-15768-projectev-growatt-c.log", "evcc", model.Counts{Frames: 4, MeterValues: 1, SampledValues: 6, Unread: 1}, "a TriggerMessage is cut off"},
		{"issues/evcc-15768-projectev-growatt-d.log", "evcc", model.Counts{Frames: 4, MeterValues: 1, SampledValues: 6}, "whole"},
		{"issues/evcc-15768-projectev-growatt-e.log", "evcc", model.Counts{Frames: 4, MeterValues: 1, SampledValues: 6, Unread: 1}, "a second MeterValues is cut off before its samples"},
		{"issues/evcc-16966-l1n-current.log", "evcc", model.Counts{Frames: 1, MeterValues: 1, SampledValues: 8}, "wrapped, and cut off in the ninth sample"},
		{"issues/evcc-17979-abb-terra-trigger.log", "evcc", model.Counts{Frames: 5, MeterValues: 2, SampledValues: 6, Unread: 1}, "the last answer lacks its bracket"},
		{"issues/evcc-19420-kw-power.log", "evcc", model.Counts{Frames: 7, MeterValues: 2, SampledValues: 18}, "whole"},
		{"issues/evcc-22210-abb-terra-voltage-trigger.log", "evcc", model.Counts{Frames: 1, MeterValues: 1, SampledValues: 9}, "wrapped in a key, and cut off in the tenth sample"},
		{"issues/evdashboard-1817-txid0-kwh-pretty-truncated.txt", "text", model.Counts{Frames: 1, MeterValues: 1, SampledValues: 2}, "a payload below a key, cut off in the third sample"},
		{"issues/evserver-514-abb-dc-soc-truncated.json.txt", "text", model.Counts{Frames: 1, MeterValues: 1, SampledValues: 1}, "a payload below a key, cut off in the second sample"},
		{"issues/iobroker-7-abb-terra-payload-in-backtick.md", "text", model.Counts{Frames: 1, MeterValues: 1, SampledValues: 9}, "a payload over many lines, cut off in the tenth sample"},
		{"issues/lbbrhzn-1217-newest-first-truncated.log", "home-assistant", model.Counts{Frames: 1, MeterValues: 1, SampledValues: 8}, "cut off behind the eighth sample"},
		{"issues/lbbrhzn-1217-sampleclock-kw-truncated.log", "home-assistant", model.Counts{Frames: 1, MeterValues: 1, SampledValues: 13}, "wrapped, and cut off in the 14th sample"},
		{"issues/lbbrhzn-1311-injet-phase-N.md", "home-assistant", model.Counts{Frames: 1, MeterValues: 1, SampledValues: 5}, "in back-ticks"},
		{"issues/lbbrhzn-1741-abb-terra-ac.log", "home-assistant", model.Counts{Frames: 1, MeterValues: 1, SampledValues: 8}, "wrapped between tokens, and cut off in the ninth sample"},
		{"issues/lbbrhzn-1742-two-chargers-interleaved-connector0.log", "home-assistant", model.Counts{Frames: 6, MeterValues: 3, SampledValues: 3}, "what is cut off at the end is no frame yet: “[”"},
		{"issues/lbbrhzn-1742-wrapped-midtoken.log", "home-assistant", model.Counts{Frames: 1, MeterValues: 1, SampledValues: 8}, "wrapped inside a string"},
		{"issues/lbbrhzn-1767-abb-offline-replay.log", "home-assistant", model.Counts{Frames: 3, MeterValues: 2, SampledValues: 6}, "the second MeterValues is cut off in its second sample"},
		{"issues/lbbrhzn-2032-aefa-empty-transactionid.md", "text", model.Counts{Unread: 1},
			"a value is missing, and later it is cut off: no JSON before it is cut off, so it is not read"},
		{"issues/lbbrhzn-466-vestel-empty-sampledvalue.log", "home-assistant", model.Counts{Frames: 1, Duplicates: 1, MeterValues: 1},
			"an empty list of samples; the complaint about it prints the payload once more"},
		{"issues/lbbrhzn-1576-hz-unit-pyrepr.log", "text", model.Counts{Frames: 1, MeterValues: 1, SampledValues: 10}, "Python's Call, wrapped, and cut off in the eleventh sample"},
		{"issues/lbbrhzn-210-openevse-numeric-values-pyrepr.log", "text", model.Counts{Frames: 1, MeterValues: 1, SampledValues: 8}, "Python's object in words: four meter values of two samples"},
		{"issues/openevse-335-numeric-values-pyrepr.md", "text", model.Counts{Frames: 1, MeterValues: 1, SampledValues: 8}, "Python's Call: four meter values of two samples"},
		{"issues/mobilityhouse-353-numeric-values-multiline-truncated.log", "home-assistant", model.Counts{Frames: 1, MeterValues: 1, SampledValues: 3}, "cut off in the fourth sample"},
		{"issues/ocppcore-41-keba-backtick.md", "text", model.Counts{Frames: 1, MeterValues: 1, SampledValues: 1}, "in back-ticks"},
		{"issues/openevse-703-js-console-kwh-as-wh-truncated.md", "text", model.Counts{Frames: 3, MeterValues: 3, SampledValues: 5},
			"three lists of meter values, printed by JavaScript; the last is cut off in its second sample"},
		{"issues/chargestation-one-61-stoptransaction-pyrepr.md", "text", model.Counts{Frames: 1},
			"a StopTransaction with one sample, printed by Python, that lacks its last brace"},
		{"ocpp-core-keba/Real_life_Experiences_KEBA.md", "text", model.Counts{Frames: 11, MeterValues: 5, SampledValues: 5}, "a boot, four states, five MeterValues, a start"},
		{"ocpp-node/Documentation-MeterValues.js", "text", model.Counts{Frames: 2, MeterValues: 1, SampledValues: 1}, "request and answer, pretty-printed"},
		{"ocpp-node/log.js", "text", model.Counts{Frames: 1, MeterValues: 1, SampledValues: 8}, "a payload behind words"},
		{"tests-code/unattributed/logforge-abl-etrel-log-records.txt", "text", model.Counts{Frames: 7, MeterValues: 3, SampledValues: 6}, "two logs of stations"},
		{"tests-code/unattributed/thor-atess-log-records.txt", "home-assistant", model.Counts{Frames: 5, MeterValues: 3, SampledValues: 5},
			"one id three times, each with another payload"},
	} {
		t.Run(filepath.Base(c.name), func(t *testing.T) {
			m := &memory{}
			rep, err := Run(t.Context(), []Input{{Path: filepath.Join(corpus, c.name)}}, m, Options{})
			if err != nil || rep.Sources[0].Err != nil {
				t.Fatal(err, rep.Sources[0].Err)
			}
			if got := rep.Sources[0].Source; got.Counts != c.want || got.Format != c.format {
				t.Errorf("read as %s with %+v, want %s with %+v: %s", got.Format, got.Counts, c.format, c.want, c.why)
			}
			checkPlaces(t, m.sources[0])
		})
	}
}

// checkPlaces holds that each finding about a value stands where the value does.
func checkPlaces(t *testing.T, k *kept0) {
	t.Helper()
	flat := func(b []byte) []byte {
		return bytes.ReplaceAll(bytes.ReplaceAll(b, []byte("\n"), nil), []byte("'"), []byte(`"`))
	}
	for _, f := range k.findings {
		rest := k.evidence[f.At.Offset:]
		if f.HasGot && !bytes.HasPrefix(rest, []byte(f.Got)) && !bytes.HasPrefix(flat(rest), flat([]byte(f.Got))) {
			t.Errorf("%s at %d got %s, but %.80q stands there", f.Rule, f.At.Offset, f.Got, rest)
		}
		if want := 1 + bytes.Count(k.evidence[:f.At.Offset], []byte("\n")); f.At.Line != want {
			t.Errorf("%s at %d is on line %d, want %d", f.Rule, f.At.Offset, f.At.Line, want)
		}
	}
	for _, s := range k.samples {
		if k.evidence[s.At.Offset] != '{' {
			t.Errorf("a sample at %d", s.At.Offset)
		}
	}
}

// Broken JSON is reported at the byte where reading failed, and cut off frames where they begin.
func TestPlacesOfUnreadFramesInTheCorpus(t *testing.T) {
	path := filepath.Join(corpus, "issues/lbbrhzn-2032-aefa-empty-transactionid.md")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Skip("no corpus here")
	}
	m := &memory{}
	if _, err := Run(t.Context(), []Input{{Path: path}}, m, Options{}); err != nil {
		t.Fatal(err)
	}
	want := bytes.Index(text, []byte(`"transactionId":,`)) + len(`"transactionId":`)
	if f := m.sources[0].findings; len(f) != 1 || f[0].Rule != "JSN001" || f[0].At.Offset != int64(want) || f[0].Frame != model.NoFrame {
		t.Errorf("%+v, want JSN001 at %d", f, want)
	}
}
