package present

import (
	"slices"
	"strings"
	"testing"

	"meterscope/model/account"
	"meterscope/ui/internal/memcase"
	"meterscope/ui/lang"
)

// small is the manner of who wants Wh and W.
func small() lang.Manner { return lang.Manner{Wh: true, W: true} }

func mannered(t *testing.T, texts *lang.Texts, m lang.Manner) *lang.Texts {
	t.Helper()
	now, err := texts.In(m)
	if err != nil {
		t.Fatal(err)
	}
	return now
}

func TestSettingsBecomeAManner(t *testing.T) {
	system := lang.Manner{Marks: lang.Marks{Decimal: ".", Group: "’"}, Dates: lang.Dates{Order: lang.DayMonthYear, Between: "."}, Halves: true}
	for _, c := range []struct {
		settings MannerSettings
		want     lang.Manner
	}{
		{MannerSettings{}, lang.Manner{}},
		{MannerSettings{Energy: "Wh"}, lang.Manner{Wh: true}},
		{MannerSettings{Power: "W", Clock: "12"}, lang.Manner{W: true, Halves: true}},
		{MannerSettings{Numbers: "system", Dates: "system", Clock: "system"}, system},
		{MannerSettings{Numbers: "comma", Dates: "iso"}, lang.Manner{Marks: lang.Marks{Decimal: ",", Group: "."}, Dates: lang.Dates{Order: lang.YearMonthDay, Between: "-"}}},
		{MannerSettings{Numbers: "of another program", Dates: "?", Clock: "25", Energy: "J", Power: "hp"}, lang.Manner{}},
	} {
		if got := c.settings.Manner(system); got != c.want {
			t.Errorf("%+v: %+v, want %+v", c.settings, got, c.want)
		}
	}
}

func TestEachChoiceShowsAnExample(t *testing.T) {
	system := lang.Manner{Marks: lang.Marks{Decimal: ","}, Dates: lang.Dates{Order: lang.MonthDayYear, Between: "/"}, Halves: true}
	labels := func(choices []Choice) string {
		var all []string
		for _, c := range choices {
			all = append(all, c.Label)
		}
		return strings.Join(all, "|")
	}
	de := german(t)
	for _, c := range []struct{ got, want string }{
		{labels(NumberChoices(nil, system)), "Like the language  ·  12,345.6|Like the system  ·  12345,6|12,345.6|12.345,6|12’345.6|12345.6|12345,6"},
		{labels(NumberChoices(mannered(t, de, small()), lang.Manner{})[:3]), "Wie die Sprache  ·  12.345,6|Wie das System  ·  12.345,6|12,345.6"},
		{labels(DateChoices(nil, system)), "Like the language  ·  2025-03-31|Like the system  ·  03/31/2025|ISO 8601  ·  2025-03-31|Day first  ·  31.03.2025|Day first  ·  31/03/2025|Day first  ·  31-03-2025|Month first  ·  03/31/2025|Month in words  ·  31 Mar 2025"},
		{labels(ClockChoices(de, system)), "24 Stunden  ·  17:04|12 Stunden  ·  5:04 PM|Wie das System  ·  5:04 PM"},
		{labels(EnergyChoices(mannered(t, de, small()))), "kWh  ·  11,043 kWh|Wh  ·  11.043 Wh"},
		{labels(PowerChoices(nil)), "kW  ·  11.043 kW|W  ·  11,043 W"},
		{labels(MotionChoices(de)), "Wie das System|Nichts bewegt sich|Bewegung erlaubt"},
	} {
		if c.got != c.want {
			t.Errorf("\n got %s\nwant %s", c.got, c.want)
		}
	}
	for _, choices := range [][]Choice{NumberChoices(nil, system), DateChoices(nil, system)} {
		for _, c := range choices[2:] {
			if m := (MannerSettings{Numbers: c.ID, Dates: c.ID}).Manner(system); m == (lang.Manner{}) {
				t.Errorf("%s is not known as a setting", c.ID)
			}
		}
	}
}

