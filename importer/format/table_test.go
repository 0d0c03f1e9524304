package format

import (
	"bytes"
	"testing"

	"meterscope/model"
)

// FuzzTable: whatever the text, a table that is found in it is read without losing a byte's place, and where it is
// cut into windows makes no difference.
func FuzzTable(f *testing.F) {
	for _, line := range (CSV{}).Info().Samples {
		f.Add(line+"\n"+line+"\n", 40, "")
	}
	f.Add("a;b;c\n2025-03-01T10:00:00Z;Energy.Active.Import.Register;1.234,5\n2025-03-01T10:00:00Z;Voltage;1\n;;\nx\n2025-03-01T10:01:00Z;SoC;\"4\"\"\n\"", 90, "value=C")
	f.Add("time,Current.Import L1 [A],SoC\n3/4/2026 1:02 PM,\"1,5\",2\n3/4/2026 1:03 PM,,\n", 50, "")
	f.Add("time,message\n2025-03-01T10:00:00Z,\"[2,\"\"1\"\",\"\"Heartbeat\"\",\r\n{}]\"\n", 20, "time=1,message=message")
	f.Fuzz(func(t *testing.T, text string, split int, columns string) {
		named, err := ParseColumns(columns)
		if err != nil {
			return
		}
		table, err := FindColumns([]byte(text), named)
		if table == nil || err != nil {
			return
		}
		again, err := ParseColumns(table.Columns())
		if err != nil {
			t.Fatalf("%s is not read again: %v", table.Columns(), err)
		}
		if len(again.named) < len(named.named) {
			t.Errorf("%s became %s", columns, table.Columns())
		}
		whole, used := table.Rows(Rewritten{}, []byte(text), true)
		if used != len(text) {
			t.Fatalf("%d of %d bytes are used", used, len(text))
		}
		checkRewritten(t, whole, text)
		split = min(max(split, 0), len(text))
		first, n := table.Rows(Rewritten{}, []byte(text[:split]), false)
		checkRewritten(t, first, text[:split])
		rest, _ := table.Rows(Rewritten{At: func(i int) int64 { return int64(n + i) }}, []byte(text[n:]), true)
		if got := append(bytes.Clone(first.Text), rest.Text...); !bytes.Equal(got, whole.Text) && !bytes.HasPrefix([]byte(text[n:]), []byte(byteOrderMark)) {
			t.Errorf("cut at %d it is\n%q, whole\n%q", n, got, whole.Text)
		}
	})
}

func checkRewritten(t *testing.T, r Rewritten, source string) {
	t.Helper()
	for i, s := range r.From {
		end := len(r.Text)
		if i+1 < len(r.From) {
			end = r.From[i+1].Text
		}
		if s.Text > end || s.Source < 0 || s.Source > int64(len(source)) {
			t.Fatalf("segment %d of %d: %+v", i, len(r.From), s)
		}
		if s.Step == model.StepNone {
			continue
		}
		for k := s.Text; k < end; k++ {
			if at := r.From.Source(k); at > int64(len(source)) {
				t.Fatalf("byte %d comes from %d", k, at)
			}
		}
	}
}

