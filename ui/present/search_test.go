package present

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"meterscope/model"
	"meterscope/model/store"
	"meterscope/ui/internal/memcase"
)

// searchable is a case whose transactions differ in what a search can ask for.
func searchable() *memcase.Case {
	c := memcase.New("search.meterscope")
	berlin := time.FixedZone("CET", 3600)
	at := func(day, hour, minute int) model.Time {
		return model.NewTime(time.Date(2025, 3, day, hour, minute, 0, 0, berlin), 0, model.ZoneStated)
	}
	wh := func(v int64) model.Opt[model.Decimal] { return model.Some(model.NewDecimal(v, 0)) }
	c.Rows = []model.Transaction{
		{Key: 1, Station: "CP1", Connector: model.Some[int64](1), ID: model.Some[int64](42), IDTag: "04A1B2", Start: at(1, 0, 0), Stop: at(1, 1, 0),
			Energy: wh(30_000), EnergyFrom: model.EnergyFromMeter, MaxPower: wh(11_000), SoCStart: wh(20), SoCEnd: wh(80), StopReason: "EVDisconnected", Complete: true, SampledValues: 60, Errors: 1},
		{Key: 2, Station: "CP10", Connector: model.Some[int64](2), ID: model.Some[int64](142), IDTag: "AB:CD:EF", Start: at(1, 23, 59), Stop: at(2, 1, 29),
			Energy: model.Some(model.NewDecimal(300_001, 1)), EnergyFrom: model.EnergyFromRegister, StopReason: "Local", Complete: true, Warnings: 2},
		{Key: 3, Station: "cp2", Connector: model.Some[int64](1), IDTag: "", First: at(2, 0, 0), Last: at(2, 0, 45), Inferred: true, At: model.Place{Source: 2}},
		{Key: 4, Station: "Säule", ID: model.Some[int64](7), IDTag: "04A1FF", Start: at(31, 12, 0), Stop: at(31, 12, 30), Energy: wh(-500), EnergyFrom: model.EnergyFromMeter, Complete: true, StopReason: "Remote", Infos: 1},
	}
	c.Said = map[model.TransactionKey][]model.Finding{1: {{Rule: "REG001"}, {Rule: "CLK007"}}, 2: {{Rule: "REG003"}}, 4: {{Rule: "SCH003"}}}
	c.Written = map[model.TransactionKey]store.Note{3: {Text: "The customer wants a Refund"}}
	c.Log = []model.Source{{ID: 0, Name: "/logs/day.log"}, {ID: 2, Name: "/logs/week 1.log"}}
	return c
}

