package model

import (
	"errors"
	"math"
	"math/big"
	"math/bits"
	"strconv"
	"strings"
)

// Decimal is an exact decimal number: coefficient × 10^−scale. It keeps the scale it was written with, so
// "3400.0" reads and prints as "3400.0". Its zero value is 0. No operation rounds but [Decimal.Round]; what
// doesn't fit an int64 is carried on as a big integer.
type Decimal struct {
	coef  int64
	big   *big.Int // set where coef doesn't hold the coefficient
	scale int16    // ≥ 0
}

// MaxDigits is the number of digits beyond which a text is no longer read as a number: no meter has them,
// and a hostile log could fill memory with them.
const MaxDigits = 100

var errNotDecimal = errors.New("not a plain decimal number")

// NewDecimal is coef × 10^−scale. A negative scale multiplies.
func NewDecimal(coef int64, scale int) Decimal {
	d := Decimal{coef: coef}
	return d.Shift(-scale)
}

// ParseDecimal reads a plain decimal number: an optional minus, digits, and optionally a point and digits.
// Anything else, an exponent, a plus, white space, a bare point, is an error: what to make of those is a
// rule's decision, not the number's.
func ParseDecimal(s string) (Decimal, error) { return parseDecimal(s) }

// ParseDecimalBytes is [ParseDecimal] without a copy.
func ParseDecimalBytes(s []byte) (Decimal, error) { return parseDecimal(s) }

func parseDecimal[T string | []byte](s T) (Decimal, error) {
	i, n := 0, len(s)
	neg := n > 0 && s[0] == '-'
	if neg {
		i = 1
	}
	if i == n || n-i > MaxDigits {
		return Decimal{}, errNotDecimal
	}
	var coef uint64
	digits, scale, point := 0, 0, false
	small := true
	for ; i < n; i++ {
		c := s[i]
		if c == '.' {
			if point || digits == 0 || i+1 == n {
				return Decimal{}, errNotDecimal
			}
			point = true
			continue
		}
		if c < '0' || c > '9' {
			return Decimal{}, errNotDecimal
		}
		digits++
		if point {
			scale++
		}
		if small {
			if coef > (math.MaxInt64-9)/10 {
				small = false
			} else {
				coef = coef*10 + uint64(c-'0')
			}
		}
	}
	if !small {
		b, ok := new(big.Int).SetString(strings.Replace(string(s), ".", "", 1), 10)
		if !ok {
			return Decimal{}, errNotDecimal
		}
		return fromBig(b, scale), nil
	}
	d := Decimal{coef: int64(coef), scale: int16(scale)} //nolint:gosec // both are bounded above
	if neg {
		d.coef = -d.coef
	}
	return d, nil
}

func fromBig(b *big.Int, scale int) Decimal {
	if b.IsInt64() {
		return Decimal{coef: b.Int64(), scale: int16(scale)} //nolint:gosec // a scale is at most a few hundred
	}
	return Decimal{big: b, scale: int16(scale)} //nolint:gosec // a scale is at most a few hundred
}

func (d Decimal) bigCoef() *big.Int {
	if d.big != nil {
		return d.big
	}
	return big.NewInt(d.coef)
}

// Coef gives the coefficient and the scale, and whether the coefficient fits an int64.
func (d Decimal) Coef() (coef int64, scale int, ok bool) { return d.coef, int(d.scale), d.big == nil }

// Scale is the number of digits after the point.
func (d Decimal) Scale() int { return int(d.scale) }

var pow10 = [19]int64{
	1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
}

func bigPow10(n int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }

// Shift is d × 10^n.
func (d Decimal) Shift(n int) Decimal {
	if s := int(d.scale) - n; s >= 0 {
		d.scale = int16(s) //nolint:gosec // a scale is at most a few hundred
		return d
	}
	up := n - int(d.scale)
	d.scale = 0
	return d.rescaleUp(up)
}

