package session

import (
	"fmt"
	"strings"
	"testing"

	"meterscope/model"
)

func chronicle(t *testing.T, text string) (*Chronicle, []*Session) {
	t.Helper()
	events := parseLog(t, text)
	c, err := Timelines(logOf(events))
	if err != nil {
		t.Fatal(err)
	}
	sessions, err := Join("CP1", logOf(events))
	if err != nil {
		t.Fatal(err)
	}
	return c, sessions
}

// write tells a timeline in a line a thing.
func write(c *Chronicle) string {
	var b strings.Builder
	hour := func(at model.Time) string {
		if at.IsZero() {
			return "-"
		}
		return at.Time().Format("15:04")
	}
	for _, l := range c.Lines {
		for _, s := range l.States {
			fmt.Fprintf(&b, "%d %s %s–%s", l.Connector, s.Status, hour(s.From), hour(s.To))
			if s.Fault() {
				fmt.Fprintf(&b, " %s/%s/%s", s.ErrorCode, s.VendorError, s.Info)
			}
			b.WriteString("\n")
		}
		for _, m := range l.Moments {
			fmt.Fprintf(&b, "%d moment %d %s", l.Connector, m.Kind, hour(m.When))
			if m.Transaction.OK {
				fmt.Fprintf(&b, " tx=%d", m.Transaction.V)
			}
			for _, s := range m.Settings {
				fmt.Fprintf(&b, " %s=%s", s.Key, s.Value)
			}
			if m.Answer != "" {
				b.WriteString(" " + m.Answer)
			}
			b.WriteString("\n")
		}
	}
	return b.String()
}

func TestATimelineHoldsAllStatesAndWhatSteeredTheStation(t *testing.T) {
	c, _ := chronicle(t, `
		08:00 boot m=1
		08:00 answer m=1 st=Accepted
		08:01 status c=0 st=Available
		08:01 status c=1 st=Available
		08:02 other do=ChangeConfiguration m=2 info=MeterValueSampleInterval=60
		08:02 answer m=2 st=Accepted
		08:03 other do=ChangeConfiguration m=3
		08:04 other do=GetConfiguration m=4
		08:04 answer m=4 info=ClockAlignedDataInterval=900
		08:05 other do=RemoteStartTransaction c=1 m=5 tag=T
		08:05 answer m=5 st=Accepted
		08:06 auth m=6 tag=T
		08:06 answer m=6 st=Accepted
		08:06 status c=1 st=Preparing
		08:07 start c=1 m=7 tag=T meter=0
		08:07 answer m=7 tx=42 st=Accepted
		08:08 status c=1 st=Charging
		08:09 other do=SetChargingProfile c=1 m=8
		08:09 answer m=8 st=Rejected
		08:10 status c=1 st=SuspendedEVSE
		08:11 status c=1 st=SuspendedEV
		08:12 status c=1 st=Finishing
		08:13 status c=1 st=Reserved
		08:14 status c=1 st=Unavailable
		08:15 status c=1 st=Faulted err=GroundFailure vendor=17 info=relay
		08:16 other do=RemoteStopTransaction tx=42 m=9
		08:16 answer m=9 st=Accepted
		08:17 stop tx=42 m=10 meter=5 why=Remote
	`)
	want := strings.TrimLeft(`
0 Available 08:01–-
0 moment 1 08:00 Accepted
0 moment 9 08:02 MeterValueSampleInterval=60 Accepted
0 moment 10 08:04 ClockAlignedDataInterval=900
0 moment 2 08:06 Accepted
1 Available 08:01–08:06
1 Preparing 08:06–08:08
1 Charging 08:08–08:10
1 SuspendedEVSE 08:10–08:11
1 SuspendedEV 08:11–08:12
1 Finishing 08:12–08:13
1 Reserved 08:13–08:14
1 Unavailable 08:14–08:15
1 Faulted 08:15–- GroundFailure/17/relay
1 moment 5 08:05 Accepted
1 moment 3 08:07 tx=42 Accepted
1 moment 7 08:09 Rejected
1 moment 6 08:16 tx=42 Accepted
1 moment 4 08:17 tx=42
`, "\n")
	if got := write(c); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if len(c.Of(7).States) != 0 {
		t.Error("connector 7 has states")
	}
}

