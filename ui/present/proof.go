package present

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"meterscope/model"
	"meterscope/model/account"
	"meterscope/ui/lang"
)

// Proof is where a number comes from: the places in the log that it was read from, one after the other.
type Proof struct {
	Title  string // "Integrated power: 38.214 kWh"
	places []proofPlace
	at     int
}

// proofPlace is a place with what was read there.
type proofPlace struct {
	label string // "161,614 Wh, 11:02:10"
	at    model.Finding
}

// ProofOf names a number of the overview.
type ProofOf struct {
	Account account.Kind // one of the accounts; else
	Fact    FactKind
}

// FactKind is a fact that was read from somewhere.
type FactKind uint8

// The facts that stand in the log.
const (
	NoFact FactKind = iota
	FactWhen
	FactWho
	FactWhy
	FactPower
	FactSoC
)

// proofMost is how many places of a number can be walked through.
const proofMost = 100_000

// Prove brings the places to the front that a number of the overview was read from.
func (v *Overview) Prove(of ProofOf) {
	if !v.loaded || !v.CanProve(of) {
		return
	}
	a, tx, said := v.app, *v.tx, v.said.Of(of.Account)
	file, t, zone := a.file(), a.Texts(), a.Engine.Zone
	v.proving.do(doRead(a, func(ctx context.Context) (*Proof, error) {
		r := prover{ctx: ctx, file: file, t: t, tx: &tx, hour: func(at model.Time) string { return clock(t, at, zone) }}
		p := &Proof{Title: v.proofTitle(of)}
		var err error
		if said != nil {
			p.places, err = r.account(said)
		} else {
			p.places, err = r.fact(of.Fact)
		}
		return p, err
	}, func(p *Proof) {
		if len(p.places) == 0 {
			a.Status.Say(t.Text("Nothing in the log shows where this comes from."))
			return
		}
		a.Messages.prove(p)
		a.ShowTab(TabMessages)
	}))
}

// CanProve says that a number was read from the log.
func (v *Overview) CanProve(of ProofOf) bool {
	if of.Account == "" {
		return of.Fact != NoFact
	}
	return !given(of.Account)
}

func (v *Overview) proofTitle(of ProofOf) string {
	t := v.app.Texts()
	if a := v.said.Of(of.Account); a != nil {
		return newAccountWords(t, &v.said, v.app.Engine.Zone).title(a) + ": " + t.Energy(a.Energy)
	}
	return t.Text([...]string{NoFact: "", FactWhen: lang.Key("When"), FactWho: lang.Key("Who"), FactWhy: lang.Key("Why it ended"), FactPower: lang.Key("Highest power"), FactSoC: lang.Key("State of charge")}[of.Fact])
}

// prover finds the places of numbers in a transaction.
type prover struct {
	ctx  context.Context //nolint:containedctx // of one call
	file CaseFile
	t    *lang.Texts
	tx   *model.Transaction
	hour func(model.Time) string
}

// account gives the places of an account.
func (r *prover) account(a *account.Account) ([]proofPlace, error) {
	ends := false // only the first and the last reading of each series
	var of func(model.SeriesKey) bool
	is := func(m ...model.Measurand) func(model.SeriesKey) bool {
		return func(k model.SeriesKey) bool { return slices.Contains(m, k.Measurand) }
	}
	switch a.Kind {
	case account.Meter:
		return r.members([2]string{model.ActionStartTransaction, "meterStart"}, [2]string{model.ActionStopTransaction, "meterStop"})
	case account.Register:
		of, ends = is(model.EnergyActiveImportRegister), true
	case account.Phases:
		of, ends = is(model.EnergyActiveImportRegister), true
	case account.Interval:
		of = is(model.EnergyActiveImportInterval)
	case account.Power:
		of = is(model.PowerActiveImport)
	case account.Current:
		of = is(model.CurrentImport, model.Voltage)
	case account.Signed:
		return r.points(nil, func(k model.SeriesKey, p *model.Point) bool {
			return p.Gap && k.Measurand == model.EnergyActiveImportRegister
		}, true)
	default:
		return nil, nil
	}
	near := func(k model.SeriesKey) bool {
		where := k.Location == a.Where || a.Where == "" && k.Location == model.Outlet
		phase := k.Phase == "" && len(a.Lines) == 0 || slices.Contains(a.Lines, k.Phase)
		return of(k) && where && (phase || a.Kind == account.Phases && k.Phase != "" || a.Kind == account.Current)
	}
	within := func(_ model.SeriesKey, p *model.Point) bool {
		return !p.Gap && (a.From.IsZero() || !p.Time.Before(a.From)) && (a.To.IsZero() || !a.To.Before(p.Time))
	}
	places, err := r.points(near, within, ends)
	if len(places) == 0 && err == nil { // phases that go by other names, or another place
		places, err = r.points(of, within, ends)
	}
	return places, err
}

// fact gives the places of a fact.
func (r *prover) fact(f FactKind) ([]proofPlace, error) {
	start, stop := model.ActionStartTransaction, model.ActionStopTransaction
	switch f {
	case FactWhen:
		return r.members([2]string{start, "timestamp"}, [2]string{stop, "timestamp"})
	case FactWho:
		return r.members([2]string{start, "idTag"}, [2]string{stop, "idTag"})
	case FactWhy:
		return r.members([2]string{stop, "reason"})
	case FactSoC:
		return r.points(func(k model.SeriesKey) bool { return k.Measurand == model.SoC }, nil, true)
	case FactPower:
		places, err := r.points(func(k model.SeriesKey) bool { return k.Measurand == model.PowerActiveImport }, func(_ model.SeriesKey, p *model.Point) bool {
			return !p.Gap && r.tx.MaxPower.OK && p.Value.Cmp(r.tx.MaxPower.V) == 0
		}, false)
		return places[:min(len(places), 1)], err
	}
	return nil, nil
}

