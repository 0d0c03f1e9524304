package importer

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"meterscope/model"
)

const (
	haReceive = " INFO (MainThread) [ocpp] CP1: receive message "
	haSend    = " INFO (MainThread) [ocpp] CP1: send "
)

func meterFrame(id, value string) string {
	return fmt.Sprintf(`[2,"%s","MeterValues",{"connectorId":1,"meterValue":[{"timestamp":"2025-03-01T10:00:00Z","sampledValue":[{"value":"%s"}]}]}]`, id, value)
}

func lines(ls ...string) string { return strings.Join(ls, "\n") + "\n" }

func TestDuplicates(t *testing.T) {
	one := meterFrame("7", "1")
	apart := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "[2,\"h%d\",\"Heartbeat\",{}]\n", i)
		}
		return b.String()
	}
	short := `[2,"7","MeterValues",{"connectorId":1...ue":"1"}]}]}]`
	byChance := `[2,"7","MeterValues",{"conn...Id":16}]`
	for _, c := range []struct {
		name, text         string
		frames, duplicates int64
		unread             int64
		dropped            int // line of the record that was dropped
	}{
		{"twice in a row", lines(one, one), 1, 1, 0, 2},
		{"written otherwise", lines(one, strings.ReplaceAll(one, ",", ", ")), 1, 1, 0, 2},
		{"200 frames apart", lines(one) + apart(199) + lines(one), 200, 1, 0, 201},
		{"201 frames apart", lines(one) + apart(200) + lines(one), 202, 0, 0, 0},
		{"another id", lines(one, meterFrame("8", "1")), 2, 0, 0, 0},
		{"another value", lines(one, meterFrame("7", "2")), 2, 0, 0, 0},
		{"another kind", lines(`[2,"7","Heartbeat",{}]`, `[3,"7",{}]`), 2, 0, 0, 0},
		{"2 s apart", lines("2025-03-01 10:00:00.000"+haReceive+one, "2025-03-01 10:00:02.000"+haReceive+one), 1, 1, 0, 2},
		{"later", lines("2025-03-01 10:00:00.000"+haReceive+one, "2025-03-01 10:00:02.001"+haReceive+one), 2, 0, 0, 0},
		{"other station", lines("2025-03-01 10:00:00"+haReceive+one, "2025-03-01 10:00:00"+strings.Replace(haReceive, "CP1", "CP2", 1)+one), 2, 0, 0, 0},
		{"station unknown, later", lines("2025-03-01 10:00:00"+haReceive+one, "2025-03-01 10:00:00 DEBUG raw "+one), 1, 1, 0, 2},
		{"station unknown, before", lines("2025-03-01 10:00:00 DEBUG raw "+one, "2025-03-01 10:00:00"+haReceive+one), 1, 1, 0, 1},
		{"nothing known, before", lines(one, "2025-03-01 10:00:00"+haReceive+one), 1, 1, 0, 1},
		{"echo that is no JSON, before", lines(short, one), 1, 1, 0, 1},
		{"echo that is no JSON, after", lines(one, short), 1, 1, 0, 2},
		{"echo that is JSON, before", lines(byChance, one), 1, 1, 0, 1},
		{"echo that is JSON, after", lines(one, byChance), 1, 1, 0, 2},
		{"echo that is cut off", lines(one, `[2,"7","MeterValues",{"connec...`), 1, 1, 0, 2},
		{"echo far away", lines(one) + apart(201) + lines(short), 202, 0, 1, 0},
		{"echo of nothing, no JSON", lines(short, meterFrame("8", "1")), 1, 0, 1, 0},
		{"echo of nothing, JSON", lines(byChance, meterFrame("8", "1")), 2, 0, 0, 0},
		{"echo of an answer is none of its call", lines(one, `[3,"7",{"a...":1}]`), 2, 0, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := importText(t, c.text, Options{})
			if k.counts.Frames != c.frames || k.counts.Duplicates != c.duplicates || k.counts.Unread != c.unread {
				t.Errorf("%+v, want %d frames, %d duplicates, %d unread", k.counts, c.frames, c.duplicates, c.unread)
			}
			line := 0
			for _, f := range k.findings {
				if f.Rule == "JSN006" {
					line = f.At.Line
					if f.HasPointer || f.HasGot || c.text[f.At.Offset] != '[' {
						t.Errorf("%+v", f)
					}
				}
			}
			if line != c.dropped {
				t.Errorf("dropped line %d, want %d", line, c.dropped)
			}
			if int64(len(k.frames)) != k.counts.Frames {
				t.Errorf("%d frames", len(k.frames))
			}
		})
	}
}

