package rule_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"meterscope/importer"
	"meterscope/model"
	"meterscope/model/rule"
)

// placeSink holds that what stands in the source at a finding's place is what the finding got.
type placeSink struct {
	t     *testing.T
	set   *rule.Settings
	rules map[model.RuleID]int
}

func (s *placeSink) Begin(context.Context, model.Announcement, func() ([32]byte, error)) (model.Resume, error) {
	return model.Resume{Source: 1}, nil
}
func (s *placeSink) Complete(context.Context, model.Source) error { return nil }
func (s *placeSink) Finish(context.Context) error                 { return nil }

func (s *placeSink) Write(_ context.Context, b *model.Batch) error {
	rule.Frames(b, s.set, rule.Zone{})
	for i := range b.Findings {
		if f := &b.Findings[i]; f.HasGot {
			s.rules[f.Rule]++
			s.check(b, f)
		}
	}
	return nil
}

// check undoes the segments of the finding's frame at its place.
func (s *placeSink) check(b *model.Batch, f *model.Finding) {
	for i := range b.Frames {
		frame := &b.Frames[i]
		if frame.Seq != f.Frame {
			continue
		}
		at := 0
		for at < len(frame.Payload) && (frame.Source(at) != f.At.Offset || !bytes.HasPrefix(frame.Payload[at:], []byte(f.Got))) {
			at++
		}
		if at == len(frame.Payload) {
			s.t.Errorf("%s at %d got %s, but no such text comes from there", f.Rule, f.At.Offset, f.Got)
		}
	}
	before, rest := b.Evidence[:f.At.Offset-b.Offset], b.Evidence[f.At.Offset-b.Offset:]
	if want := 1 + bytes.Count(before, []byte{'\n'}); f.At.Line != want {
		s.t.Errorf("%s at %d is on line %d, want %d", f.Rule, f.At.Offset, f.At.Line, want)
	}
	if first := bytes.TrimLeft(rest, "'\"\\&quot;"); f.Got[0] == '"' && len(first) == len(rest) || f.Got[0] != '"' && rest[0] != f.Got[0] {
		s.t.Errorf("%s at %d got %s, but %.40q stands there", f.Rule, f.At.Offset, f.Got, rest)
	}
}

// However a frame stands in the source, a finding about a value stands at the source byte that the value
// begins with.
func TestFindingsAboutValuesStandAtTheirSourceByte(t *testing.T) {
	frame := `[2,"7","MeterValues",{"connectorId":1,"meterValue":[{"timestamp":"2025-03-01T10:00:00Z","sampledValue":[` +
		`{"value":"n/a","measurand":"Voltage","unit":"V"},{"unit":"A","value":"230","measurand":"Voltage","phase":"N"},` +
		`{"value":"12,5","unit":"Wh"},{"value":"","unit":"kWh"}]}]}]`
	payload := frame[strings.Index(frame, "{") : len(frame)-1]
	python := strings.NewReplacer(`":`, "': ", `"`, "'", ",", ", ").Replace(payload)
	logs := map[string]string{
		"verbatim": frame, "printed by Python": "x " + python, "printed and cut off": "x " + python[:len(python)-4],
		"pretty-printed": strings.ReplaceAll(frame, ",", ",\n   "),
		"in a quotation": "> x\n> " + strings.ReplaceAll(frame, `"value"`, "\"val\r\n> ue\""),
	}
	for _, n := range []int{7, 11, 58} {
		logs[fmt.Sprintf("wrapped at %d", n)] = "log: " + broken(frame, n)
	}
	for _, n := range []int{31, 33, 80} { // the key by which a payload without its frame is found stays whole
		logs[fmt.Sprintf("printed by Python, wrapped at %d", n)] = broken(python, n)
	}
	for name, log := range logs {
		t.Run(name, func(t *testing.T) {
			set, err := rule.NewSettings(nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			s := &placeSink{t: t, set: set, rules: map[model.RuleID]int{}}
			_, err = importer.Run(t.Context(), []importer.Input{{Path: "x", Reader: strings.NewReader("first line\n" + log + "\n")}}, s, importer.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if len(s.rules) < 3 {
				t.Errorf("only %v spoke", s.rules)
			}
		})
	}
}

// broken breaks a text into lines of n bytes.
func broken(s string, n int) string {
	var b strings.Builder
	for len(s) > n {
		b.WriteString(s[:n] + "\n")
		s = s[n:]
	}
	return b.String() + s
}
