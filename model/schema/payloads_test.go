package schema_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// payloads are MeterValues payloads in the shape of a three-phase charger with a car's SoC. With quirk each
// has violations: a unit that is not in the list, a number for a string, a property that is none.
func payloads(n int, quirk bool) [][]byte {
	r := rand.New(rand.NewPCG(1, 7))
	list := make([][]byte, 0, n)
	wh := 1_234_567.0
	for i := range n {
		var b strings.Builder
		fmt.Fprintf(&b, `{"connectorId":%d,"transactionId":%d,"meterValue":[{"timestamp":"2025-03-01T%02d:%02d:%02dZ","sampledValue":[`,
			1+i%20, 1000+i%977, i/3600%24, i/60%60, i%60)
		sep := ""
		sample := func(format string, value float64, measurand, unit, phase, location string) {
			fmt.Fprintf(&b, `%s{"value":"`+format+`","context":"Sample.Periodic"`, sep, value)
			sep = ","
			if i%2 == 0 {
				b.WriteString(`,"format":"Raw"`)
			}
			fmt.Fprintf(&b, `,"measurand":%q`, measurand)
			if phase != "" {
				fmt.Fprintf(&b, `,"phase":%q`, phase)
			}
			fmt.Fprintf(&b, `,"location":%q,"unit":%q}`, location, unit)
		}
		wh += 30 * r.Float64()
		sample("%.0f", wh, "Energy.Active.Import.Register", "Wh", "", "Outlet")
		sample("%.1f", 11000+100*r.Float64(), "Power.Active.Import", "W", "", "Outlet")
		for _, phase := range []string{"L1", "L2", "L3"} {
			sample("%.1f", 3600+50*r.Float64(), "Power.Active.Import", "W", phase, "Outlet")
			sample("%.2f", 15+r.Float64(), "Current.Import", "A", phase, "Outlet")
			sample("%.1f", 230+4*r.Float64(), "Voltage", "V", phase+"-N", "Outlet")
		}
		sample("%.0f", 20+60*r.Float64(), "SoC", "Percent", "", "EV")
		if quirk {
			sample("%.2f", 50+r.Float64()/10, "Frequency", "Hz", "", "Outlet")
			b.WriteString(`,{"value":12.5,"measurand":"Temperature","unit":"C"}`)
		}
		b.WriteString(`]}]`)
		if quirk {
			b.WriteString(`,"extra":1`)
		}
		b.WriteString(`}`)
		list = append(list, []byte(b.String()))
	}
	return list
}

func size(list [][]byte) (n int64) {
	for _, p := range list {
		n += int64(len(p))
	}
	return n
}
