package model_test

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"meterscope/model"
)

// enumerations gives the lists of the embedded MeterValues schema, by property of a sampled value.
func enumerations(t *testing.T) map[string][]string {
	t.Helper()
	text, err := os.ReadFile("schema/ocpp16/MeterValues.json")
	if err != nil {
		t.Fatal(err)
	}
	type properties[T any] struct{ Properties T }
	type list[T any] struct{ Items properties[T] }
	var s properties[struct {
		MeterValue list[struct {
			SampledValue list[map[string]struct{ Enum []string }]
		}]
	}]
	if err := json.Unmarshal(text, &s); err != nil {
		t.Fatal(err)
	}
	enums := map[string][]string{}
	for name, p := range s.Properties.MeterValue.Items.Properties.SampledValue.Items.Properties {
		enums[name] = p.Enum
	}
	return enums
}

func texts[T ~string](list []T) (out []string) {
	for _, v := range list {
		out = append(out, string(v))
	}
	return out
}

func TestVocabularyIsTheSchemas(t *testing.T) {
	enums := enumerations(t)
	for _, c := range []struct {
		name  string
		words []string
		count int
	}{
		{"measurand", texts(model.Measurands()), 22},
		{"phase", texts(model.Phases()), 10},
		{"unit", texts(model.Units()), 17},
		{"context", texts([]model.Context{model.InterruptionBegin, model.InterruptionEnd, model.SampleClock, model.SamplePeriodic,
			model.TransactionBegin, model.TransactionEnd, model.Trigger, model.OtherContext}), 8},
		{"location", texts([]model.Location{model.Cable, model.EV, model.Inlet, model.Outlet, model.Body}), 5},
		{"format", texts([]model.Format{model.Raw, model.SignedData}), 2},
	} {
		if !slices.Equal(c.words, enums[c.name]) || len(c.words) != c.count {
			t.Errorf("%s: %d words %v, the schema has %v", c.name, len(c.words), c.words, enums[c.name])
		}
	}
}

func TestMeasurandsKnowTheirQuantity(t *testing.T) {
	for _, m := range model.Measurands() {
		if !m.Known() {
			t.Errorf("%s is not known", m)
		}
		without := m == model.Frequency || m == model.PowerFactor || m == model.RPM
		if without != (m.Quantity() == model.QuantityNone) {
			t.Errorf("%s: quantity %d", m, m.Quantity())
		}
		if m.Quantity() != model.QuantityNone && model.DefaultUnit(m) != model.UnitNone &&
			model.DefaultUnit(m).Quantity() != m.Quantity() {
			t.Errorf("%s: default unit %s", m, model.DefaultUnit(m))
		}
	}
	for m, want := range map[model.Measurand]model.Accumulation{
		model.EnergyActiveImportRegister: model.Register, model.EnergyReactiveExportInterval: model.Interval,
		model.PowerActiveImport: model.Instant, model.SoC: model.Instant, "Energy.Import": model.Instant,
	} {
		if m.Accumulation() != want {
			t.Errorf("%s: %d", m, m.Accumulation())
		}
	}
	if model.Measurand("Energy.Import").Known() || model.Measurand("soc").Known() {
		t.Error("known by accident")
	}
}

// OCPP 1.6 §7.43: Wh for energy, and for others what? §7.45 says Wh for all: we say unknown.
func TestUnitOfASampleThatNamesNone(t *testing.T) {
	for m, want := range map[model.Measurand]model.Unit{
		model.EnergyActiveImportRegister: model.Wh, model.EnergyActiveExportInterval: model.Wh,
		model.EnergyReactiveImportRegister: model.Varh, model.SoC: model.Percent, model.PowerActiveImport: model.UnitNone,
		model.CurrentImport: model.UnitNone, model.Voltage: model.UnitNone, model.Temperature: model.UnitNone,
		model.Frequency: model.Hz, model.PowerFactor: model.Dimensionless, model.RPM: model.PerMinute, "Mine": model.UnitNone,
	} {
		if got := model.DefaultUnit(m); got != want {
			t.Errorf("%s: %q, want %q", m, got, want)
		}
	}
}

func TestUnitsConvertToTheirBaseExactly(t *testing.T) {
	for _, c := range []struct {
		unit        model.Unit
		value, want string
		base        model.Unit
	}{
		{model.KWh, "12.345", "12345", model.Wh}, {model.KWh, "1.23456", "1234.56", model.Wh}, {model.Wh, "7.0", "7.0", model.Wh},
		{model.Kvarh, "1", "1000", model.Varh}, {model.KW, "-0.5", "-500", model.W}, {model.KVA, "2", "2000", model.VA},
		{model.Kvar, "0.001", "1", model.Var}, {model.K, "300", "26.85", model.Celsius}, {model.K, "0.155", "-272.995", model.Celsius},
		{model.Celcius, "25", "25", model.Celsius}, {model.Fahrenheit, "70", "70", model.Fahrenheit}, {"furlong", "1", "1", "furlong"},
	} {
		if got := c.unit.ToBase(dec(t, c.value)); got.String() != c.want || c.unit.Base() != c.base {
			t.Errorf("%s %s: %s %s", c.value, c.unit, got, c.unit.Base())
		}
	}
	for _, u := range model.Units() {
		if !u.Known() || u.Quantity() == model.QuantityNone || u.Base().Quantity() != u.Quantity() {
			t.Errorf("%s: base %s", u, u.Base())
		}
	}
	for _, u := range []model.Unit{model.UnitNone, model.Hz, model.PerMinute, model.Dimensionless, "wh"} {
		if u.Known() {
			t.Errorf("%q is not in the schema", u)
		}
	}
}

func TestPhasesOnOneConductorAreOne(t *testing.T) {
	for p, want := range map[model.Phase]model.Phase{
		model.L1: model.L1, model.L2N: model.L2, model.L3N: model.L3, model.N: model.PhaseNone, model.L1L2: model.PhaseNone, "": "",
	} {
		if p.Line() != want {
			t.Errorf("%s: %s", p, p.Line())
		}
	}
}
