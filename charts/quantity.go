package charts

import "meterscope/model"

// quantity is what a panel shows: which measurands, and how.
type quantity struct {
	id, title, unit string
	measurand       model.Measurand
	offered         model.Measurand // drawn as a step beside it; "" if there is none
	base            model.Unit      // the unit that its series must have
	shift           int             // decimal places from base to unit
	register        bool            // drawn as what was added since the first value
	interval        bool            // drawn as bars over what each value is about
	fromZero        bool
	percent         bool // the axis is 0 to 100
	mains           bool // the axis shows what a mains voltage may be
	sums            bool // a total can be derived from the phases
	whole           string
	role            Role // of the line without a phase
	weight          float64
	none            string // said where there is nothing to draw
}

func quantities() []quantity {
	return []quantity{
		{id: "energy", title: "Energy since start", unit: "kWh", measurand: model.EnergyActiveImportRegister, base: model.Wh,
			shift: -3, register: true, fromZero: true, sums: true, whole: "Total", role: RoleTotal, weight: 1.2, none: "No energy values in this transaction"},
		{id: "interval", title: "Energy per interval", unit: "kWh", measurand: model.EnergyActiveImportInterval, base: model.Wh,
			shift: -3, interval: true, fromZero: true, whole: "Total", role: RoleTotal, weight: 1, none: "No energy values of intervals in this transaction"},
		{id: "power", title: "Power", unit: "kW", measurand: model.PowerActiveImport, offered: model.PowerOffered, base: model.W,
			shift: -3, fromZero: true, sums: true, whole: "Total", role: RoleTotal, weight: 1.8, none: "No power values in this transaction"},
		{id: "current", title: "Current", unit: "A", measurand: model.CurrentImport, offered: model.CurrentOffered, base: model.A,
			fromZero: true, whole: "Current", role: RoleTotal, weight: 1.2, none: "No current values in this transaction"},
		{id: "voltage", title: "Voltage", unit: "V", measurand: model.Voltage, base: model.V, mains: true, whole: "Voltage",
			role: RoleGauge, weight: 1, none: "No voltage values in this transaction"},
		{id: "soc", title: "State of charge", unit: "%", measurand: model.SoC, base: model.Percent, percent: true,
			whole: "EV", role: RoleSoC, weight: 1, none: "No state of charge values in this transaction"},
		{id: "temperature", title: "Temperature", unit: "°C", measurand: model.Temperature, base: model.Celsius,
			whole: "Temperature", role: RoleGauge, weight: 0.8, none: "No temperature values in this transaction"},
		{id: "frequency", title: "Frequency", unit: "Hz", measurand: model.Frequency, base: model.Hz,
			whole: "Frequency", role: RoleGauge, weight: 0.8, none: "No frequency values in this transaction"},
		{id: "factor", title: "Power factor", measurand: model.PowerFactor, base: model.Dimensionless,
			whole: "Power factor", role: RoleGauge, weight: 0.8, none: "No power factor values in this transaction"},
	}
}

// All is the plot of everything that there is data for.
const All = "all"

// Plots lists what [FromSeries] can plot.
func Plots() []string {
	var out []string
	for _, q := range quantities() {
		out = append(out, q.id)
	}
	return append(out, All)
}

// Draws says whether a plot, or [All], draws values of a measurand.
func Draws(m model.Measurand, plot string) bool {
	for _, q := range quantities() {
		if (plot == All || plot == q.id) && m != "" && (m == q.measurand || m == q.offered) {
			return true
		}
	}
	return false
}