func TestNothingMovesWhereThatIsWanted(t *testing.T) {
	for _, c := range []struct {
		choice       string
		system, want bool
	}{{"", false, false}, {"", true, true}, {"still", false, true}, {"moving", true, false}, {"moving", false, false}} {
		if Still(c.choice, c.system) != c.want {
			t.Errorf("%+v", c)
		}
	}
}

func TestTheListFollowsTheUnits(t *testing.T) {
	d := opened(t, memcase.Filled(12))
	tx, _ := d.List.Row(0)
	texts := mannered(t, nil, small())
	var said []string
	for _, c := range Columns(texts) {
		switch c.ID {
		case "start", "energy", "avgpower", "maxpower":
			text, _ := c.Cell(tx, d.Engine.Zone)
			said = append(said, c.Title+": "+text+" ("+c.Widest+")")
			if c.ID != "start" && !strings.HasSuffix(c.Long, c.Title[strings.LastIndex(c.Title, " ")+1:]) {
				t.Errorf("%s is %s at length", c.Title, c.Long)
			}
		}
	}
	const want = "Start: 2025-03-01 09:00 (2028-03-28 22:48)|Wh: 4,000 (~888,888)|Avg W: 3,871 (888,888)|Max W: 11,040 (888,888)"
	if got := strings.Join(said, "|"); got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	for _, c := range Columns(nil) {
		if c.Widest != "" {
			t.Errorf("%s asks for more room than it was made for", c.ID)
		}
	}
	row, table := d.List.SelectedText(), d.List.CopyTable([]string{"start", "energy", "maxpower"})
	d.Speak(texts)
	d.until("it is read again", func() bool { return d.List.Loaded() && d.List.Selected() == 0 })
	d.settle()
	if !strings.Contains(d.List.Footer(), " Wh") {
		t.Errorf("footer %q", d.List.Footer())
	}
	if got := d.List.SelectedText(); got != row {
		t.Errorf("copied %q, before %q", got, row)
	}
	if got := d.List.CopyTable([]string{"start", "energy", "maxpower"}); got != table {
		t.Errorf("copied %q, before %q", got, table)
	}
}

func TestTheOverviewFollowsTheManner(t *testing.T) {
	d, _ := overviewed(t)
	copied := d.Detail.Copied()
	if copied != d.Detail.Title()+"\n"+d.Detail.Subtitle()+"\n"+d.Detail.Sentence() {
		t.Errorf("copied %q", copied)
	}
	m := small()
	m.Dates, m.Halves = lang.Dates{Order: lang.MonthDayYear, Between: "/"}, true
	d.Speak(mannered(t, nil, m))
	d.until("the accounts are read again", d.Overview.Loaded)
	d.settle()
	row := d.Overview.Rows()[1]
	if got := row.Energy + " " + row.Difference + " " + row.Tolerance; strings.ContainsAny(got, ".") || row.From != "9:00:00 AM" {
		t.Errorf("an account says %q from %q", got, row.From)
	}
	if got := d.Detail.Sentence(); !strings.HasPrefix(got, "4,000 Wh by the meter") || strings.Contains(got, "kWh") {
		t.Errorf("sentence %q", got)
	}
	if got := d.Detail.Subtitle(); !strings.HasPrefix(got, "03/01/2025, 9:00:00 AM – 10:02:00 AM UTC") {
		t.Errorf("subtitle %q", got)
	}
	if !slices.ContainsFunc(d.Overview.Facts(), func(f Fact) bool { return strings.HasSuffix(f.Value, " W") }) {
		t.Errorf("facts %+v", d.Overview.Facts())
	}
	if d.Detail.Copied() != copied {
		t.Errorf("copied %q, before %q", d.Detail.Copied(), copied)
	}
}