// found are the keys that a search leaves over, and what is wrong with it.
func found(t *testing.T, c *memcase.Case, text string) (keys []int64, problems []SearchProblem) {
	t.Helper()
	zone := time.FixedZone("CET", 3600)
	now := time.Date(2025, 4, 1, 0, 30, 0, 0, zone)
	q := &listQuery{table: tableOf(t, c), search: parseSearch(nil, text, zone, now), zone: zone, notes: map[model.TransactionKey]string{}, sources: map[model.SourceID]string{}}
	for key, n := range c.Written {
		q.notes[key] = n.Text
	}
	for _, src := range c.Log {
		q.sources[src.ID] = src.Name
	}
	v, err := q.look(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range v.rows {
		keys = append(keys, q.table.rows[row].key)
	}
	return keys, q.search.problems
}

func TestSearchFindsWhatIsAskedFor(t *testing.T) {
	c := searchable()
	for search, want := range map[string]string{
		"": "1 2 3 4", "  ": "1 2 3 4", "-": "1 2 3 4",
		// words
		"cp1": "1 2", "CP1 local": "2", "42": "1 2", "reg": "1 2", "reg001": "1", "säule": "4", "SÄULE": "4", "refund": "3", "nobody": "",
		"cp1/1": "1", "CP2·1": "3", "AB:CD": "2", "AB:CD:EF": "2", `"AB:CD"`: "2", "-cp1": "3 4", "-cp1 -refund": "4", "https://x": "",
		// numbers
		"kwh>30": "2", "kwh>=30": "1 2", "kwh≥30": "1 2", "kwh=30": "1", "kwh:30": "1 2", "kwh:31": "2", "kwh:32": "", "kwh:29,5": "", "kwh:30,0": "1 2", "kwh:30.0000": "1", "kwh:29.9": "", "kwh:30000Wh": "1 2", "kwh:30.0001": "2", "kwh:30,0001": "2", "kwh<0": "4", "kwh<=-0.5": "4",
		"kwh:>30": "2", "KWH>30": "2", "kwh:30..30.0001": "1 2", "kwh>30000Wh": "2", "kwh>0.03MWh": "2", "energie>30": "2", "-kwh>30": "1 3 4",
		"kw:11": "1", "kw>10.9kW": "1", "soc<=80%": "1", "soc<80": "", "socstart:20": "1", "avg>20": "1 2", "avg:30": "1",
		"findings>1": "2", "samples>0": "1", "connector:2": "2", "id:42": "1", "id>42": "2", "tx:7": "4",
		// texts
		"station:cp1": "1 2", "station=CP1": "1", "station:cp1,cp2": "1 2 3", "tag:04a1": "1 4", "tag=04A1FF": "4", `tag:"AB:CD:EF"`: "2",
		"stopped:local": "2", "reason:local,remote": "2 4", "rule:reg": "1 2", "rule:REG001": "1", "rule=reg": "", "rule:clk,sch": "1 4", "-rule:reg": "3 4",
		"source:day": "1 2 4", `source:"week 1"`: "3", "note:refund": "3", `note:"wants a"`: "3", "säule:cp1": "1 2",
		// times
		"since:2025-03-02": "3 4", "until:2025-03-01": "1 2", "on:2025-03-01": "1 2", "on:2025-03": "1 2 3 4", "on:2025": "1 2 3 4", "on:2024": "",
		"since:2025-03-01T23:59": "2 3 4", "until:2025-03-01T00:00": "1", "start>2025-03-01": "3 4", "start<2025-03-02": "1 2", "since:02.03.2025": "3 4",
		"since:yesterday": "4", "since:gestern": "4", "since:today": "", "since:1d": "4", "since:40d": "1 2 3 4", `since:"2025-03-02 00:00"`: "3 4", "on:03.2025 kwh>0": "1 2",
		"duration>1h": "2", "duration:1h": "1", "duration:1h30": "2", "duration:1:30": "2", "duration:90min": "2", "duration:1.5h": "2", "duration<45min": "4",
		"duration<=45min": "3 4", "dauer>=60min": "1 2", "duration:0:45": "3", "duration>59m59s": "1 2", "duration<1d": "1 2 3 4",
		// words of ours
		"is:flagged": "1 2 4", "is:clean": "3", "is:error": "1", "is:warning,info": "2 4", "is:open": "3", "is:complete": "1 2 4", "is:negative": "4", "is:inferred": "3",
		"has:note": "3", "has:soc": "1", "-has:id": "3", "has:tag": "1 2 4", "has:energy": "1 2 4", "has:power": "1", "has:start": "1 2 4", "has:stop": "1 2 4", "has:samples": "1",
		"ist:offen": "3", "hat:notiz": "3",
		// together
		"CP1 kwh>=30 rule:REG since:2025-03-01": "1 2", "cp is:flagged -rule:clk": "2",
	} {
		keys, problems := found(t, c, search)
		if got := strings.Trim(fmt.Sprint(keys), "[]"); got != want || len(problems) > 0 {
			t.Errorf("%s: found %q, want %q; problems %+v", search, got, want, problems)
		}
	}
}

func TestSearchSaysWhereItIsWrongAndWhatToDo(t *testing.T) {
	c := searchable()
	for search, want := range map[string]string{
		"CP1 kwh>3O":         `4–10 "kwh>3O": 3O is no number. Write for example kwh>30.`,
		"kwh>":               `0–4 "kwh>": there is no value after kwh>. Write for example kwh>30.`,
		"kwhh>3":             `0–6 "kwhh>3": there is no field kwhh. Did you mean kwh>3?`,
		"sinse:2025":         `0–10 "sinse:2025": there is no field sinse. Did you mean since:2025?`,
		"statoin:x":          `0–9 "statoin:x": there is no field statoin. Did you mean station:x?`,
		"volts>3":            `0–7 "volts>3": there is no field volts. Numbers are kwh, kw, avg, soc, duration, findings and samples; write words with quotes: "volts>3".`,
		"-is:happy":          `0–9 "-is:happy": happy is none of flagged, clean, error, warning, info, open, complete, negative, inferred. Write for example is:flagged.`,
		"has:hope":           `0–8 "has:hope": hope is none of note, soc, energy, power, id, tag, start, stop, samples. Write for example has:note.`,
		"since:2025-13-01":   `0–16 "since:2025-13-01": 2025-13-01 is no date: say 2025-03-01, 2025-03-01T14:30, today or 7d. Write for example since:2025-03-01.`,
		"duration>soon":      `0–13 "duration>soon": soon is no duration: say 90min, 1h30 or 1:30. Write for example duration>1h.`,
		"duration>3":         `0–10 "duration>3": 3 is no duration: say 90min, 1h30 or 1:30. Write for example duration>1h.`,
		"station>3":          `0–9 "station>3": station are words, which have no order. Write for example station:CP1.`,
		"kwh>1..3":           `0–8 "kwh>1..3": 1..3 is a range, which goes with a colon. Write for example kwh>30.`,
		"kwh:30volt":         `0–10 "kwh:30volt": 30volt is no number. Write for example kwh>30.`,
		`tag:"04A1`:          `0–9 "tag:\"04A1": a quote is open. Close it with another quote: "EV Disconnected".`,
		"cp1 soc<x  kwh>y z": `4–9 "soc<x": x is no number. Write for example soc<80. | 11–16 "kwh>y": y is no number. Write for example kwh>30.`,
	} {
		_, problems := found(t, c, search)
		var got []string
		for _, p := range problems {
			got = append(got, fmt.Sprintf("%d–%d %q: %s. %s", p.From, p.To, p.Term, p.What, p.Remedy))
		}
		if s := strings.Join(got, " | "); s != want {
			t.Errorf("%s\n got %s\nwant %s", search, s, want)
		}
	}
	if keys, _ := found(t, c, "CP1 kwh>3O"); !slices.Equal(keys, []int64{1, 2}) {
		t.Errorf("the good terms find %v", keys)
	}
}

func TestTermThatIsBeingTypedIsNotComplainedOf(t *testing.T) {
	d := opened(t, searchable())
	d.List.SetSearch("kwh>x soc<")
	if got := d.List.ProblemsText(10); got != "“kwh>x” is left out: x is no number. Write for example kwh>30." {
		t.Errorf("while the second is typed: %s", got)
	}
	if got := d.List.ProblemsText(-1); strings.Count(got, "\n") != 1 {
		t.Errorf("afterwards: %s", got)
	}
	d.List.ShowAll()
	if d.List.ProblemsText(-1) != "" || d.List.Search() != "" {
		t.Error("the search is still there")
	}
}

func TestSearchLooksAtNotesAsTheyAreNow(t *testing.T) {
	d := opened(t, searchable())
	d.List.SetSearch("has:note")
	d.until("one has a note", func() bool { return d.List.Len() == 1 })
	d.List.noted(1, "look at this")
	d.until("two have one", func() bool { return d.List.Len() == 2 })
	d.List.noted(3, "")
	d.until("the other hasn't any more", func() bool { return d.List.Len() == 1 && d.List.keyAt(0) == 1 })
	if tx, _ := d.List.Row(0); !tx.Noted || !d.List.HasNotes() {
		t.Error("the row isn't marked")
	}
}

func TestEveryFieldOfTheSearchHasAnExampleThatCanBeRead(t *testing.T) {
	names := map[string]string{}
	for _, f := range searchFields() {
		s := parseSearch(nil, f.example, time.UTC, time.Time{})
		if len(s.problems) > 0 || len(s.tests) != 1 || s.terms[0].field.names[0] != f.names[0] {
			t.Errorf("%s: %+v", f.example, s.problems)
		}
		for _, n := range f.names {
			if names[n] != "" {
				t.Errorf("%s is a name of %s and of %s", n, names[n], f.names[0])
			}
			names[n] = f.names[0]
		}
	}
}

func FuzzSearch(f *testing.F) {
	for _, s := range []string{
		"CP1 kwh>30 rule:REG since:2025-03-01", `tag:"a b",c -is:open`, "duration:1h30m5s", "kwh:1..2", `"`, "-", "since:9999-12-31", "on:0001", "duration>99999h", "a:b:c>=3", "≥", "kwh>1e9", "duration:1:2:3",
		"since:99999d", "kwh>" + strings.Repeat("9", 120),
	} {
		f.Add(s, 3)
	}
	table := fleet(50)
	zone := time.FixedZone("CET", 3600)
	a := NewApp(f.Context(), NewEngine(time.Now, zone), nil)
	a.List.table = table
	f.Fuzz(func(t *testing.T, text string, at int) {
		s := parseSearch(nil, text, zone, time.Unix(1_700_000_000, 0))
		for _, p := range s.problems {
			if text[p.From:p.To] != p.Term || p.What == "" || p.Remedy == "" {
				t.Errorf("%q: %+v", text, p)
			}
		}
		q := &listQuery{table: table, search: s, zone: zone}
		if _, err := q.look(t.Context()); err != nil {
			t.Error(err)
		}
		for _, g := range a.List.Suggest(text, at) {
			if g.From < 0 || g.To > len(text) || g.From > g.To || g.Text == "" {
				t.Errorf("%q at %d: %+v", text, at, g)
			}
		}
	})
}
