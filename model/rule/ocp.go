package rule

import (
	"bytes"
	"strconv"
	"strings"
	"time"

	"meterscope/model"
)

// ocpRules are about the protocol.
func ocpRules() []*Rule {
	return []*Rule{
		{
			ID: "OCP001", Severity: model.SeverityWarning,
			Doc: Doc{
				Title:  "Answered by an error",
				What:   "A CALL was answered by a CALLERROR: the other side could not or would not do it.",
				Why:    "What the CALL was about did not reach the other side: a reading, a start, a state may be missing there.",
				Remedy: "Look at the error's code and text, and at the CALL. Report it to the maker of the side that the code blames.",
				Spec:   "OCPP-J 1.6 §4.2.3",
			},
			Exchange: findRefused,
			say: func(f *model.Finding) string {
				return f.Got + " was answered by the error " + f.Want + "."
			},
		},
		{
			ID: "OCP002", Severity: model.SeverityInfo,
			Doc: Doc{
				Title:  "Never answered",
				What:   "The log has no answer to a CALL. Where it has none to any of an action, that is said once. A CALL that was sent again is said by OCP009.",
				Why:    "Either the answer was lost, then the station sends again or gives up; or the log doesn't hold the answers.",
				Remedy: "See whether the connection broke at the time, and whether the station sent the CALL again.",
				Spec:   "OCPP-J 1.6 §4.1.1",
			},
			Exchange: func(p *Pass, x *Exchanged) {
				for i := range x.Unanswered {
					u := &x.Unanswered[i]
					f := u.finding()
					f.Got = actionName(u.Action)
					p.report(f)
				}
			},
			say: func(f *model.Finding) string {
				if f.Count > 1 {
					return "The log has no answer to any of " + strconv.Itoa(f.Count) + " " + f.Got + "."
				}
				return f.Got + " is never answered in the log."
			},
		},
		{
			ID: "OCP003", Severity: model.SeverityInfo,
			Doc: Doc{
				Title:  "Answer without its CALL",
				What:   "The log has a CALLRESULT, but no CALL with its id. Where it has none for any answer, that is said once.",
				Why:    "What the answer is to is not known: a transactionId that it gives can't be placed.",
				Remedy: "Look for an earlier log. See whether the log leaves the CALLs of one side out.",
				Spec:   "OCPP-J 1.6 §4.1.4, §4.2.2",
			},
			Exchange: func(p *Pass, x *Exchanged) {
				for i := range x.Unasked {
					p.report(x.Unasked[i].finding())
				}
			},
			say: func(f *model.Finding) string {
				if f.Count > 1 {
					return "The log has " + strconv.Itoa(f.Count) + " answers, and none of the CALLs that they are to."
				}
				return "The CALL that this answers is not in the log."
			},
		},
		{
			ID: "OCP004", Severity: model.SeverityWarning,
			Doc: Doc{
				Title:  "Id of no transaction in the log",
				What:   "MeterValues or a StopTransaction name a transactionId that the log never starts, while another transaction runs on that connector.",
				Why:    "The station and the operator disagree on which transaction this is: its readings may be billed to another one, or to none.",
				Remedy: "Compare the ids with the answers to StartTransaction. Report it to the maker of the charger.",
				Spec:   "OCPP 1.6 §4.7, §5.16",
			},
			Transaction: findForeignID,
			say: func(f *model.Finding) string {
				return f.Got + " is never started in the log, and another runs on its connector: " + f.Want + "."
			},
		},
		{
			ID: "OCP005", Severity: model.SeverityWarning,
			Doc: Doc{
				Title:  "transactionId 0 or -1",
				What:   "MeterValues or a StopTransaction have the transactionId 0 or -1: stations send that while nobody has told them the id.",
				Why:    "The operator can't know which transaction is meant. The station was offline when it started, or lost the answer.",
				Remedy: "Look at the StartTransaction before it and its answer. Readings are assigned by connector and time, and marked.",
				Spec:   "OCPP 1.6 §4.8; errata 3.18",
			},
			Frame: func(p *Pass, f *Frame) {
				for i := range f.Marks {
					if m := &f.Marks[i]; m.pointer == "/transactionId" && (string(m.text) == "0" || string(m.text) == "-1") {
						p.report(m.finding(f, "the id that StartTransaction was answered with"))
					}
				}
			},
			say: func(f *model.Finding) string {
				return "transactionId is " + f.Got + ", which no transaction has; expected " + f.Want + "."
			},
		},
		{
			ID: "OCP006", Severity: model.SeverityInfo,
			Doc: Doc{
				Title:  "MeterValues without a transactionId",
				What:   "MeterValues name no transaction, while one runs on their connector.",
				Why:    "They are assigned to it by their time. The operator's system may not do that, and not bill or show them.",
				Remedy: "See whether only some of the station's MeterValues are so, such as those taken by the clock. Report it to the maker of the charger.",
				Spec:   "OCPP 1.6 §4.7, §6.31",
			},
			Transaction: findUnnamed,
			say: func(f *model.Finding) string {
				if f.Count > 1 {
					return strconv.Itoa(f.Count) + " MeterValues name no transaction; by their time they belong to " + f.Want + "."
				}
				return "MeterValues name no transaction; by their time they belong to " + f.Want + "."
			},
		},
		{
			ID: "OCP007", Severity: model.SeverityWarning,
			Doc: Doc{
				Title:  "Nothing in it",
				What:   "The list meterValue or sampledValue is empty. The schema allows that, the specification asks for at least one.",
				Why:    "The message says nothing, where a reading was due.",
				Remedy: "See whether the station's configuration names no measurand (MeterValuesSampledData). Report it to the maker of the charger.",
				Spec:   "OCPP 1.6 §6.31, §7.33",
			},
			Frame: func(p *Pass, f *Frame) {
				for i := range f.Marks {
					m := &f.Marks[i]
					name := lastName(m.pointer)
					if (name == "meterValue" || name == "sampledValue") && emptyList(m.text) {
						p.report(m.finding(f, "at least one element"))
					}
				}
			},
			say: func(f *model.Finding) string {
				return lastName(f.Pointer) + " is empty; expected " + f.Want + "."
			},
		},
		{
			ID: "OCP008", Severity: model.SeverityError,
			Doc: Doc{
				Title:  "Negative connectorId",
				What:   "A message names a connector below 0.",
				Why:    "There is no such connector: the receiver has to refuse the message.",
				Remedy: "Report it to the maker of the side that sent it.",
				Spec:   "OCPP 1.6 §7.10, §3.2",
			},
			Frame: func(p *Pass, f *Frame) {
				for i := range f.Marks {
					if m := &f.Marks[i]; m.pointer == "/connectorId" && len(m.text) > 0 && m.text[0] == '-' && strings.Trim(string(m.text), "-0") != "" {
						p.report(m.finding(f, "0 for the station, or a connector from 1 on"))
					}
				}
			},
			say: func(f *model.Finding) string {
				return "connectorId is " + f.Got + "; expected " + f.Want + "."
			},
		},
		{
			ID: "OCP009", Severity: model.SeverityInfo,
			Doc: Doc{
				Title:  "Sent again",
				What:   "A CALL came again under its id, with the same content.",
				Why:    "The station had no answer in time and tried again. What is in it counts once for the operator.",
				Remedy: "See whether the connection broke, or the operator's system was slow to answer.",
				Spec:   "OCPP 1.6 §3.7; OCPP-J 1.6 §4.1.4",
			},
			Exchange: func(p *Pass, x *Exchanged) {
				for i := range x.Repeated {
					if r := &x.Repeated[i]; r.Same {
						p.report(r.finding())
					}
				}
			},
			say: func(f *model.Finding) string {
				return f.Got + " was sent again with the same id and content" + later(f.Want) + "."
			},
		},
		{
			ID: "OCP010", Severity: model.SeverityWarning,
			Doc: Doc{
				Title:  "Sent again with another content",
				What:   "A CALL came again under its id, about the same thing, but with different content. A StopTransaction with other values is said by TXN003.",
				Why:    "One of the two is not what happened, and which one the operator took is not known.",
				Remedy: "Compare both. Report it to the maker of the charger.",
				Spec:   "OCPP 1.6 §3.7; OCPP-J 1.6 §4.1.4",
			},
			Exchange: func(p *Pass, x *Exchanged) {
				for i := range x.Repeated {
					r := &x.Repeated[i]
					stopped := r.Again.Kind == model.EventStop && (r.Before.Meter != r.Again.Meter || r.Before.Time.Compare(r.Again.Time) != 0)
					if !r.Same && (!stopped || !p.set.speaks("TXN003")) {
						p.report(r.finding())
					}
				}
			},
			say: func(f *model.Finding) string {
				return f.Got + " was sent again with the same id, but with different content" + later(f.Want) + "."
			},
		},
		newerRule(),
	}
}

