package present

import (
	"strings"
	"time"

	"meterscope/model"
	"meterscope/ui/lang"
)

// copied is a column of a table that is copied: exact, for other programs.
type copied struct {
	title string // a key of the texts
	value func(tx *model.Transaction, zone *time.Location) string
	known func(l *List, row int32) string // in place of value: what the list knows of it
}

func copiedAs(title string, value func(tx *model.Transaction, zone *time.Location) string) []copied {
	return []copied{{title: title, value: value}}
}

func copySeverity() []copied {
	return copiedAs(lang.Key("Severity"), func(tx *model.Transaction, _ *time.Location) string { return tx.Severity().String() })
}

func copyNote() []copied {
	return copiedAs(lang.Key("Note##mark"), func(tx *model.Transaction, _ *time.Location) string {
		if tx.Noted {
			return noteMark
		}
		return ""
	})
}

func copyStart() []copied {
	return copiedAs(lang.Key("Start"), func(tx *model.Transaction, zone *time.Location) string { return exactTime(tx.Begin(), zone) })
}

func copyStop() []copied {
	return copiedAs(lang.Key("End##time"), func(tx *model.Transaction, zone *time.Location) string { return exactTime(tx.End(), zone) })
}

// exactTime is a moment to the digits that were written, with its offset.
func exactTime(t model.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	layout := "2006-01-02T15:04:05"
	if n := t.Digits(); n > 0 {
		layout += "." + strings.Repeat("0", n)
	}
	return t.Time().In(zone).Format(layout + "Z07:00")
}

func copyStation() []copied {
	return []copied{
		{title: lang.Key("Station"), value: func(tx *model.Transaction, _ *time.Location) string { return tx.Station }},
		{title: lang.Key("Connector"), value: func(tx *model.Transaction, _ *time.Location) string { return exactNumber(tx.Connector) }},
	}
}

func exactNumber(n model.Opt[int64]) string {
	if !n.OK {
		return ""
	}
	return model.NewDecimal(n.V, 0).String()
}

func copyID() []copied {
	return copiedAs(lang.Key("Transaction id"), func(tx *model.Transaction, _ *time.Location) string { return exactNumber(tx.ID) })
}

func copyTag() []copied {
	return copiedAs(lang.Key("Tag"), func(tx *model.Transaction, _ *time.Location) string { return tx.IDTag })
}

// exactDecimal is a quantity, to its last digit, with the point moved so many digits to the left.
func exactDecimal(d model.Opt[model.Decimal], thousandths int) string {
	if !d.OK {
		return ""
	}
	return d.V.Shift(-thousandths).String()
}

func copyEnergy() []copied {
	return []copied{
		{title: lang.Key("Energy (kWh)"), value: func(tx *model.Transaction, _ *time.Location) string { return exactDecimal(tx.Energy, 3) }},
		{title: lang.Key("Energy from"), value: func(tx *model.Transaction, _ *time.Location) string { return string(tx.EnergyFrom) }},
	}
}

func copyDuration() []copied {
	return copiedAs(lang.Key("Duration (s)"), func(tx *model.Transaction, _ *time.Location) string {
		d, ok := duration(tx)
		if !ok {
			return ""
		}
		return model.NewDecimal(int64(d), 9).Plain()
	})
}

func copyAveragePower() []copied {
	return copiedAs(lang.Key("Average power (kW)"), func(tx *model.Transaction, _ *time.Location) string {
		return exactDecimal(averagePower(tx), 3)
	})
}

func copyMaxPower() []copied {
	return copiedAs(lang.Key("Highest power (kW)"), func(tx *model.Transaction, _ *time.Location) string { return exactDecimal(tx.MaxPower, 3) })
}

func copySoC() []copied {
	return []copied{
		{title: lang.Key("SoC at the start (%)"), value: func(tx *model.Transaction, _ *time.Location) string { return exactDecimal(tx.SoCStart, 0) }},
		{title: lang.Key("SoC at the end (%)"), value: func(tx *model.Transaction, _ *time.Location) string { return exactDecimal(tx.SoCEnd, 0) }},
	}
}

