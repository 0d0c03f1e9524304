package schema_test

import (
	"reflect"
	"strings"
	"testing"

	"meterscope/model/schema"
)

// What a sampled value says doesn't depend on those that were read before, however alike they are.
func TestSampledValuesThatLookAlikeAreReadEachForItself(t *testing.T) {
	alike := []string{
		`{"value":"1","measurand":"Voltage","unit":"V"}`,
		`{"value":"22.50","measurand":"Voltage","unit":"V"}`,
		`{"value":"-0","measurand":"Voltage","unit":"V"}`,
		`{"value":"007","measurand":"Voltage","unit":"V"}`,
		`{"value":"1e3","measurand":"Voltage","unit":"V"}`,
		`{"value":"","measurand":"Voltage","unit":"V"}`,
		`{"value":"1\"","measurand":"Voltage","unit":"V"}`,
		`{"value":1,"measurand":"Voltage","unit":"V"}`,
		`{"value":"1","measurand":"Voltage","unit":"W"}`,
		`{"value":"1","measurand":"Voltage","unit":"Hz"}`,
		`{"value":"1","measurand":"Voltage","unit":"V","value":"2"}`,
		`{"measurand":"Voltage","unit":"V","value":"3"}`,
		`{"measurand":"Voltage","unit":"V", "value" : "4"}`,
		`{"value":"5","measurand":"Voltage","unit":"V"} `,
		`{"value":"6","format":"SignedData"}`,
		`{"value":"6"}`, `{"value":"6","context":"value"}`, `{"context":"Trigger","value":"7"}`,
		`{"value":"8","measurand":"Voltage","unit":"V"`,
		`{"x":{"value":"9"}}`, `{"value":"9"}`, `{"x":"}","value":"9"}`,
		`{"value":"` + strings.Repeat("1", 99) + `"}`, `{"value":"` + strings.Repeat("1", 101) + `"}`,
	}
	warm := schema.NewDecoder()
	for _, second := range alike {
		text := []byte(meterValue(second))
		var want schema.Message
		schema.NewDecoder().Decode("MeterValues", text, 0, &want)
		for _, first := range alike {
			var before, got schema.Message
			warm.Decode("MeterValues", []byte(meterValue(first)), 0, &before)
			if warm.Decode("MeterValues", text, 0, &got); !reflect.DeepEqual(got, want) {
				t.Errorf("%s after %s:\n%+v\n%+v", second, first, got, want)
			}
		}
	}
}
