package format

import "bytes"

// CSV reads tables: what central systems export.
type CSV struct{}

// Info describes the format.
func (CSV) Info() Info {
	return Info{
		ID:    "csv",
		Title: "Tables: CSV, TSV, semicolons",
		Doc: "A column holds frames or payloads, or the rows are sampled values, one a row or one a column; other columns say " +
			"the time, the station, the direction, the action and the id, or the connector, the transaction, the measurand, " +
			"the phase and the unit. They are recognised by what they hold, in any order, and can be named. Where the cells below a " +
			"name are lines of a log, as what collects logs exports them, those are read like any. Lines before the header are passed over.",
		Reads: Reads{
			Time:      "a column of times, or one of dates and one of times of day, in the zone that they state; else it is inferred",
			Station:   "a column",
			Direction: "a column, the action, or the name of the column with the answers",
		},
		Samples: []string{
			`2025-03-01T10:00:00Z,CP1,in,"[2,""17"",""Heartbeat"",{}]"`,
			`CP1;"[3,""17"",{}]";03/26/2026 14:05:09`,
			`1740823200000` + "\t" + `MeterValues` + "\t" + `{"connectorId":1,"meterValue":[]}`,
			`2025-03-01T10:00:00Z;CP1;1;42;Energy.Active.Import.Register;1234,5;kWh`,
			"@timestamp,@message\n2025-03-01 10:00:00.000,\"received [2,\"\"17\"\",\"\"Heartbeat\"\",{}]\"",
		},
	}
}

// Sniff recognises a table by its columns.
func (CSV) Sniff(head []byte, _ string) Confidence {
	if len(head) > 0 && head[0] == rowMark || FindTable(head) != nil {
		return Certain
	}
	return No
}

// IsRow says whether a line is one that a table's rows are written as for the scanner.
func IsRow(line []byte) bool { return len(line) > 0 && line[0] == rowMark }

// Prefix reads what a row says about its frames.
func (CSV) Prefix(before []byte) Prefix {
	if len(before) == 0 || before[0] != rowMark {
		return Text{}.Prefix(before)
	}
	var p Prefix
	if bytes.IndexByte(before, fieldMark) < 0 { // a line that is no row
		return anyLine(before[1:])
	}
	fields := bytes.SplitN(before[1:], []byte{fieldMark}, 4)
	for i, v := range fields {
		switch i {
		case 0:
			p.LoggedAt, _ = Stamp(v)
		case 1:
			p.Station = string(v)
		case 2:
			p.Role = tableRole(string(v))
		case 3:
			p.takeOwn(v)
		}
	}
	return p
}

// takeOwn takes over what stands before a frame in its cell: the cell may be a line of a log of its own, and its time
// counts.
func (p *Prefix) takeOwn(line []byte) {
	if len(bytes.TrimSpace(line)) == 0 {
		return
	}
	own := anyLine(line)
	if !own.LoggedAt.IsZero() && (p.LoggedAt.IsZero() || own.Lacks == LacksNothing) {
		p.LoggedAt, p.Lacks = own.LoggedAt, own.Lacks
	}
	if own.Role != Unsaid {
		p.Role = own.Role
	}
	if p.Station == "" {
		p.Station = own.Station
	}
	if p.Station == "" && !p.LoggedAt.IsZero() {
		p.Station = loneStation(line, true)
	}
}