func TestATransactionEndedForAReason(t *testing.T) {
	const begin = `
		08:00 start c=1 m=1 meter=0
		08:00 answer m=1 tx=42
		08:00 status c=1 st=Charging
		08:30 mv c=1 tx=42
	`
	for _, c := range []struct{ name, log, want string }{
		{"remotely", "08:59 other do=RemoteStopTransaction tx=42 m=8\n09:00 stop tx=42 m=9 meter=5 why=Remote", "Remote remote 08:59 evidence 2"},
		{"remotely, of another one", "08:59 other do=RemoteStopTransaction tx=43 m=8\n09:00 stop tx=42 m=9 meter=5 why=Remote", "Remote evidence 1"},
		{"remotely, long before", "08:54 other do=RemoteStopTransaction tx=42 m=8\n09:00 stop tx=42 m=9 meter=5 why=Remote", "Remote evidence 1"},
		{"full", "08:40 status c=1 st=SuspendedEV\n09:00 stop tx=42 m=9 meter=5 why=EVDisconnected", "EVDisconnected idle SuspendedEV 08:40 evidence 2"},
		{"went on", "08:40 status c=1 st=SuspendedEV\n08:45 status c=1 st=Charging\n09:00 stop tx=42 m=9 meter=5", " evidence 1"},
		{"faulted", "08:59 status c=1 st=Faulted err=GroundFailure\n09:00 stop tx=42 m=9 meter=5 why=Other", "Other fault GroundFailure evidence 2"},
		{"faulted long before", "08:57 status c=1 st=Faulted err=GroundFailure\n09:00 stop tx=42 m=9 meter=5 why=Other", "Other evidence 1"},
		{"lost power", "09:00 stop tx=42 m=9 meter=5 why=PowerLoss\n09:05 boot m=3", "PowerLoss boot 09:05 evidence 2"},
		{"a boot that has nothing to do with it", "09:00 stop tx=42 m=9 meter=5 why=Local\n09:05 boot m=3", "Local evidence 1"},
		{"reset", "08:59 other do=Reset m=8\n09:00 stop tx=42 m=9 meter=5 why=SoftReset\n09:01 boot m=3", "SoftReset remote 08:59 boot 09:01 evidence 3"},
		{"unlocked", "08:59 other do=UnlockConnector c=1 m=8\n09:00 stop tx=42 m=9 meter=5 why=UnlockCommand", "UnlockCommand remote 08:59 evidence 2"},
		{"never stopped, but booted", "08:40 boot m=3", "open boot 08:40 evidence 1"},
		{"its availability was set", "08:59 other do=ChangeAvailability c=1 m=8\n09:00 stop tx=42 m=9 meter=5 why=Other", "Other remote 08:59 evidence 2"},
		{"never stopped, and its availability was set", "08:29 other do=ChangeAvailability c=0 m=8", "open evidence 0"},
		{"never stopped", "08:40 status c=2 st=Faulted err=X", "open evidence 0"},
	} {
		told, sessions := chronicle(t, begin+c.log)
		cause := told.Cause(&sessions[0].Tx)
		got := cause.Reason
		if !cause.Stopped {
			got = "open"
		}
		if cause.Idle.OK {
			got += " idle " + cause.Idle.V.Status + " " + cause.Idle.V.From.Time().Format("15:04")
		}
		if cause.Fault.OK {
			got += " fault " + cause.Fault.V.ErrorCode
		}
		if cause.Remote.OK {
			got += " remote " + cause.Remote.V.When.Time().Format("15:04")
		}
		if cause.Boot.OK {
			got += " boot " + cause.Boot.V.When.Time().Format("15:04")
		}
		if got += fmt.Sprintf(" evidence %d", len(cause.Evidence)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestTimePluggedInIsThatOfTheStatesAroundATransaction(t *testing.T) {
	for _, c := range []struct{ name, log, want string }{
		{"whole", `
			07:50 status c=1 st=Available
			07:55 status c=1 st=Preparing
			08:00 start c=1 m=1 meter=0
			08:00 answer m=1 tx=42
			08:01 status c=1 st=Charging
			08:30 status c=1 st=SuspendedEV
			08:45 status c=1 st=SuspendedEVSE
			08:50 status c=1 st=Charging
			09:00 stop tx=42 m=2 meter=5
			09:00 status c=1 st=Finishing
			09:20 status c=1 st=Available`, "1h25m0s charging 39m0s, EV 15m0s, EVSE 5m0s true, open false"},
		{"the log ends", `
			08:00 start c=1 m=1 meter=0
			08:00 answer m=1 tx=42
			08:00 status c=1 st=Charging
			09:00 mv c=1 tx=42`, "1h0m0s charging 1h0m0s, EV 0s, EVSE 0s true, open true"},
		{"no states", `
			08:00 start c=1 m=1 meter=0
			08:00 answer m=1 tx=42
			09:00 stop tx=42 m=2 meter=5`, "0s charging 0s, EV 0s, EVSE 0s false, open false"},
		{"those of another connector", `
			08:00 start c=1 m=1 meter=0
			08:00 answer m=1 tx=42
			08:00 status c=2 st=Charging
			09:00 stop tx=42 m=2 meter=5`, "0s charging 0s, EV 0s, EVSE 0s false, open false"},
	} {
		told, sessions := chronicle(t, c.log)
		tx := &sessions[0].Tx
		x, ok := told.Of(1).Times(tx.Begin(), tx.End())
		if got := fmt.Sprintf("%v charging %v, EV %v, EVSE %v %v, open %v", x.Plugged, x.Charging, x.SuspendedEV, x.SuspendedSE, ok, x.Open); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
