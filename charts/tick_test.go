package charts

import (
	"math"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the zones of the tests
)

func labels(ticks []tick) string {
	var out []string
	for _, t := range ticks {
		out = append(out, t.label)
	}
	return strings.Join(out, " ")
}

func TestValueTicksAreRound(t *testing.T) {
	for _, c := range []struct {
		lo, hi float64
		count  int
		want   string
	}{
		{0, 10.9, 3, "0 5 10"},
		{0, 12.4, 4, "0 5 10"},
		{0, 100, 2, "0 50 100"},
		{0, 1, 5, "0.0 0.2 0.4 0.6 0.8 1.0"},
		{-3.3, 1, 4, "−2 0"},
		{226.2, 231.9, 4, "228 230"},
		{0, 0.0031, 3, "0.000 0.002"},
		{0, 4e9, 4, "0 1e+09 2e+09 3e+09 4e+09"},
		{1e12, 1e12 + 40, 4, "1.00000000000e+12 1.00000000001e+12 1.00000000002e+12 1.00000000003e+12 1.00000000004e+12"},
		{0, 0, 4, ""},
		{0, math.Inf(1), 4, ""},
		{math.NaN(), 1, 4, ""},
	} {
		if got := labels(valueTicks(c.lo, c.hi, c.count)); got != c.want {
			t.Errorf("%g to %g: %q, want %q", c.lo, c.hi, got, c.want)
		}
	}
}

func TestAxisIsNeverEmptyOrInfinite(t *testing.T) {
	nan, inf, one := math.NaN(), math.Inf(1), 1.0
	values := []float64{0, 1, -1, 230, 1e-300, -1e-9, 1e15, 1e300, -1e300}
	for _, p := range []Panel{{}, {FromZero: true}, {Min: &nan, Max: &inf}, {Min: &one, Max: &one}} {
		for _, lo := range values {
			for _, hi := range values {
				if lo > hi {
					continue
				}
				a := axisOf(&p, lo, hi, true)
				if !(a.Max > a.Min) || math.IsInf(a.Max-a.Min, 0) {
					t.Fatalf("%g to %g: axis %v", lo, hi, a)
				}
				if n := len(valueTicks(a.Min, a.Max, 6)); n > 8 {
					t.Fatalf("%g to %g: %d ticks", lo, hi, n)
				}
			}
		}
	}
	if a := axisOf(&Panel{FromZero: true}, 3, 11, true); a.Min != 0 || a.Max < 11 {
		t.Errorf("power from 3 to 11: axis %v", a)
	}
	if a := axisOf(&Panel{FromZero: true}, -0.01, 11, true); a.Min != -0.01 {
		t.Errorf("a meter at rest: axis %v", a)
	}
	if a := axisOf(&Panel{FromZero: true}, -2, 11, true); a.Min > -2 {
		t.Errorf("power that is negative: axis %v", a)
	}
	if a := axisOf(&Panel{}, 230, 230, true); a.Min >= 230 || a.Max <= 230 {
		t.Errorf("all equal: axis %v", a)
	}
}

func TestValueLabel(t *testing.T) {
	for _, c := range []struct {
		v          float64
		unit, want string
	}{{10.1494, "kWh", "10.149"}, {-3.1, "kWh", "−3.100"}, {-0.001, "kW", "0.00"}, {81, "%", "81"}, {229.96, "V", "230.0"}, {1e9, "?", "1.000e+09"}} {
		if got := valueLabel(c.v, c.unit); got != c.want {
			t.Errorf("%g %s: %q, want %q", c.v, c.unit, got, c.want)
		}
	}
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Skip(err)
	}
	return z
}

// narrow measures a label as 6.5 pixels a letter.
func narrow(s string) float64 { return 6.5 * float64(len(s)) }

