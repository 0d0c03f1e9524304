package importer

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"testing"

	"meterscope/importer/format"
	"meterscope/model"
)

// flatText writes what was read of a table of samples, a line each.
func flatText(k *kept0) string {
	var b strings.Builder
	for _, s := range k.samples {
		fmt.Fprintf(&b, "%d %s %s/%d #%d %s", s.At.Line, s.Time, s.Station, s.Connector.V, s.Transaction.V, s.Key.Measurand)
		for _, word := range []string{string(s.Key.Phase), string(s.Context)} {
			if word != "" {
				b.WriteString(" " + word)
			}
		}
		fmt.Fprintf(&b, " %s=%s", s.Unit, s.RawValue())
		if s.Number && s.RawValue() != s.Value.String() {
			fmt.Fprintf(&b, " (%s)", s.Value)
		}
		if s.Inferred {
			b.WriteString(" inferred")
		}
		b.WriteByte('\n')
	}
	for _, f := range k.findings {
		fmt.Fprintf(&b, "%d: %s %s %s < %.12s\n", f.At.Line, f.Rule, f.Pointer, f.Got, f.Want)
	}
	return strings.ReplaceAll(b.String(), "Energy.Active.Import.Register", "E")
}

// checkFlatPlaces holds that each byte of a message that was put together comes from its row.
func checkFlatPlaces(t *testing.T, k *kept0) {
	t.Helper()
	lineOf := func(at int64) int { return 1 + bytes.Count(k.evidence[:at], []byte{'\n'}) }
	for _, f := range k.frames {
		first, last := f.At.Offset, f.At.Offset+int64(f.Size)
		if f.Size <= 0 || last > int64(len(k.evidence)) || f.At.Line != lineOf(first) || f.Kind != model.BarePayload {
			t.Errorf("frame %d at %+v, %d bytes", f.Seq, f.At, f.Size)
		}
		for i := range f.Payload {
			if at := f.Source(i); at < first || at >= max(last, first+1) {
				t.Fatalf("frame %d: byte %d comes from %d; it stands from %d to %d", f.Seq, i, at, first, last)
			}
		}
	}
	for _, s := range k.samples {
		if s.At.Line != lineOf(s.At.Offset) || s.At.Offset > 0 && k.evidence[s.At.Offset-1] != '\n' && !s.Inferred {
			t.Errorf("a sample at %+v", s.At)
		}
	}
	for _, f := range k.findings {
		if f.At.Line != lineOf(f.At.Offset) {
			t.Errorf("%+v", f)
		}
	}
}

