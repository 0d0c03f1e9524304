package model

// Measurand says what was measured (OCPP 1.6 §7.31). A log may send one that the specification doesn't
// know: it is kept as sent, and [Measurand.Known] is false.
type Measurand string

// The 22 measurands of OCPP 1.6 §7.31.
const (
	EnergyActiveExportRegister   Measurand = "Energy.Active.Export.Register"
	EnergyActiveImportRegister   Measurand = "Energy.Active.Import.Register"
	EnergyReactiveExportRegister Measurand = "Energy.Reactive.Export.Register"
	EnergyReactiveImportRegister Measurand = "Energy.Reactive.Import.Register"
	EnergyActiveExportInterval   Measurand = "Energy.Active.Export.Interval"
	EnergyActiveImportInterval   Measurand = "Energy.Active.Import.Interval"
	EnergyReactiveExportInterval Measurand = "Energy.Reactive.Export.Interval"
	EnergyReactiveImportInterval Measurand = "Energy.Reactive.Import.Interval"
	PowerActiveExport            Measurand = "Power.Active.Export"
	PowerActiveImport            Measurand = "Power.Active.Import"
	PowerOffered                 Measurand = "Power.Offered"
	PowerReactiveExport          Measurand = "Power.Reactive.Export"
	PowerReactiveImport          Measurand = "Power.Reactive.Import"
	PowerFactor                  Measurand = "Power.Factor"
	CurrentImport                Measurand = "Current.Import"
	CurrentExport                Measurand = "Current.Export"
	CurrentOffered               Measurand = "Current.Offered"
	Voltage                      Measurand = "Voltage"
	Frequency                    Measurand = "Frequency"
	Temperature                  Measurand = "Temperature"
	SoC                          Measurand = "SoC"
	RPM                          Measurand = "RPM"
)

// DefaultMeasurand is what a sampled value without a measurand measures (OCPP 1.6 §7.43).
const DefaultMeasurand = EnergyActiveImportRegister

// Quantity is the physical kind of a measurand or a unit. Two of the same quantity can be converted.
type Quantity uint8

// The quantities of OCPP 1.6. QuantityNone belongs to measurands that have no unit in the enumeration
// (Frequency, Power.Factor, RPM) or that are not known.
const (
	QuantityNone Quantity = iota
	QuantityActiveEnergy
	QuantityReactiveEnergy
	QuantityActivePower
	QuantityReactivePower
	QuantityApparentPower
	QuantityCurrent
	QuantityVoltage
	QuantityTemperature
	QuantityPercent
)

// Accumulation says how the samples of a measurand add up over time.
type Accumulation uint8

// A register counts on for ever, an interval is the amount since the sample before, an instant is a reading
// of the moment.
const (
	Instant Accumulation = iota
	Register
	Interval
)

type measurandInfo struct {
	quantity     Quantity
	accumulation Accumulation
}

func (m Measurand) info() (measurandInfo, bool) {
	switch m {
	case EnergyActiveExportRegister, EnergyActiveImportRegister:
		return measurandInfo{QuantityActiveEnergy, Register}, true
	case EnergyReactiveExportRegister, EnergyReactiveImportRegister:
		return measurandInfo{QuantityReactiveEnergy, Register}, true
	case EnergyActiveExportInterval, EnergyActiveImportInterval:
		return measurandInfo{QuantityActiveEnergy, Interval}, true
	case EnergyReactiveExportInterval, EnergyReactiveImportInterval:
		return measurandInfo{QuantityReactiveEnergy, Interval}, true
	case PowerActiveExport, PowerActiveImport, PowerOffered:
		return measurandInfo{QuantityActivePower, Instant}, true
	case PowerReactiveExport, PowerReactiveImport:
		return measurandInfo{QuantityReactivePower, Instant}, true
	case CurrentImport, CurrentExport, CurrentOffered:
		return measurandInfo{QuantityCurrent, Instant}, true
	case Voltage:
		return measurandInfo{QuantityVoltage, Instant}, true
	case Temperature:
		return measurandInfo{QuantityTemperature, Instant}, true
	case SoC:
		return measurandInfo{QuantityPercent, Instant}, true
	case PowerFactor, Frequency, RPM:
		return measurandInfo{QuantityNone, Instant}, true
	}
	return measurandInfo{}, false
}

// Known says whether the measurand is one of OCPP 1.6 §7.31.
func (m Measurand) Known() bool { _, ok := m.info(); return ok }

// Quantity is the physical kind of the measurand; QuantityNone if it has no unit or is not known.
func (m Measurand) Quantity() Quantity { i, _ := m.info(); return i.quantity }

// Accumulation says whether the measurand is a register, an interval or an instant.
func (m Measurand) Accumulation() Accumulation { i, _ := m.info(); return i.accumulation }

// Measurands lists all that OCPP 1.6 §7.31 knows, in the order of the schema.
func Measurands() []Measurand {
	return []Measurand{
		EnergyActiveExportRegister, EnergyActiveImportRegister, EnergyReactiveExportRegister,
		EnergyReactiveImportRegister, EnergyActiveExportInterval, EnergyActiveImportInterval,
		EnergyReactiveExportInterval, EnergyReactiveImportInterval, PowerActiveExport, PowerActiveImport,
		PowerOffered, PowerReactiveExport, PowerReactiveImport, PowerFactor, CurrentImport, CurrentExport,
		CurrentOffered, Voltage, Frequency, Temperature, SoC, RPM,
	}
}
