package present

import (
	"slices"
	"testing"

	"meterscope/importer/format"
)

const tableLog = "Created;Charge Box;Dir;Payload;Remark\n" +
	`01.03.2025 10:00:00;CP7;in;"[2,""a1"",""StartTransaction"",{""connectorId"":1,""idTag"":""T1"",""meterStart"":1000,""timestamp"":""2025-03-01T09:00:00Z""}]";CP8` + "\n" +
	`01.03.2025 10:00:01;CP7;out;"[3,""a1"",{""idTagInfo"":{""status"":""Accepted""},""transactionId"":7}]";CP8` + "\n" +
	`01.03.2025 10:10:00;CP7;in;"[2,""a2"",""MeterValues"",{""connectorId"":1,""transactionId"":7,""meterValue"":[{""timestamp"":""2025-03-01T09:10:00Z"",""sampledValue"":[{""value"":""2000""}]}]}]";CP8` + "\n"

func TestColumnsOfATableAreNamedAnew(t *testing.T) {
	d, _ := withLog(t, tableLog)
	s := d.Sources
	d.until("its first messages are read", func() bool { return len(s.PreviewRows()) > 0 })
	columns := s.TableColumns()
	want := []TableColumn{
		{"A", "Created", "01.03.2025 10:00:00", "time"}, {"B", "Charge Box", "CP7", "station"}, {"C", "Dir", "in", "direction"},
		{"D", "Payload", columns[3].Example, "message"}, {"E", "Remark", "CP8", ""},
	}
	if !slices.Equal(columns, want) {
		t.Fatalf("columns %+v", columns)
	}
	s.SetRoles([]string{"time", "", "", "message", "station"})
	if got := s.Draft().Columns; got != "time=A,message=D,station=E,direction=-" {
		t.Errorf("draft %q", got)
	}
	d.until("they are read so", func() bool { return s.PreviewRows()[0].Station == "CP8" })
	d.settle()
	_, _, _, _, shown := s.Assumptions()
	if shown.Whence != TextFromUser || s.TableColumns()[4].Role != "station" || s.TableColumns()[1].Role != "" {
		t.Errorf("assumed %+v, columns %+v", shown, s.TableColumns())
	}
	s.SetRoles([]string{"time", "station", "direction", "", ""})
	d.until("it is refused or empty", func() bool { return s.Problem() != "" })
	if s.CanReread() {
		t.Error("a table without messages can be read")
	}
}

func TestEveryRoleOfAColumnHasAName(t *testing.T) {
	names := roleNames()
	for _, role := range format.ColumnRoles() {
		if names[role] == "" {
			t.Errorf("%q has none", role)
		}
	}
	if len(names) != len(format.ColumnRoles()) {
		t.Errorf("%d names for %d roles", len(names), len(format.ColumnRoles()))
	}
}

func TestTextHasNoColumns(t *testing.T) {
	d, _ := withLog(t, brokenLog)
	d.until("its first messages are read", func() bool { return len(d.Sources.PreviewRows()) > 0 })
	if c := d.Sources.TableColumns(); c != nil {
		t.Errorf("columns %+v", c)
	}
}

func TestColumnsAreLetteredAsInASpreadsheet(t *testing.T) {
	for n, want := range map[int]string{1: "A", 26: "Z", 27: "AA", 52: "AZ", 703: "AAA"} {
		if got := columnLetter(n); got != want || columnNumber(want) != n {
			t.Errorf("%d: %q, and back %d", n, got, columnNumber(want))
		}
	}
	for _, s := range []string{"", "-", "1", "a", "comma"} {
		if columnNumber(s) != 0 {
			t.Errorf("%q is a column", s)
		}
	}
}

func TestRestOfAMappingStays(t *testing.T) {
	roles, rest := parseRoles("time=A, Current.Import/L1[A]=F,decimal=comma,station=-")
	if roles["A"] != "time" || roles["F"] != "Current.Import/L1[A]" || len(roles) != 2 || !slices.Equal(rest, []string{"decimal=comma"}) {
		t.Errorf("%v, %v", roles, rest)
	}
}
