package model_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"meterscope/model"
)

func dec(t testing.TB, s string) model.Decimal {
	t.Helper()
	d, err := model.ParseDecimal(s)
	if err != nil {
		t.Fatalf("%s: %v", s, err)
	}
	return d
}

// rat is the number that a text without exponent writes.
func rat(t testing.TB, s string) *big.Rat {
	t.Helper()
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		t.Fatalf("%s is no number", s)
	}
	return r
}

func TestDecimalKeepsTheDigitsThatWereWritten(t *testing.T) {
	for text, plain := range map[string]string{
		"0": "0", "3400.0": "3400", "-0.50": "-0.5", "100": "100", "0.001": "0.001", "9223372036854775807": "9223372036854775807",
		"-9223372036854775808": "-9223372036854775808", "9223372036854775808": "9223372036854775808",
		"123456789012345678901234567890.1230": "123456789012345678901234567890.123", "0.00": "0",
	} {
		d := dec(t, text)
		if d.String() != text || d.Plain() != plain {
			t.Errorf("%s: %s, plain %s", text, d, d.Plain())
		}
		if b, err := model.ParseDecimalBytes([]byte(text)); err != nil || b.Cmp(d) != 0 {
			t.Errorf("%s: %v %v", text, b, err)
		}
	}
	if d := dec(t, "-0.00"); d.String() != "0.00" || d.Sign() != 0 {
		t.Errorf("minus zero is zero: %s", d)
	}
	if d := dec(t, "007.5"); d.String() != "7.5" {
		t.Error(d)
	}
}

func TestDecimalRefusesWhatIsNotPlain(t *testing.T) {
	for _, s := range []string{"", "-", "+1", " 1", "1 ", ".5", "5.", "-.5", "1e3", "1,5", "1.2.3", "0x1", "NaN", "--1", "1-", "٣",
		strings.Repeat("9", model.MaxDigits+1)} {
		if d, err := model.ParseDecimal(s); err == nil {
			t.Errorf("%q: %s", s, d)
		}
	}
	if _, err := model.ParseDecimal(strings.Repeat("9", model.MaxDigits)); err != nil {
		t.Error(err)
	}
}

// randomDecimal is of every size: small ones, some at the border of an int64, some far beyond.
func randomDecimal(r *rand.Rand) string {
	var digits string
	switch r.IntN(4) {
	case 0:
		digits = big.NewInt(r.Int64N(1000)).String()
	case 1:
		digits = big.NewInt(r.Int64()).String()
	case 2:
		digits = new(big.Int).Add(big.NewInt(math.MaxInt64-2), big.NewInt(r.Int64N(5))).String()
	default:
		digits = new(big.Int).Mul(big.NewInt(r.Int64()), big.NewInt(r.Int64())).String()
	}
	if n := r.IntN(len(digits) + 1); n > 0 && n < len(digits) {
		digits = digits[:n] + "." + digits[n:]
	}
	if r.IntN(2) == 0 {
		return "-" + digits
	}
	return digits
}

func TestDecimalComputesExactly(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		a, b := randomDecimal(r), randomDecimal(r)
		x, y, p, q := dec(t, a), dec(t, b), rat(t, a), rat(t, b)
		n := r.IntN(30) - 15
		ten := new(big.Rat).SetFrac(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(n, -n))), nil), big.NewInt(1))
		shifted := new(big.Rat).Mul(p, ten)
		if n < 0 {
			shifted.Quo(p, ten)
		}
		for what, pair := range map[string]struct {
			got  model.Decimal
			want *big.Rat
		}{
			"add": {x.Add(y), new(big.Rat).Add(p, q)}, "sub": {x.Sub(y), new(big.Rat).Sub(p, q)},
			"mul": {x.Mul(y), new(big.Rat).Mul(p, q)}, "neg": {x.Neg(), new(big.Rat).Neg(p)},
			"abs": {x.Abs(), new(big.Rat).Abs(p)}, "shift": {x.Shift(n), shifted},
		} {
			if rat(t, pair.got.String()).Cmp(pair.want) != 0 || rat(t, pair.got.Plain()).Cmp(pair.want) != 0 {
				t.Fatalf("%s of %s, %s (%d): %s", what, a, b, n, pair.got)
			}
		}
		if x.Cmp(y) != p.Cmp(q) || x.Sign() != p.Sign() || x.Cmp(x.Shift(0)) != 0 {
			t.Fatalf("%s against %s: %d", a, b, x.Cmp(y))
		}
		if f, _ := p.Float64(); f != x.Float64() {
			t.Fatalf("%s: %v", a, x.Float64())
		}
	}
}

