package schema_test

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"meterscope/model/schema"
)

const benchPayloads = 500

func BenchmarkDecode(b *testing.B) {
	for _, c := range []struct {
		name  string
		quirk bool
	}{{"clean", false}, {"quirk", true}} {
		list := payloads(benchPayloads, c.quirk)
		b.Run(c.name, func(b *testing.B) {
			d := schema.NewDecoder()
			var m schema.Message
			b.SetBytes(size(list))
			b.ReportAllocs()
			for b.Loop() {
				for _, p := range list {
					m.Samples = m.Samples[:0]
					d.Decode("MeterValues", p, 0, &m)
					if (len(m.Violations) > 0) != c.quirk || m.Syntax != nil {
						b.Fatal(m.Violations, m.Syntax)
					}
				}
			}
		})
	}
}

func BenchmarkNewDecoder(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		schema.NewDecoder()
	}
}

// The peers: what the well-kept libraries take for a part of the work.
func BenchmarkPeerEncodingJSON(b *testing.B) {
	type payload struct {
		ConnectorID, TransactionID int64
		MeterValue                 []struct {
			Timestamp    string
			SampledValue []struct{ Value, Context, Format, Measurand, Phase, Location, Unit string }
		}
	}
	list := payloads(benchPayloads, false)
	b.SetBytes(size(list))
	b.ReportAllocs()
	for b.Loop() {
		for _, p := range list {
			var v payload
			if err := json.Unmarshal(p, &v); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkPeerSanthosh(b *testing.B) {
	judge, err := santhosh(filepath.Join("ocpp16", "MeterValues.json"))
	if err != nil {
		b.Fatal(err)
	}
	list := payloads(benchPayloads, false)
	b.SetBytes(size(list))
	b.ReportAllocs()
	for b.Loop() {
		for _, p := range list {
			v, err := jsonschema.UnmarshalJSON(bytes.NewReader(p))
			if err != nil {
				b.Fatal(err)
			}
			if err := judge.Validate(v); err != nil {
				b.Fatal(err)
			}
		}
	}
}
