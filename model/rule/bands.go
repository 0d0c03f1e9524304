package rule

import (
	"strings"

	"meterscope/model"
)

// Band is a range of a quantity, both ends included.
type Band struct{ Low, High model.Decimal }

// parseBands reads bands as people write them: "207-253", "49-51,59-61".
func parseBands(s string) (bands []Band, ok bool) {
	for part := range strings.SplitSeq(s, ",") {
		low, high, found := strings.Cut(strings.TrimSpace(part), "-")
		if !found {
			return nil, false
		}
		var b Band
		var err error
		if b.Low, err = model.ParseDecimal(strings.TrimSpace(low)); err != nil {
			return nil, false
		}
		if b.High, err = model.ParseDecimal(strings.TrimSpace(high)); err != nil || b.High.Cmp(b.Low) <= 0 {
			return nil, false
		}
		bands = append(bands, b)
	}
	return bands, true
}

// Bands gives a parameter that is one or more bands, at least one.
func (s *Settings) Bands(name string) []Band { return s.bands[name] }
