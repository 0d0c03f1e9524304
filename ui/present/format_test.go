package present

import (
	"strings"
	"testing"
	"time"

	"meterscope/model"
)

func TestNumbersAreWrittenForReaders(t *testing.T) {
	dec := func(s string) model.Decimal {
		d, err := model.ParseDecimal(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, c := range []struct{ got, want string }{
		{Count(0), "0"}, {Count(999), "999"}, {Count(1204), "1,204"}, {Count(int64(-1234567)), "−1,234,567"},
		{Plural(1, "place", "places"), "1 place"}, {Plural(1200, "place", "places"), "1,200 places"},
		{Kilo(dec("38214")), "38.214"}, {Kilo(dec("-3100")), "−3.100"}, {Kilo(dec("0.4")), "0.000"}, {Kilo(dec("1234567.8901")), "1234.568"},
		{Duration(0), "0 s"}, {Duration(59 * time.Second), "59 s"}, {Duration(62*time.Minute + 10*time.Second), "1:02"}, {Duration(-time.Hour), "−1:00"},
		{Duration(26*time.Hour + 10*time.Minute), "26:10"},
		{TimeLeft(100 * time.Millisecond), "1 s"}, {TimeLeft(4100 * time.Millisecond), "5 s"}, {TimeLeft(3 * time.Minute), "3 min"}, {TimeLeft(5 * time.Hour), "5 h"},
		{Bytes(17), "17 B"}, {Bytes(204_118), "204 kB"}, {Bytes(2_140_000_000), "2.1 GB"}, {Bytes(180_400_000), "180 MB"},
		{reading(11.04, 3), "11.040"}, {reading(69, 0), "69"}, {reading(0.12345, 0), "0.1235"}, {reading(-3.1, 2), "−3.10"}, {reading(0, 0), "0"}, {reading(230, 1), "230.0"},
		{listTime(model.Time{}, time.UTC), "–"}, {clock(model.Time{}, time.UTC), "–"},
		{clock(model.UnixTime(36000, 420_000_000, 2, model.ZoneStated), time.UTC), "10:00:00.420"},
		{stretch(model.Time{}, model.Time{}, time.UTC), TextTimeUnknown},
		{stretch(model.UnixTime(36000, 0, 0, model.ZoneStated), model.Time{}, time.UTC), "1 January 1970, 10:00:00 UTC"},
		{stretch(model.UnixTime(36000, 0, 0, model.ZoneStated), model.UnixTime(136000, 0, 0, model.ZoneStated), time.UTC), "1 January 1970, 10:00:00 – 2 January 1970, 13:46:40 UTC"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

func TestTextsAreThere(t *testing.T) {
	if !strings.Contains(About("1.2.3"), "1.2.3") || len(Keys()) < 5 {
		t.Error("the sheets of Help are empty")
	}
	if ToneOf(model.SeverityError) != ToneError || ToneOf(model.SeverityNone) != ToneMuted {
		t.Error("tones are mixed up")
	}
	if caseName("") != TextDefaultCase || caseName("/x/default.meterscope") != TextDefaultCase || caseName("/x/a.b.meterscope") != "a.b" {
		t.Error("names of cases")
	}
}
