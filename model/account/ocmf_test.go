package account

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"meterscope/model/session"
)

const ocmf = `OCMF|{"FV":"1.0","GS":"GW-7","MS":"M-1","RD":[` +
	`{"TM":"2025-03-01T11:00:00,000+0100 S","TX":"B","RV":2935.6,"RI":"1-b:1.8.0","RU":"kWh","ST":"G"},` +
	`{"TM":"2025-03-01T12:02:10,000+0100 S","TX":"E","RV":"2941.60"},` +
	`{"RV":0.1,"RI":"1-b:2.8.0"},{"RV":7,"RI":"1-b:1.8.0","ST":"T"},{"RV":"x","ST":"G"},{"RU":"Ah","RV":1}]}|{"SD":"30"}`

func readingsOf(list []SignedReading) string {
	var parts []string
	for _, r := range list {
		parts = append(parts, fmt.Sprintf("%s %s ±%s %v %v %s", r.Time, r.Value.Plain(), r.Digit.Plain(), r.Begin, r.End, r.Meter))
	}
	return strings.Join(parts, "\n")
}

func TestSignedReadingsAreRead(t *testing.T) {
	const want = "2025-03-01T10:00:00.000Z 2935600 ±100 true false M-1GW-7 1-b:1.8.0\n2025-03-01T11:02:10.000Z 2941600 ±10 false true M-1GW-7 1-b:1.8.0"
	for name, text := range map[string]string{
		"plain":  ocmf,
		"hex":    strings.ToUpper(hex.EncodeToString([]byte(ocmf))),
		"base64": base64.StdEncoding.EncodeToString([]byte(ocmf)),
		"XML":    `<?xml version="1.0"?><values><value><signedData format="OCMF">` + ocmf + `</signedData><publicKey>30</publicKey></value></values>`,
		"hex in XML": `<values><value><encodedData format="OCMF" encoding="hex">` + hex.EncodeToString([]byte(ocmf)) +
			`</encodedData><publicKey>30</publicKey></value></values>`,
	} {
		if got := readingsOf(ParseSigned(text)); got != want {
			t.Errorf("%s: got %s", name, got)
		}
	}
	for _, text := range []string{"", "OCMF", "OCMF|", "OCMF|{}", "OCMF|[", "1B1B1B1B01010101", "%%%", `OCMF|{"RD":[{}]}`, `OCMF|{"RD":[{"RV":1,"RU":"Wh","TM":"soon"}]}`} {
		if got := ParseSigned(text); len(got) > 0 {
			t.Errorf("%q: got %s", text, readingsOf(got))
		}
	}
}

func TestSignedRecordsAreAnAccount(t *testing.T) {
	tx := hour()
	tx.MeterStop.V = 7100
	for _, c := range []struct {
		name    string
		records []string
		want    string
	}{
		{"in one record", []string{ocmf}, "*meter 6100; signed 6000 (-100 ± 132) agrees"},
		{"in two, the later first", []string{strings.Replace(ocmf, `"TX":"B"`, `"TX":"B","ST":"R"`, 1), ocmf}, "*meter 6100; signed 6000 (-100 ± 132) agrees"},
		{"a begin alone", []string{strings.Replace(ocmf, `"TX":"E"`, `"TX":"E","ST":"R"`, 1)}, "*meter 6100"},
		{"none", nil, "*meter 6100"},
	} {
		var signed []SignedReading
		for _, r := range c.records {
			signed = append(signed, ParseSigned(r)...)
		}
		if got := said(Reconcile(Input{Tx: &tx, Signed: signed, Limits: session.DefaultLimits()})); got != c.want {
			t.Errorf("%s: got %s", c.name, got)
		}
	}
}

// The published examples: what stands in them is read, whoever made them.
func TestPublishedRecords(t *testing.T) {
	for name, want := range map[string]string{
		"test_ocmf_keba_kcp30.xml": "2019-08-13T10:03:15.000Z 259.6 ±0.1 true false 17619300 1-b:1.8.0\n2019-08-13T10:03:36.000Z 259.7 ±0.1 false true 17619300 1-b:1.8.0",
		"edl-40-01.xml":            "",
	} {
		text, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "signed", "xml", name))
		if err != nil {
			t.Skip("the published examples are not here")
		}
		if got := readingsOf(ParseSigned(string(text))); got != want {
			t.Errorf("%s: got %s", name, got)
		}
	}
}

func FuzzParseSigned(f *testing.F) {
	f.Add(ocmf)
	f.Add(hex.EncodeToString([]byte(ocmf)))
	f.Fuzz(func(t *testing.T, text string) {
		for _, r := range ParseSigned(text) {
			if r.Time.IsZero() {
				t.Error("a reading without a time")
			}
		}
	})
}