func flatTables() []struct{ name, text, columns, want string } {
	return []struct{ name, text, columns, want string }{
		{"a database's table", lines(
			"connector_pk,transaction_pk,value_timestamp,value,reading_context,format,measurand,location,unit,phase",
			"2,17,2025-03-01 10:00:00.000000,123400,Transaction.Begin,Raw,Energy.Active.Import.Register,Outlet,Wh,",
			"2,17,2025-03-01 10:01:00.000000,123512,Sample.Periodic,Raw,Energy.Active.Import.Register,Outlet,Wh,",
			"2,17,2025-03-01 10:01:00.000000,9.7,Sample.Periodic,Raw,Current.Import,Outlet,A,L1"),
			"time=C,connector=A,transaction=B,measurand=G,phase=J,location=H,context=E,format=F,value=D,unit=I",
			`2 2025-03-01T10:00:00.000000Z /2 #17 E Transaction.Begin Wh=123400
3 2025-03-01T10:01:00.000000Z /2 #17 E Sample.Periodic Wh=123512
4 2025-03-01T10:01:00.000000Z /2 #17 Current.Import L1 Sample.Periodic A=9.7
`},
		{"a spreadsheet with a decimal comma", lines(
			"sep=;", "Auswertung vom 01.03.2025", "",
			"Zeitpunkt;Station;Connector;Transaction ID;Messgröße;Phase;Wert;Einheit",
			"01.03.2025 11:00:00;CP-01;1;42;Energy.Active.Import.Register;;1.234,500;kWh",
			`01.03.2025 11:00:00;CP-01;1;42;Power.Active.Import;;"11,04";kW`,
			"01.03.2025 11:01:00;CP-01;1;42;Energy.Active.Import.Register;;1.235;kWh",
			"01.03.2025 11:02:00;CP-01;1;42;Energy.Active.Import.Register;;1 235,1;kWh",
			"01.03.2025 11:02:00;CP-01;1;42;Current.Import;L1;n/a;A",
			";;;;;;;"),
			"time=A,station=B,connector=C,transaction=D,measurand=E,phase=F,value=G,unit=H,decimal=comma",
			`5 2025-03-01T11:00:00Z CP-01/1 #42 E kWh=1.234,500 (1234.500)
6 2025-03-01T11:00:00Z CP-01/1 #42 Power.Active.Import kW=11,04 (11.04)
7 2025-03-01T11:01:00Z CP-01/1 #42 E kWh=1.235 (1235)
8 2025-03-01T11:02:00Z CP-01/1 #42 E kWh=1 235,1 (1235.1)
9 2025-03-01T11:02:00Z CP-01/1 #42 Current.Import L1 A=n/a
`},
		{"commas that could be either are left to the decoder", lines(
			"time;measurand;value;unit", "2025-03-01T10:00:00Z;Energy.Active.Import.Register;1,234;kWh", "2025-03-01T10:01:00Z;Energy.Active.Import.Register;1,235;kWh"),
			"time=A,measurand=B,value=C,unit=D",
			`2 2025-03-01T10:00:00Z /0 #0 E kWh=1,234
3 2025-03-01T10:01:00Z /0 #0 E kWh=1,235
`},
		{"marks between thousands", lines(
			"time;measurand;value;unit", `2025-03-01T10:00:00Z;Energy.Active.Import.Register;1,234.5;kWh`, "2025-03-01T10:01:00Z;Energy.Active.Import.Register;1,235;kWh"),
			"time=A,measurand=B,value=C,unit=D,decimal=point",
			`2 2025-03-01T10:00:00Z /0 #0 E kWh=1,234.5 (1234.5)
3 2025-03-01T10:01:00Z /0 #0 E kWh=1,235 (1235)
`},
		{"no header, other order, newest first, day first", lines(
			"7.25\tPower.Active.Import\tkW\t26/03/2026 14:06:09\t42\t1\tCP1",
			"103\tEnergy.Active.Import.Register\tkWh\t26/03/2026 14:06:09\t42\t1\tCP1",
			"102.5\tEnergy.Active.Import.Register\tkWh\t26/03/2026 14:05:09\t42\t1\tCP1"),
			"time=D,station=G,connector=F,transaction=E,measurand=B,value=A,unit=C,dates=day-first",
			`1 2026-03-26T14:06:09Z CP1/1 #42 Power.Active.Import kW=7.25
2 2026-03-26T14:06:09Z CP1/1 #42 E kWh=103
3 2026-03-26T14:05:09Z CP1/1 #42 E kWh=102.5
`},
		{"a title in the cells of a spreadsheet", lines(
			`"Interval data","","",""`, `"Generated","03/26/2026 15:00:00","",""`,
			`"Start","Measurand","Reading","Unit"`, `"03/26/2026 14:00:00","Energy.Active.Import.Register","1.5","kWh"`, `"03/26/2026 14:15:00","Energy.Active.Import.Register","","kWh"`),
			"time=A,measurand=B,value=C,unit=D,dates=month-first",
			`4 2026-03-26T14:00:00Z /0 #0 E kWh=1.5
5 2026-03-26T14:15:00Z /0 #0 E kWh=
`},
		{"date and time in columns of their own", lines(
			"Datum;Uhrzeit;Measurand;Wert;Einheit", "03/04/2026;14:05:09;Energy.Active.Import.Register;103,5;kWh", "13/04/2026;14:05:10,5;Energy.Active.Import.Register;104;kWh"),
			"date=A,time=B,measurand=C,value=D,unit=E,dates=day-first,decimal=comma",
			`2 2026-04-03T14:05:09Z /0 #0 E kWh=103,5 (103.5)
3 2026-04-13T14:05:10.5Z /0 #0 E kWh=104
`},
		{"a column for each measurand", lines(
			"Timestamp,Station,Connector,Transaction,Energy.Active.Import.Register (kWh),Current.Import L1 [A],SoC",
			"3/1/2026 2:05:09 PM,CP-9,1,7,10.5,10.1,40", "3/1/2026 2:06:09 PM,CP-9,1,7,10.6,,", "3/1/2026 2:07:09 PM,CP-9,1,7,,,"),
			"time=A,station=B,connector=C,transaction=D,Energy.Active.Import.Register[kWh]=E,Current.Import/L1[A]=F,SoC=G,dates=month-first",
			`2 2026-03-01T14:05:09Z CP-9/1 #7 E kWh=10.5 inferred
2 2026-03-01T14:05:09Z CP-9/1 #7 Current.Import L1 A=10.1 inferred
2 2026-03-01T14:05:09Z CP-9/1 #7 SoC =40 inferred
3 2026-03-01T14:06:09Z CP-9/1 #7 E kWh=10.6 inferred
`},
		{"two times; rows that are damaged, cut off, or the header again", lines(
			"received,timestamp,charger,connector,measurand,unit,value",
			"2025-03-01T10:00:03Z,2025-03-01T10:00:00Z,CP1,1,Energy.Active.Import.Register,KWH,1",
			`2025-03-01T10:00:04Z,2025-03-01T10:00:01Z,CP1,1,Energy.Active.Import.Register,Wh,"2"`,
			"received,timestamp,charger,connector,measurand,unit,value",
			"2025-03-01T10:00:04Z,2025-03-01T10:00:01Z,CP1,1,Voltage,V,230", "2025-03-01T10:00:04Z,2025-03-01T10:00:01Z,CP1,1,Frequency,Hz,50",
			"2025-03-01T10:00:05Z,later,CP1,one,Energy.Active.Import.Register,Wh,3",
			"2025-03-01T10:00:06Z,2025-03-01T10:00:02+01:00,CP1,1,Energy.Ac"),
			"time=B,received=A,station=C,connector=D,measurand=E,value=G,unit=F",
			`2 2025-03-01T10:00:00Z CP1/1 #0 E KWH=1
3 2025-03-01T10:00:01Z CP1/1 #0 E Wh=2
5 2025-03-01T10:00:01Z CP1/1 #0 Voltage V=230
6 2025-03-01T10:00:01Z CP1/1 #0 Frequency Hz=50
7  CP1/0 #0 E Wh=3
2: SCH003 /meterValue/0/sampledValue/0/unit "KWH" < one of Wh, k
6: SCH003 /meterValue/0/sampledValue/1/unit "Hz" < one of Wh, k
7: SCH001 /connectorId "one" < integer
7: SCH005 /meterValue/0/timestamp "later" < date-time (R
8: JSN005   < a row with a
`},
	}
}

