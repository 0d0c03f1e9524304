package model_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"meterscope/model"
)

func TestTimestampsAreReadWhereTheyMeanOneMoment(t *testing.T) {
	for _, c := range []struct {
		text  string
		want  string // "" where it is not read
		valid bool   // as RFC 3339
		zone  model.ZoneOrigin
	}{
		{"2025-03-01T10:00:00Z", "2025-03-01T10:00:00Z", true, model.ZoneStated},
		{"2025-03-01t10:00:00.120z", "2025-03-01T10:00:00.120Z", true, model.ZoneStated},
		{"2025-03-01T10:00:00.123456789123+01:30", "2025-03-01T08:30:00.123456789Z", true, model.ZoneStated},
		{"2024-02-29T23:59:59-00:00", "2024-02-29T23:59:59Z", true, model.ZoneStated},
		{"1998-12-31T15:59:60.5-08:00", "1999-01-01T00:00:00.5Z", true, model.ZoneStated},
		{"2017-01-01T00:59:60+01:00", "2017-01-01T00:00:00Z", true, model.ZoneStated},
		{"0000-03-01T00:00:00Z", "0000-03-01T00:00:00Z", true, model.ZoneStated},
		{"2025-03-01T10:00:00", "2025-03-01T10:00:00Z", false, model.ZoneAssumed},
		{"2025-03-01 10:00:00.5", "2025-03-01T10:00:00.5Z", false, model.ZoneAssumed},
		{"2025-03-01 10:00:00Z", "2025-03-01T10:00:00Z", false, model.ZoneStated},
		{"2025-03-01 10:00:00 +0200", "2025-03-01T08:00:00Z", false, model.ZoneStated},
		{"2025-03-01T10:00:00+02", "2025-03-01T08:00:00Z", false, model.ZoneStated},
		{"2025-03-01T10:00:00 UTC", "2025-03-01T10:00:00Z", false, model.ZoneStated},
		{"2025-03-01T10:00:00 GMT", "2025-03-01T10:00:00Z", false, model.ZoneStated},
		{"2025-03-01T10:00Z", "2025-03-01T10:00:00Z", false, model.ZoneStated},
		{"20250301T100000Z", "2025-03-01T10:00:00Z", false, model.ZoneStated},
		{"20250301T1000Z", "2025-03-01T10:00:00Z", false, model.ZoneStated},
		{"2025-03-01T10:00:00,25Z", "2025-03-01T10:00:00.25Z", false, model.ZoneStated},
		{" 2025-03-01T10:00:00Z\n", "2025-03-01T10:00:00Z", false, model.ZoneStated},
		{"", "", false, 0}, {"2025", "", false, 0}, {"2025-03-01", "", false, 0}, {"2025-0301T10:00:00Z", "", false, 0},
		{"2025-02-29T10:00:00Z", "", false, 0}, {"2025-13-01T10:00:00Z", "", false, 0}, {"2025-04-31T10:00:00Z", "", false, 0},
		{"1900-02-29T10:00:00Z", "", false, 0}, {"2025-03-00T10:00:00Z", "", false, 0}, {"2025-00-01T10:00:00Z", "", false, 0},
		{"2025-03-01T24:00:00Z", "", false, 0}, {"2025-03-01T10:60:00Z", "", false, 0}, {"2025-03-01T10:00:61Z", "", false, 0},
		{"2025-03-01T10:00:60Z", "", false, 0}, {"2025-03-01T10:00:00.Z", "", false, 0}, {"2025-03-01T10:00:00+24:00", "", false, 0},
		{"2025-03-01T10:00:00+01:60", "", false, 0}, {"2025-03-01T10:00:00ZZ", "", false, 0}, {"03/01/2025 10:00:00", "", false, 0},
		{"2025-03-01T10:00:00 CET", "", false, 0}, {"2025-03-01T10:00:00+1", "", false, 0}, {"2025-03-01T-1:00:00Z", "", false, 0},
		{"2025-03-01X10:00:00Z", "", false, 0}, {"1740823200", "", false, 0},
	} {
		got, valid := model.ParseTimestamp(c.text)
		if got.String() != c.want || valid != c.valid || got.Zone() != c.zone {
			t.Errorf("%q: %s, valid %v, zone %d; want %s", c.text, got, valid, got.Zone(), c.want)
		}
	}
}