func TestDecimalRoundsOnceHalfToEven(t *testing.T) {
	for _, c := range []struct {
		text  string
		scale int
		want  string
	}{
		{"0.0005", 3, "0.000"}, {"0.0015", 3, "0.002"}, {"0.0025", 3, "0.002"}, {"-0.0015", 3, "-0.002"},
		{"-0.0025", 3, "-0.002"}, {"0.00251", 3, "0.003"}, {"12.5", 3, "12.5"}, {"-12.5", 0, "-12"}, {"13.5", 0, "14"},
		{"99999999999999999999.5", 0, "100000000000000000000"},
	} {
		if got := dec(t, c.text).Round(c.scale).String(); got != c.want {
			t.Errorf("%s to %d: %s", c.text, c.scale, got)
		}
	}
	r := rand.New(rand.NewPCG(3, 4))
	for range 5000 {
		a, b := randomDecimal(r), randomDecimal(r)
		scale := r.IntN(6)
		got, ok := dec(t, a).Quo(dec(t, b), scale)
		if q := rat(t, b); q.Sign() == 0 {
			if ok {
				t.Fatalf("%s by zero is %s", a, got)
			}
			continue
		}
		exact := new(big.Rat).Quo(rat(t, a), rat(t, b))
		off := new(big.Rat).Sub(rat(t, got.String()), exact)
		unit := big.NewRat(1, int64(math.Pow10(scale)))
		switch off.Mul(off.Abs(off), big.NewRat(2, 1)).Cmp(unit) {
		case 1:
			t.Fatalf("%s by %s to %d: %s", a, b, scale, got)
		case 0:
			if last := got.String()[len(got.String())-1]; (last-'0')%2 != 0 {
				t.Fatalf("%s by %s to %d: %s is not even", a, b, scale, got)
			}
		}
	}
}

func TestDecimalGivesItsParts(t *testing.T) {
	if c, s, ok := dec(t, "-12.30").Coef(); c != -1230 || s != 2 || !ok {
		t.Error(c, s, ok)
	}
	if _, _, ok := dec(t, "99999999999999999999").Coef(); ok {
		t.Error("that doesn't fit")
	}
	if d := model.NewDecimal(5, -3); d.String() != "5000" {
		t.Error(d)
	}
	if d := model.NewDecimal(5, 3); d.String() != "0.005" || d.Scale() != 3 {
		t.Error(d)
	}
	if d := model.NewDecimal(math.MinInt64, 0).Neg(); d.String() != "9223372036854775808" {
		t.Error(d)
	}
	if d := dec(t, "12.0").Ulp(); d.String() != "0.1" {
		t.Error(d)
	}
	var zero model.Decimal
	if zero.String() != "0" || zero.Plain() != "0" {
		t.Error(zero)
	}
}

func FuzzParseDecimal(f *testing.F) {
	for _, s := range []string{"0", "-12.50", "1e3", "99999999999999999999.1", ".", "-", "00.00"} {
		f.Add(s)
	}
	plain := regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)
	f.Fuzz(func(t *testing.T, s string) {
		d, err := model.ParseDecimal(s)
		if want := plain.MatchString(s) && len(strings.TrimPrefix(s, "-")) <= model.MaxDigits; want != (err == nil) {
			t.Fatalf("%q: %v", s, err)
		}
		if err != nil {
			return
		}
		if rat(t, d.String()).Cmp(rat(t, s)) != 0 {
			t.Errorf("%q became %s", s, d)
		}
		if v, form, ok := model.ReadNumber(s); !ok || form != model.NumberPlain || v.Cmp(d) != 0 {
			t.Errorf("%q: %v %v %v", s, v, form, ok)
		}
	})
}
