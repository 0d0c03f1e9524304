package present

import (
	"slices"
	"strings"
	"time"

	"meterscope/model"
	"meterscope/model/account"
	"meterscope/ui/lang"
)

// AccountRow is one account as a table shows it. Energies are in the unit that the texts say.
type AccountRow struct {
	Kind       account.Kind
	Name       string
	Energy     string
	From, To   string
	Samples    string
	Difference string // with its sign; "" for the reference
	Tolerance  string // "± 0.022"; "" for the reference
	Verdict    string // "reference", "agrees", "in doubt", "differs"
	Tone       Tone
	Cause      string // a sentence; "" where it agrees beyond doubt
}

// Accounts gives the table of a transaction's accounts. Times are shown in zone, nil is UTC.
func Accounts(t *lang.Texts, s *account.Statement, zone *time.Location) []AccountRow {
	w := newAccountWords(t, s, zone)
	var rows []AccountRow
	for i := range s.Accounts {
		a := &s.Accounts[i]
		r := AccountRow{
			Kind: a.Kind, Name: w.title(a), Energy: t.EnergyDigits(a.Energy), From: w.clock(a.From), To: w.clock(a.To),
			Samples: t.Count(int64(a.Samples)), Tone: ToneMuted,
		}
		if a.Samples == 0 {
			r.Samples = Dash
		}
		switch {
		case a.Kind == s.Reference:
			r.Verdict = t.Text("reference")
		case !a.Difference.OK:
			r.Verdict = Dash
		default:
			r.Difference = signed(t, a.Difference.V)
			r.Tolerance = "± " + t.EnergyDigits(a.Tolerance.V)
			r.Verdict, r.Tone = t.Text("agrees"), TonePlain
			switch {
			case !a.Agrees:
				r.Verdict, r.Tone = t.Text("differs"), ToneWarning
				r.Cause = w.sentence(a)
			case a.Kind == account.Car && w.nearer(a) != nil:
				r.Verdict, r.Tone = t.Text("in doubt"), ToneWarning
				r.Cause = capital(w.fits(a)) + "."
			}
		}
		rows = append(rows, r)
	}
	return rows
}

// AccountCause says in a sentence why an account differs from the reference; "" if it doesn't, or nothing in the log
// says why.
func AccountCause(t *lang.Texts, s *account.Statement, a *account.Account, zone *time.Location) string {
	if a.Cause == nil {
		return ""
	}
	return capital(newAccountWords(t, s, zone).causes(a)) + "."
}

// AccountsSummary sums the accounts up: the reference, what agrees with it, and what differs by how much and why.
// Each of the sentences stands alone; in a paragraph a space parts them.
func AccountsSummary(t *lang.Texts, s *account.Statement, zone *time.Location) []string {
	w := newAccountWords(t, s, zone)
	ref := s.Of(s.Reference)
	if ref == nil {
		said := []string{w.nothing()}
		for _, s := range w.exported() {
			said = append(said, capital(s)+".")
		}
		return said
	}
	parts := slices.Concat([]string{t.Text(by(ref.Kind), t.Energy(ref.Energy)) + where(ref)}, w.exported(), w.agreements(ref))
	if len(s.Accounts) == 1 {
		parts = append(parts, t.Text("nothing else in the log says how much flowed"))
	}
	sentences := append([]string{strings.Join(parts, "; ")}, w.dissents()...)
	if len(s.Against) > 0 {
		sentences = append(sentences, w.against(ref.Kind))
	}
	for i := range sentences {
		sentences[i] = capital(sentences[i]) + "."
	}
	return sentences
}

// accountWords puts facts of one statement into words.
type accountWords struct {
	t    *lang.Texts
	s    *account.Statement
	zone *time.Location
	days bool // its times are of more than one day
}

