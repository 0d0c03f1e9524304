package present

import (
	"time"

	"meterscope/model"
	"meterscope/ui/lang"
)

// Tone is how a text of the list is coloured.
type Tone uint8

// Plain text, muted text, or the colour of a severity.
const (
	TonePlain Tone = iota
	ToneMuted
	ToneInfo
	ToneWarning
	ToneError
)

// ToneOf gives the tone of a severity.
func ToneOf(s model.Severity) Tone {
	switch s {
	case model.SeverityError:
		return ToneError
	case model.SeverityWarning:
		return ToneWarning
	case model.SeverityInfo:
		return ToneInfo
	}
	return ToneMuted
}

// Column is one column of the list.
type Column struct {
	ID       string
	Title    string
	Long     string  // the title where there is room for it: in lists of columns
	Width    float32 // design pixels, to begin with
	Widest   string  // a text that it has room for too, wherever Width is too little; "" for none
	Right    bool    // right-aligned: a number
	Priority int     // the highest go first where the list is too narrow
	Icon     bool    // shows the severity, not a text
	Extra    bool    // shown only where it is asked for
	Falling  bool    // ordered by it, the most comes first
	Cell     func(tx *model.Transaction, zone *time.Location) (string, Tone)

	key    sortKey
	copied []copied                        // what a table that is copied has of it
	known  func(l *List, row int32) string // what the list knows and the transaction doesn't say; nil: Cell says all
}

// Sortable says whether the list can be ordered by the column.
func (c *Column) Sortable() bool { return c.key != nil }

// Columns are the columns of the list, from left to right.
func Columns(t *lang.Texts) []Column {
	said := func(cell func(*lang.Texts, *model.Transaction, *time.Location) (string, Tone)) func(*model.Transaction, *time.Location) (string, Tone) {
		return func(tx *model.Transaction, zone *time.Location) (string, Tone) { return cell(t, tx, zone) }
	}
	return []Column{
		{ID: "severity", Long: t.Text("Severity"), Width: 34, Icon: true, Falling: true, key: sortSeverity, Cell: said(cellSeverity), copied: copySeverity()},
		{ID: "note", Long: t.Text("Note##mark"), Width: 26, Icon: true, Priority: 1, Falling: true, Cell: said(cellNote), copied: copyNote()},
		{ID: "start", Title: t.Text("Start"), Width: 118, Widest: widestTime(t), key: sortBegin, Cell: said(cellStart), copied: copyStart()},
		{ID: "stop", Title: t.Text("End##time"), Width: 118, Widest: widestTime(t), Extra: true, Priority: 9, key: sortEnd, Cell: said(cellStop), copied: copyStop()},
		{ID: "station", Title: t.Text("Connector"), Long: t.Text("Station and connector"), Width: 86, Priority: 1, key: sortStation, Cell: said(cellConnector), copied: copyStation()},
		{ID: "id", Title: t.Text("Id"), Long: t.Text("Transaction id"), Width: 66, Right: true, Priority: 5, key: sortID, Cell: said(cellID), copied: copyID()},
		{ID: "tag", Title: t.Text("Tag"), Width: 104, Extra: true, Priority: 10, key: sortTag, Cell: said(cellTag), copied: copyTag()},
		{ID: "energy", Title: t.EnergyUnit(), Long: t.Text("Energy, %s", t.EnergyUnit()), Width: 68, Widest: widestEnergy(t), Right: true, Falling: true, key: sortEnergy, Cell: said(cellEnergy), copied: copyEnergy()},
		{ID: "duration", Title: t.Text("Time##span"), Long: t.Text("Duration, h:mm"), Width: 52, Right: true, Falling: true, Priority: 2, key: sortDuration, Cell: said(cellDuration), copied: copyDuration()},
		{ID: "avgpower", Title: t.Text("Avg %s", t.PowerUnit()), Long: t.Text("Average power, %s", t.PowerUnit()), Width: 70, Widest: widestPower(t), Right: true, Falling: true, Priority: 7, key: sortAveragePower, Cell: said(cellAveragePower), copied: copyAveragePower()},
		{ID: "maxpower", Title: t.Text("Max %s", t.PowerUnit()), Long: t.Text("Highest power, %s", t.PowerUnit()), Width: 74, Widest: widestPower(t), Right: true, Falling: true, Priority: 6, key: sortMaxPower, Cell: said(cellMaxPower), copied: copyMaxPower()},
		{ID: "soc", Title: t.Text("SoC %"), Long: t.Text("State of charge, %"), Width: 74, Right: true, Priority: 4, key: sortSoC, Cell: said(cellSoC), copied: copySoC()},
		{ID: "findings", Title: t.Text("Findings"), Width: 68, Right: true, Falling: true, Priority: 3, key: sortFindings, Cell: said(cellFindings), copied: copyFindings()},
		{ID: "reason", Title: t.Text("Stopped by"), Width: 110, Extra: true, Priority: 11, key: sortReason, Cell: said(cellReason), copied: copyReason()},
		{ID: "meterstart", Title: t.Text("Meter start"), Long: t.Text("meterStart, Wh"), Width: 88, Right: true, Extra: true, Priority: 12, key: sortMeterStart, Cell: said(cellMeterStart), copied: copyMeterStart()},
		{ID: "meterstop", Title: t.Text("Meter stop"), Long: t.Text("meterStop, Wh"), Width: 88, Right: true, Extra: true, Priority: 13, key: sortMeterStop, Cell: said(cellMeterStop), copied: copyMeterStop()},
		{ID: "samples", Title: t.Text("Samples"), Width: 72, Right: true, Extra: true, Falling: true, Priority: 14, key: sortSamples, Cell: said(cellSamples), copied: copySamples()},
		{ID: "source", Title: t.Text("Source##column"), Width: 120, Extra: true, Priority: 15, key: sortSource, Cell: said(cellUnknown), known: (*List).sourceOf, copied: copySource()},
		{ID: "rules", Title: t.Text("Rules##column"), Long: t.Text("Rules of its findings"), Width: 120, Extra: true, Priority: 16, key: sortRules, Cell: said(cellUnknown), known: (*List).rulesOf, copied: copyRules()},
	}
}

