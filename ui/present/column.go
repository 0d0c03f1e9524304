package present

import (
	"time"

	"meterscope/model"
	"meterscope/model/store"
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
	Sort     store.TransactionSort
	Width    float32 // design pixels, to begin with
	Right    bool    // right-aligned: a number
	Priority int     // the highest go first where the list is too narrow
	Icon     bool    // shows the severity, not a text
	Cell     func(tx *model.Transaction, zone *time.Location) (string, Tone)
}

// Columns are the columns of the list, from left to right.
func Columns(t *lang.Texts) []Column {
	said := func(cell func(*lang.Texts, *model.Transaction, *time.Location) (string, Tone)) func(*model.Transaction, *time.Location) (string, Tone) {
		return func(tx *model.Transaction, zone *time.Location) (string, Tone) { return cell(t, tx, zone) }
	}
	return []Column{
		{ID: "severity", Sort: store.SortSeverity, Width: 34, Icon: true, Cell: said(cellSeverity)},
		{ID: "start", Title: t.Text("Start"), Width: 118, Sort: store.SortDefault, Cell: said(cellStart)},
		{ID: "station", Title: t.Text("Connector"), Width: 86, Sort: store.SortStation, Priority: 1, Cell: said(cellConnector)},
		{ID: "id", Title: t.Text("Id"), Width: 66, Right: true, Sort: store.SortID, Priority: 5, Cell: said(cellID)},
		{ID: "energy", Title: t.Text("kWh"), Width: 68, Right: true, Sort: store.SortEnergy, Cell: said(cellEnergy)},
		{ID: "duration", Title: t.Text("Time##span"), Width: 52, Right: true, Sort: store.SortDuration, Priority: 2, Cell: said(cellDuration)},
		{ID: "avgpower", Title: t.Text("Avg kW"), Width: 70, Right: true, Sort: "", Priority: 7, Cell: said(cellAveragePower)},
		{ID: "maxpower", Title: t.Text("Max kW"), Width: 74, Right: true, Sort: store.SortMaxPower, Priority: 6, Cell: said(cellMaxPower)},
		{ID: "soc", Title: t.Text("SoC %"), Width: 74, Right: true, Sort: store.SortSoC, Priority: 4, Cell: said(cellSoC)},
		{ID: "findings", Title: t.Text("Findings"), Width: 68, Right: true, Sort: store.SortFindings, Priority: 3, Cell: said(cellFindings)},
	}
}

// Sortable says whether the list can be ordered by the column.
func (c *Column) Sortable() bool { return c.Sort != store.SortDefault || c.ID == "start" }

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

// EnergyText is the energy of a transaction in kWh, with a "~" before it where it isn't meterStop − meterStart.
func EnergyText(t *lang.Texts, tx *model.Transaction) string {
	switch {
	case !tx.Energy.OK:
		return Dash
	case tx.EnergyFrom != model.EnergyFromMeter:
		return "~" + t.Kilo(tx.Energy.V)
	}
	return t.Kilo(tx.Energy.V)
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

func cellAveragePower(t *lang.Texts, tx *model.Transaction, _ *time.Location) (string, Tone) {
	d, ok := duration(tx)
	if !ok || d <= 0 || !tx.Energy.OK {
		return Dash, ToneMuted
	}
	hours := model.NewDecimal(int64(d/time.Second), 0)
	watts, ok := tx.Energy.V.Mul(model.NewDecimal(3600, 0)).Quo(hours, 0)
	if !ok {
		return Dash, ToneMuted
	}
	return t.Fixed(watts.Shift(-3), 2), TonePlain
}

func cellMaxPower(t *lang.Texts, tx *model.Transaction, _ *time.Location) (string, Tone) {
	if !tx.MaxPower.OK {
		return Dash, ToneMuted
	}
	return t.Fixed(tx.MaxPower.V.Shift(-3), 2), TonePlain
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

// Fit chooses which columns are shown in so many design pixels: all that there is room for, the least
// important left out first, and those that were asked for last. widths are the columns' own. asked says of a
// column, by its id, that it is wanted or not; of those that aren't in it the room decides.
func Fit(columns []Column, widths []float32, asked map[string]bool, room float32) (shown []int) {
	left := make([]bool, len(columns))
	total := float32(0)
	for i, w := range widths {
		if on, ok := asked[columns[i].ID]; ok && !on {
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
	for i := range columns {
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