// speaks says that there is a rule, and that it is not switched off.
func (s *Settings) speaks(id model.RuleID) bool { return s.byID[id] != nil && !s.off(id) }

func emptyList(text []byte) bool {
	return len(text) > 1 && text[0] == '[' && len(bytes.TrimSpace(text[1:len(text)-1])) == 0
}

func actionName(name string) string { return orElse(name, "CALL") }

func later(want string) string {
	if want == "" {
		return ""
	}
	return ", " + want + " later"
}

// finding is one about a frame, or about several.
func (l *Loose) finding() model.Finding {
	f := model.Finding{At: l.At, Frame: l.Seq, FrameID: l.ID, FrameLine: l.At.Line, Count: l.Count}
	if l.Count > 1 {
		f.End, f.From, f.To = l.Last.At, l.LoggedAt, l.Last.LoggedAt
		if f.To.Before(f.From) { // a log with the newest first
			f.From, f.To = f.To, f.From
		}
	}
	return f
}

// finding is one about the frame that came again.
func (r *Repeated) finding() model.Finding {
	f := model.Finding{At: r.Again.At, Frame: r.Again.Frame, Got: actionName(r.Again.Action), From: r.Before.LoggedAt, To: r.Again.LoggedAt}
	if f.From.IsZero() || f.To.IsZero() {
		f.From, f.To = model.Time{}, model.Time{}
	} else if d := f.To.Sub(f.From); d >= time.Second {
		f.Want = duration(d)
	}
	return f
}