// The widths of the columns are made for the language's own manner; in another one texts may be wider.

func widest(t *lang.Texts, text func() string) string {
	if t.Manner() == (lang.Manner{}) {
		return ""
	}
	return text()
}

func widestEnergy(t *lang.Texts) string {
	return widest(t, func() string { return "~" + t.EnergyDigits(model.NewDecimal(888_888, 0)) })
}

func widestPower(t *lang.Texts) string {
	return widest(t, func() string { return t.PowerDigits(model.NewDecimal(888_888, 0), 2) })
}

func widestTime(t *lang.Texts) string {
	return widest(t, func() string { return listTime(t, wideMoment(), time.UTC) })
}

// WidestMoment is a text that the preview of a source needs room for, wherever its own widths are too little; "" for none.
func WidestMoment(t *lang.Texts) string {
	return widest(t, func() string { return previewTime(t, wideMoment(), time.UTC) })
}

// wideMoment is one that takes much room, however it is written.
func wideMoment() model.Time {
	return model.NewTime(time.Date(2028, time.March, 28, 22, 48, 48, 0, time.UTC), 0, model.ZoneStated)
}

// LongTitle names the column where there is room for it.
func (c *Column) LongTitle() string {
	if c.Long != "" {
		return c.Long
	}
	return c.Title
}

// sortKeyOf is how a column orders rows; nil where there is no such column.
func sortKeyOf(column string) sortKey {
	for _, c := range Columns(nil) {
		if c.ID == column {
			return c.key
		}
	}
	return nil
}

func cellSeverity(_ *lang.Texts, tx *model.Transaction, _ *time.Location) (string, Tone) {
	return tx.Severity().String(), ToneOf(tx.Severity())
}

func cellStart(t *lang.Texts, tx *model.Transaction, zone *time.Location) (string, Tone) {
	if tx.Start.IsZero() {
		return listTime(t, tx.Begin(), zone), ToneMuted // first sign of it, not its start
	}
	return listTime(t, tx.Start, zone), TonePlain
}

// Between stands between a station and its connector in the list.
const Between = " · "

func cellConnector(t *lang.Texts, tx *model.Transaction, _ *time.Location) (string, Tone) {
	return connectorName(t, tx, Between), TonePlain
}

func connectorName(t *lang.Texts, tx *model.Transaction, between string) string {
	name := tx.Station
	if tx.Connector.OK {
		if name != "" {
			name += between
		}
		name += Count(t, tx.Connector.V)
	}
	if name == "" {
		return Dash
	}
	return name
}

func cellID(_ *lang.Texts, tx *model.Transaction, _ *time.Location) (string, Tone) {
	if !tx.ID.OK {
		return Dash, ToneMuted
	}
	return model.NewDecimal(tx.ID.V, 0).String(), TonePlain
}

// EnergyText is the energy of a transaction, without its unit, with a "~" before it where it isn't meterStop − meterStart.
func EnergyText(t *lang.Texts, tx *model.Transaction) string {
	switch {
	case !tx.Energy.OK:
		return Dash
	case tx.EnergyFrom != model.EnergyFromMeter:
		return "~" + t.EnergyDigits(tx.Energy.V)
	}
	return t.EnergyDigits(tx.Energy.V)
}

func cellEnergy(t *lang.Texts, tx *model.Transaction, _ *time.Location) (string, Tone) {
	switch {
	case tx.Energy.OK && tx.Energy.V.Sign() < 0:
		return EnergyText(t, tx), ToneError
	case tx.Energy.OK:
		return EnergyText(t, tx), TonePlain
	case !tx.Complete && tx.Stop.IsZero():
		return t.Text(TextOpenEnd), ToneMuted
	}
	return Dash, ToneMuted
}

func duration(tx *model.Transaction) (time.Duration, bool) {
	if tx.Begin().IsZero() || tx.End().IsZero() {
		return 0, false
	}
	return tx.End().Sub(tx.Begin()), true
}