func TestTablesOfSamplesAreRead(t *testing.T) {
	for _, c := range flatTables() {
		t.Run(c.name, func(t *testing.T) {
			k := importText(t, c.text, Options{})
			if got := flatText(k); got != c.want {
				t.Errorf("read\n%s\nwant\n%s", got, c.want)
			}
			if k.src.Columns != c.columns || k.src.ColumnsFrom != model.Inferred || k.src.Format != "csv" || string(k.evidence) != c.text {
				t.Errorf("columns %s (%s), want %s", k.src.Columns, k.src.ColumnsFrom, c.columns)
			}
			checkFlatPlaces(t, k)

			again := importText(t, c.text, Options{Columns: k.src.Columns}) // what was recognised can be said
			if again.src.Columns != c.columns || again.src.ColumnsFrom != model.FromUser {
				t.Errorf("columns %s when they are said", again.src.Columns)
			}
			if !strings.Contains(c.want, "inferred") && flatText(again) != c.want {
				t.Errorf("said so it is read as\n%s", flatText(again))
			}
			for _, other := range []string{"\ufeff" + c.text, strings.ReplaceAll(c.text, "\n", "\r\n"), strings.TrimSuffix(c.text, "\n")} {
				k := importText(t, other, Options{})
				if got := flatText(k); got != c.want || string(k.evidence) != other {
					t.Errorf("read\n%s\nwant\n%s", got, c.want)
				}
			}
			if got := flatText(importText(t, string(wide("\ufeff"+c.text, binary.LittleEndian)), Options{})); got != c.want {
				t.Errorf("as UTF-16 it is read as\n%s", got)
			}
		})
	}
}

