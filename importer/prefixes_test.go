package importer

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"meterscope/model"
)

// at writes a MeterValues frame of a time.
func frameAt(id, stamp string) string {
	return strings.Replace(meterFrame(id, "1"), "2025-03-01T10:00:00Z", stamp, 1)
}

func TestLogTimesWithoutDateFollowFromThePayloads(t *testing.T) {
	for _, c := range []struct {
		name, text string
		format     string
		zone       string
		logged     string
	}{
		{
			"syslog, over new year", lines(
				"Dec 31 23:59:59 pi ocppd[9]: received "+frameAt("1", "2024-12-31T22:59:59Z"), "Dec 31 23:59:59 pi ocppd[9]: sent "+`[3,"1",{}]`,
				"Jan  1 00:00:05 pi ocppd[9]: received "+`[2,"2","Heartbeat",{}]`, "Jan  1 00:00:06 pi ocppd[9]: received "+frameAt("3", "2024-12-31T23:00:06Z")),
			"syslog", "+01:00", "2024-12-31T22:59:59Z 2024-12-31T22:59:59Z 2024-12-31T23:00:05Z 2024-12-31T23:00:06Z",
		},
		{
			"time of day, over midnight", lines(
				"23:59:58.100 > [MO] Send: "+`[2,"1","Heartbeat",{}]`, "23:59:59.001 > [MO] Send: "+frameAt("2", "2025-03-01T23:59:59Z"),
				"00:00:01.002 > [MO] Recv: "+`[3,"2",{}]`, "00:10:00.000 > [MO] Send: "+frameAt("3", "2025-02-20T10:00:00Z")),
			"microocpp", "UTC", "2025-03-01T23:59:58.100Z 2025-03-01T23:59:59.001Z 2025-03-02T00:00:01.002Z 2025-03-02T00:10:00.000Z",
		},
		{
			"a day later", lines("10:00:00.000 > [MO] Send: "+frameAt("1", "2025-03-01T10:00:00Z"), "10:00:00.000 > [MO] Send: "+frameAt("2", "2025-03-05T10:00:00Z")),
			"microocpp", "+00:00", "2025-03-01T10:00:00.000Z 2025-03-05T10:00:00.000Z",
		},
		{
			"syslog around evcc", lines(
				"Jul 22 16:52:57 pi evcc[99]: [ocpp  ] TRACE 2025/03/01 10:00:00 recv CP1: "+frameAt("1", "2025-03-01T10:00:00Z"),
				"Jul 22 16:52:57 pi evcc[99]: [ocpp  ] TRACE 2025/03/01 10:00:01 send CP1: "+`[3,"1",{}]`),
			"evcc", "+00:00", "2025-03-01T10:00:00Z 2025-03-01T10:00:01Z",
		},
		{
			"journald around Home Assistant", lines(
				"2025-03-01T11:00:07+01:00 pi hass[99]: 2025-03-01 11:00:00.100 INFO (MainThread) [ocpp] CP1: receive message "+frameAt("1", "2025-03-01T10:00:00Z"),
				"2025-03-01T11:00:07+01:00 pi hass[99]: 2025-03-01 11:00:00.200 INFO (MainThread) [ocpp] CP1: send "+`[3,"1",{}]`),
			"home-assistant", "+01:00", "2025-03-01T10:00:00.100Z 2025-03-01T10:00:00.200Z",
		},
		{"no payload tells", lines("10:00:00.000 > [MO] Send: "+`[2,"1","Heartbeat",{}]`, "10:00:01.000 > [MO] Recv: "+`[3,"1",{}]`), "microocpp", "UTC", " "},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := importText(t, c.text, Options{})
			var logged []string
			for _, f := range k.frames {
				logged = append(logged, f.LoggedAt.String())
			}
			if got := strings.Join(logged, " "); got != c.logged {
				t.Errorf("logged at %s, want %s", got, c.logged)
			}
			if k.src.Format != c.format || k.src.Zone != c.zone && (c.zone != "+00:00" || k.src.Zone != "UTC") {
				t.Errorf("format %s, zone %s", k.src.Format, k.src.Zone)
			}
			if strings.HasPrefix(c.format, "microocpp") && k.frames[0].Dir != model.FromStation {
				t.Error("what a station's log says was sent doesn't come from it")
			}
		})
	}
}

func TestZoneOfLogTimesWithoutYear(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip("no zones here")
	}
	k := importText(t, lines("Jan  1 00:30:00 pi ocppd[9]: received "+frameAt("1", "2024-12-31T23:30:00Z")), Options{Zone: berlin})
	if got := k.frames[0].LoggedAt.String(); got != "2024-12-31T23:30:00Z" {
		t.Errorf("logged at %s", got)
	}
}

func TestMembersAroundAFrameSpeakOfIt(t *testing.T) {
	in := func(i int) string {
		return fmt.Sprintf(`{"timestamp":"2025-03-01T10:%02d:%02d.5Z","chargePointId":"CP1","direction":"in","message":%q}`, i/60%60, i%60, frameAt(fmt.Sprint(i), "2025-03-01T10:00:00Z"))
	}
	out := func(i int) string {
		return fmt.Sprintf(`{"message": [3,"%d",{}], "level": "info", "time": 1740823200, "station": "CP1", "direction": "outbound"}`, i)
	}
	var b strings.Builder
	const rows = 13000
	for i := range rows {
		b.WriteString(in(i) + "\n" + out(i) + "\n")
	}
	k := importText(t, b.String(), Options{})
	if k.src.Format != "json-lines" || k.counts.Frames != 2*rows || k.batches < 2 {
		t.Fatalf("%+v as %s, %d batches", k.counts, k.src.Format, k.batches)
	}
	for _, f := range k.frames {
		want := model.FromStation
		if f.Kind == model.CallResult {
			want = model.ToStation
		}
		if f.Station != "CP1" || f.Dir != want || f.LoggedAt.IsZero() || f.Kind == model.CallResult && f.AnswerTo != f.Seq-1 {
			t.Fatalf("%+v", f)
		}
	}
	if got := k.frames[0].LoggedAt.String() + " " + k.frames[1].LoggedAt.String(); got != "2025-03-01T10:00:00.5Z 2025-03-01T10:00:00Z" {
		t.Error(got)
	}
}
