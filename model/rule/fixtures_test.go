package rule_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"meterscope/importer"
	"meterscope/model"
	"meterscope/model/check"
	"meterscope/model/rule"
	"meterscope/model/store"
)

func updating() bool { return flag.Lookup("update").Value.String() == "true" }

// fixture is one log of a rule's fixture file. Such a file holds logs, each under a line "-- speaks: why --" or
// "-- silent: why --", in the short form that expand reads.
type fixture struct {
	speaks bool
	name   string
	log    string
}

func readFixtures(t *testing.T, path string) []fixture {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var all []fixture
	head := regexp.MustCompile(`^-- (speaks|silent): (.+) --$`)
	for _, line := range strings.Split(strings.ReplaceAll(string(text), "\r\n", "\n"), "\n") {
		if m := head.FindStringSubmatch(line); m != nil {
			all = append(all, fixture{speaks: m[1] == "speaks", name: m[2]})
		} else if len(all) > 0 {
			all[len(all)-1].log += line + "\n"
		}
	}
	for i := range all {
		all[i].log = expand(t, strings.TrimRight(all[i].log, "\n")+"\n")
	}
	return all
}

// expand writes frames for lines such as
//
//	start 10:00 tx=42 c=1 meter=100
//	mv 10:01 tx=42 c=1 E=110Wh P@L1=3000W E#Transaction.Begin=100Wh
//	status 10:02 c=1 Charging
//	stop 10:03 tx=42 meter=200
//
// and leaves all others as they are. Before any line the log's own time may stand: "@10:05 mv …" is of a known zone,
// "~10:05 mv …" names none.
func expand(t *testing.T, log string) string {
	t.Helper()
	var b strings.Builder
	for n, line := range strings.Split(log, "\n") {
		prefix := ""
		if first, rest, ok := strings.Cut(line, " "); ok && len(first) > 1 && (first[0] == '@' || first[0] == '~') {
			line, prefix = rest, logTime(first)
		}
		for frame := range strings.Lines(expandLine(t, n, line)) {
			if strings.TrimSpace(frame) != "" {
				b.WriteString(prefix)
			}
			b.WriteString(frame)
		}
	}
	return b.String()
}

// logTime is what stands before a frame that was logged at a time.
func logTime(s string) string {
	clock := s[1:]
	if strings.Count(clock, ":") == 1 {
		clock += ":00"
	}
	if s[0] == '@' {
		return "2025-03-01T" + clock + "Z CP1 "
	}
	return "2025-03-01 " + clock + " CP1 "
}

// expandLine writes the frames for one line.
func expandLine(t *testing.T, n int, line string) string {
	t.Helper()
	var b strings.Builder
	words := strings.Fields(line)
	if len(words) < 2 {
		return line + "\n"
	}
	stamp := "2025-03-01T" + words[1]
	if strings.Count(words[1], ":") == 1 {
		stamp += ":00"
	}
	stamp += "Z"
	if strings.Contains(words[1], "T") {
		stamp = words[1]
	}
	fields := map[string]string{}
	var bare string
	for _, w := range words[2:] {
		if k, v, ok := strings.Cut(w, "="); ok && (k == "tx" || k == "c" || k == "meter") {
			fields[k] = v
		} else if !ok {
			bare = w
		}
	}
	switch words[0] {
	case "start":
		fmt.Fprintf(&b, `[2,"m%d","StartTransaction",{"connectorId":%s,"idTag":"TAG","meterStart":%s,"timestamp":"%s"}]`+"\n", n, fields["c"], fields["meter"], stamp)
		fmt.Fprintf(&b, `[3,"m%d",{"transactionId":%s,"idTagInfo":{"status":"Accepted"}}]`+"\n", n, fields["tx"])
	case "stop":
		fmt.Fprintf(&b, `[2,"m%d","StopTransaction",{"transactionId":%s,"meterStop":%s,"timestamp":"%s"}]`+"\n", n, fields["tx"], fields["meter"], stamp)
	case "status":
		fmt.Fprintf(&b, `[2,"m%d","StatusNotification",{"connectorId":%s,"errorCode":"NoError","status":"%s","timestamp":"%s"}]`+"\n", n, fields["c"], bare, stamp)
	case "mv":
		fmt.Fprintf(&b, `[2,"m%d","MeterValues",{"connectorId":%s,`, n, fields["c"])
		if fields["tx"] != "" {
			fmt.Fprintf(&b, `"transactionId":%s,`, fields["tx"])
		}
		fmt.Fprintf(&b, `"meterValue":[{"timestamp":"%s","sampledValue":[%s]}]}]`+"\n", stamp, sampledValues(t, words[2:]))
	default:
		b.WriteString(line + "\n")
	}
	return b.String()
}

var sampled = regexp.MustCompile(`^([A-Z]+)(?:@([^/#=]+))?(?:/([^#=]+))?(?:#([^=]+))?=(-?[0-9.]+)([a-zA-Z]*)$`)

