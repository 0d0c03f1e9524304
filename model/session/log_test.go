package session

import (
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"meterscope/model"
)

// parseLog makes events of a text: one frame a line, "time kind key=value…". Keys: c connector, tx, m message
// id, tag, meter, n samples, st status, why reason, at log time, end last meter value, to (of an answer) which
// message it answers, "-" for unknown, do the action
// of another CALL, err, vendor and info of a state. A line "source 2" begins another source.
func parseLog(t *testing.T, text string) []model.Event {
	t.Helper()
	var events []model.Event
	source, seq := model.SourceID(1), int64(0)
	calls := map[string]*model.Event{}
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		if words[0] == "source" {
			n, _ := strconv.Atoi(words[1])
			source, seq, calls = model.SourceID(n), 0, map[string]*model.Event{}
			continue
		}
		e := model.Event{Frame: seq, At: model.Place{Source: source, Line: int(seq) + 1, Offset: seq * 100}, AnswerTo: model.NoFrame}
		seq++
		e.Time = clockTime(t, words[0])
		e.LoggedAt = e.Time
		kind(t, &e, words[1])
		to := ""
		for _, w := range words[2:] {
			key, value, _ := strings.Cut(w, "=")
			n, _ := strconv.ParseInt(value, 10, 64)
			switch key {
			case "c":
				e.Connector = model.Some(n)
			case "tx":
				e.Transaction = model.Some(n)
			case "m":
				e.ID = value
			case "tag":
				e.IDTag = value
			case "meter":
				e.Meter = model.Some(n)
			case "n":
				e.Samples = int(n)
			case "st":
				e.Status = value
			case "why":
				e.Reason = value
			case "at":
				e.LoggedAt = clockTime(t, value)
			case "do":
				e.Action = value
			case "err":
				e.ErrorCode = value
			case "vendor":
				e.VendorError = value
			case "info":
				e.Info = value
			case "end":
				e.Last = clockTime(t, value)
			case "to":
				to = value
			default:
				t.Fatalf("unknown word %q in %q", w, line)
			}
		}
		if e.Kind == model.EventAnswer || e.Kind == model.EventError {
			e.Time = model.Time{}
			if to == "" {
				to = e.ID
			}
			if call := calls[to]; call != nil {
				e.AnswerTo, e.Action = call.Frame, call.Action
			}
		}
		events = append(events, e)
		switch e.Kind {
		case model.EventStart, model.EventStop, model.EventOther, model.EventBoot, model.EventAuthorize:
			calls[e.ID] = &events[len(events)-1]
		}
	}
	return events
}

func kind(t *testing.T, e *model.Event, word string) {
	t.Helper()
	switch word {
	case "start":
		e.Kind, e.Action = model.EventStart, model.ActionStartTransaction
	case "stop":
		e.Kind, e.Action = model.EventStop, model.ActionStopTransaction
	case "mv":
		e.Kind, e.Action, e.Samples = model.EventMeterValues, model.ActionMeterValues, 1
	case "status":
		e.Kind, e.Action = model.EventStatus, model.ActionStatusNotification
	case "boot":
		e.Kind, e.Action = model.EventBoot, model.ActionBootNotification
	case "auth":
		e.Kind, e.Action = model.EventAuthorize, model.ActionAuthorize
	case "answer":
		e.Kind = model.EventAnswer
	case "error":
		e.Kind = model.EventError
	case "other":
		e.Kind = model.EventOther
	default:
		t.Fatalf("unknown kind %q", word)
	}
}

// clockTime reads 10:00 or 10:00:00 of one day, 2T10:00 of a later one, 1970T10:00 of a clock not set; "-" is
// no time.
func clockTime(t *testing.T, s string) model.Time {
	t.Helper()
	if s == "-" {
		return model.Time{}
	}
	base := time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC)
	if day, rest, ok := strings.Cut(s, "T"); ok {
		n, _ := strconv.Atoi(day)
		if n > 1000 {
			base = time.Date(n, 1, 1, 0, 0, 0, 0, time.UTC)
		} else {
			base = base.AddDate(0, 0, n-1)
		}
		s = rest
	}
	if strings.Count(s, ":") == 1 {
		s += ":00"
	}
	at, err := time.Parse("15:04:05", s)
	if err != nil {
		t.Fatal(err)
	}
	return model.NewTime(base.Add(at.Sub(at.Truncate(24*time.Hour))), 0, model.ZoneStated)
}

func logOf(events []model.Event) Log {
	return func() iter.Seq2[*model.Event, error] {
		return func(yield func(*model.Event, error) bool) {
			for i := range events {
				e := events[i]
				if !yield(&e, nil) {
					return
				}
			}
		}
	}
}

// show writes sessions as the tests state them.
func show(sessions []*Session) string {
	var b strings.Builder
	for _, s := range sessions {
		tx := &s.Tx
		fmt.Fprintf(&b, "tx=%s c=%s %s-%s", opt(tx.ID), opt(tx.Connector), hour(tx.Start), hour(tx.Stop))
		if tx.Complete {
			b.WriteString(" complete")
		}
		fmt.Fprintf(&b, " mv=%d/%d", tx.MeterValues, tx.SampledValues)
		for _, one := range s.Spans {
			fmt.Fprintf(&b, " [%d:%d-%d", one.Source, one.First, one.Last)
			if one.Inferred {
				b.WriteString("~")
			}
			b.WriteString("]")
		}
		for _, flag := range []struct {
			on   bool
			name string
		}{{tx.Inferred, "inferred"}, {s.LogBeginsInside, "begun-before"}, {s.EndShown && !tx.Complete && tx.Stop.IsZero(), "end-shown"}, {s.OtherRuns, "other-runs"}} {
			if flag.on {
				b.WriteString(" " + flag.name)
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}

func opt(o model.Opt[int64]) string {
	if !o.OK {
		return "?"
	}
	return strconv.FormatInt(o.V, 10)
}

func hour(t model.Time) string {
	if t.IsZero() {
		return "?"
	}
	return strings.TrimSuffix(t.Time().Format("15:04:05"), ":00")
}

func join(t *testing.T, text string) []*Session {
	t.Helper()
	sessions, err := Join("CP1", logOf(parseLog(t, text)))
	if err != nil {
		t.Fatal(err)
	}
	return sessions
}

func clean(s string) string {
	var lines []string
	for _, l := range strings.Split(s, "\n") {
		if l = strings.TrimSpace(l); l != "" {
			lines = append(lines, l)
		}
	}
	return strings.Join(lines, "\n")
}

func reversed(events []model.Event) []model.Event {
	out := slices.Clone(events)
	slices.Reverse(out)
	seq := map[int64]int64{model.NoFrame: model.NoFrame}
	for i := range out {
		seq[out[i].Frame] = int64(i)
	}
	for i := range out {
		out[i].AnswerTo = seq[out[i].AnswerTo]
		out[i].Frame = int64(i)
		out[i].At.Offset = int64(i) * 100
	}
	return out
}
