package schema_test

import (
	"strings"
	"testing"

	"meterscope/model/schema"
)

// A message with more sampled values than one can have costs what so many cost, whatever follows it.
func TestMessageWithTooManySamplesIsRefused(t *testing.T) {
	const begin = `{"connectorId":1,"meterValue":[{"timestamp":"2025-03-01T10:00:00Z","sampledValue":[`
	for n, fine := range map[int]bool{schema.MaxSamples: true, schema.MaxSamples + 1: false} {
		samples := strings.TrimSuffix(strings.Repeat(`{"value":"1"},`, n), ",")
		m := decode(t, "MeterValues", begin+samples+`]}]}`+strings.Repeat("{", 1<<20))
		if (m.Syntax == nil) != fine || len(m.Samples) != schema.MaxSamples || cap(m.Samples) > 2*schema.MaxSamples {
			t.Errorf("%d samples: %d in room for %d, %v", n, len(m.Samples), cap(m.Samples), m.Syntax)
		}
		if !fine && (m.Syntax.Offset != len(begin)+len(samples)-len(`{"value":"1"}`) || !strings.HasPrefix(m.Syntax.Want, "at most 262144")) {
			t.Errorf("%+v", m.Syntax)
		}
	}
}