func TestTheRecordThatKnowsMoreIsKept(t *testing.T) {
	one := meterFrame("7", "1")
	k := importText(t, lines(one, meterFrame("8", "1"), "2025-03-01 11:00:00.500"+haReceive+one, "2025-03-01 11:00:00.600"+haSend+`[3,"7",{}]`), Options{})
	if len(k.frames) != 3 || k.frames[0].ID != "8" || k.frames[1].Station != "CP1" || k.frames[1].At.Line != 3 || k.frames[2].AnswerTo != 1 {
		t.Fatalf("%+v", k.frames)
	}
	if len(k.samples) != 2 || k.samples[0].Frame != 0 || k.samples[1].Frame != 1 || k.samples[1].Station != "CP1" {
		t.Errorf("%+v", k.samples)
	}
}

func TestAnswersArePairedWithTheirCalls(t *testing.T) {
	text := lines(
		"2025-03-01 10:00:00"+haReceive+`[2,"1","StartTransaction",{"connectorId":1,"idTag":"A","meterStart":5,"timestamp":"2025-03-01T10:00:00Z"}]`,
		"2025-03-01 10:00:00"+haSend+`[2,"1","GetConfiguration",{}]`,
		"2025-03-01 10:00:01"+strings.Replace(haReceive, "CP1", "CP2", 1)+`[2,"1","Heartbeat",{}]`,
		"2025-03-01 10:00:01"+haSend+`[3,"1",{"transactionId":42,"idTagInfo":{"status":"Accepted"}}]`,
		"2025-03-01 10:00:02"+haReceive+`[3,"1",{"configurationKey":[]}]`,
		"2025-03-01 10:00:03"+strings.Replace(haSend, "CP1", "CP2", 1)+`[4,"1","InternalError","oops",{}]`,
		"2025-03-01 10:00:04"+haSend+`[3,"2",{}]`,
		"2025-03-01 10:00:05"+haReceive+meterFrame("1", "3"),
		"2025-03-01 10:00:06"+haSend+`[3,"1",{}]`,
	)
	k := importText(t, text, Options{})
	var got []string
	for _, f := range k.frames {
		got = append(got, fmt.Sprintf("%d %s %d→%d", f.Kind, f.Action, f.Dir, f.AnswerTo))
	}
	want := []string{
		"2 StartTransaction 1→-1", "2 GetConfiguration 2→-1", "2 Heartbeat 1→-1", "3 StartTransaction 2→0",
		"3 GetConfiguration 1→1", "4 Heartbeat 2→2", "3  2→-1", "2 MeterValues 1→-1", "3 MeterValues 2→7",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	var events []string
	for _, e := range k.events {
		events = append(events, fmt.Sprintf("%d@%d %s %v %s", e.Kind, e.Frame, e.Action, e.Transaction.V, e.Status))
	}
	want = []string{
		"2@0 StartTransaction 0 ", "9@1 GetConfiguration 0 ", "9@2 Heartbeat 0 ", "7@3 StartTransaction 42 Accepted", "7@4 GetConfiguration 0 ",
		"8@5 Heartbeat 0 InternalError", "1@7 MeterValues 0 ", "7@8 MeterValues 0 ",
	}
	if !slices.Equal(events, want) {
		t.Errorf("got  %q\nwant %q", events, want)
	}
	if e := k.events[0]; e.Meter.V != 5 || e.IDTag != "A" || e.Time.String() != "2025-03-01T10:00:00Z" || e.Connector.V != 1 {
		t.Errorf("%+v", e)
	}
}

func TestAnswersOfALogWithTheNewestFirst(t *testing.T) {
	var b strings.Builder
	at := time.Date(2025, 3, 1, 12, 0, 0, 0, time.UTC)
	const n = 700
	for i := range n {
		at = at.Add(-10 * time.Second)
		stamp := at.Format("2006-01-02 15:04:05.000")
		id := fmt.Sprint(i % 50) // ids repeat
		fmt.Fprintf(&b, "%s%s[3,\"%s\",{}]\n%s%s%s\n", stamp, haSend, id, stamp, haReceive, meterFrame(id, fmt.Sprint(i)))
	}
	k := importText(t, b.String(), Options{})
	if len(k.frames) != 2*n {
		t.Fatalf("%d frames", len(k.frames))
	}
	for i, f := range k.frames {
		if f.Kind == model.CallResult && (f.AnswerTo != int64(i+1) || f.Action != "MeterValues") {
			t.Fatalf("frame %d answers %d, %q", i, f.AnswerTo, f.Action)
		}
	}
	if e := k.events[0]; e.Kind != model.EventAnswer || e.AnswerTo != 1 || e.Action != "MeterValues" {
		t.Errorf("%+v", e)
	}
}

func TestDirectionOfAStationsOwnLog(t *testing.T) {
	k := importText(t, lines(
		`2024-01-15 08:30:22,456 WS message OUT: [2,"a","StartTransaction",{"connectorId":1}]`,
		`2024-01-15 08:30:22,556 WS message IN: [3,"a",{"transactionId":42}]`,
		`2024-01-15 08:30:23,556 WS message IN: [2,"b","DataTransfer",{"vendorId":"v"}]`,
		`2024-01-15 08:30:24,556 WS message OUT: [2,"c","DataTransfer",{"vendorId":"v"}]`,
		`2024-01-15 08:30:24,656 WS message IN: [3,"zz",{}]`,
	), Options{})
	var got []model.Direction
	for _, f := range k.frames {
		got = append(got, f.Dir)
	}
	want := []model.Direction{model.FromStation, model.ToStation, model.ToStation, model.FromStation, model.ToStation}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestZoneOfLogTimes(t *testing.T) {
	at := func(s string) string { return s + haReceive + meterFrame(s, "1") }
	late := strings.ReplaceAll(at("2025-03-01 16:20:00"), "T10:00", "T07:49")
	now := func(s string) string {
		return s + " INFO (MainThread) [ocpp] CP1: send [3,\"b\",{\"status\":\"Accepted\",\"currentTime\":\"2025-03-01T10:00:00Z\",\"interval\":300}]\n"
	}
	local := strings.ReplaceAll(at("2025-03-01 10:00:30"), ":00Z", ":00")
	berlin := time.FixedZone("Berlin", 3600)
	for _, c := range []struct {
		name, text string
		opt        Options
		zone       string
		from       model.Origin
		logged     string
		sampled    string
	}{
		{"inferred from one", at("2025-03-01 11:00:01"), Options{}, "+01:00", model.Inferred, "2025-03-01T10:00:01Z", "2025-03-01T10:00:00Z"},
		{"inferred, half hours", at("2025-03-01 15:30:59"), Options{}, "+05:30", model.Inferred, "2025-03-01T10:00:59Z", "2025-03-01T10:00:00Z"},
		{"they disagree", lines(at("2025-03-01 11:00:01"), late), Options{}, "UTC", model.FromDefault, "2025-03-01T11:00:01Z", "2025-03-01T10:00:00Z"},
		{"three agree", lines(at("2025-03-01 11:00:01"), late, at("2025-03-01 11:00:02"), at("2025-03-01 11:00:03")), Options{}, "+01:00", model.Inferred, "2025-03-01T10:00:01Z", "2025-03-01T10:00:00Z"},
		{"three agree by chance, but the other side says what time it is", lines(at("2025-03-01 11:30:01"), at("2025-03-01 11:30:02"), at("2025-03-01 11:30:03"), now("2025-03-01 11:00:00")), Options{}, "+01:00", model.Inferred, "2025-03-01T10:30:01Z", "2025-03-01T10:00:00Z"},
		{"given", at("2025-03-01 13:00:01"), Options{Zone: berlin}, "Berlin", model.FromUser, "2025-03-01T12:00:01Z", "2025-03-01T10:00:00Z"},
		{"written in the log", at("2025-03-01T11:00:01+01:00"), Options{}, "UTC", model.FromLog, "2025-03-01T10:00:01Z", "2025-03-01T10:00:00Z"},
		{"payload without zone, given", local, Options{Zone: berlin}, "Berlin", model.FromUser, "2025-03-01T09:00:30Z", "2025-03-01T09:00:00Z"},
		{"payload without zone, UTC", local, Options{}, "UTC", model.FromDefault, "2025-03-01T10:00:30Z", "2025-03-01T10:00:00Z"},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := importText(t, c.text, c.opt)
			if k.src.Zone != c.zone || k.src.ZoneFrom != c.from {
				t.Errorf("zone %s from %s", k.src.Zone, k.src.ZoneFrom)
			}
			if got := k.frames[0].LoggedAt.String(); got != c.logged {
				t.Errorf("logged at %s, want %s", got, c.logged)
			}
			if got := k.samples[0].Time.String(); got != c.sampled {
				t.Errorf("sampled at %s, want %s", got, c.sampled)
			}
		})
	}
}

