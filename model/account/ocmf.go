package account

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"meterscope/model"
)

// ParseSigned reads the meter readings of a signed record in the Open Charge Metering Format (S.A.F.E., OCMF 1.0):
// "OCMF|{…}|{…}", as it is, in hexadecimal, in base64, or within XML. Of others it gives nothing. Signatures are not
// checked. Only readings of imported energy that the record calls good are given.
func ParseSigned(text string) []SignedReading {
	payload, ok := ocmfPayload(text)
	if !ok {
		return nil
	}
	var record struct {
		Serial   string `json:"MS"`
		Gateway  string `json:"GS"`
		Readings []struct {
			Time        *string         `json:"TM"`
			Transaction string          `json:"TX"`
			Value       json.RawMessage `json:"RV"`
			Register    *string         `json:"RI"`
			Unit        *string         `json:"RU"`
			Status      string          `json:"ST"`
		} `json:"RD"`
	}
	if err := json.NewDecoder(strings.NewReader(payload)).Decode(&record); err != nil {
		return nil
	}
	var out []SignedReading
	var at, register, unit string // a reading that leaves them out has those of the one before
	for _, rd := range record.Readings {
		for _, f := range []struct{ to, from *string }{{&at, rd.Time}, {&register, rd.Register}, {&unit, rd.Unit}} {
			if f.from != nil {
				*f.to = *f.from
			}
		}
		if rd.Status != "" && rd.Status != "G" || !imports(register) {
			continue
		}
		one, ok := signedReading(at, unit, string(bytes.Trim(rd.Value, `"`)))
		if !ok {
			continue
		}
		one.Begin, one.End = rd.Transaction == "B", slices.Contains([]string{"E", "L", "R", "A", "P"}, rd.Transaction)
		one.Meter = record.Serial + record.Gateway + " " + register
		out = append(out, one)
	}
	return out
}

func signedReading(at, unit, value string) (r SignedReading, ok bool) {
	v, err := model.ParseDecimal(value)
	if err != nil {
		return r, false
	}
	switch u := model.Unit(unit); u {
	case model.Wh, model.KWh:
		r.Value = u.ToBase(v)
		r.Digit = u.ToBase(v.Ulp())
	default:
		return r, false
	}
	r.Time, ok = ocmfTime(at)
	return r, ok
}

// ocmfTime reads "2019-08-13T10:03:15,000+0200 S": the letter says how well the clock is set.
func ocmfTime(s string) (model.Time, bool) {
	s, _, _ = strings.Cut(s, " ")
	const digits = 3
	t, err := time.Parse("2006-01-02T15:04:05.000-0700", strings.Replace(s, ",", ".", 1))
	return model.NewTime(t, digits, model.ZoneStated), err == nil
}

// imports says that an OBIS code is of imported active energy: 1.8 and 98.8, and OCMF's own B0 to B3.
func imports(obis string) bool {
	_, c, ok := strings.Cut(obis, ":")
	if !ok {
		c = obis
	}
	parts := strings.Split(c, ".")
	const needed = 2
	if len(parts) < needed {
		return obis == ""
	}
	return slices.Contains([]string{"1", "01", "98", "B0", "B1", "B2", "B3"}, parts[0]) && strings.TrimPrefix(parts[1], "0") == "8"
}

// ocmfPayload gives the first section of a record, the readings, from where it begins.
func ocmfPayload(text string) (string, bool) {
	const mark = "OCMF|"
	find := func(s string) (string, bool) {
		_, rest, ok := strings.Cut(s, mark)
		return rest, ok
	}
	if rest, ok := find(text); ok {
		return strings.ReplaceAll(rest, "&quot;", `"`), true
	}
	packed := strings.Join(strings.Fields(element(text)), "")
	if b, err := hex.DecodeString(packed); err == nil {
		return find(string(b))
	}
	if b, err := base64.StdEncoding.DecodeString(packed); err == nil {
		return find(string(b))
	}
	return "", false
}

// element gives the content of the XML element in which a signed record stands; a text that has none as it is.
func element(text string) string {
	for _, name := range []string{"<signedData", "<encodedData"} {
		if _, rest, ok := strings.Cut(text, name); ok {
			_, rest, _ = strings.Cut(rest, ">")
			content, _, _ := strings.Cut(rest, "<")
			return content
		}
	}
	return text
}