// Where a window ends changes nothing, although the rows of one meter value may stand in two.
func TestTablesOfSamplesInWindowsOfAnySize(t *testing.T) {
	for _, c := range flatTables() {
		text := strings.Repeat(c.text, 20)
		want := importText(t, text, Options{Columns: c.columns})
		sameBytes(want)
		for _, size := range []int{len(c.text) + 13, 4096} {
			got := importText(t, text, Options{Columns: c.columns, window: size})
			sameBytes(got)
			same(t, got, want)
		}
	}
}

func TestColumnsCanBeCorrected(t *testing.T) {
	text := lines("a;b;c;d", "2025-03-01T10:00:00Z;2025-03-01T10:00:05Z;CP1;"+quoted(meterFrame("1", "5")), "2025-03-01T10:01:00Z;2025-03-01T10:01:05Z;CP1;"+quoted(meterFrame("2", "6")))
	for columns, want := range map[string]string{
		"":                           "2025-03-01T10:00:00Z CP1 time=A,station=C,message=D",
		"time=B":                     "2025-03-01T10:00:05Z CP1 time=B,station=C,message=D",
		"time=2, station=-":          "2025-03-01T10:00:05Z  time=B,station=-,message=D",
		`time="b",message=D`:         "2025-03-01T10:00:05Z CP1 time=B,station=C,message=D",
		"TIME=b,message=4,station=c": "2025-03-01T10:00:05Z CP1 time=B,station=C,message=D",
		"time=-":                     " CP1 time=-,station=C,message=D",
	} {
		k := importText(t, text, Options{Columns: columns})
		f := k.frames[0]
		if got := fmt.Sprintf("%s %s %s", f.LoggedAt, f.Station, k.src.Columns); got != want || len(k.frames) != 2 {
			t.Errorf("%s: %s, want %s", columns, got, want)
		}
	}
}

func TestColumnsThatDontFitAreAnError(t *testing.T) {
	table := lines("when;station;message", "2025-03-01T10:00:00Z;CP1;"+quoted(meterFrame("1", "5")))
	log := lines("2025-03-01T10:00:00Z CP1: " + meterFrame("1", "5"))
	for _, c := range []struct {
		text    string
		opt     Options
		want    string
		started bool // it is a source that fails
	}{
		{table, Options{Columns: "time=D"}, "there is no column D: the table has A \"when\", B \"station\", C \"message\"", true},
		{table, Options{Columns: "time=clock"}, `no column is named "clock": there are A "when", B "station", C "message"`, true},
		{table, Options{Columns: "time=A,station=when"}, "column A is named twice", true},
		{log, Options{Columns: "time=A"}, "this is no table", true},
		{log, Options{Format: "csv"}, "this is no table", true},
		{table, Options{Columns: "hour=A"}, `there is no role "hour" for a column: there are date, time, received,`, false},
		{table, Options{Columns: "time"}, `"time" is not a role and its column, like time=A`, false},
		{table, Options{Columns: `time="A`}, "a quote is not closed", false},
		{table, Options{Columns: "time=A,time=B"}, "time is given twice", false},
		{table, Options{Format: "cvs"}, `there is no log shape "cvs": there are csv, `, false},
		{table, Options{Format: "text", Columns: "time=A"}, "columns are those of a table", false},
	} {
		rep, err := Run(t.Context(), []Input{{Path: "a.csv", Reader: strings.NewReader(c.text)}}, &memory{}, c.opt)
		if c.started && err == nil {
			err = rep.Sources[0].Err
		}
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%+v: %v, want %s", c.opt, err, c.want)
		}
		var wrong *format.ColumnsError
		if strings.Contains(c.want, "column ") && c.started && !errors.As(err, &wrong) {
			t.Errorf("%v is no ColumnsError", err)
		}
	}
}