func TestTimesOfSpreadsheets(t *testing.T) {
	for text, want := range map[string]string{
		"26-Mar-2026 14:05:09": "2026-03-26 14:05:09", "Mar 26, 2026, 2:05:09 PM": "2026-03-26 14:05:09", "26 March 2026 14:05": "2026-03-26 14:05:00",
		"3/26/26 2:05 pm": "2026-03-26 14:05:00", "26.03.26 14:05:09,250": "2026-03-26 14:05:09,250", "26/03/2026 14:05:09": "2026-03-26 14:05:09",
		"03/04/2026 12:00:00 AM": "2026-03-04 00:00:00", "2026.03.26 14:05:09": "2026-03-26 14:05:09", "03/26/2026 14:05:09 +01:00": "2026-03-26 14:05:09 +01:00",
		"2026/3/6 4:05": "2026-03-06 04:05:00", "13/13/2026 14:05:09": "", "03/26/2026 25:05:09": "", "03/26/2026": "", "1.2.3": "", "12:00": "",
		"03/26/2026 14:05:09x": "", "Foo 26, 2026 14:05": "",
	} {
		if got := isoTime(text, false); got != want {
			t.Errorf("%q is read as %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{
		"2026-03-26 14:05:09": "2026-03-26T14:05:09", "2026/03/26 14:05:09,25 UTC": "2026-03-26T14:05:09.25Z", "2026-03-26T14:05:09+0200": "2026-03-26T14:05:09+02:00",
		"2026-03-26 14:05:09 -03:30": "2026-03-26T14:05:09-03:30", "2026-03-26T14:05:09.1Z": "2026-03-26T14:05:09.1Z", "soon": "soon",
	} {
		if got, _ := payloadTime(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

func TestNumbersOfSpreadsheets(t *testing.T) {
	for _, c := range []struct {
		text         string
		comma, point bool
		shows        byte
	}{
		{"12,5", true, false, ','}, {"12.5", false, true, '.'}, {"1.234", true, true, 0}, {"1,234", true, true, 0}, {"1.234,5", true, false, ','},
		{"1,234.5", false, true, '.'}, {"1234,567", true, false, ','}, {"0,123", true, false, ','}, {"0.123", false, true, '.'}, {"-7", true, true, 0},
		{"1.234.567", true, false, ','}, {"1 234,5", true, false, ','}, {"1'234.5", false, true, '.'}, {"1\u00a0234,5", true, false, ','},
		{"12,", false, false, 0}, {",5", false, false, 0}, {"1,23,456", false, false, 0}, {"1e3", false, false, 0}, {"", false, false, 0}, {"12a", false, false, 0},
	} {
		_, comma := plainNumber(nil, []byte(c.text), ',')
		_, point := plainNumber(nil, []byte(c.text), '.')
		if comma != c.comma || point != c.point || numberShows(c.text) != c.shows {
			t.Errorf("%q: comma %t, point %t, %q", c.text, comma, point, numberShows(c.text))
		}
	}
}

// Where nothing else says it, the messages' own times show which number of a date is the day.
func TestMessagesShowTheOrderOfDates(t *testing.T) {
	message := `"[2,""a"",""MeterValues"",{""connectorId"":1,""meterValue"":[{""timestamp"":""2026-04-03T10:00:00Z"",""sampledValue"":[{""value"":""1""}]}]}]"`
	for when, want := range map[string]string{
		"03/04/2026 10:00:00": "time=A,message=B,dates=day-first", "04/03/2026 10:00:00": "time=A,message=B,dates=month-first",
		"05/05/2026 10:00:00": "time=A,message=B,dates=month-first", "2026-04-03 10:00:00": "time=A,message=B", "03.04.2026 10:00:00": "time=A,message=B",
	} {
		table := FindTable([]byte(when + "," + message + "\n"))
		if table == nil || table.Columns() != want {
			t.Errorf("%s: %+v", when, table)
		}
	}
}

// A comma that separates cells and marks decimals too would make two numbers of one.
func TestTableWithShiftedRowsIsNotRead(t *testing.T) {
	row := "2025-03-01T10:00:00Z,CP1,Energy.Active.Import.Register,kWh,12"
	header := "time,station,measurand,unit,value"
	for text, want := range map[string]string{
		header + "\n" + row + "\n" + row + "\n" + row + "\n":                       "time=A,station=B,measurand=C,value=E,unit=D",
		header + "\n" + row + ",5\n" + row + ",6\n" + row + ",7\n":                 "",
		header + "\n" + row + ",\n" + row + ",\n" + row + ",\n":                    "time=A,station=B,measurand=C,value=E,unit=D",
		header + ",\n" + row + "\n" + row + "\n" + row + "\n":                      "time=A,station=B,measurand=C,value=E,unit=D",
		row + ",5\n" + row + ",6\n" + row + ",7\n":                                 "",
		row + "\n" + row + "\n":                                                    "time=A,station=B,measurand=C,value=E,unit=D",
		header + ",remark\n" + row + "\n" + row + "\n" + row + "\n":                "",
		"Report\n\n" + header + "\n" + row + "\n" + row + "\n" + row + "\n":        "time=A,station=B,measurand=C,value=E,unit=D",
		"Report,for,\n,,\n" + header + "\n" + row + "\n" + row + "\n" + row + "\n": "time=A,station=B,measurand=C,value=E,unit=D",
	} {
		got := ""
		if table := FindTable([]byte(text)); table != nil {
			got = table.Columns()
		}
		if got != want {
			t.Errorf("%q is read as %q, want %q", text, got, want)
		}
	}
}
