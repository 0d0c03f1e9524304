package present

import (
	"context"
	"errors"
	"strings"

	"meterscope/model"
	"meterscope/model/account"
	"meterscope/ui/lang"
)

// Overview is what matters of a transaction at a glance: its accounts, with what the user adds to them, and the facts.
type Overview struct {
	OnChange func()

	app     *App
	read    *lane
	proving *lane
	writes  writes
	stories *Stories
	key     model.TransactionKey
	tx      *model.Transaction
	loaded  bool
	said    account.Statement
	kept    model.Entered // what the case holds, or soon will
	typed   model.Entered // what stands in the fields, energies in the unit of the screen
	story   *Story
	editing Entry         // the field whose change is one step of undo; -1: none
	before  model.Entered // what was kept before that change
	change  *entered      // the step of undo that the change is; nil: none yet
}

// Entry is a field in which the user adds something to the accounts.
type Entry int

// The fields, in the order in which they stand.
const (
	EntryBilled Entry = iota
	EntryCar
	EntryBattery
	EntrySoCFrom
	EntrySoCTo
	EntryLossLow
	EntryLossHigh
	Entries int = iota

	noEntry Entry = -1
)

// of gives the text of a field.
func (e Entry) of(x *model.Entered) *string {
	return [Entries]*string{&x.Billed, &x.Car, &x.Battery, &x.SoCFrom, &x.SoCTo, &x.LossLow, &x.LossHigh}[e]
}

func newOverview(a *App) *Overview { return &Overview{app: a, editing: noEntry} }

func (v *Overview) attach(c *openCase) {
	v.read, v.proving, v.stories = c.lane(), c.lane(), &Stories{}
	v.clear(0)
}

func (v *Overview) clear(key model.TransactionKey) {
	v.key, v.tx, v.loaded, v.said, v.story = key, nil, false, account.Statement{}, nil
	v.kept, v.typed, v.editing = model.Entered{}, model.Entered{}, noEntry
}

// told is what is read of a transaction.
type told struct {
	tx      model.Transaction
	said    account.Statement
	entered model.Entered
	story   Story
}

func (v *Overview) show(key model.TransactionKey) {
	if key == v.key || key == 0 {
		v.stories = &Stories{} // the case has changed, and with it what stations did
	}
	if key != v.key {
		v.clear(key)
		v.changed()
	}
	if key == 0 {
		v.read.stop()
		return
	}
	file, stories := v.app.file(), v.stories
	v.read.do(doRead(v.app, func(ctx context.Context) (t told, err error) {
		rows, err := file.Transactions(ctx, []model.TransactionKey{key})
		if err != nil || len(rows) == 0 {
			return t, err
		}
		t.tx = rows[0]
		if t.said, t.entered, err = v.app.Engine.Statement(ctx, file, &t.tx); err != nil {
			return t, err
		}
		t.story, err = stories.Of(ctx, file, &t.tx)
		return t, err
	}, func(t told) {
		v.tx, v.said, v.story, v.loaded = &t.tx, t.said, &t.story, true
		if v.kept != t.entered && !v.writes.pending(key) {
			v.kept, v.typed, v.editing = t.entered, onScreen(v.app.Texts(), t.entered), noEntry
		}
		v.changed()
		v.app.Detail.changed() // its sentence speaks of the accounts
	}))
}

// Loaded says that the accounts have been read.
func (v *Overview) Loaded() bool { return v.loaded }

// Statement is what the accounts say; nil as long as nobody knows.
func (v *Overview) Statement() *account.Statement {
	if !v.loaded {
		return nil
	}
	return &v.said
}

// Rows are the accounts.
func (v *Overview) Rows() []AccountRow {
	if !v.loaded {
		return nil
	}
	return Accounts(v.app.Texts(), &v.said, v.app.Engine.Zone)
}