func copyFindings() []copied {
	count := func(n func(*model.Transaction) int) func(*model.Transaction, *time.Location) string {
		return func(tx *model.Transaction, _ *time.Location) string {
			return model.NewDecimal(int64(n(tx)), 0).String()
		}
	}
	return []copied{
		{title: lang.Key("Errors"), value: count(func(tx *model.Transaction) int { return tx.Errors })},
		{title: lang.Key("Warnings"), value: count(func(tx *model.Transaction) int { return tx.Warnings })},
		{title: lang.Key("Infos"), value: count(func(tx *model.Transaction) int { return tx.Infos })},
	}
}

func copyReason() []copied {
	return copiedAs(lang.Key("Stopped by"), func(tx *model.Transaction, _ *time.Location) string { return tx.StopReason })
}

func copyMeterStart() []copied {
	return copiedAs(lang.Key("meterStart, Wh"), func(tx *model.Transaction, _ *time.Location) string { return exactNumber(tx.MeterStart) })
}

func copyMeterStop() []copied {
	return copiedAs(lang.Key("meterStop, Wh"), func(tx *model.Transaction, _ *time.Location) string { return exactNumber(tx.MeterStop) })
}

func copySamples() []copied {
	return copiedAs(lang.Key("Samples"), func(tx *model.Transaction, _ *time.Location) string {
		return model.NewDecimal(tx.SampledValues, 0).String()
	})
}

// CopyTable is the chosen transactions as a table for a spreadsheet: these columns, by their ids, with their
// titles above them, tabs between them and exact values. It is "" where nothing is chosen.
func (l *List) CopyTable(columns []string) string {
	rows := l.chosenRows()
	if len(rows) == 0 {
		return ""
	}
	var parts []copied
	all := Columns(l.app.Texts())
	for _, id := range columns {
		for i := range all {
			if all[i].ID == id {
				parts = append(parts, all[i].copied...)
			}
		}
	}
	var b strings.Builder
	cells := make([]string, len(parts))
	for i, p := range parts {
		cells[i] = l.app.Texts().Text(p.title)
	}
	writeCells(&b, cells)
	for _, row := range rows {
		tx := l.transaction(row)
		for i, p := range parts {
			if p.known != nil {
				cells[i] = p.known(l, row)
				continue
			}
			cells[i] = p.value(&tx, l.app.Engine.Zone)
		}
		writeCells(&b, cells)
	}
	return b.String()
}

func writeCells(b *strings.Builder, cells []string) {
	for i, c := range cells {
		if i > 0 {
			b.WriteByte('\t')
		}
		b.WriteString(strings.Map(inOneCell, strings.ToValidUTF8(Defuse(c), "\ufffd")))
	}
	b.WriteByte('\n')
}

// inOneCell makes spaces of what would end a cell or a row.
func inOneCell(r rune) rune {
	switch r {
	case '\t', '\n', '\r', '\v', '\f', '\u0085', '\u2028', '\u2029':
		return ' '
	}
	return r
}

// Defuse puts a quote before a text that a spreadsheet would run: one that begins with =, +, @, a tab, a carriage
// return, or with a minus that doesn't begin a number.
func Defuse(s string) string {
	if s == "" {
		return s
	}
	switch s[0] {
	case '=', '+', '@', '\t', '\r', '\n':
		return "'" + s
	case '-':
		if !isExactNumber(s) {
			return "'" + s
		}
	}
	return s
}

// isExactNumber says whether s is a decimal number, with or without an exponent.
func isExactNumber(s string) bool {
	mantissa := s
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		exponent := strings.TrimLeft(s[i+1:], "+-")
		if len(s)-i-1-len(exponent) > 1 || exponent == "" || strings.Trim(exponent, "0123456789") != "" {
			return false
		}
		mantissa = s[:i]
	}
	_, err := model.ParseDecimal(mantissa)
	return err == nil
}
