package lang

import (
	"testing"
	"time"

	"meterscope/model"
)

func in(t *testing.T, texts *Texts, m Manner) *Texts {
	t.Helper()
	now, err := texts.In(m)
	if err != nil {
		t.Fatal(err)
	}
	return now
}

func loaded(t *testing.T, code string) *Texts {
	t.Helper()
	texts, err := Load(code)
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

func TestEnergyAndPowerAreSaidInTheUnitThatIsChosen(t *testing.T) {
	de := loaded(t, German)
	small := in(t, nil, Manner{Wh: true, W: true})
	klein := in(t, de, Manner{Wh: true, W: true})
	swiss := in(t, de, Manner{Marks: Marks{".", "’"}})
	bare := in(t, nil, Manner{Marks: Marks{".", ""}, Wh: true})
	energy, large, few, power := model.NewDecimal(3821449, 2), model.NewDecimal(12_849_412, 0), model.NewDecimal(25, 1), model.NewDecimal(-110426, 1)
	for _, c := range []struct{ got, want string }{
		{(*Texts)(nil).Energy(energy), "38.214 kWh"},
		{de.Energy(energy), "38,214 kWh"},
		{small.Energy(energy), "38,214 Wh"},
		{klein.Energy(energy), "38.214 Wh"},
		{bare.Energy(energy), "38214 Wh"},
		{(*Texts)(nil).EnergyDigits(large), "12849.412"},
		{swiss.Energy(large), "12’849.412 kWh"},
		{small.EnergyDigits(large), "12,849,412"},
		{(*Texts)(nil).EnergyTotal(large), "12,849.412 kWh"},
		{de.EnergyTotal(large), "12.849,412 kWh"},
		{small.EnergyTotal(large), "12,849,412 Wh"},
		{(*Texts)(nil).EnergySent(energy), "38.21449 kWh"},
		{klein.EnergySent(energy), "38.214,49 Wh"},
		{(*Texts)(nil).Amount(few), "2.5 Wh"},
		{de.Amount(model.NewDecimal(624, 1)), "62 Wh"},
		{(*Texts)(nil).Amount(energy), "38.2 kWh"},
		{small.Amount(energy), "38,214 Wh"},
		{(*Texts)(nil).Power(power), "−11.043 kW"},
		{(*Texts)(nil).PowerDigits(power, 2), "−11.04"},
		{small.Power(power), "−11,043 W"},
		{klein.PowerDigits(power, 2), "−11.043"},
		{small.EnergyUnit() + small.PowerUnit(), "WhW"},
		{de.EnergyUnit() + de.PowerUnit(), "kWhkW"},
		{klein.Own().Energy(energy), "38,214 kWh"},
		{small.Own().Energy(energy), "38.214 kWh"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

func TestNumbersHaveTheMarksThatAreChosen(t *testing.T) {
	swiss := in(t, nil, Manner{Marks: Marks{".", apostrophe}})
	pointed := in(t, loaded(t, German), Manner{Marks: Marks{".", ","}})
	d := model.NewDecimal(-12345, 1)
	for _, c := range []struct{ got, want string }{
		{swiss.Count(1204567), "1’204’567"},
		{swiss.Plain(d), "−1234.5"},
		{swiss.Plural(1204, "message", "messages"), "1’204 messages"},
		{pointed.Count(-1204), "−1,204"},
		{pointed.Fixed(d, 2), "−1234.50"},
		{pointed.Bytes(2_100_000), "2.1 MB"},
		{(*Texts)(nil).Grouped("0.5"), "0.5"},
		{(*Texts)(nil).Grouped("−1234.5"), "−1,234.5"},
		{(*Texts)(nil).Grouped("999 Wh"), "999 Wh"},
		{(*Texts)(nil).Grouped("1000000"), "1,000,000"},
		{(*Texts)(nil).Grouped(Dash), Dash},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

func TestNumbersInFindingsHaveTheMarksToo(t *testing.T) {
	const english = "Energy.Active.Import.Register falls from 12.5 Wh to 0 Wh; a register only counts up."
	comma := in(t, nil, Manner{Marks: Marks{",", "."}})
	if got, want := comma.Finding("REG001", english), "Energy.Active.Import.Register falls from 12,5 Wh to 0 Wh; a register only counts up."; got != want {
		t.Errorf("%q", got)
	}
	if got := comma.Finding("SCH001", "value is 12.5; the schema asks for a string (it was read as that number)."); got != "value is 12.5; the schema asks for a string (it was read as that number)." {
		t.Errorf("what was sent becomes %q", got)
	}
	if got := in(t, comma, Manner{Wh: true}).Finding("REG001", english); got != english {
		t.Errorf("with points again it is %q", got)
	}
	point := in(t, loaded(t, German), Manner{Marks: Marks{".", ","}})
	if got, want := point.Finding("REG001", english), loaded(t, German).Finding("REG001", english); got == want || len(got) != len(want) {
		t.Errorf("%q", got)
	}
}

func TestWhatIsTypedWithMarksBetweenThousandsIsANumber(t *testing.T) {
	de := loaded(t, German)
	for _, c := range []struct {
		texts       *Texts
		typed, want string
	}{
		{nil, "45,100", "45100"}, {nil, "1,045,100.5", "1045100.5"}, {nil, "45,1", "45,1"}, {nil, "4,5100", "4,5100"},
		{nil, "45.100", "45.100"}, {nil, "45100", "45100"}, {nil, "", ""}, {nil, "1.045,100", "1.045,100"},
		{de, "45.100", "45100"}, {de, "45,100", "45,100"}, {de, "45.100,5", "45100,5"}, {de, "45.1", "45.1"},
		{in(t, nil, Manner{Marks: Marks{".", ""}}), "45,100", "45,100"},
	} {
		if got := c.texts.Ungrouped(c.typed); got != c.want {
			t.Errorf("%q becomes %q, want %q", c.typed, got, c.want)
		}
	}
}

func TestDatesAreWrittenInTheOrderThatIsChosen(t *testing.T) {
	at := time.Date(2025, 3, 1, 17, 4, 5, 420_000_000, time.UTC)
	de := loaded(t, German)
	iso, dots := Manner{Dates: Dates{YearMonthDay, "-"}}, Manner{Dates: Dates{DayMonthYear, "."}}
	slashes, us := Manner{Dates: Dates{DayMonthYear, "/"}}, Manner{Dates: Dates{MonthDayYear, "/"}, Halves: true}
	named := Manner{Dates: Dates{Order: NamedMonth}}
	for _, c := range []struct {
		texts        *Texts
		m            Manner
		layout, want string
	}{
		{nil, iso, "2 January 2006, 15:04:05", "2025-03-01, 17:04:05"},
		{nil, iso, "2 Jan", "2025-03-01"},
		{nil, iso, "Jan 2006", "2025-03"},
		{de, iso, "2006-01-02 15:04", "2025-03-01 17:04"},
		{nil, dots, "2006-01-02 15:04", "01.03.2025 17:04"},
		{nil, dots, "2 Jan 15:04", "01.03. 17:04"},
		{nil, slashes, "2 Jan 2006", "01/03/2025"},
		{nil, slashes, "2 January", "01/03"},
		{nil, slashes, "Jan 2006", "03/2025"},
		{nil, us, "2 Jan 2006 15:04", "03/01/2025 5:04 PM"},
		{nil, us, "15:04:05.000 MST", "5:04:05.420 PM UTC"},
		{de, us, "15:04:05", "5:04:05 PM"},
		{nil, us, "05.000000", "05.420000"},
		{nil, us, "2006", "2025"},
		{nil, named, "2006-01-02 15:04", "1 Mar 2025 17:04"},
		{nil, named, "2 January 2006", "1 March 2025"},
		{de, named, "2006-01-02", "1. Mär 2025"},
		{de, named, "Jan 2006", "Mär 2025"},
		{de, Manner{Wh: true}, "2006-01-02", "01.03.2025"},
		{nil, Manner{Wh: true}, "2006-01-02", "2025-03-01"},
	} {
		if got := in(t, c.texts, c.m).Time(at, c.layout); got != c.want {
			t.Errorf("%+v, %q: %q, want %q", c.m, c.layout, got, c.want)
		}
	}
	if early := at.Add(-8 * time.Hour); in(t, nil, us).Time(early, "15:04") != "9:04 AM" {
		t.Error("the morning is not told")
	}
}

func TestTheSystemsMannerIsThatOfItsLocale(t *testing.T) {
	env := func(of map[string]string) func(string) string { return func(k string) string { return of[k] } }
	if got := unspaced(Marks{",", "\u00a0"}); got != (Marks{",", ""}) {
		t.Errorf("lines would be broken at %+v", got)
	}
	for _, c := range []struct {
		env    map[string]string
		locale string
		want   Manner
	}{
		{map[string]string{"LANG": "de_DE.UTF-8"}, "", Manner{Marks: Marks{",", "."}, Dates: Dates{DayMonthYear, "."}}},
		{map[string]string{"LANG": "en_US.UTF-8"}, "", Manner{Marks: Marks{".", ","}, Dates: Dates{MonthDayYear, "/"}, Halves: true}},
		{map[string]string{"LANG": "en_US.UTF-8", "LC_TIME": "en_DK.UTF-8", "LC_NUMERIC": "fr_FR@euro"}, "", Manner{Marks: Marks{",", ""}, Dates: Dates{DayMonthYear, "/"}}},
		{map[string]string{"LC_ALL": "de_CH", "LC_TIME": "en_US"}, "", Manner{Marks: Marks{".", apostrophe}, Dates: Dates{DayMonthYear, "."}}},
		{nil, "sv-SE", Manner{Marks: Marks{",", ""}, Dates: Dates{YearMonthDay, "-"}}},
		{nil, "zh-Hans-CN", Manner{Marks: Marks{".", ","}, Dates: Dates{YearMonthDay, "/"}}},
		{map[string]string{"LANG": "C.UTF-8"}, "de-DE", Manner{}},
		{map[string]string{"LANG": "tlh_KX"}, "", Manner{}},
		{nil, "", Manner{}},
	} {
		if got := SystemManner(env(c.env), c.locale); got != c.want {
			t.Errorf("%v %q: %+v, want %+v", c.env, c.locale, got, c.want)
		}
	}
}

func TestDatesAreReadFromThePictureOfWindows(t *testing.T) {
	for picture, want := range map[string]Dates{
		"dd.MM.yyyy": {DayMonthYear, "."}, "M/d/yyyy": {MonthDayYear, "/"}, "yyyy-MM-dd": {YearMonthDay, "-"},
		"d-MMM-yy": {}, "": {}, "dd MM yyyy": {}, "MM.yyyy.dd": {}, "yyyy.": {},
	} {
		if got := datesLike(picture); got != want {
			t.Errorf("%q: %+v, want %+v", picture, got, want)
		}
	}
}

func TestTheLanguagesOwnMannerNeedsNoTextsInEnglish(t *testing.T) {
	de := loaded(t, German)
	if in(t, nil, Manner{}) != nil || in(t, nil, Manner{Wh: true}).Own() != nil {
		t.Error("English in its own manner is no nil")
	}
	if in(t, de, Manner{}) != de || in(t, de, Manner{W: true}).Own().Manner() != (Manner{}) {
		t.Error("German in its own manner is another")
	}
	if got := in(t, nil, Manner{W: true}).Code(); got != English {
		t.Errorf("it speaks %q", got)
	}
}