// Sentences sum the accounts up.
func (v *Overview) Sentences() []string {
	if !v.loaded {
		return nil
	}
	return AccountsSummary(v.app.Texts(), &v.said, v.app.Engine.Zone)
}

// Fact is a thing that is known of a transaction.
type Fact struct {
	Name, Value string
	Kind        FactKind // where it stands in the log; NoFact: it was concluded
}

// Facts say who, when, and why it ended.
func (v *Overview) Facts() []Fact {
	if !v.loaded {
		return nil
	}
	t, zone := v.app.Texts(), v.app.Engine.Zone
	var facts []Fact
	add := func(kind FactKind, name, value string) {
		if value != "" {
			facts = append(facts, Fact{t.Text(name), value, kind})
		}
	}
	tx := v.tx
	when := stretch(t, tx.Begin(), tx.End(), zone)
	if b, e := tx.Begin(), tx.End(); !b.IsZero() && b.Before(e) {
		when += " (" + Duration(e.Sub(b)) + ")"
	}
	add(FactWhen, lang.Key("When"), when)
	who := tx.IDTag
	if who != "" {
		who = t.Text("tag %s", who)
	}
	add(FactWho, lang.Key("Who"), who)
	if v.story != nil {
		names := []string{lang.Key("Why it ended"), lang.Key("Plugged in")}
		for i, s := range v.story.Sentences(t, zone) {
			kind := NoFact // what states say goes over many messages
			if i == 0 && tx.StopReason != "" {
				kind = FactWhy
			}
			add(kind, names[min(i, len(names)-1)], s)
		}
	}
	if tx.MaxPower.OK {
		add(FactPower, lang.Key("Highest power"), t.Power(tx.MaxPower.V))
	}
	if tx.SoCStart.OK && tx.SoCEnd.OK {
		add(FactSoC, lang.Key("State of charge"), t.Plain(tx.SoCStart.V)+" → "+t.Plain(tx.SoCEnd.V)+" %")
	}
	return facts
}

// Text is what stands in a field.
func (v *Overview) Text(e Entry) string { return *e.of(&v.typed) }

// Hint is what counts while a field is empty.
func (v *Overview) Hint(e Entry) string {
	t := v.app.Texts()
	soc := func(o model.Opt[model.Decimal]) string {
		if !o.OK {
			return ""
		}
		return t.Plain(o.V)
	}
	switch {
	case v.tx == nil:
	case e == EntrySoCFrom:
		return soc(v.tx.SoCStart)
	case e == EntrySoCTo:
		return soc(v.tx.SoCEnd)
	case e == EntryLossLow:
		return t.Plain(account.DefaultLoss().Low)
	case e == EntryLossHigh:
		return t.Plain(account.DefaultLoss().High)
	}
	return ""
}

// Source says where the bill was read; "" if the user typed it.
func (v *Overview) Source() string { return v.typed.Source }

// Editable says that the fields can be changed.
func (v *Overview) Editable() bool { return v.loaded && v.app.c != nil && !v.app.file().ReadOnly() }

// Problem says what is wrong with what stands in the fields, and in which of them; "" if nothing is.
func (v *Overview) Problem() (Entry, string) {
	_, err := account.ParseEntered(toKeep(v.app.Texts(), v.typed, v.kept))
	var bad *account.EnteredError
	if !errors.As(err, &bad) {
		return noEntry, ""
	}
	t := v.app.Texts()
	switch bad.Field {
	case account.FieldBilled:
		return EntryBilled, t.Text("The bill is a number of %s, such as %s.", t.EnergyUnit(), energyLike(t, 45_100))
	case account.FieldCar:
		return EntryCar, t.Text("What the car shows is a number of %s, such as %s.", t.EnergyUnit(), energyLike(t, 38_000))
	case account.FieldBattery:
		return EntryBattery, t.Text("The capacity is a number of %s, such as %s.", t.EnergyUnit(), energyLike(t, 58_000))
	case account.FieldSoC:
		return EntrySoCFrom, t.Text("The state of charge is percent, from 0 to 100.")
	}
	return EntryLossLow, t.Text("The loss is percent of the energy, the lower one first.")
}