// rescaleUp multiplies the coefficient by 10^n and leaves the scale to the caller.
func (d Decimal) rescaleUp(n int) Decimal {
	if n == 0 {
		return d
	}
	if d.big == nil && n < len(pow10) {
		if coef, ok := product(d.coef, pow10[n]); ok {
			d.coef = coef
			return d
		}
	}
	return fromBig(new(big.Int).Mul(d.bigCoef(), bigPow10(n)), int(d.scale))
}

// align brings two numbers to one scale.
func align(a, b Decimal) (Decimal, Decimal, int16) {
	switch {
	case a.scale < b.scale:
		s := b.scale
		a = a.rescaleUp(int(s - a.scale))
		a.scale = s
	case b.scale < a.scale:
		s := a.scale
		b = b.rescaleUp(int(s - b.scale))
		b.scale = s
	}
	return a, b, a.scale
}

// Add is d + e, at the larger scale of the two.
func (d Decimal) Add(e Decimal) Decimal {
	a, b, s := align(d, e)
	if a.big == nil && b.big == nil {
		if c := a.coef + b.coef; (c > a.coef) == (b.coef > 0) {
			return Decimal{coef: c, scale: s}
		}
	}
	return fromBig(new(big.Int).Add(a.bigCoef(), b.bigCoef()), int(s))
}

// Neg is −d.
func (d Decimal) Neg() Decimal {
	if d.big == nil && d.coef != math.MinInt64 {
		d.coef = -d.coef
		return d
	}
	return fromBig(new(big.Int).Neg(d.bigCoef()), int(d.scale))
}

// Sub is d − e.
func (d Decimal) Sub(e Decimal) Decimal { return d.Add(e.Neg()) }

// Abs is |d|.
func (d Decimal) Abs() Decimal {
	if d.Sign() < 0 {
		return d.Neg()
	}
	return d
}

// Mul is d × e, at the sum of the scales.
func (d Decimal) Mul(e Decimal) Decimal {
	s := int(d.scale) + int(e.scale)
	if d.big == nil && e.big == nil {
		if coef, ok := product(d.coef, e.coef); ok {
			return Decimal{coef: coef, scale: int16(s)} //nolint:gosec // a scale is at most a few hundred
		}
	}
	return fromBig(new(big.Int).Mul(d.bigCoef(), e.bigCoef()), s)
}

// Quo is d ÷ e rounded once, half to even, to the given scale. Dividing by zero gives zero and false.
func (d Decimal) Quo(e Decimal, scale int) (Decimal, bool) {
	if e.Sign() == 0 {
		return Decimal{}, false
	}
	up := scale + int(e.scale) - int(d.scale)
	if d.big == nil && e.big == nil && e.coef > 0 && 0 <= up && up < len(pow10) {
		if coef, ok := quotient(d.coef, pow10[up], e.coef); ok {
			return Decimal{coef: coef, scale: int16(scale)}, true //nolint:gosec // a scale is at most a few hundred
		}
	}
	num, den := new(big.Int).Set(d.bigCoef()), new(big.Int).Set(e.bigCoef())
	if up >= 0 {
		num.Mul(num, bigPow10(up))
	} else {
		den.Mul(den, bigPow10(-up))
	}
	return fromBig(divHalfEven(num, den), scale), true
}

// product is a × b; false where that leaves the range of an int64.
func product(a, b int64) (int64, bool) {
	hi, lo := bits.Mul64(magnitude(a), magnitude(b))
	if hi != 0 || lo > math.MaxInt64 {
		return 0, false
	}
	return signed(lo, (a < 0) != (b < 0)), true
}