func sampledValues(t *testing.T, words []string) string {
	t.Helper()
	names := map[string]model.Measurand{
		"E": model.EnergyActiveImportRegister, "X": model.EnergyActiveExportRegister, "P": model.PowerActiveImport,
		"I": model.CurrentImport, "S": model.SoC, "F": model.Frequency, "T": model.Temperature, "O": model.PowerOffered, "C": model.CurrentOffered,
		"Q": model.PowerFactor, "N": model.EnergyActiveImportInterval, "R": model.PowerReactiveImport, "V": model.Voltage,
	}
	var values []string
	for _, w := range words {
		if k, _, ok := strings.Cut(w, "="); !ok || k == "tx" || k == "c" {
			continue
		}
		m := sampled.FindStringSubmatch(w)
		if m == nil || names[m[1]] == "" {
			t.Fatalf("no sampled value: %q", w)
		}
		v := fmt.Sprintf(`{"value":"%s","measurand":"%s"`, m[5], names[m[1]])
		for i, key := range []string{"phase", "location", "context"} {
			if m[i+2] != "" {
				v += fmt.Sprintf(`,"%s":"%s"`, key, m[i+2])
			}
		}
		if m[6] != "" {
			v += fmt.Sprintf(`,"unit":"%s"`, m[6])
		}
		values = append(values, v+"}")
	}
	return strings.Join(values, ",")
}

// findingsOf imports a log and gives all that is found in it.
func findingsOf(t *testing.T, log string) []model.Finding {
	t.Helper()
	return findingsWith(t, log, check.Options{})
}

// findingsWith does so with rules that are set otherwise.
func findingsWith(t *testing.T, log string, opt check.Options) []model.Finding {
	t.Helper()
	ctx := context.Background()
	c, err := store.Temp(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	in := []importer.Input{{Path: "fixture.log", Reader: strings.NewReader(log)}}
	report, err := importer.Run(ctx, in, check.NewSink(c, opt), importer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range report.Sources {
		if s.Err != nil {
			t.Fatal(s.Err)
		}
	}
	var all []model.Finding
	for f, err := range c.Findings(ctx, store.FindingQuery{}) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, *f)
	}
	return all
}

func describe(f *model.Finding, log string) string {
	s := fmt.Sprintf("%s %s line %d", f.Rule, f.Severity, f.At.Line)
	if f.End.Line > 0 {
		s += fmt.Sprintf("-%d", f.End.Line)
	}
	if f.Count > 1 {
		s += fmt.Sprintf(" count %d", f.Count)
	}
	if f.HasPointer {
		s += " " + f.Pointer
	}
	s += "\n  " + rule.Message(*f)
	if f.HasGot && !strings.HasPrefix(log[f.At.Offset:], f.Got) {
		s += "\n  NOT AT ITS PLACE: " + log[f.At.Offset:min(len(log), int(f.At.Offset)+40)]
	}
	return s + "\n"
}

// TestEveryRuleSpeaksAndKeepsSilent imports the fixtures of each rule. The goldens hold all that is said of each
// of its logs, so that one cause is seen to give one finding.
func TestEveryRuleSpeaksAndKeepsSilent(t *testing.T) {
	for _, r := range rule.Catalogue() {
		t.Run(string(r.ID), func(t *testing.T) {
			spoke, silent := false, false
			var golden strings.Builder
			for _, f := range readFixtures(t, filepath.Join("testdata", "fixtures", string(r.ID)+".txt")) {
				spoke, silent = spoke || f.speaks, silent || !f.speaks
				said := false
				fmt.Fprintf(&golden, "-- %s --\n", f.name)
				for _, found := range findingsOf(t, f.log) {
					if found.Rule == "OCP002" && !strings.HasPrefix(string(r.ID), "OCP") {
						continue // the short form leaves most answers out
					}
					said = said || found.Rule == r.ID
					golden.WriteString(describe(&found, f.log))
				}
				if said != f.speaks {
					t.Errorf("%s: it spoke: %v, but should: %v\n%s", f.name, said, f.speaks, f.log)
				}
			}
			// SCH009 speaks of keywords that none of the embedded schemas uses. They are tested with the decoder.
			if !spoke && r.ID != "SCH009" || !silent {
				t.Error("a rule needs a fixture that makes it speak and one that keeps it silent")
			}
			compareGolden(t, filepath.Join("testdata", "fixtures", string(r.ID)+".golden"), golden.String())
		})
	}
}

func compareGolden(t *testing.T, path, got string) {
	t.Helper()
	if updating() {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if strings.ReplaceAll(string(want), "\r\n", "\n") != got {
		t.Errorf("%s is not fresh; run the test with -update and look at what changes. Now it would be:\n%s", path, got)
	}
}

func TestACleanLogGivesNothingAboveInfo(t *testing.T) {
	for _, f := range readFixtures(t, filepath.Join("testdata", "clean.txt")) {
		for _, found := range findingsOf(t, f.log) {
			if found.Severity > model.SeverityInfo {
				t.Errorf("%s: %s", f.name, describe(&found, f.log))
			}
		}
	}
}