// energyLike is an energy in Wh as it may be typed.
func energyLike(t *lang.Texts, wh int64) string {
	d := model.NewDecimal(wh, 0)
	if !t.Manner().Wh {
		d = d.Shift(-kiloDigits)
	}
	return t.Plain(d)
}

// Enter takes what the user has typed in a field. The accounts are made again at once, and the case keeps it as soon
// as it can be read.
func (v *Overview) Enter(e Entry, text string) {
	if !v.Editable() || *e.of(&v.typed) == text {
		return
	}
	if v.editing != e {
		v.editing, v.before, v.change = e, v.kept, nil
	}
	*e.of(&v.typed) = text
	if e == EntryBilled {
		v.typed.Source = ""
	}
	typed := toKeep(v.app.Texts(), v.typed, v.kept)
	if _, err := account.ParseEntered(typed); err != nil {
		v.changed()
		return
	}
	before, tx := v.before, *v.tx
	if now := trimmed(typed); now != v.kept {
		v.kept = now
	} else {
		v.changed()
		return
	}
	if v.change == nil {
		change := &entered{}
		v.change = change
		v.app.did(step{
			label: v.app.Texts().Text("Change %s", v.app.Texts().Text(e.name())),
			undo:  atOnce(func() { v.restore(&tx, before) }),
			redo:  atOnce(func() { v.restore(&tx, change.to) }),
		})
	}
	v.change.to = v.kept
	v.keep(&tx, v.kept)
	v.changed()
}

// Leave ends the change of a field: what is typed next is another step of undo. What can't be read is what it was before.
func (v *Overview) Leave() {
	if v.editing == noEntry {
		return
	}
	v.editing = noEntry
	if _, problem := v.Problem(); problem == "" {
		return
	}
	again := v.kept != v.before
	v.kept, v.typed = v.before, onScreen(v.app.Texts(), v.before)
	if again {
		v.change.to = v.before
		v.keep(v.tx, v.before)
	}
	v.changed()
}

// entered is a change of a field that can be done again.
type entered struct{ to model.Entered }

// restore brings back what was entered at another time.
func (v *Overview) restore(tx *model.Transaction, e model.Entered) {
	if v.key == tx.Key {
		v.kept, v.typed, v.editing = e, onScreen(v.app.Texts(), e), noEntry
		v.changed()
	}
	v.keep(tx, e)
}

// keep writes what was entered into the case, and shows what the accounts say then.
func (v *Overview) keep(tx *model.Transaction, e model.Entered) {
	a := v.app
	v.writes.add(a.c, tx.Key, func(ctx context.Context, c *openCase) {
		s, err := a.Engine.Enter(ctx, c.file, tx, e)
		a.post.Post(func() {
			switch {
			case a.c != c:
			case err != nil:
				a.problem(explainKeeping(a.Texts(), a.Texts().Text("What was entered could not be kept."), a.path, err))
			case v.key == tx.Key && v.kept == e:
				v.said = s
				v.changed()
				a.Detail.changed()
			}
		})
	})
}

func trimmed(e model.Entered) model.Entered {
	for i := range Entries {
		p := Entry(i).of(&e)
		*p = strings.TrimSpace(*p)
	}
	return e
}

// name is a field as the menu names it.
func (e Entry) name() string {
	switch e {
	case EntryBilled:
		return lang.Key("the bill")
	case EntryCar:
		return lang.Key("what the car shows")
	case EntryBattery:
		return lang.Key("the capacity")
	case EntrySoCFrom, EntrySoCTo:
		return lang.Key("the state of charge")
	}
	return lang.Key("the charging loss")
}

func (v *Overview) changed() {
	if v.OnChange != nil {
		v.OnChange()
	}
}