func newAccountWords(t *lang.Texts, s *account.Statement, zone *time.Location) *accountWords {
	if zone == nil {
		zone = time.UTC
	}
	w := &accountWords{t: t, s: s, zone: zone}
	day := ""
	for i := range s.Accounts {
		for _, at := range []model.Time{s.Accounts[i].From, s.Accounts[i].To} {
			if at.IsZero() {
				continue
			}
			d := at.Time().In(zone).Format(time.DateOnly)
			w.days = w.days || day != "" && d != day
			day = d
		}
	}
	return w
}

// title is the name of an account in a table.
func (w *accountWords) title(a *account.Account) string {
	name := w.t.Text(accountTitle(a.Kind))
	if n := len(a.Lines); n > 0 && a.Kind != account.Phases {
		lines := make([]string, n)
		for i, l := range a.Lines {
			lines[i] = string(l)
		}
		name += " " + strings.Join(lines, "+")
	}
	return name + where(a)
}

// where says that an account was not measured at the outlet: " (EV)".
func where(a *account.Account) string {
	if a == nil || a.Where == "" {
		return ""
	}
	return " (" + string(a.Where) + ")"
}

func accountTitle(k account.Kind) string {
	switch k {
	case account.Meter:
		return lang.Key("Meter (start, stop)")
	case account.Register:
		return lang.Key("Register samples")
	case account.Interval:
		return lang.Key("Interval samples")
	case account.Power:
		return lang.Key("Integrated power")
	case account.Current:
		return lang.Key("Voltage × current")
	case account.Phases:
		return lang.Key("Sum of the phases")
	case account.Signed:
		return lang.Key("Signed records")
	case account.Billed:
		return lang.Key("Billed")
	case account.Car:
		return lang.Key("Car")
	}
	return string(k)
}

// subject is an account as the subject of a sentence.
func (w *accountWords) subject(k account.Kind) string { return w.plainSubject(k) + where(w.s.Of(k)) }

func (w *accountWords) plainSubject(k account.Kind) string {
	switch k {
	case account.Meter:
		return w.t.Text("the meter")
	case account.Register:
		return w.t.Text("the register")
	case account.Interval:
		return w.t.Text("the sum of the intervals")
	case account.Power:
		return w.t.Text("integrated power")
	case account.Current:
		return w.t.Text("voltage × current")
	case account.Phases:
		return w.t.Text("the sum of the phases")
	case account.Signed:
		return w.t.Text("the difference of the signed records")
	case account.Billed:
		return w.t.Text("the bill")
	case account.Car:
		return w.t.Text("the car's energy")
	}
	return string(k)
}

// by is the text that says an energy and the account that it is of.
func by(k account.Kind) string {
	switch k {
	case account.Current:
		return lang.Key("%s by voltage × current")
	case account.Phases:
		return lang.Key("%s by the sum of the phases")
	case account.Signed:
		return lang.Key("%s by the signed records")
	}
	return byWhat(model.EnergySource(k))
}

// nothing says why there is no account to compare with.
func (w *accountWords) nothing() string {
	if len(w.s.Accounts) > 0 {
		return w.t.Text("The log doesn't say how much energy flowed, so there is nothing to compare with.")
	}
	return w.t.Text("The log doesn't say how much energy flowed: it has not both meterStart and meterStop, no two readings of the register, and no power over time.")
}

// agreements says what agrees with the reference: each counter by itself, what is integrated together.
func (w *accountWords) agreements(ref *account.Account) []string {
	var said []string
	var integrated accountGroup
	for i := range w.s.Accounts {
		a := &w.s.Accounts[i]
		switch {
		case a == ref || !a.Agrees:
		case a.Kind == account.Power || a.Kind == account.Current || a.Kind == account.Phases:
			integrated.add(a)
		default:
			said = append(said, w.agreement(&accountGroup{of: []*account.Account{a}}))
		}
	}
	if len(integrated.of) > 0 {
		said = append(said, w.agreement(&integrated))
	}
	return said
}

