package lang

import "testing"

// BenchmarkFinding says the messages of the rules that speak most.
func BenchmarkFinding(b *testing.B) {
	t, err := Load(German)
	if err != nil {
		b.Fatal(err)
	}
	for _, m := range []said{
		{"SCH003", `unit is "Hz"; the schema allows one of Wh, kWh, varh, kvarh, W, kW, VA, kVA, var, kvar, A, V, K, Celcius, Celsius, Fahrenheit, Percent (it has no unit for Frequency [OCPP 1.6 errata 3.86], so leave the unit out).`},
		{"SCH001", "value is 12.5; the schema asks for a string (it was read as that number)."},
		{"UNI001", `The unit is "Wh"; expected W or kW for Power.Active.Import.`},
		{"REG001", "Energy.Active.Import.Register falls from 12849412 Wh to 12848165 Wh; a register only counts up."},
	} {
		b.Run(m.rule, func(b *testing.B) {
			for b.Loop() {
				t.Finding(m.rule, m.message)
			}
		})
	}
}
