package model_test

import (
	"math/big"
	"strings"
	"testing"

	"meterscope/model"
)

func TestNumbersAreReadInTheFormsThatMetersWrite(t *testing.T) {
	for _, c := range []struct {
		text string
		want string // "" where it is not read
		form model.NumberForm
	}{
		{"12.50", "12.50", model.NumberPlain}, {"-3", "-3", model.NumberPlain}, {"1.234", "1.234", model.NumberPlain},
		{"", "", model.NumberEmpty}, {" \t", "", model.NumberEmpty},
		{" 12.5", "12.5", model.NumberSpaced}, {"-7\n", "-7", model.NumberSpaced}, {"\u00a05", "5", model.NumberSpaced},
		{"12,5", "12.5", model.NumberComma}, {"-0,5", "-0.5", model.NumberComma}, {" 12,50 ", "12.50", model.NumberComma},
		{"0,234", "0.234", model.NumberComma}, {"1234,567", "1234.567", model.NumberComma}, {"1,2345", "1.2345", model.NumberComma},
		{"+1,5", "1.5", model.NumberComma},
		{"1,234", "", model.NumberAmbiguous}, {"-12,000", "", model.NumberAmbiguous}, {"123,456", "", model.NumberAmbiguous},
		{"1,234.5", "1234.5", model.NumberThousands}, {"1.234,5", "1234.5", model.NumberThousands},
		{"1,234,567", "1234567", model.NumberThousands}, {"1.234.567", "1234567", model.NumberThousands},
		{"1'234.5", "1234.5", model.NumberThousands}, {"12 345", "12345", model.NumberThousands},
		{"1 234,5", "1234.5", model.NumberThousands}, {"1\u202f234\u202f567,25", "1234567.25", model.NumberThousands},
		{"1e3", "1000", model.NumberExponent}, {"1.25E-2", "0.0125", model.NumberExponent}, {"-2.5e+1", "-25", model.NumberExponent},
		{"+1e0", "1", model.NumberExponent}, {".5e1", "5", model.NumberExponent}, {"1e100", "1" + strings.Repeat("0", 100), model.NumberExponent},
		{"1e101", "", model.NumberExponent}, {"1e-99999999999999999999", "", model.NumberExponent},
		{"+12.5", "12.5", model.NumberPlus}, {".5", "0.5", model.NumberBarePoint}, {"-.5", "-0.5", model.NumberBarePoint},
		{"5.", "5", model.NumberBarePoint}, {"+5.", "5", model.NumberBarePoint},
		{"NaN", "", model.NumberNaN}, {"-nan", "", model.NumberNaN}, {"Infinity", "", model.NumberInfinite},
		{"-INF", "", model.NumberInfinite}, {"0x1F", "", model.NumberHex},
		{"n/a", "", model.NumberNone}, {"12 kWh", "", model.NumberNone}, {"-", "", model.NumberNone}, {"+", "", model.NumberNone},
		{".", "", model.NumberNone}, {"--5", "", model.NumberNone}, {"+-5", "", model.NumberNone}, {"-+5", "", model.NumberNone},
		{"1,23,456", "", model.NumberNone}, {"1,234'567", "", model.NumberNone}, {"0,123,456", "", model.NumberNone},
		{"1,234,56", "", model.NumberNone}, {"1,,2", "", model.NumberNone}, {",5", "", model.NumberNone}, {"5,", "", model.NumberNone},
		{"e5", "", model.NumberNone}, {"1e", "", model.NumberNone}, {"1e+", "", model.NumberNone}, {"1e1.5", "", model.NumberNone},
		{"0x", "", model.NumberNone}, {"0xG", "", model.NumberNone}, {"1.2.3", "", model.NumberNone}, {"− 5", "", model.NumberNone},
		{"+-1e5", "", model.NumberNone}, {strings.Repeat("1", 500), "", model.NumberNone},
	} {
		v, form, ok := model.ReadNumber(c.text)
		if form != c.form || ok != (c.want != "") || ok && v.String() != c.want {
			t.Errorf("%q: %s, form %d, %v; want %q, form %d", c.text, v, form, ok, c.want, c.form)
		}
	}
}

func FuzzReadNumber(f *testing.F) {
	for _, s := range []string{"12,5", "1,234.5", "1e3", " 5.", "0x1F", "1'234", "-.5e-7"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, form, ok := model.ReadNumber(s)
		if !ok && v.Sign() != 0 {
			t.Errorf("%q is not read, and yet %s", s, v)
		}
		if form == model.NumberNone && ok {
			t.Errorf("%q is no number, and yet read", s)
		}
		switch form {
		case model.NumberPlus, model.NumberBarePoint, model.NumberExponent:
			if want, isRat := new(big.Rat).SetString(strings.TrimSpace(s)); ok && isRat && rat(t, v.String()).Cmp(want) != 0 {
				t.Errorf("%q became %s", s, v)
			}
		}
	})
}
