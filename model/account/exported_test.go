package account

import (
	"testing"

	"meterscope/model"
	"meterscope/model/session"
)

func TestWhatTheVehicleGaveBackIsSaidBesideTheAccounts(t *testing.T) {
	watts := func(points ...model.Point) model.Series {
		s := of(model.PowerActiveExport, "", "", points...)
		s.Unit = model.W
		return s
	}
	register := of(model.EnergyActiveExportRegister, "", "", at(0, "500"), at(1800, "500"), at(3600, "1400.5"))
	for _, c := range []struct {
		name   string
		series []model.Series
		want   string
		by     Kind
	}{
		{"nothing of it is sent", nil, "", ""},
		{"the register", []model.Series{register, watts(at(0, "0"), at(60, "9999"))}, "900.5", Register},
		{"one that stands still", []model.Series{of(model.EnergyActiveExportRegister, "", "", at(0, "500"), at(3600, "500"))}, "", ""},
		{"one that falls", []model.Series{of(model.EnergyActiveExportRegister, "", "", at(0, "500"), at(3600, "5"))}, "", ""},
		{"intervals", []model.Series{of(model.EnergyActiveExportInterval, "", "", at(60, "60"), at(120, "50"))}, "110", Interval},
		{"power alone", []model.Series{watts(at(0, "3600"), at(60, "3600"), at(120, "3600"))}, "120", Power},
		{"power of nothing", []model.Series{watts(at(0, "0"), at(60, "0"))}, "", ""},
		{"where the station measures only in the vehicle", []model.Series{of(model.EnergyActiveExportRegister, "", model.EV, at(0, "500"), at(60, "530"))}, "30", Register},
	} {
		s := Reconcile(Input{Tx: &model.Transaction{}, Series: c.series, Limits: session.DefaultLimits()})
		got := ""
		if s.Exported.OK {
			got = s.Exported.V.Energy.Plain()
		}
		if got != c.want || s.Exported.V.By != c.by || len(s.Accounts) > 0 {
			t.Errorf("%s: %q by %q beside %d accounts, want %q by %q", c.name, got, s.Exported.V.By, len(s.Accounts), c.want, c.by)
		}
		kept, err := ParseStatement(s.Append(nil))
		if err != nil || inFull(kept) != inFull(s) {
			t.Errorf("%s: kept as %s, %v", c.name, inFull(kept), err)
		}
	}
}

func TestStatementsOfBeforeAreRead(t *testing.T) {
	s := Statement{Reference: Meter, Accounts: []Account{{Kind: Meter}}}
	b := s.Append(nil)
	b[0] = keptBefore
	if got, err := ParseStatement(b[:len(b)-1]); err != nil || inFull(got) != inFull(s) {
		t.Errorf("%v: %s", err, inFull(got))
	}
}
