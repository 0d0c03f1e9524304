package present

import (
	"strings"
	"testing"
	"time"

	"meterscope/model"
	"meterscope/model/session"
	"meterscope/ui/lang"
)

func TestAStorySaysWhyATransactionEndedAndHowLongItWasPluggedIn(t *testing.T) {
	at := func(clock string) model.Time {
		when, _ := model.ParseTimestamp("2025-03-01T" + clock + ":00Z")
		return when
	}
	de, err := lang.Load(lang.German)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		story   Story
		en, deu string
	}{
		{
			Story{Cause: session.Cause{
				Stopped: true, Reason: "Remote", SoC: model.Some(model.NewDecimal(805, 1)),
				Idle:   model.Some(session.State{Status: "SuspendedEV", From: at("08:40")}),
				Remote: model.Some(session.Moment{Kind: session.RemoteStop, When: at("08:59")}),
			}},
			"The operator's system stopped it (reason Remote); RemoteStopTransaction came at 08:59; the vehicle had suspended charging at 08:40; the last state of charge was 80.5 %.",
			"Das System des Betreibers beendete sie (Grund Remote); RemoteStopTransaction kam um 08:59; das Fahrzeug hatte das Laden um 08:40 ausgesetzt; der letzte Ladestand war 80,5 %.",
		},
		{
			Story{Cause: session.Cause{
				Stopped: true, Reason: "Other",
				Fault: model.Some(session.State{Status: "Faulted", ErrorCode: "GroundFailure", VendorError: "17", Info: "relay", From: at("08:59")}),
				Boot:  model.Some(session.Moment{Kind: session.BootNotified, When: at("09:01")}),
			}, Timed: true, Times: session.Times{Plugged: 90 * time.Minute, Charging: time.Hour, SuspendedEV: 20 * time.Minute, SuspendedSE: time.Minute}},
			`It ended for another reason (reason Other); the station reported GroundFailure, vendor code 17, "relay"; the station booted at 09:01. ` +
				"Plugged in for 1:30, charging for 1:00, suspended by the vehicle for 0:20, suspended by the station for 0:01.",
			`Sie endete aus einem anderen Grund (Grund Other); die Ladestation meldete GroundFailure, Herstellercode 17, "relay"; die Ladestation startete um 09:01 neu. ` +
				"1:30 angesteckt, davon 1:00 geladen, 0:20 vom Fahrzeug ausgesetzt, 0:01 von der Ladestation ausgesetzt.",
		},
		{
			Story{Cause: session.Cause{Stopped: true}, Timed: true, Times: session.Times{Plugged: time.Hour, Charging: time.Hour, Open: true}},
			"It was stopped at the station: no reason was sent, which stands for Local. Plugged in for at least 1:00, charging for 1:00.",
			"Sie wurde an der Ladestation beendet: ein Grund wurde nicht gesendet, das steht für Local. Mindestens 1:00 angesteckt, davon 1:00 geladen.",
		},
		{Story{}, "The log doesn't say that it ended.", "Das Log sagt nicht, dass sie endete."},
	} {
		if got := strings.Join(c.story.Sentences(nil, nil), " "); got != c.en {
			t.Errorf("got  %s\nwant %s", got, c.en)
		}
		if got := strings.Join(c.story.Sentences(de, nil), " "); got != c.deu {
			t.Errorf("got  %s\nwant %s", got, c.deu)
		}
	}
}
