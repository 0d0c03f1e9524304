package format

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"meterscope/model"
)

// before gives what stands before the frame on a line of sample.
func before(line string) []byte {
	for _, start := range []string{`[2,"`, `[3,"`, `[4,"`, `{"conn`} {
		if i := strings.Index(line, start); i >= 0 {
			return []byte(line[:i])
		}
	}
	return []byte(line)
}

func TestFormatsRecogniseTheirOwnSamples(t *testing.T) {
	ids := map[string]bool{}
	for _, f := range All() {
		info := f.Info()
		if info.ID == "" || info.Title == "" || info.Doc == "" || info.Reads.Time == "" || info.Reads.Station == "" || info.Reads.Direction == "" || len(info.Samples) == 0 || ids[info.ID] {
			t.Errorf("%q: its description is not complete, or not its own", info.ID)
		}
		ids[info.ID] = true
		if g, ok := ByID(info.ID); !ok || g != f {
			t.Errorf("%s is not found by its id", info.ID)
		}
		for _, line := range info.Samples {
			if got := Recognise([]byte(line+"\n"), "x.log"); got != f {
				t.Errorf("%s is taken for %s: %s", info.ID, got.Info().ID, line)
			}
		}
	}
	if _, ok := ByID("nothing"); ok {
		t.Error("found a format that there isn't")
	}
}

// No format is sure of a line that is another's; reading one with the wrong format does no harm.
func TestFormatsLeaveEachOthersSamplesAlone(t *testing.T) {
	for _, f := range All() {
		for _, g := range All() {
			for _, line := range g.Info().Samples {
				if f != g && f.Sniff([]byte(line+"\n"+line+"\n"), "") > Possible {
					t.Errorf("%s recognises a line of %s: %s", f.Info().ID, g.Info().ID, line)
				}
				own, other := g.Prefix(before(line)), f.Prefix(before(line))
				if !other.LoggedAt.IsZero() && !own.LoggedAt.IsZero() && other.LoggedAt != own.LoggedAt {
					t.Errorf("%s reads %v where %s reads %v: %s", f.Info().ID, other.LoggedAt, g.Info().ID, own.LoggedAt, line)
				}
			}
		}
	}
}