func TestStationThatTheUserNames(t *testing.T) {
	k := importText(t, lines(meterFrame("1", "1"), "2025-03-01 10:00:00"+haReceive+meterFrame("2", "1")), Options{Station: "Garage"})
	if k.frames[0].Station != "Garage" || k.frames[1].Station != "CP1" || k.samples[0].Station != "Garage" || k.events[0].Station != "Garage" || k.src.Station != "Garage" {
		t.Errorf("%+v", k.frames)
	}
}

func TestSecondFrameOnALineKeepsItsPrefix(t *testing.T) {
	k := importText(t, "2025-03-01 10:00:00"+haReceive+meterFrame("1", "1")+" answered by "+`[3,"1",{}]`+"\n"+`[3,"9",{}]`, Options{})
	if f := k.frames[1]; f.Station != "CP1" || f.LoggedAt.IsZero() || f.AnswerTo != 0 {
		t.Errorf("%+v", f)
	}
	if f := k.frames[2]; f.Station != "" || !f.LoggedAt.IsZero() {
		t.Errorf("%+v", f)
	}
}

func TestCutFrameIsKeptWithItsWholeSamples(t *testing.T) {
	one := meterFrame("7", "1")
	k := importText(t, lines(one[:strings.Index(one, `]}]}]`)], `[3,"7",{}]`), Options{})
	if k.counts != (model.Counts{Frames: 2, MeterValues: 1, SampledValues: 1}) {
		t.Errorf("%+v", k.counts)
	}
	if !k.frames[0].Partial || !k.samples[0].Inferred || !k.events[0].Partial || k.frames[1].AnswerTo != 0 {
		t.Errorf("%+v %+v", k.frames, k.samples)
	}
	if len(k.findings) != 1 || k.findings[0].Rule != "JSN002" || k.findings[0].Frame != 0 || k.findings[0].At.Offset != 0 {
		t.Errorf("%+v", k.findings)
	}
}

// FuzzRun: whatever the text, importing it keeps the evidence and counts what it hands over.
func FuzzRun(f *testing.F) {
	f.Add(mixedLog(3000), 1)
	f.Add(lines(meterFrame("1", "1"), `[3,"1",{}]`), 7)
	for _, c := range flatTables() {
		f.Add(c.text, 50)
	}
	f.Add("S\xe4ule "+meterFrame("1", "1"), 9)
	f.Fuzz(func(t *testing.T, text string, chunk int) {
		m := &memory{}
		in := Input{Path: "x", Reader: &slowReader{r: strings.NewReader(text), n: 1 + max(0, chunk)%5000}}
		rep, err := Run(t.Context(), []Input{in}, m, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if len(m.sources) == 0 {
			if rep.Sources[0].Err == nil {
				t.Fatal("nothing found, and no error")
			}
			return
		}
		k := m.sources[0]
		if string(k.evidence) != text || int64(len(k.frames)) != k.counts.Frames || k.counts != rep.Sources[0].Source.Counts {
			t.Fatalf("%d bytes of %d, %d frames, %+v", len(k.evidence), len(text), len(k.frames), k.counts)
		}
	})
}
