package present

import (
	"strings"
	"testing"
	"time"

	"meterscope/model"
	"meterscope/ui/lang"
)

func TestNumbersAreWrittenForReaders(t *testing.T) {
	var en *lang.Texts
	dec := func(s string) model.Decimal {
		d, err := model.ParseDecimal(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, c := range []struct{ got, want string }{
		{Count(nil, 0), "0"}, {Count(nil, 999), "999"}, {Count(nil, 1204), "1,204"}, {Count(nil, int64(-1234567)), "−1,234,567"},
		{Plural(nil, 1, "place", "places"), "1 place"}, {Plural(nil, 1200, "place", "places"), "1,200 places"},
		{en.EnergyDigits(dec("38214")), "38.214"}, {en.EnergyDigits(dec("-3100")), "−3.100"}, {en.EnergyDigits(dec("0.4")), "0.000"}, {en.EnergyDigits(dec("1234567.8901")), "1234.568"},
		{Duration(0), "0 s"}, {Duration(59 * time.Second), "59 s"}, {Duration(62*time.Minute + 10*time.Second), "1:02"}, {Duration(-time.Hour), "−1:00"},
		{Duration(26*time.Hour + 10*time.Minute), "26:10"},
		{TimeLeft(100 * time.Millisecond), "1 s"}, {TimeLeft(4100 * time.Millisecond), "5 s"}, {TimeLeft(3 * time.Minute), "3 min"}, {TimeLeft(5 * time.Hour), "5 h"},
		{en.Bytes(17), "17 B"}, {en.Bytes(204_118), "204 kB"}, {en.Bytes(2_140_000_000), "2.1 GB"}, {en.Bytes(180_400_000), "180 MB"},
		{reading(nil, 11.04, shownDigits{least: 3}), "11.040"}, {reading(nil, 69, shownDigits{}), "69"}, {reading(nil, 0.12345, shownDigits{}), "0.1235"}, {reading(nil, -3.1, shownDigits{least: 2}), "−3.10"}, {reading(nil, 0, shownDigits{}), "0"}, {reading(nil, 11.04, shownDigits{3, 3}), "11,040"}, {reading(nil, -0.0012, shownDigits{3, 3}), "-1.2"}, {reading(nil, 230, shownDigits{least: 1}), "230.0"},
		{listTime(nil, model.Time{}, time.UTC), "–"}, {clock(nil, model.Time{}, time.UTC), "–"},
		{clock(nil, model.UnixTime(36000, 420_000_000, 2, model.ZoneStated), time.UTC), "10:00:00.420"},
		{stretch(nil, model.Time{}, model.Time{}, time.UTC), TextTimeUnknown},
		{stretch(nil, model.UnixTime(36000, 0, 0, model.ZoneStated), model.Time{}, time.UTC), "1 January 1970, 10:00:00 UTC"},
		{stretch(nil, model.UnixTime(36000, 0, 0, model.ZoneStated), model.UnixTime(136000, 0, 0, model.ZoneStated), time.UTC), "1 January 1970, 10:00:00 – 2 January 1970, 13:46:40 UTC"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

func TestTextsAreThere(t *testing.T) {
	if !strings.Contains(About(nil, "1.2.3"), "1.2.3") || len(Keys(nil)) < 5 {
		t.Error("the sheets of Help are empty")
	}
	if ToneOf(model.SeverityError) != ToneError || ToneOf(model.SeverityNone) != ToneMuted {
		t.Error("tones are mixed up")
	}
	if caseName(nil, "") != TextDefaultCase || caseName(nil, "/x/default.meterscope") != TextDefaultCase || caseName(nil, "/x/a.b.meterscope") != "a.b" {
		t.Error("names of cases")
	}
}