func TestPrefixes(t *testing.T) {
	for _, c := range []struct {
		id, before string
		time       string
		station    string
		role       Role
	}{
		{"home-assistant", "2025-02-16 21:33:01.842 INFO (MainThread) [ocpp] CP1: receive message ", "2025-02-16T21:33:01.842Z", "CP1", Received},
		{"home-assistant", "2025-02-16 21:33:01.842 INFO (MainThread) [ocpp] CP 1:2: send ", "2025-02-16T21:33:01.842Z", "CP 1:2", Sent},
		{"home-assistant", "2025-02-16 21:33:01.842 INFO (MainThread) [ocpp] : send ", "2025-02-16T21:33:01.842Z", "", Sent},
		{"home-assistant", "2024-06-24 16:15:00.222\t2024-06-24 16:15:00.212 INFO (MainThread) [ocpp] c: receive message ", "2024-06-24T16:15:00.212Z", "c", Received},
		{"home-assistant", "`2024-09-05 23:41:59.968 INFO (MainThread) [ocpp] 72: receive message ", "2024-09-05T23:41:59.968Z", "72", Received},
		{"home-assistant", "INFO:ocpp:CP1: receive message ", "", "CP1", Received},
		{"home-assistant", "` INFO : _1: receive messageINFO : _1: receive message ", "", "_1", Received},
		{"home-assistant", "2026-02-14 19:54:09.186 WARNING (MainThread) [custom_components.ocpp] Waited 10s for response on ", "2026-02-14T19:54:09.186Z", "", Unsaid},
		{"evcc", "[ocpp  ] TRACE 2025/03/04 22:07:06 recv CP1: ", "2025-03-04T22:07:06Z", "CP1", Received},
		{"evcc", "[ocpp ] TRACE 2025/03/04 22:07:06 send T<x>: ", "2025-03-04T22:07:06Z", "T<x>", Sent},
		{"evcc", "[ocpp ] TRACE 2024/10/29 21:50:03 received JSON message from CP1: ", "2024-10-29T21:50:03Z", "CP1", Received},
		{"evcc", "[lp-1 ] DEBUG 2025/03/04 22:07:06 ", "2025-03-04T22:07:06Z", "", Unsaid},
		{"steve", "[INFO ] 2024-02-26 09:14:46,425 d.W (qtp-40) - [chargeBoxId=CP1, sessionId=8] Received: ", "2024-02-26T09:14:46.425Z", "CP1", Received},
		{"steve", "[INFO ] 2024-02-26 09:14:46,425 d.W (qtp-40) - [chargeBoxId=CP1] Sending: ", "2024-02-26T09:14:46.425Z", "CP1", Sent},
		{"steve", "nothing ", "", "", Unsaid},
		{"text", "2024-01-15 08:30:22,456 WS message OUT: ", "2024-01-15T08:30:22.456Z", "", Sent},
		{"text", "2026-02-25 00:00:49 Verb  <#70> [OcppClient] - Received: ", "2026-02-25T00:00:49Z", "", Received},
		{"text", "2024-01-15T08:30:22.456+02:00 in ", "2024-01-15T06:30:22.456Z", "", Unsaid},
		{"text", "+2024-01-15T08:30:22Z rx ", "2024-01-15T08:30:22Z", "", Received},
		{"text", "\x1b[1;32m2024-01-15 08:30:22.5\x1b[0m rx ", "2024-01-15T08:30:22.5Z", "", Received},
		{"text", "[2024-01-15T08:30:22Z] rx ", "2024-01-15T08:30:22Z", "", Received},
		{"syslog", "<30>Jul  2 06:52:57 pi ocppd: received ", "2000-07-02T06:52:57Z", "", Received},
		{"syslog", "<165>1 2025-03-01T10:00:00.003Z h.example ocppd 8710 ID47 [a@1 b=\"c\"] sent ", "2025-03-01T10:00:00.003Z", "", Sent},
		{"syslog", "2025-03-01T10:00:00+0100 pi kernel: ", "2025-03-01T09:00:00Z", "", Unsaid},
		{"syslog", "Jul 22 16:52:57 pi p[9]: 11:00:00 > ", "2000-07-22T16:52:57Z", "", Unsaid},
		{"syslog", "Jul 32 16:52:57 pi p[9]: ", "", "", Unsaid},
		{"home-assistant", "Jul 22 16:52:57 pi hass[9]: 2025-02-16 21:33:01.842 INFO (MainThread) [ocpp] CP1: send ", "2025-02-16T21:33:01.842Z", "CP1", Sent},
		{"steve", "Jul 22 16:52:57 pi java[9]: [INFO ] 2024-02-26 09:14:46,425 d.W (q) - [chargeBoxId=CP1] Sending: ", "2024-02-26T09:14:46.425Z", "CP1", Sent},
		{"microocpp", "11:27:22.157 > [MO] Send: ", "1970-01-01T11:27:22.157Z", "", Sent},
		{"text", "he was sentenced: sender ", "", "", Unsaid},
	} {
		f, ok := ByID(c.id)
		if !ok {
			t.Fatal(c.id)
		}
		p := f.Prefix([]byte(c.before))
		if p.LoggedAt.String() != c.time || p.Station != c.station || p.Role != c.role {
			t.Errorf("%s reads %v, %q, %d in %q", c.id, p.LoggedAt, p.Station, p.Role, c.before)
		}
	}
}