// quotient is a × b ÷ c, c > 0, rounded half to even; false where that leaves the range of an int64.
func quotient(a, b, c int64) (int64, bool) {
	hi, lo := bits.Mul64(magnitude(a), magnitude(b))
	if hi >= uint64(c) {
		return 0, false
	}
	q, r := bits.Div64(hi, lo, uint64(c))
	if rest := uint64(c) - r; r > rest || r == rest && q%2 == 1 {
		q++
	}
	if q > math.MaxInt64 {
		return 0, false
	}
	return signed(q, (a < 0) != (b < 0)), true
}

func magnitude(v int64) uint64 {
	if v < 0 {
		return -uint64(v) //nolint:gosec // two's complement: right for the least one too
	}
	return uint64(v)
}

func signed(v uint64, negative bool) int64 {
	if negative {
		return -int64(v) //nolint:gosec // at most the greatest int64
	}
	return int64(v) //nolint:gosec // likewise
}

func divHalfEven(num, den *big.Int) *big.Int {
	if den.Sign() < 0 {
		num, den = new(big.Int).Neg(num), new(big.Int).Neg(den)
	}
	q, r := new(big.Int).DivMod(num, den, new(big.Int)) // r in [0, den)
	switch twice := new(big.Int).Lsh(r, 1); twice.Cmp(den) {
	case 1:
		q.Add(q, big.NewInt(1))
	case 0:
		if q.Bit(0) == 1 {
			q.Add(q, big.NewInt(1))
		}
	}
	return q
}

// Round gives d with at most scale digits after the point, half to even.
func (d Decimal) Round(scale int) Decimal {
	if int(d.scale) <= scale {
		return d
	}
	return fromBig(divHalfEven(d.bigCoef(), bigPow10(int(d.scale)-scale)), scale)
}

// Cmp compares by value: −1, 0 or 1.
func (d Decimal) Cmp(e Decimal) int {
	a, b, _ := align(d, e)
	if a.big == nil && b.big == nil {
		switch {
		case a.coef < b.coef:
			return -1
		case a.coef > b.coef:
			return 1
		}
		return 0
	}
	return a.bigCoef().Cmp(b.bigCoef())
}

// Sign is −1, 0 or 1.
func (d Decimal) Sign() int {
	if d.big != nil {
		return d.big.Sign()
	}
	switch {
	case d.coef < 0:
		return -1
	case d.coef > 0:
		return 1
	}
	return 0
}

// Ulp is one of the least digit that d was written with: 0.1 for "12.0", 1 for "300".
func (d Decimal) Ulp() Decimal { return Decimal{coef: 1, scale: d.scale} }

// Float64 is the nearest float64: for drawing and for estimates, never for an account.
func (d Decimal) Float64() float64 {
	if d.big == nil {
		if int(d.scale) < len(pow10) && d.coef < 1<<53 && d.coef > -1<<53 {
			return float64(d.coef) / float64(pow10[d.scale])
		}
	}
	f, err := strconv.ParseFloat(d.String(), 64)
	if err != nil {
		return 0
	}
	return f
}

// String writes d with the digits it has, trailing zeros included, and no exponent.
func (d Decimal) String() string { return string(d.Append(nil)) }

// Append appends what String gives.
func (d Decimal) Append(b []byte) []byte {
	var digits []byte
	var buf [24]byte
	if d.big != nil {
		digits = d.big.Append(nil, 10)
	} else {
		digits = strconv.AppendInt(buf[:0], d.coef, 10)
	}
	if digits[0] == '-' {
		b = append(b, '-')
		digits = digits[1:]
	}
	point := len(digits) - int(d.scale)
	if point <= 0 {
		b = append(b, '0')
	} else {
		b = append(b, digits[:point]...)
	}
	if d.scale == 0 {
		return b
	}
	b = append(b, '.')
	for ; point < 0; point++ {
		b = append(b, '0')
	}
	return append(b, digits[point:]...)
}

// Plain writes d without trailing zeros and without a minus before zero: the form of the command line's
// JSON.
func (d Decimal) Plain() string {
	s := d.String()
	if strings.IndexByte(s, '.') < 0 {
		return s
	}
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}