func TestTimeTicksAreRoundInTheZone(t *testing.T) {
	berlin, kolkata := zone(t, "Europe/Berlin"), zone(t, "Asia/Kolkata")
	utc := func(s string) time.Time {
		at, err := time.Parse(time.RFC3339Nano, s)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	for _, c := range []struct {
		name, from, to string
		zone           *time.Location
		width          float64
		want           string
	}{
		{"an hour", "2025-03-01T09:00:00Z", "2025-03-01T10:02:00Z", berlin, 500, "10:00 10:10 10:20 10:30 10:40 10:50 11:00"},
		{"half hours of a zone", "2025-03-01T09:00:00Z", "2025-03-01T13:00:00Z", kolkata, 300, "15:00 16:00 17:00 18:00"},
		{"a night", "2025-03-01T17:00:00Z", "2025-03-02T06:00:00Z", berlin, 320, "18:00 21:00 2 Mar 03:00 06:00"},
		{"spring forward by hours", "2025-03-30T00:00:00Z", "2025-03-30T04:00:00Z", berlin, 400, "01:00 03:00 CEST 04:00 05:00 06:00"},
		{"fall back by hours", "2025-10-25T22:00:00Z", "2025-10-26T04:00:00Z", berlin, 600, "26 Oct 01:00 02:00 02:00 CET 03:00 04:00 05:00"},
		{"fall back by six hours", "2025-10-25T16:00:00Z", "2025-10-26T18:00:00Z", berlin, 320, "18:00 26 Oct 06:00 CET 12:00 18:00"},
		{"spring forward by days", "2025-03-28T12:00:00Z", "2025-04-01T12:00:00Z", berlin, 300, "29 Mar 30 Mar 31 Mar 1 Apr"},
		{"over new year", "2024-12-30T00:00:00Z", "2025-01-03T00:00:00Z", time.UTC, 320, "30 Dec 31 Dec 1 Jan 2025 2 Jan 3 Jan"},
		{"months", "2024-11-15T00:00:00Z", "2025-03-15T00:00:00Z", time.UTC, 320, "Dec 2024 Jan 2025 Feb 2025 Mar 2025"},
		{"weeks begin on Monday", "2025-03-01T00:00:00Z", "2025-04-01T00:00:00Z", time.UTC, 320, "3 Mar 10 Mar 17 Mar 24 Mar 31 Mar"},
		{"decades", "1970-01-01T00:00:00Z", "2025-06-01T00:00:00Z", time.UTC, 400, "1970 1980 1990 2000 2010 2020"},
		{"seconds", "2025-03-01T09:00:03Z", "2025-03-01T09:00:29Z", time.UTC, 500, "09:00:05 09:00:10 09:00:15 09:00:20 09:00:25"},
		{"milliseconds", "2025-03-01T09:00:00Z", "2025-03-01T09:00:00.2Z", time.UTC, 300, "09:00:00.000 09:00:00.100 09:00:00.200"},
		{"nothing", "2025-03-01T09:00:00Z", "2025-03-01T09:00:00Z", time.UTC, 400, ""},
	} {
		if got := labels(timeTicks(utc(c.from), utc(c.to), c.zone, c.width, narrow, &Words{})); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestTimeLabelsNeverOverlap(t *testing.T) {
	berlin := zone(t, "Europe/Berlin")
	starts := []time.Time{time.Date(2025, 10, 25, 21, 17, 3, 12345, time.UTC), time.Date(2025, 3, 29, 23, 59, 59, 0, time.UTC),
		time.Date(1969, 12, 31, 0, 0, 0, 1, time.UTC)}
	for _, from := range starts {
		for span := time.Microsecond; span < 200*365*24*time.Hour; span += span/10*7 + 1 {
			for _, width := range []float64{1, 30, 100, 333, 1200, 5000} {
				ticks := timeTicks(from, from.Add(span), berlin, width, narrow, &Words{})
				if float64(len(ticks)) > width/20+2 {
					t.Fatalf("%d ticks on %g pixels for %v", len(ticks), width, span)
				}
				right, last := math.Inf(-1), math.Inf(-1)
				for _, k := range ticks {
					if k.at <= last || k.at < 0 || k.at > span.Seconds()*(1+1e-9) {
						t.Fatalf("%v: tick at %g after %g", span, k.at, last)
					}
					last = k.at
					x := k.at / span.Seconds() * width
					if k.label != "" && x-narrow(k.label)/2 < right {
						t.Fatalf("%v on %g: label %q overlaps", span, width, k.label)
					}
					if k.label != "" {
						right = x + narrow(k.label)/2
					}
				}
			}
		}
	}
}

func TestDateLabel(t *testing.T) {
	berlin := zone(t, "Europe/Berlin")
	at := time.Date(2025, 3, 1, 22, 30, 0, 0, time.UTC)
	for _, c := range []struct {
		span time.Duration
		want string
	}{{time.Minute, "1 Mar 2025 · Europe/Berlin"}, {time.Hour, "1 Mar – 2 Mar 2025 · Europe/Berlin"},
		{400 * 24 * time.Hour, "1 Mar 2025 – 6 Apr 2026 · Europe/Berlin"}} {
		if got := dateLabel(at, at.Add(c.span), berlin, &Words{}); got != c.want {
			t.Errorf("%v: %q, want %q", c.span, got, c.want)
		}
	}
}

func TestAxisOfZerosStandsOnThem(t *testing.T) {
	if a := axisOf(&Panel{FromZero: true}, 0, 0, true); a.Min != 0 || a.Max < 1 {
		t.Errorf("axis %+v", a)
	}
}