func TestMembersAroundAFrame(t *testing.T) {
	for _, c := range []struct{ before, after, want string }{
		{`{"message":"`, `","ts":1740823200000,"cp_id":"a","dir":"out"}`, "2025-03-01T10:00:00.000Z a 2"},
		{`{"message":`, `,"@timestamp":"2025-03-01 11:00:00+01:00","charge-point":"a \"b","direction":"CP->CS"}`, `2025-03-01T10:00:00Z a \"b 1`},
		{`{"time":"2025-03-01T10:00:00Z","time":"2025-03-02T10:00:00Z","station":"","message":`, `,"station":"x"}`, "2025-03-01T10:00:00Z x 0"},
		{`{"time":"soon","n":null,"message":`, `}`, "  0"},
		{`{"time`, `":"`, "  0"},
		{`2025-03-01T10:00:00Z {"message":`, ``, "2025-03-01T10:00:00Z  0"},
		{`{"message":"[CP1] Received: `, `","timestamp":"2025-03-01T10:00:00Z"}`, "2025-03-01T10:00:00Z CP1 1"},
		{`{"message":"[CP1] Received: `, `"}`, "  1"},
		{`{"tst":"2025-03-01T10:00:00Z","topic":"ocpp/CP1/out","payload":"`, `"}`, "2025-03-01T10:00:00Z CP1 0"},
		{`[{"line":"x","ts":1740823100000,"cp_id":"CP2"},{"a":["ts"],"line":"`, `","ts":1740823200000,"cp_id":"CP1"},{"dir":"out","line":""}]`, "2025-03-01T10:00:00.000Z CP1 0"},
		{`","ts":1740823100000,"fields":{"cp_id":"CP2"}},{"line":"`, `","ts":1740823200000,"cp_id":"CP1"}`, "2025-03-01T10:00:00.000Z CP1 0"},
		{`{"stream":{"station":"CP1"},"values":[["1740823100000000000","x"],["1740823200000000000","`, `"],["1740823300000000000",""]]}`, "2025-03-01T10:00:00.000000000Z CP1 0"},
		{`"],["1740823200000000000","`, `"]]}`, "2025-03-01T10:00:00.000000000Z  0"},
		{`{"chargePoint":{"model":{"id":"M"},"id":"CP1"},"id":"x","message":"`, `"}`, "  CP1 0"[1:]},
		{`{"@message":"{\"chargePointId\":\"CP1\",\"direction\":\"inbound\",\"frame\":`, `}","@ptr":"x"}`, "  CP1 1"[1:]},
		{`{"client":"192.0.2.1:4444","data":"`, `"}`, "  0"},
		{`{"createdAt":{"$date":{"$numberLong":"1740823200123"}},"message":`, `}`, "2025-03-01T10:00:00.123Z  0"},
		{`time="2025-03-01T10:00:00Z" level=debug msg="received JSON message from CP1: `, `" logger=ws`, "2025-03-01T10:00:00Z CP1 1"},
	} {
		p := JSONLines{}.Around([]byte(c.before), []byte(c.after))
		if got := fmt.Sprintf("%s %s %d", p.LoggedAt, p.Station, p.Role); got != c.want {
			t.Errorf("%s…%s is read as %s", c.before, c.after, got)
		}
	}
}

func TestTimesOfTables(t *testing.T) {
	for text, want := range map[string]string{
		"03/26/2026 14:05:09": "2026-03-26 14:05:09", "3/6/2026 2:05:09 PM": "2026-03-06 14:05:09", "26.03.2026 14:05:09.25": "2026-03-26 14:05:09.25",
		"2026-03-26T14:05:09Z": "2026-03-26T14:05:09Z", "26.03.2026, 14:05:09": "2026-03-26 14:05:09", "2026-03-26 14:05": "2026-03-26 14:05:00",
		"1740823200": "2025-03-01T10:00:00Z", "1740823200123": "2025-03-01T10:00:00.123Z", "1740823200.250000000": "2025-03-01T10:00:00.250000000Z",
		"1740823200250000": "2025-03-01T10:00:00.250000Z", "Mar 1, 2025 @ 10:00:00.250": "2025-03-01 10:00:00.250", "1740823200.": "", "17408232001": "", "42": "", "soon": "", "": "",
	} {
		if got := isoTime(text, false); got != want {
			t.Errorf("%q is read as %q, want %q", text, got, want)
		}
	}
	if got := isoTime("04/03/2026 14:05:09", true); got != "2026-03-04 14:05:09" {
		t.Errorf("the day before the month is read as %s", got)
	}
}

