package present

import (
	"context"
	"iter"
	"strconv"
	"strings"
	"time"

	"meterscope/model"
	"meterscope/model/session"
	"meterscope/model/store"
	"meterscope/ui/lang"
)

// Story is what the station did around a transaction: why that ended, how long a vehicle was plugged in, and the
// timeline of its connector.
type Story struct {
	Cause session.Cause
	Times session.Times
	Timed bool // Times are known
	Line  *session.Timeline
}

// Stories reads what stations did. The station that was looked at last is remembered: reading it goes over all that it
// ever sent. It belongs to one goroutine.
type Stories struct {
	station store.Station
	told    *session.Chronicle
}

// eventFile is a case file as far as stories need it.
type eventFile interface {
	Events(ctx context.Context, st store.Station) iter.Seq2[*model.Event, error]
}

// Of gives the story of a transaction.
func (r *Stories) Of(ctx context.Context, file eventFile, tx *model.Transaction) (Story, error) {
	st := store.Station{Name: tx.Station}
	if st.Name == "" {
		st.Source = tx.At.Source
	}
	if r.told == nil || r.station != st {
		told, err := session.Timelines(func() iter.Seq2[*model.Event, error] { return file.Events(ctx, st) })
		if err != nil {
			return Story{}, err
		}
		r.station, r.told = st, told
	}
	s := Story{Cause: r.told.Cause(tx), Line: r.told.Of(tx.Connector.Or(0))}
	s.Times, s.Timed = s.Line.Times(tx.Begin(), tx.End())
	return s, nil
}

// Sentences say why a transaction ended, and how long a vehicle was plugged in where the states of its connector say
// that. Times are shown in zone, nil is UTC.
func (s *Story) Sentences(t *lang.Texts, zone *time.Location) []string {
	if zone == nil {
		zone = time.UTC
	}
	said := []string{capital(s.why(t, zone)) + "."}
	if s.Timed {
		said = append(said, capital(s.spans(t))+".")
	}
	return said
}

func (s *Story) why(t *lang.Texts, zone *time.Location) string {
	hour := func(at model.Time) string { return t.Time(at.Time().In(zone), "15:04") }
	c := &s.Cause
	parts := []string{t.Text(endOf(c))}
	if c.Reason != "" {
		parts[0] += t.Text(" (reason %s)", c.Reason)
	}
	if c.Remote.OK {
		parts = append(parts, t.Text("%s came at %s", askedBy(c.Remote.V.Kind), hour(c.Remote.V.When)))
	}
	if c.Idle.OK {
		by := lang.Key("the vehicle had suspended charging at %s")
		if c.Idle.V.Status == "SuspendedEVSE" {
			by = lang.Key("the station had suspended charging at %s")
		}
		parts = append(parts, t.Text(by, hour(c.Idle.V.From)))
	}
	if c.SoC.OK {
		parts = append(parts, t.Text("the last state of charge was %s %%", t.Plain(c.SoC.V)))
	}
	if c.Fault.OK {
		parts = append(parts, faultText(t, &c.Fault.V))
	}
	if c.Boot.OK {
		parts = append(parts, t.Text("the station booted at %s", hour(c.Boot.V.When)))
	}
	return strings.Join(parts, "; ")
}

// endOf is the text that says how a transaction ended, by the reason that was sent.
func endOf(c *session.Cause) string {
	if !c.Stopped {
		return lang.Key("the log doesn't say that it ended")
	}
	switch c.Reason {
	case "":
		return lang.Key("it was stopped at the station: no reason was sent, which stands for Local")
	case "Local":
		return lang.Key("it was stopped at the station")
	case "Remote":
		return lang.Key("the operator's system stopped it")
	case "EVDisconnected":
		return lang.Key("the cable was unplugged at the vehicle")
	case "DeAuthorized":
		return lang.Key("the operator's system didn't authorise it any longer")
	case "EmergencyStop":
		return lang.Key("the emergency stop was used")
	case "HardReset", "SoftReset":
		return lang.Key("the station was reset")
	case "PowerLoss":
		return lang.Key("the station lost its power")
	case "Reboot":
		return lang.Key("the station restarted")
	case "UnlockCommand":
		return lang.Key("the operator's system unlocked the connector")
	}
	return lang.Key("it ended for another reason")
}

// askedBy is the message with which the operator's system asked for something.
func askedBy(k session.MomentKind) string {
	switch k {
	case session.RemoteStop:
		return model.ActionRemoteStop
	case session.Unlocked:
		return model.ActionUnlockConnector
	case session.Availability:
		return model.ActionChangeAvailability
	}
	return model.ActionReset
}

func faultText(t *lang.Texts, s *session.State) string {
	code := s.ErrorCode
	if code == "" || code == "NoError" {
		code = s.Status
	}
	text := t.Text("the station reported %s", code)
	if s.VendorError != "" {
		text += t.Text(", vendor code %s", s.VendorError)
	}
	if s.Info != "" {
		text += ", " + strconv.Quote(s.Info)
	}
	return text
}

// spans says how long a vehicle was plugged in, and what the station did in that time.
func (s *Story) spans(t *lang.Texts) string {
	x := &s.Times
	form := lang.Key("plugged in for %s, charging for %s")
	if x.Open {
		form = lang.Key("plugged in for at least %s, charging for %s")
	}
	text := t.Text(form, Duration(x.Plugged), Duration(x.Charging))
	if x.SuspendedEV > 0 {
		text += t.Text(", suspended by the vehicle for %s", Duration(x.SuspendedEV))
	}
	if x.SuspendedSE > 0 {
		text += t.Text(", suspended by the station for %s", Duration(x.SuspendedSE))
	}
	return text
}