func findRefused(p *Pass, x *Exchanged) {
	for i := range x.Refused {
		r := &x.Refused[i]
		f := model.Finding{At: r.Answer.At, Frame: r.Answer.Seq, FrameID: r.Answer.ID, FrameLine: r.Answer.At.Line, Got: "A CALL", Want: orElse(r.Code, "without a code")}
		if r.Call.Kind == model.Call {
			f.At, f.Frame, f.FrameID, f.FrameLine, f.Got = r.Call.At, r.Call.Seq, r.Call.ID, r.Call.At.Line, actionName(r.Call.Action)
		}
		const most = 120
		if text := []rune(r.Text); len(text) > most {
			f.Want += " (" + string(text[:most]) + "…)"
		} else if len(text) > 0 {
			f.Want += " (" + r.Text + ")"
		}
		p.report(f)
	}
}

func findForeignID(p *Pass, s *Session) {
	if !s.OtherRuns || !s.Tx.ID.OK {
		return
	}
	f := model.Finding{At: s.Tx.At, Frame: s.FirstFrame, Got: transactionName(s), Want: "one whose id is not known"}
	if s.Running.OK {
		f.Want = "transaction " + strconv.FormatInt(s.Running.V, 10)
	}
	p.report(f)
}

func findUnnamed(p *Pass, s *Session) {
	u := &s.Unnamed
	if u.Count == 0 {
		return
	}
	f := model.Finding{At: u.First, Frame: u.Frame, Count: u.Count, Inferred: true, Want: "one whose id is not known"}
	if u.Count > 1 {
		f.End, f.From, f.To = u.Last, u.From, u.To
	}
	if s.Tx.ID.OK {
		f.Want = "transaction " + strconv.FormatInt(s.Tx.ID.V, 10)
	}
	p.report(f)
}

// Exchanges runs the rules over what became of CALLs of a case. The findings name no transaction: each is of the
// one that its frame belongs to.
func Exchanges(x *Exchanged, set *Settings) []model.Finding {
	p := &Pass{set: set}
	for _, r := range set.rules {
		if r.Exchange != nil && !set.off(r.ID) {
			p.rule = r
			r.Exchange(p, x)
		}
	}
	return p.findings
}