// agreement is "the register agrees to 2 Wh".
func (w *accountWords) agreement(g *accountGroup) string {
	_, most := g.extent()
	if g.of[0].Kind == account.Car {
		return w.fits(g.of[0])
	}
	switch names := w.list(g); {
	case len(g.of) == 1 && most.Sign() == 0:
		return w.t.Text("%s agrees exactly", names)
	case len(g.of) == 1:
		return w.t.Text("%s agrees to %s", names, w.amount(most))
	default:
		return w.t.Text("%s agree to %s", names, w.amount(most))
	}
}

// fits says that what the car took is what charging leaves of the energy delivered.
func (w *accountWords) fits(car *account.Account) string {
	delivered := car.Energy.Sub(car.Difference.V)
	const hundred = 100
	lost, ok := car.Difference.V.Neg().Mul(model.NewDecimal(hundred, 0)).Quo(delivered, 0)
	if !ok || lost.Sign() <= 0 {
		return w.t.Text("the car agrees to %s", w.amount(car.Difference.V.Abs()))
	}
	low, high := w.t.Plain(w.s.Loss.Low), w.t.Plain(w.s.Loss.High)
	if near := w.nearer(car); near != nil {
		off := w.amount(car.Energy.Sub(near.Energy).Abs())
		return w.t.Text("the car's %s fit with %s %% lost in charging (usual are %s to %s %%), but are nearer to %s (%s off)",
			w.t.Energy(car.Energy), w.t.Plain(lost), low, high, w.subject(near.Kind), off)
	}
	if lost.Cmp(w.s.Loss.High) > 0 {
		return w.t.Text("the car just agrees, as its figure is rounded: it took %s %% less than was delivered, and charging usually loses %s to %s %%", w.t.Plain(lost), low, high)
	}
	return w.t.Text("the car agrees: it took %s %% less than was delivered, and charging usually loses %s to %s %%", w.t.Plain(lost), low, high)
}

// nearer is the account that differs from the reference and that the car is much nearer to: nil if there is none. Then
// what is missing at the car may not be lost in charging, but never delivered.
func (w *accountWords) nearer(car *account.Account) (near *account.Account) {
	const much = 2 // times
	least := car.Difference.V.Abs()
	for i := range w.s.Accounts {
		a := &w.s.Accounts[i]
		if a.Agrees || given(a.Kind) || !a.Difference.OK {
			continue
		}
		if off := car.Energy.Sub(a.Energy).Abs(); off.Mul(model.NewDecimal(much, 0)).Cmp(least) < 0 {
			near, least = a, off
		}
	}
	return near
}

// dissents says what differs from the reference, together where the cause is the same.
func (w *accountWords) dissents() []string {
	groups := w.groups()
	said := make([]string, len(groups))
	for i, g := range groups {
		said[i] = w.dissent(g)
	}
	return said
}

// groups are the accounts that differ, those together of which the same is said.
func (w *accountWords) groups() (groups []*accountGroup) {
	for i := range w.s.Accounts {
		a := &w.s.Accounts[i]
		if a.Agrees || !a.Difference.OK {
			continue
		}
		cause := w.causes(a)
		k := slices.IndexFunc(groups, func(g *accountGroup) bool {
			return g.cause == cause && !given(g.of[0].Kind) && !given(a.Kind) && g.of[0].Difference.V.Sign() == a.Difference.V.Sign()
		})
		if k < 0 {
			k, groups = len(groups), append(groups, &accountGroup{cause: cause})
		}
		groups[k].add(a)
	}
	return groups
}

