package account

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
	"time"

	"meterscope/model"
	"meterscope/model/session"
)

// rational is the integral of a power by the plain definition, in Wh: trapezoids between neighbouring numbers that
// no gap parts, as fractions.
func rational(points []model.Point, limits session.Limits) *big.Rat {
	limit := limits.GapLimit(points)
	sum := new(big.Rat)
	for i := 1; i < len(points); i++ {
		a, b := points[i-1], points[i]
		if a.Gap || b.Gap || b.Time.Sub(a.Time) > limit {
			continue
		}
		mean := new(big.Rat).Add(exactly(a.Value), exactly(b.Value))
		mean.Quo(mean, big.NewRat(2, 1))
		sum.Add(sum, mean.Mul(mean, big.NewRat(int64(b.Time.Sub(a.Time)), int64(time.Hour))))
	}
	return sum
}

func exactly(d model.Decimal) *big.Rat {
	r, ok := new(big.Rat).SetString(d.String())
	if !ok {
		panic(d.String())
	}
	return r
}

// halfEven writes a fraction with three digits after the point, rounded once.
func halfEven(r *big.Rat) string {
	scaled := new(big.Rat).Mul(r, big.NewRat(1000, 1))
	floor, rest := new(big.Int).DivMod(scaled.Num(), scaled.Denom(), new(big.Int))
	if c := rest.Lsh(rest, 1).Cmp(scaled.Denom()); c > 0 || c == 0 && floor.Bit(0) == 1 {
		floor.Add(floor, big.NewInt(1))
	}
	d, err := model.ParseDecimal(floor.String())
	if err != nil {
		panic(err)
	}
	return d.Shift(-3).Plain()
}

func TestIntegralsAreThoseOfFractions(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for n := range 400 {
		var points []model.Point
		second := 0.0
		for range r.IntN(60) {
			switch r.IntN(12) {
			case 0:
				second += 3600
			case 1: // the same moment again
			case 2:
				second += float64(r.IntN(1000)) / 1000
			default:
				second += 60
			}
			points = append(points, at(second, someValue(r)))
		}
		in := integrate(points, session.DefaultLimits())
		if got, want := wattHours(in.twice).Plain(), halfEven(rational(points, session.DefaultLimits())); got != want {
			t.Fatalf("round %d: %s, by fractions %s of %v", n, got, want, points)
		}
	}
}

// someValue is a power as chargers send it, and as none should.
func someValue(r *rand.Rand) string {
	switch r.IntN(10) {
	case 0:
		return "-"
	case 1:
		return fmt.Sprintf("-%d.%03d", r.IntN(500), r.IntN(1000))
	case 2:
		return "0"
	case 3:
		return "9223372036854775807"
	case 4:
		return "-9223372036854775807.25"
	case 5:
		return "0.000000000000000000000012345"
	case 6:
		return fmt.Sprintf("%d.%012d", r.IntN(30000), r.Int64N(1e12))
	}
	return fmt.Sprintf("%d.%d", r.IntN(22000), r.IntN(100))
}

func TestHolesAreWhatWasNotIntegrated(t *testing.T) {
	in := integrate([]model.Point{at(0, "60"), at(60, "60"), at(120, "-"), at(180, "60"), at(240, "60"), at(300, "60"), at(3600, "60"), at(3660, "60")},
		session.DefaultLimits())
	want := []string{"2025-03-01T00:01:00.000Z – 2025-03-01T00:03:00.000Z", "2025-03-01T00:05:00.000Z – 2025-03-01T01:00:00.000Z"}
	if len(in.holes) != len(want) {
		t.Fatalf("got %v", in.holes)
	}
	for i, h := range in.holes {
		if got := h.from.String() + " – " + h.to.String(); got != want[i] {
			t.Errorf("got %s, want %s", got, want[i])
		}
	}
	if in.count != 7 || wattHours(in.twice).Plain() != "4" {
		t.Errorf("%d numbers, %s Wh", in.count, wattHours(in.twice))
	}
}