func cellDuration(_ *lang.Texts, tx *model.Transaction, _ *time.Location) (string, Tone) {
	d, ok := duration(tx)
	switch {
	case !ok:
		return Dash, ToneMuted
	case d < 0:
		return Duration(d), ToneError
	case tx.Complete:
		return Duration(d), TonePlain
	}
	return Duration(d), ToneMuted
}

// averagePower is the energy over the time, in W.
func averagePower(tx *model.Transaction) (watts model.Opt[model.Decimal]) {
	d, ok := duration(tx)
	if !ok || d <= 0 || !tx.Energy.OK {
		return watts
	}
	const digits = 1
	watts.V, watts.OK = tx.Energy.V.Mul(model.NewDecimal(3600, 0)).Quo(model.NewDecimal(int64(d), 9), digits)
	return watts
}

func cellAveragePower(t *lang.Texts, tx *model.Transaction, _ *time.Location) (string, Tone) {
	watts := averagePower(tx)
	if !watts.OK {
		return Dash, ToneMuted
	}
	return t.PowerDigits(watts.V, 2), TonePlain
}

func cellMaxPower(t *lang.Texts, tx *model.Transaction, _ *time.Location) (string, Tone) {
	if !tx.MaxPower.OK {
		return Dash, ToneMuted
	}
	return t.PowerDigits(tx.MaxPower.V, 2), TonePlain
}

func cellSoC(t *lang.Texts, tx *model.Transaction, _ *time.Location) (string, Tone) {
	if !tx.SoCStart.OK || !tx.SoCEnd.OK {
		return Dash, ToneMuted
	}
	return t.Fixed(tx.SoCStart.V, 0) + " → " + t.Fixed(tx.SoCEnd.V, 0), TonePlain
}

func cellFindings(t *lang.Texts, tx *model.Transaction, _ *time.Location) (string, Tone) {
	n := tx.Errors + tx.Warnings + tx.Infos
	if n == 0 {
		return "", ToneMuted
	}
	return Count(t, n), ToneOf(tx.Severity())
}

func cellNote(_ *lang.Texts, tx *model.Transaction, _ *time.Location) (string, Tone) {
	if tx.Noted {
		return noteMark, TonePlain
	}
	return "", ToneMuted
}

// noteMark stands for a note where there is no picture of one.
const noteMark = "*"

func cellStop(t *lang.Texts, tx *model.Transaction, zone *time.Location) (string, Tone) {
	if tx.Stop.IsZero() {
		return listTime(t, tx.Last, zone), ToneMuted // last sign of it, not its stop
	}
	return listTime(t, tx.Stop, zone), TonePlain
}

func cellTag(_ *lang.Texts, tx *model.Transaction, _ *time.Location) (string, Tone) {
	return orDash(tx.IDTag)
}

func cellReason(_ *lang.Texts, tx *model.Transaction, _ *time.Location) (string, Tone) {
	return orDash(tx.StopReason)
}

func orDash(text string) (string, Tone) {
	if text == "" {
		return Dash, ToneMuted
	}
	return text, TonePlain
}

func cellMeterStart(t *lang.Texts, tx *model.Transaction, _ *time.Location) (string, Tone) {
	return cellWh(t, tx.MeterStart)
}

func cellMeterStop(t *lang.Texts, tx *model.Transaction, _ *time.Location) (string, Tone) {
	return cellWh(t, tx.MeterStop)
}

func cellWh(t *lang.Texts, wh model.Opt[int64]) (string, Tone) {
	if !wh.OK {
		return Dash, ToneMuted
	}
	return t.Plain(model.NewDecimal(wh.V, 0)), TonePlain
}

func cellSamples(t *lang.Texts, tx *model.Transaction, _ *time.Location) (string, Tone) {
	return Count(t, tx.SampledValues), TonePlain
}

// Fit chooses which columns are shown in so many design pixels: all that there is room for, the least
// important left out first, and those that were asked for last. widths are the columns' own. asked says of a
// column, by its id, that it is wanted or not; of those that aren't in it the room decides. Of those shown their
// places among columns are given, in the order of arranged, which has the place of each.
func Fit(columns []Column, widths []float32, asked map[string]bool, arranged []int, room float32) (shown []int) {
	left := make([]bool, len(columns))
	total := float32(0)
	for i, w := range widths {
		if on, ok := asked[columns[i].ID]; ok && !on || !ok && columns[i].Extra {
			left[i] = true
			continue
		}
		total += w
	}
	for total > room {
		worst := leastWanted(columns, left, asked)
		if worst < 0 {
			break
		}
		left[worst] = true
		total -= widths[worst]
	}
	for _, i := range arranged {
		if !left[i] {
			shown = append(shown, i)
		}
	}
	return shown
}

// leastWanted is the column that goes next; −1 if none may.
func leastWanted(columns []Column, left []bool, asked map[string]bool) int {
	worst := -1
	for i := range columns {
		c := &columns[i]
		if left[i] || c.Priority == 0 {
			continue
		}
		if worst < 0 || !asked[c.ID] && asked[columns[worst].ID] ||
			asked[c.ID] == asked[columns[worst].ID] && c.Priority > columns[worst].Priority {
			worst = i
		}
	}
	return worst
}