// dissent is "integrated power is 2.1 kWh short: nothing was sampled …".
func (w *accountWords) dissent(g *accountGroup) string {
	t := w.t
	least, most := g.extent()
	much := w.amount(most)
	if low := w.amount(least); low != much {
		much = t.Text("%s to %s##amounts", low, much)
	}
	cause := g.cause
	if cause == "" {
		cause = t.Text("nothing in the log says why")
	}
	names := w.list(g)
	switch short := g.of[0].Difference.V.Sign() < 0; {
	case len(g.of) == 1 && short:
		return t.Text("%s is %s short: %s", names, much, cause)
	case len(g.of) == 1:
		return t.Text("%s is %s more: %s", names, much, cause)
	case short:
		return t.Text("%s are %s short: %s", names, much, cause)
	}
	return t.Text("%s are %s more: %s", names, much, cause)
}

// given says that an account is the user's.
func given(k account.Kind) bool { return k == account.Billed || k == account.Car }

// accountGroup is accounts of which the same is said.
type accountGroup struct {
	of    []*account.Account
	cause string
}

func (g *accountGroup) add(a *account.Account) { g.of = append(g.of, a) }

// extent gives the least and the most by which they differ.
func (g *accountGroup) extent() (least, most model.Decimal) {
	for i, a := range g.of {
		d := a.Difference.V.Abs()
		if i == 0 || d.Cmp(least) < 0 {
			least = d
		}
		if i == 0 || d.Cmp(most) > 0 {
			most = d
		}
	}
	return least, most
}

// list names the accounts of a group.
func (w *accountWords) list(g *accountGroup) string {
	kinds := make([]account.Kind, len(g.of))
	for i, a := range g.of {
		kinds[i] = a.Kind
	}
	return w.names(kinds)
}

// names is "the register, the bill and the car".
func (w *accountWords) names(kinds []account.Kind) string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = w.subject(k)
	}
	if last := len(names) - 1; last > 0 {
		return w.t.Text("%s and %s##accounts", strings.Join(names[:last], ", "), names[last])
	}
	return names[0]
}

// sentence is what a table says about an account that differs.
func (w *accountWords) sentence(a *account.Account) string {
	if s := w.causes(a); s != "" {
		return capital(s) + "."
	}
	return w.t.Text("Nothing in the log says why.")
}

// against says that the reference stands alone.
func (w *accountWords) against(ref account.Kind) string {
	return w.t.Text("%s agree with each other, so %s may be what is wrong", w.names(w.s.Against), w.subject(ref))
}

func (w *accountWords) amount(wh model.Decimal) string { return w.t.Amount(wh) }

// clock is a time of the transaction, with its day where there is more than one.
func (w *accountWords) clock(at model.Time) string {
	switch {
	case at.IsZero():
		return Dash
	case w.days:
		return w.t.Time(at.Time().In(w.zone), "2 Jan 15:04:05")
	}
	return w.t.Time(at.Time().In(w.zone), "15:04:05")
}

// times writes two times of a sentence, to the minute where that tells them apart.
func (w *accountWords) times(from, to model.Time) (a, b string) {
	p, q := from.Time().In(w.zone), to.Time().In(w.zone)
	layout := "15:04"
	if to.Sub(from) < 3*time.Minute {
		layout = time.TimeOnly
	}
	if w.days {
		return w.t.Time(p, "2 Jan "+layout), w.t.Time(q, "2 Jan "+layout)
	}
	return w.t.Time(p, layout), w.t.Time(q, layout)
}

// signed writes a difference with its sign.
func signed(t *lang.Texts, wh model.Decimal) string {
	const digits = 0 // after the point of a Wh that the table shows
	switch shown := wh.Round(digits); {
	case shown.Sign() == 0:
		return t.EnergyDigits(model.Decimal{})
	case shown.Sign() > 0:
		return "+" + t.EnergyDigits(wh)
	}
	return t.EnergyDigits(wh)
}

func capital(s string) string {
	for i, r := range s {
		return strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return s
}

// Stretch says when a transaction was.
func Stretch(t *lang.Texts, tx *model.Transaction, zone *time.Location) string {
	return stretch(t, tx.Begin(), tx.End(), zone)
}