func TestStamps(t *testing.T) {
	for text, want := range map[string]string{
		"2025-02-16 21:33:01":               "2025-02-16T21:33:01Z",
		"2025/02/16 21:33:01.8421 x":        "2025-02-16T21:33:01.8421Z",
		"2025-02-16T21:33:01,842":           "2025-02-16T21:33:01.842Z",
		"2025-02-16T21:33:01.1234567891Z":   "2025-02-16T21:33:01.123456789Z",
		"2025-02-16T21:33:01-03:30":         "2025-02-17T01:03:01Z",
		"2025-02-16 21:33:01 +0200 foo":     "2025-02-16T19:33:01Z",
		"2025-02-16 21:33:01 UTC":           "2025-02-16T21:33:01Z",
		"2025-02-16 21:33:01 UTCX":          "2025-02-16T21:33:01Z",
		"2025-02-16 21:33:01 -12345":        "2025-02-16T21:33:01Z",
		"2025-02-16 21:33":                  "",
		"2025-13-16 21:33:01":               "",
		"2025-02/16 21:33:01":               "",
		"25-02-16 21:33:01 and much behind": "",
	} {
		got, n := Stamp([]byte(text))
		if got.String() != want || (n > 0) != (want != "") || n > len(text) {
			t.Errorf("%q is read as %v, %d bytes; want %s", text, got, n, want)
		}
		stated := strings.ContainsAny(text, "Z") || strings.HasSuffix(text, "UTC") || strings.Contains(text, "-03:30") || strings.Contains(text, "+0200")
		if want != "" && (got.Zone() == model.ZoneStated) != stated {
			t.Errorf("%q: zone stated %t", text, !stated)
		}
	}
}

func TestLinesThatBeginARecord(t *testing.T) {
	for line, want := range map[string]bool{
		"2025-02-16 21:33:01.842 INFO (MainThread) x":       true,
		"[ocpp  ] TRACE 2025/03/04 22:07:06 recv CP1: ":     true,
		"[INFO ] 2024-02-26 09:14:46,425 x":                 true,
		"INFO:ocpp:CP1: receive message":                    true,
		" INFO : CP1: x":                                    true,
		"Jul 22 16:52:57 host prog[99]: x":                  true,
		"11:27:22.157 > [MO] Send: x":                       true,
		`2025-03-01T10:00:00Z","sampledValue":[{"value":1}`: false,
		`10:00:00Z","sampledValue":[`:                       false,
		`","location": "Outlet"`:                            false,
		`[{"value":"229.60"}`:                               false,
		`[2,"7","Heartbeat",{}]`:                            false,
		"V\"},{\"value\":\"230.60\"":                        false,
		"":                                                  false,
	} {
		if got := BeginsRecord([]byte(line)); got != want {
			t.Errorf("%q: %t", line, got)
		}
	}
}

func TestMarkdownNamesEachFormat(t *testing.T) {
	text := Markdown()
	for _, f := range All() {
		if !strings.Contains(text, "`"+f.Info().ID+"`") || !strings.Contains(text, f.Info().Samples[0]) {
			t.Errorf("%s is missing", f.Info().ID)
		}
	}
}

func TestStampsFollowTheCalendar(t *testing.T) {
	for day := time.Date(1899, 12, 25, 23, 59, 58, 0, time.UTC); day.Year() < 2110; day = day.AddDate(0, 0, 1) {
		text := day.Format("2006-01-02 15:04:05")
		if got, _ := Stamp([]byte(text)); !got.Time().Equal(day) {
			t.Fatalf("%s is read as %v", text, got)
		}
	}
}