// points gives the places of samples, in the order of their times.
func (r *prover) points(of func(model.SeriesKey) bool, keep func(model.SeriesKey, *model.Point) bool, ends bool) ([]proofPlace, error) {
	type sample struct {
		p    model.Point
		key  model.SeriesKey
		unit model.Unit
	}
	var all []sample
	first, last := map[model.SeriesKey]sample{}, map[model.SeriesKey]sample{}
	err := r.file.EachPoint(r.ctx, r.tx.Key, func(k model.SeriesKey, u model.Unit, _ int) func(*model.Point) {
		if of != nil && !of(k) {
			return nil
		}
		return func(p *model.Point) {
			if keep != nil && !keep(k, p) || keep == nil && p.Gap {
				return
			}
			s := sample{*p, k, u}
			if !ends {
				if len(all) < proofMost {
					all = append(all, s)
				}
				return
			}
			if f, ok := first[k]; !ok || p.Time.Before(f.p.Time) {
				first[k] = s
			}
			if l, ok := last[k]; !ok || !p.Time.Before(l.p.Time) {
				last[k] = s
			}
		}
	})
	for k, f := range first {
		all = append(all, f)
		if l := last[k]; l.p.At != f.p.At || l.p.Time != f.p.Time {
			all = append(all, l)
		}
	}
	slices.SortFunc(all, func(a, b sample) int {
		return cmp.Or(a.p.Time.Compare(b.p.Time), cmp.Compare(a.p.At.Source, b.p.At.Source), cmp.Compare(a.p.At.Offset, b.p.At.Offset))
	})
	places := make([]proofPlace, len(all))
	for i := range all {
		s := &all[i]
		parts := []string{}
		if !s.p.Gap {
			parts = append(parts, strings.TrimSpace(r.t.Plain(s.p.Value)+" "+string(s.unit)))
		}
		if s.key.Phase != "" {
			parts = append(parts, string(s.key.Phase))
		}
		if !s.p.Time.IsZero() {
			parts = append(parts, r.hour(s.p.Time))
		}
		places[i] = proofPlace{strings.Join(parts, ", "), model.Finding{At: s.p.At, Frame: s.p.Frame}}
	}
	return places, err
}

// members gives the places of members of the transaction's own messages: of an action, by name.
func (r *prover) members(want ...[2]string) ([]proofPlace, error) {
	frames, err := r.file.TransactionFrames(r.ctx, r.tx.Key)
	if err != nil {
		return nil, err
	}
	var places []proofPlace
	for _, w := range want {
		for i := range frames {
			f := &frames[i].Frame
			if f.Action != w[0] || f.Kind == model.CallResult || f.Kind == model.CallError {
				continue
			}
			raw, err := r.file.Evidence(r.ctx, f.At.Source, f.At.Offset, min(f.Size, rawMost))
			if err != nil {
				return nil, err
			}
			at := f.At
			at.Offset += int64(memberAt(raw, f, w[1]))
			places = append(places, proofPlace{w[1] + ", " + f.Action, model.Finding{At: at, Frame: f.Seq}})
		}
	}
	return places, nil
}

// memberAt is how many bytes into a message the value of a member of its payload begins; 0 if it has none.
func memberAt(raw []byte, f *model.Frame, name string) int {
	text, back := raw, func(k int) int { return k }
	if !verbatim(raw) {
		d, ok := decode(raw, f)
		if !ok {
			return 0
		}
		text, back = d.text, func(k int) int { return int(d.source(k) - f.At.Offset) }
	}
	tokens, depth := jsonTokens(text), 0
	payload := 1 // depth of the payload's members
	if len(tokens) > 0 && tokens[0].char == '[' {
		payload = 2
	}
	for i := range tokens {
		switch t := &tokens[i]; {
		case t.char == '{' || t.char == '[':
			depth++
		case t.char == '}' || t.char == ']':
			depth--
		case t.kind == JSONKey && depth == payload && string(text[t.start:t.end]) == `"`+name+`"` && i+2 < len(tokens):
			return back(tokens[i+2].start)
		}
	}
	return 0
}

// source is the byte of the source that a byte of the text came from.
func (d *decoded) source(at int) int64 {
	k := at - d.payload
	for i := len(d.segments) - 1; i >= 0; i-- {
		if s := d.segments[i]; s.Text <= k {
			return s.Source + int64(k-s.Text)
		}
	}
	return 0
}

// prove opens the first place of a number.
func (m *Messages) prove(p *Proof) {
	m.showFinding(p.places[p.at].at)
	m.proof = p
	m.changed()
}

// Proof is the number whose places are walked through; nil if there is none.
func (m *Messages) Proof() *Proof { return m.proof }

// ProofNext goes so many places on, or back; round and round.
func (m *Messages) ProofNext(by int) {
	if p := m.proof; p != nil {
		n := len(p.places)
		p.at = ((p.at+by)%n + n) % n
		m.prove(p)
	}
}

// EndProof goes on without it.
func (m *Messages) EndProof() {
	m.proof = nil
	m.changed()
}

// State says which place it is, and what was read there: "2 of 60: 161,614 Wh, 11:02:10".
func (p *Proof) State(t *lang.Texts) string {
	label := p.places[p.at].label
	if len(p.places) == 1 {
		return label
	}
	return t.Text("%s of %s", Count(t, p.at+1), Count(t, len(p.places))) + ": " + label
}

// Len is how many places there are.
func (p *Proof) Len() int { return len(p.places) }