// The limit of a gap is inclusive: three usual intervals, or the floor.
func TestTheLimitOfAGapIsStillIntegrated(t *testing.T) {
	for _, c := range []struct {
		last string
		from float64
		want string
	}{{"at the limit", 180 + 180, "6"}, {"beyond it", 180 + 180.001, "3"}} {
		points := []model.Point{at(0, "60"), at(60, "60"), at(120, "60"), at(180, "60"), at(c.from, "60")}
		if got := wattHours(integrate(points, session.DefaultLimits()).twice).Plain(); got != c.want {
			t.Errorf("%s: got %s, want %s", c.last, got, c.want)
		}
	}
}

func FuzzIntegral(f *testing.F) {
	f.Add(int64(1), int64(60_000_000_000), "11040.5", "-3", "0")
	f.Add(int64(7), int64(1), "9223372036854775807", "9223372036854775807.123456789", "-9223372036854775808")
	f.Fuzz(func(t *testing.T, step, second int64, x, y, z string) {
		if step < 0 || second < 0 || step > 1<<50 || second > 1<<50 {
			t.Skip()
		}
		var points []model.Point
		now := time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC)
		for i, text := range []string{x, y, z, x, z} {
			d, err := model.ParseDecimal(text)
			points = append(points, model.Point{Time: model.NewTime(now, 9, model.ZoneStated), Value: d, Gap: err != nil})
			now = now.Add(time.Duration([]int64{step, second}[i%2]))
		}
		if got, want := wattHours(integrate(points, session.DefaultLimits()).twice).Plain(), halfEven(rational(points, session.DefaultLimits())); got != want {
			t.Errorf("%s, by fractions %s", got, want)
		}
	})
}

// What power and register make of the same time is what integrating by fractions gives, over those stretches alone.
func TestPowerIsMatchedWithTheRegisterOverTheSameTime(t *testing.T) {
	power := []model.Point{at(0, "600"), at(60, "600"), at(120, "1200"), at(180, "-"), at(240, "600"), at(300, "600"), at(4000, "600"), at(4060, "600"), at(4120, "600")}
	for _, c := range []struct {
		name     string
		register []model.Point
		want     string
	}{
		{"each time", []model.Point{at(0, "0"), at(60, "10"), at(120, "25"), at(240, "90"), at(300, "100"), at(4000, "900"), at(4060, "910"), at(4120, "920")}, "55 against 55, 6"},
		{"seldom", []model.Point{at(60, "10"), at(120, "25"), at(4000, "900"), at(4120, "919")}, "35 against 34, 4"},
		{"a fall is left out", []model.Point{at(0, "100"), at(60, "10"), at(120, "25")}, "15 against 15, 2"},
		{"never together", []model.Point{at(1, "0"), at(61, "10")}, ""},
		{"once", []model.Point{at(0, "0"), at(61, "10")}, ""},
		{"nothing", nil, ""},
	} {
		got := ""
		if m, ok := MatchPower(power, c.register, session.DefaultLimits()); ok {
			got = fmt.Sprintf("%s against %s, %d", m.Energy.Plain(), m.Register.Plain(), m.Count)
		}
		if got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

// The sum of 128 bits is what big integers make of it, whatever the signs.
func TestWideSumIsExact(t *testing.T) {
	extremes := []int64{0, 1, -1, 7, -7, math.MaxInt64, math.MinInt64, math.MaxInt32, math.MinInt64 + 1}
	for _, a := range extremes {
		for _, b := range extremes {
			var w wide
			w.add(a, b)
			want := new(big.Int).Mul(big.NewInt(a), big.NewInt(b))
			w.add(3, -5)
			if got := w.decimal(0).Plain(); got != want.Sub(want, big.NewInt(15)).String() {
				t.Errorf("%d × %d − 15 is %s, want %s", a, b, got, want)
			}
		}
	}
}
