package account

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"meterscope/model"
	"meterscope/model/session"
)

// FuzzStatementIsKept writes statements and reads them back, and reads what nobody wrote.
func FuzzStatementIsKept(f *testing.F) {
	for seed := range uint64(20) {
		in := anyInput(rand.New(rand.NewPCG(seed, seed*7)))
		s := Reconcile(in)
		f.Add(s.Append(nil))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := ParseStatement(b)
		if err != nil {
			if !errors.Is(err, ErrKept) {
				t.Fatal(err)
			}
			return
		}
		again, err := ParseStatement(s.Append(nil))
		if err != nil || said(again) != said(s) {
			t.Errorf("%v: %s became %s", err, said(s), said(again))
		}
	})
}

func TestStatementIsKeptAsItIs(t *testing.T) {
	for seed := range uint64(300) {
		s := Reconcile(anyInput(rand.New(rand.NewPCG(seed, 5))))
		b := s.Append(nil)
		got, err := ParseStatement(b)
		if err != nil || !bytes.Equal(got.Append(nil), b) || inFull(got) != inFull(s) {
			t.Fatalf("%v: %s became %s", err, inFull(s), inFull(got))
		}
		for cut := range b {
			if _, err := ParseStatement(b[:cut]); err == nil {
				t.Fatalf("%d of %d bytes are a statement", cut, len(b))
			}
		}
	}
}

// A cause that storage doesn't know would make the accounts of its transaction unreadable.
func TestEveryCauseIsKept(t *testing.T) {
	for _, k := range []CauseKind{
		CauseGap, CauseLateStart, CauseEarlyStop, CauseFall, CauseJump, CauseMeterStop, CauseUnit, CausePhase, CausePowerFactor,
		CauseSign, CauseOther, CauseAfterStop, CauseInterim, CauseTooMuch, CauseLoss, CauseClock, CauseMeterReading, CauseExport,
	} {
		s := Statement{Reference: Meter, Accounts: []Account{{Kind: Power, Cause: &Cause{Kind: k, Of: Power}}}}
		if got, err := ParseStatement(s.Append(nil)); err != nil || got.Accounts[0].Cause.Kind != k {
			t.Errorf("%s: %v", k, err)
		}
	}
}

// inFull writes all that a statement says.
func inFull(s Statement) string {
	text := fmt.Sprintf("%+v", s)
	for i := range s.Accounts {
		a := &s.Accounts[i]
		if a.Cause != nil {
			text = strings.Replace(text, fmt.Sprintf("Cause:%p", a.Cause), fmt.Sprintf("Cause:%+v", *a.Cause), 1)
		}
	}
	return text
}

func TestEnteredNumbersKeepTheirDigits(t *testing.T) {
	g, err := ParseEntered(model.Entered{Billed: " 45,10 ", Car: "38", LossHigh: "12 %", SoCFrom: "20", SoCTo: "80%"})
	if err != nil {
		t.Fatal(err)
	}
	if g.Billed.V.Plain() != "45100" || g.Digit.Billed.Plain() != "10" || g.Digit.Car.Plain() != "1000" ||
		g.Loss.Low.Plain() != "12" || g.Loss.High.Plain() != "12" || g.SoCTo.V.Plain() != "80" {
		t.Errorf("got %+v", g)
	}
	if g, err := ParseEntered(model.Entered{}); err != nil || g.Loss != DefaultLoss() || g.Billed.OK {
		t.Errorf("nothing is %+v, %v", g, err)
	}
	for _, bad := range []model.Entered{
		{Billed: "x"}, {Billed: "-1"}, {Car: "1e3"}, {Battery: "1.2.3"}, {SoCTo: "101"}, {LossLow: "20", LossHigh: "10"}, {LossHigh: "100"},
	} {
		var entered *EnteredError
		if _, err := ParseEntered(bad); !errors.As(err, &entered) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
}

func TestWhatIsMeasuredElsewhereIsMarked(t *testing.T) {
	tx := hour()
	power := series(model.PowerActiveImport, "", model.W, every(0, 60, constant("6000")))
	power.Key.Location = model.EV
	register := series(model.EnergyActiveImportRegister, "", model.Wh, every(0, 60, rising))
	inlet := register
	inlet.Key.Location = model.Inlet
	s := Reconcile(Input{Limits: session.DefaultLimits(), Tx: &tx, Series: []model.Series{inlet, power}, Given: Given{Loss: DefaultLoss()}})
	if r, p := s.Of(Register), s.Of(Power); r == nil || p == nil || r.Where != model.Inlet || p.Where != model.EV || s.Reference != Meter {
		t.Errorf("%s", said(s))
	}
	if s = Reconcile(Input{Limits: session.DefaultLimits(), Tx: &model.Transaction{}, Series: []model.Series{inlet}}); s.Reference != Register || s.Of(Register).Where != model.Inlet {
		t.Errorf("alone: %s", said(s))
	}
	outlet := series(model.PowerActiveImport, "", model.W, every(0, 60, constant("3000")))
	s = Reconcile(Input{Limits: session.DefaultLimits(), Tx: &model.Transaction{}, Series: []model.Series{inlet, outlet}})
	if s.Reference != Power || s.Of(Power).Where != "" {
		t.Errorf("power at the outlet: %s", said(s))
	}
	s = Reconcile(Input{Limits: session.DefaultLimits(), Tx: &tx, Series: []model.Series{inlet, register, power, outlet}})
	if s.Of(Register).Where != "" || s.Of(Power).Where != "" || s.Of(Power).Energy.Plain() != "3000" {
		t.Errorf("both: %s", said(s))
	}
	if inlet.Key.Location != model.Inlet {
		t.Error("the series was changed")
	}
}
