package rule

import (
	"slices"
	"strconv"
	"time"

	"meterscope/model"
	"meterscope/model/session"
)

// clkRules are about time.
func clkRules() []*Rule {
	return slices.Concat(zoneRules(), clockRules(), gapRules(), gridRules())
}

func zoneRules() []*Rule {
	return []*Rule{
		{
			ID: "CLK001", Severity: model.SeverityWarning,
			Doc: Doc{
				Title:  "Timestamp without a zone",
				What:   "A timestamp has neither Z nor an offset, so a zone had to be assumed.",
				Why:    "Its samples may be shown hours away from when they were taken, and the transaction's begin or end with them.",
				Remedy: "Compare with the log's own times; if the zone is wrong, give the right one (`--zone`). Report it to the maker of the charger.",
				Spec:   "OCPP 1.6 §3.14, §3.15; RFC 3339 §5.6",
			},
			Frame: func(p *Pass, f *Frame) {
				for _, t := range f.Formats {
					if at, readable := timeOf(t.Got); readable && at.Zone() == model.ZoneAssumed {
						t.Severity = model.SeverityNone
						t.Want = p.zone.why()
						p.report(t)
					}
				}
			},
			say: func(f *model.Finding) string {
				return lastName(f.Pointer) + " " + f.Got + " has no zone; it was read as " + f.Want + "."
			},
		},
	}
}

func gapRules() []*Rule {
	return []*Rule{
		{
			ID: "CLK007", Severity: model.SeverityWarning,
			Doc: Doc{
				Title:  "Gap between samples",
				What:   "No series of the transaction has a sample for much longer than its usual interval, although it was not suspended.",
				Why:    "What happened in the gap is unknown. The register still counts its energy; power, current and whatever is integrated from them are missing.",
				Remedy: "See what the log says where it begins and ends: a lost connection, a reboot, a fault. Look for another log that covers it.",
				Spec:   "OCPP 1.6 §3.16",
			},
			Params: []Param{
				{"factor", ParamCount, "3", "usual intervals that may pass"},
				{"floor", ParamSpan, "2m", "time that may always pass"},
			},
			Transaction: findGaps,
			say: func(f *model.Finding) string {
				s := "No sample"
				switch between := f.Count - 2; {
				case between == 1:
					s = "Only one sample"
				case between > 1:
					s = "Only " + strconv.Itoa(between) + " samples"
				}
				return s + " in " + f.Got + ", from " + f.From.String() + " to " + f.To.String() + "; " + f.Want + "."
			},
		},
	}
}

// why says which zone was taken and what for.
func (z Zone) why() string {
	if z.Name == "" {
		return "UTC, because nothing says otherwise"
	}
	switch z.From {
	case model.FromUser:
		return z.Name + ", as it was set for the source"
	case model.FromLog:
		return z.Name + ", which the log names"
	case model.Inferred:
		return z.Name + ", concluded from the log's own times"
	}
	return z.Name + ", because nothing says otherwise"
}

// GapLimits are the limits of CLK007 as set: for rules, accounts and plots.
func (s *Settings) GapLimits() session.Limits {
	return session.Limits{Factor: s.Count("CLK007.factor"), Floor: s.Span("CLK007.floor")}
}

func findGaps(p *Pass, s *Session) {
	gaps := p.set.GapLimits().Gaps(s.Series, s.States)
	if len(gaps) == 0 {
		return
	}
	usual := session.UsualInterval(s.Series)
	turned := p.turned(s)
	for _, g := range gaps {
		if turned.Has(&g.Before) || turned.Has(&g.After) {
			continue // its times are said to be wrong
		}
		p.report(model.Finding{
			At: g.Before.At, End: g.After.At, From: g.Before.Time, To: g.After.Time, Count: g.Count + 1,
			Frame: g.Before.Frame, Inferred: s.Tx.Inferred,
			Got:  duration(g.After.Time.Sub(g.Before.Time)),
			Want: "usually there is a sample every " + duration(usual),
		})
	}
}

// duration writes a span as people do: 1 h 2 min 3 s.
func duration(d time.Duration) string {
	if d < 10*time.Second {
		return model.NewDecimal(d.Milliseconds(), 3).Plain() + " s"
	}
	d = d.Round(time.Second)
	s := ""
	for _, part := range []struct {
		unit time.Duration
		name string
	}{{time.Hour, " h"}, {time.Minute, " min"}, {time.Second, " s"}} {
		if n := d / part.unit; n > 0 {
			if s != "" {
				s += " "
			}
			s += model.NewDecimal(int64(n), 0).String() + part.name
			d -= n * part.unit
		}
	}
	return s
}
