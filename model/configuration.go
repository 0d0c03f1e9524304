package model

import "strings"

// Setting is one configuration key of a station with its value, as sent.
type Setting struct{ Key, Value string }

// MeteringKey says that a configuration key decides what is metered, how often, and what is sent of it (OCPP 1.6 §9.1).
func MeteringKey(key string) bool {
	switch key {
	case "MeterValueSampleInterval", "MeterValuesSampledData", "MeterValuesSampledDataMaxLength",
		"ClockAlignedDataInterval", "MeterValuesAlignedData", "MeterValuesAlignedDataMaxLength",
		"StopTxnSampledData", "StopTxnSampledDataMaxLength", "StopTxnAlignedData", "StopTxnAlignedDataMaxLength",
		"MaxEnergyOnInvalidId":
		return true
	}
	return false
}

// ConfigurationText is how an event keeps what it sets.
func ConfigurationText(settings []Setting) string {
	lines := make([]string, len(settings))
	for i, s := range settings {
		lines[i] = s.Key + "=" + s.Value
	}
	return strings.Join(lines, "\n")
}

// Configuration gives what a ChangeConfiguration asks for, or what the answer to a GetConfiguration says: of keys that
// touch metering. It is empty for all other events.
func (e *Event) Configuration() []Setting {
	change := e.Kind == EventOther && e.Action == ActionChangeConfiguration
	told := e.Kind == EventAnswer && e.Action == ActionGetConfiguration
	if !change && !told || e.Info == "" {
		return nil
	}
	var settings []Setting
	for line := range strings.SplitSeq(e.Info, "\n") {
		if key, value, ok := strings.Cut(line, "="); ok {
			settings = append(settings, Setting{key, value})
		}
	}
	return settings
}
