package format

import "testing"

// The commas of a frame make no columns, however few lines there are to see it by.
func TestFramesInTextAreNoTable(t *testing.T) {
	for _, text := range []string{
		`2025-03-01 10:00:00.250 INFO (MainThread) [ocpp] CP1: receive message [2,"a","MeterValues",{"connectorId":1,"meterValue":[{"timestamp":"2025-03-01T10:00:00Z","sampledValue":[{"value":"1","unit":"Wh"},{"value":""},{"value":"7.2"}]}]}]` + "\n",
		`[2,"a","MeterValues",{"connectorId":1,"meterValue":[{"timestamp":"2025-03-01T10:00:00Z","sampledValue":[{"value":"1"},{"value":"2"}]}]}]` + "\n",
		`{"connectorId":1,"meterValue":[{"timestamp":"2025-03-01T10:00:00Z","sampledValue":[{"value":"1"},{"value":"2"}]}]}` + "\n",
		`[3,"a",{}]` + "\n" + `[3,"b",{}]` + "\n",
	} {
		if table := FindTable([]byte(text)); table != nil {
			t.Errorf("%.60s… is taken for a table of %d columns", text, table.columns)
		}
	}
}

func TestTablesAreFoundByWhatTheirCellsHold(t *testing.T) {
	frame := `[2,"a","Heartbeat",{"x":1}]`
	for _, text := range []string{
		`2025-03-01T10:00:00Z,CP1,"[2,""a"",""Heartbeat"",{""x"":1}]"` + "\n",
		"2025-03-01T10:00:00Z;CP1;" + frame + "\n",
		"2025-03-01T10:00:00Z\tCP1\t" + frame + "\n" + "2025-03-01T10:00:00Z\tCP1\t" + frame[:12] + "\n",
	} {
		if FindTable([]byte(text)) == nil {
			t.Errorf("%q is no table", text)
		}
	}
}