// A log is read as the user says, and what else it could be is not told then.
func TestFormatThatIsSaidIsTaken(t *testing.T) {
	text := lines("2025-03-01T10:00:00Z;CP1;"+quoted(meterFrame("1", "5")), "2025-03-01T10:00:05Z;CP1;"+quoted(meterFrame("2", "6")))
	k := importText(t, text, Options{Format: "text"})
	if k.src.Format != "text" || k.src.FormatFrom != model.FromUser || k.src.Also != "" || len(k.frames) != 2 || k.src.Columns != "" {
		t.Errorf("%+v, %d frames", k.src, len(k.frames))
	}
}

// Two formats that are as sure of a log, and read its lines otherwise, are both named.
func TestFormatsThatFitAsWellAreNamed(t *testing.T) {
	line := "2025-02-16 21:33:01.842 INFO (MainThread) [ocpp] CP1: receive message "
	assistant := line + meterFrame("1", "5") + "\n" + line + meterFrame("2", "5") + "\n"
	text := assistant
	for range 2 {
		for _, sample := range (format.Delta{}).Info().Samples {
			text += sample + "\n"
		}
	}
	k := importText(t, text, Options{})
	if k.src.Format != "home-assistant" || k.src.Also != "delta" || k.src.FormatFrom != model.Inferred {
		t.Errorf("read as %s, also %q", k.src.Format, k.src.Also)
	}
	if k := importText(t, text, Options{Format: "delta"}); k.src.Format != "delta" || k.src.Also != "" {
		t.Errorf("read as %s, also %q", k.src.Format, k.src.Also)
	}
	if k := importText(t, assistant, Options{}); k.src.Also != "" {
		t.Errorf("also %q", k.src.Also)
	}
}

// An import of a large table of samples that was interrupted goes on exactly, though its rows belong together.
func TestInterruptedTableOfSamplesGoesOn(t *testing.T) {
	var b strings.Builder
	b.WriteString("time;station;connector;transaction;measurand;phase;unit;value\n")
	for i := range 30000 {
		at := fmt.Sprintf("2025-03-01T%02d:%02d:%02dZ", i/3600%24, i/60%60, i%60)
		for n, m := range []string{"Energy.Active.Import.Register;;Wh", "Power.Active.Import;;W", "Current.Import;L1;A"} {
			fmt.Fprintf(&b, "%s;CP%d;1;%d;%s;%d,%d\n", at, i%2, 42+i/1000, m, 1000+i*n, i%10)
		}
	}
	text := b.String()
	want := importText(t, text, Options{})
	m := &memory{failAt: 2}
	in := func() []Input { return []Input{{Path: "test.log", Reader: strings.NewReader(text)}} }
	_, _ = Run(t.Context(), in(), m, Options{})
	if _, err := Run(t.Context(), in(), m, Options{}); err != nil {
		t.Fatal(err)
	}
	k := m.sources[len(m.sources)-1]
	sameBytes(k)
	sameBytes(want)
	same(t, k, want)
	if want.counts.Frames != 30000 || want.counts.SampledValues != 90000 || len(want.findings) > 0 || want.batches < 3 {
		t.Errorf("%+v, %d findings, %d batches", want.counts, len(want.findings), want.batches)
	}
	want.frames, want.samples = want.frames[len(want.frames)-20:], want.samples[len(want.samples)-60:]
	checkFlatPlaces(t, want)
}