func TestWhatIsEnteredInWhIsKeptInKWh(t *testing.T) {
	d, file := overviewed(t)
	d.Overview.Enter(EntryBattery, "58")
	d.until("the battery is kept", func() bool { return file.Kept(1).Battery == "58" })
	d.Speak(mannered(t, nil, small()))
	d.until("the accounts are read again", d.Overview.Loaded)
	d.settle()
	if got := d.Overview.Text(EntryBattery); got != "58000" {
		t.Errorf("the battery is shown as %q", got)
	}
	for _, text := range []string{"4", "45", "45,1", "45,100"} {
		d.Overview.Enter(EntryBilled, text)
		if d.Overview.Text(EntryBilled) != text {
			t.Errorf("the field has %q, typed was %q", d.Overview.Text(EntryBilled), text)
		}
	}
	d.until("the bill is kept", func() bool { return file.Kept(1).Billed == "45.100" })
	d.until("it is among the accounts", func() bool {
		a := d.Overview.Statement().Of(account.Billed)
		return a != nil && a.Energy.Plain() == "45100"
	})
	d.Overview.Enter(EntryCar, "1e5")
	if _, problem := d.Overview.Problem(); problem != "What the car shows is a number of Wh, such as 38000." {
		t.Errorf("problem %q", problem)
	}
	d.Overview.Leave()
	if got := d.Overview.Text(EntryCar) + d.Overview.Text(EntryBilled); got != "45100" {
		t.Errorf("the fields have %q", got)
	}
	d.Speak(nil)
	d.until("the accounts are read in kWh", func() bool { return d.Overview.Loaded() && d.Overview.Text(EntryBattery) == "58" })
	if got := d.Overview.Text(EntryBilled); got != "45.100" {
		t.Errorf("the bill is shown as %q", got)
	}
	d.Overview.Enter(EntryCar, "x")
	if _, problem := d.Overview.Problem(); problem != "What the car shows is a number of kWh, such as 38." {
		t.Errorf("problem %q", problem)
	}
}

func TestThePlotFollowsTheUnitsAndItsCopiesDont(t *testing.T) {
	d := drawn(t)
	d.Plot.setCursor(minute(10))
	d.Plot.SelectVisible()
	d.until("it is measured", func() bool { return len(d.Plot.Measures()) > 0 })
	under, measured := d.Plot.CursorValues(), d.Plot.SelectionValues()
	before := d.Plot.Legend()[0].Entries[0].Value
	m := small()
	m.Marks = lang.Marks{Decimal: ",", Group: "’"}
	d.Speak(mannered(t, nil, m))
	d.until("it is drawn again", func() bool { img, _ := d.Plot.Image(); return d.Plot.Loaded() && img != nil })
	d.Plot.setCursor(minute(10))
	d.Plot.SelectVisible()
	d.until("it is measured again", func() bool { return len(d.Plot.Measures()) > 0 })
	if got := d.Plot.Legend()[0].Entries[0].Value; strings.ReplaceAll(got, "’", "") != strings.TrimLeft(strings.ReplaceAll(before, ".", ""), "0") {
		t.Errorf("the legend says %q, before %q", got, before)
	}
	if text := strings.Join(d.Plot.SelectionText(), "\n"); !strings.Contains(text, " Wh") || !strings.Contains(text, " W ") && !strings.HasSuffix(text, " W") || strings.Contains(text, " kW") {
		t.Errorf("measured %q", text)
	}
	units := map[string]string{}
	for _, p := range d.Plot.printed().Panels {
		units[p.ID] = p.Unit + " as " + p.Said.Name
	}
	if units["energy"] != "kWh as Wh" || units["power"] != "kW as W" || units["soc"] != "% as " {
		t.Errorf("a picture has %v", units)
	}
	if got := d.Plot.CursorValues(); got != under {
		t.Errorf("copied %q, before %q", got, under)
	}
	if got := d.Plot.SelectionValues(); got != measured {
		t.Errorf("copied %q, before %q", got, measured)
	}
}

func TestBillsAreSaidInTheUnit(t *testing.T) {
	texts := mannered(t, nil, small())
	for in, want := range map[string]string{"45.1": "45,100 Wh", "0.0005": "0.5 Wh", "?": "? kWh"} {
		if got := billed(texts, in); got != want {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
	if got := billed(nil, "45.1"); got != "45.1 kWh" {
		t.Errorf("in kWh %q", got)
	}
}
