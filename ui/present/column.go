package present

import (
	"time"

	"meterscope/model"
	"meterscope/model/store"
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
func Columns() []Column {
	return []Column{
		{ID: "severity", Sort: store.SortSeverity, Width: 34, Icon: true, Cell: cellSeverity},
		{ID: "start", Title: "Start", Width: 118, Sort: store.SortDefault, Cell: cellStart},
		{ID: "station", Title: "Connector", Width: 86, Sort: store.SortStation, Priority: 1, Cell: cellConnector},
		{ID: "id", Title: "Id", Width: 66, Right: true, Sort: store.SortID, Priority: 5, Cell: cellID},
		{ID: "energy", Title: "kWh", Width: 68, Right: true, Sort: store.SortEnergy, Cell: cellEnergy},
		{ID: "duration", Title: "Time", Width: 52, Right: true, Sort: store.SortDuration, Priority: 2, Cell: cellDuration},
		{ID: "avgpower", Title: "Avg kW", Width: 70, Right: true, Sort: "", Priority: 7, Cell: cellAveragePower},
		{ID: "maxpower", Title: "Max kW", Width: 74, Right: true, Sort: store.SortMaxPower, Priority: 6, Cell: cellMaxPower},
		{ID: "soc", Title: "SoC %", Width: 74, Right: true, Sort: store.SortSoC, Priority: 4, Cell: cellSoC},
		{ID: "findings", Title: "Findings", Width: 68, Right: true, Sort: store.SortFindings, Priority: 3, Cell: cellFindings},
	}
}

// Sortable says whether the list can be ordered by the column.
func (c *Column) Sortable() bool { return c.Sort != store.SortDefault || c.ID == "start" }

func cellSeverity(tx *model.Transaction, _ *time.Location) (string, Tone) {
	return tx.Severity().String(), ToneOf(tx.Severity())
}

func cellStart(tx *model.Transaction, zone *time.Location) (string, Tone) {
	if tx.Start.IsZero() {
		return listTime(tx.Begin(), zone), ToneMuted // first sign of it, not its start
	}
	return listTime(tx.Start, zone), TonePlain
}

// Between stands between a station and its connector in the list.
const Between = " · "

func cellConnector(tx *model.Transaction, _ *time.Location) (string, Tone) {
	return connectorName(tx, Between), TonePlain
}

func connectorName(tx *model.Transaction, between string) string {
	name := tx.Station
	if tx.Connector.OK {
		if name != "" {
			name += between
		}
		name += Count(tx.Connector.V)
	}
	if name == "" {
		return Dash
	}
	return name
}

func cellID(tx *model.Transaction, _ *time.Location) (string, Tone) {
	if !tx.ID.OK {
		return Dash, ToneMuted
	}
	return model.NewDecimal(tx.ID.V, 0).String(), TonePlain
}

func cellEnergy(tx *model.Transaction, _ *time.Location) (string, Tone) {
	switch {
	case tx.Energy.OK && tx.Energy.V.Sign() < 0:
		return Kilo(tx.Energy.V), ToneError
	case tx.Energy.OK:
		return Kilo(tx.Energy.V), TonePlain
	case !tx.Complete && tx.Stop.IsZero():
		return TextOpenEnd, ToneMuted
	}
	return Dash, ToneMuted
}

func duration(tx *model.Transaction) (time.Duration, bool) {
	if tx.Begin().IsZero() || tx.End().IsZero() {
		return 0, false
	}
	return tx.End().Sub(tx.Begin()), true
}

func cellDuration(tx *model.Transaction, _ *time.Location) (string, Tone) {
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

func cellAveragePower(tx *model.Transaction, _ *time.Location) (string, Tone) {
	d, ok := duration(tx)
	if !ok || d <= 0 || !tx.Energy.OK {
		return Dash, ToneMuted
	}
	hours := model.NewDecimal(int64(d/time.Second), 0)
	watts, ok := tx.Energy.V.Mul(model.NewDecimal(3600, 0)).Quo(hours, 0)
	if !ok {
		return Dash, ToneMuted
	}
	return fixed(watts.Shift(-3), 2), TonePlain
}

func cellMaxPower(tx *model.Transaction, _ *time.Location) (string, Tone) {
	if !tx.MaxPower.OK {
		return Dash, ToneMuted
	}
	return fixed(tx.MaxPower.V.Shift(-3), 2), TonePlain
}

func cellSoC(tx *model.Transaction, _ *time.Location) (string, Tone) {
	if !tx.SoCStart.OK || !tx.SoCEnd.OK {
		return Dash, ToneMuted
	}
	return fixed(tx.SoCStart.V, 0) + " → " + fixed(tx.SoCEnd.V, 0), TonePlain
}

func cellFindings(tx *model.Transaction, _ *time.Location) (string, Tone) {
	n := tx.Errors + tx.Warnings + tx.Infos
	if n == 0 {
		return "", ToneMuted
	}
	return Count(n), ToneOf(tx.Severity())
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