func TestTimestampsAreReadAsTheStandardLibraryDoes(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 20_000 {
		zone := time.FixedZone("", (r.IntN(2*23*60)-23*60)*60)
		want := time.Date(r.IntN(9998)+1, time.Month(1+r.IntN(12)), 1+r.IntN(31), r.IntN(24), r.IntN(60), r.IntN(60), r.IntN(1e9), zone)
		text := want.Format(time.RFC3339Nano)
		got, valid := model.ParseTimestamp([]byte(text))
		if !valid || !got.Time().Equal(want) || got.Zone() != model.ZoneStated {
			t.Fatalf("%s: %s %v", text, got, valid)
		}
	}
}

func FuzzParseTimestamp(f *testing.F) {
	for _, s := range []string{"2025-03-01T10:00:00Z", "1998-12-31T15:59:60.5-08:00", "2025-03-01 10:00", "20250301T100000.5+01"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, valid := model.ParseTimestamp(s)
		want, err := time.Parse(time.RFC3339Nano, s)
		if err == nil && valid && !got.Time().Equal(want) {
			t.Errorf("%q: %s, want %s", s, got, want)
		}
		if valid && got.IsZero() {
			t.Errorf("%q is valid and no time", s)
		}
		if y := got.Time().Year(); !got.IsZero() && y >= 0 && y <= 9999 {
			again, valid := model.ParseTimestamp(got.String())
			if !valid || again.Compare(got) != 0 || again.Digits() != got.Digits() {
				t.Errorf("%q is written as %s, which reads %s", s, got, again)
			}
		}
	})
}

func TestTimesOrderByMoment(t *testing.T) {
	at := func(s string) model.Time {
		v, _ := model.ParseTimestamp(s)
		return v
	}
	var none model.Time
	list := []model.Time{none, at("1969-12-31T23:59:59.5Z"), at("2025-03-01T10:00:00Z"), at("2025-03-01T10:00:00.25Z"), at("2025-03-01T12:00:01+01:00")}
	for i, a := range list {
		for j, b := range list {
			if got := a.Compare(b); (got < 0) != (i < j) || (got > 0) != (i > j) || a.Before(b) != (i < j) {
				t.Errorf("%v against %v: %d", a, b, got)
			}
		}
	}
	if d := list[3].Sub(list[2]); d != 250*time.Millisecond {
		t.Error(d)
	}
	if s := list[2].Add(90 * time.Second).String(); s != "2025-03-01T10:01:30Z" || !none.Add(time.Hour).IsZero() {
		t.Error(s)
	}
	if sec, nsec := list[1].Unix(); sec != -1 || nsec != 500_000_000 {
		t.Error(sec, nsec)
	}
	if v := model.UnixTime(-1, 500_000_000, 1, model.ZoneStated); v != list[1] {
		t.Error(v)
	}
	if v := model.NewTime(time.Unix(0, 123_456_789), 12, model.ZoneStated); v.String() != "1970-01-01T00:00:00.123456789Z" {
		t.Error(v)
	}
}

func TestOnlyAnAssumedZoneIsReplaced(t *testing.T) {
	berlin := time.FixedZone("CEST", 7200)
	local, _ := model.ParseTimestamp("2025-07-01 10:00:00.50")
	if got := local.In(berlin); got.String() != "2025-07-01T08:00:00.50Z" || got.Zone() != model.ZoneAssumed {
		t.Error(got)
	}
	stated, _ := model.ParseTimestamp("2025-07-01T10:00:00Z")
	if got := stated.In(berlin); got != stated {
		t.Error(got)
	}
	if got := (model.Time{}).In(berlin); !got.IsZero() {
		t.Error(got)
	}
}

func TestTimesDifferAsThoseOfTheStandardLibrary(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 10_000 {
		far := []int64{10, 1e9, 9_223_372_036, 9_300_000_000, 60_000_000_000}[r.IntN(5)]
		a := time.Unix(r.Int64N(far), r.Int64N(1e9))
		b := time.Unix(r.Int64N(far), r.Int64N(1e9))
		x, y := model.NewTime(a, 9, model.ZoneStated), model.NewTime(b, 9, model.ZoneStated)
		if got, want := x.Sub(y), a.Sub(b); got != want {
			t.Fatalf("%v less %v: %v, want %v", a, b, got, want)
		}
	}
}
