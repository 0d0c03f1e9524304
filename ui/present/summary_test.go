package present

import (
	"testing"
	"time"

	"meterscope/model"
	"meterscope/model/account"
	"meterscope/model/rule"
	"meterscope/model/store"
)

func moment(t *testing.T, s string) model.Time {
	t.Helper()
	v, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return model.NewTime(v, 0, model.ZoneStated)
}

func TestSummaryLeadsWithEnergyAndTellsTheWorst(t *testing.T) {
	start, stop := moment(t, "2025-03-01T10:00:00Z"), moment(t, "2025-03-01T11:02:10Z")
	whole := model.Transaction{
		Start: start, Stop: stop, Complete: true,
		Energy: model.Some(model.NewDecimal(38214, 0)), EnergyFrom: model.EnergyFromMeter,
		SoCStart: model.Some(model.NewDecimal(20, 0)), SoCEnd: model.Some(model.NewDecimal(810, 1)),
	}
	disputed := whole
	disputed.Errors, disputed.Warnings = 3, 4
	gap := store.FindingGroup{Count: 1, First: model.Finding{
		Rule: "CLK007", Severity: model.SeverityWarning,
		From: moment(t, "2025-03-01T10:31:05Z"), To: moment(t, "2025-03-01T10:52:05Z"),
	}}
	falls := store.FindingGroup{Count: 1, First: model.Finding{
		Rule: "REG001", Severity: model.SeverityError, To: moment(t, "2025-03-01T10:52:05Z"),
	}}
	schema := store.FindingGroup{Count: 2, First: model.Finding{Rule: "SCH003", Severity: model.SeverityError}}
	unit := store.FindingGroup{Count: 2, First: model.Finding{Rule: "UNI001", Severity: model.SeverityWarning}}
	note := store.FindingGroup{Count: 9, First: model.Finding{Rule: "VAL005", Severity: model.SeverityInfo}}
	open := model.Transaction{Start: start, Last: stop, Warnings: 1}
	berlin := time.FixedZone("", 3600)

	for name, c := range map[string]struct {
		tx       model.Transaction
		accounts *account.Statement
		groups   []store.FindingGroup
		zone     *time.Location
		want     string
	}{
		"clean":   {whole, nil, nil, nil, "38.214 kWh by the meter in 1:02, 20 → 81 %; no findings."},
		"counted": {disputed, nil, nil, nil, "38.214 kWh by the meter in 1:02, 20 → 81 %; 7 findings."},
		"told": {
			disputed, nil, []store.FindingGroup{note, gap, unit, schema, falls}, nil,
			"38.214 kWh by the meter in 1:02, 20 → 81 %; the register falls before 10:52; " +
				"nothing was sampled from 10:31 to 10:52; 5 more findings.",
		},
		"in a zone": {
			disputed, nil, []store.FindingGroup{gap}, berlin,
			"38.214 kWh by the meter in 1:02, 20 → 81 %; nothing was sampled from 11:31 to 11:52; 6 more findings.",
		},
		"accounts agree": {whole, statementOf(account.Register, "38212", nil), nil, nil, "38.214 kWh by the meter in 1:02, 20 → 81 %; the register agrees to 2 Wh; no findings."},
		"an account differs, and the gap is said once": {
			disputed, statementOf(account.Power, "36114", &account.Cause{
				Kind: account.CauseGap, Of: account.Power, From: accountTime("10:31:05"), To: accountTime("10:52:05"), Count: 1, Whole: true,
				Hides: model.Some(accountWh("3900")),
			}), []store.FindingGroup{gap, falls}, nil,
			"38.214 kWh by the meter in 1:02, 20 → 81 %. Integrated power is 2.1 kWh short: nothing was sampled from 10:31 to 10:52, " +
				"in which up to 3.9 kWh can have flowed. The register falls before 10:52; 5 more findings.",
		},
		"the vehicle gave some back": {
			whole, &account.Statement{
				Reference: account.Meter, Accounts: []account.Account{{Kind: account.Meter, Energy: accountWh("38214"), Agrees: true}},
				Exported: model.Some(account.Exported{Energy: accountWh("901"), By: account.Register}),
			}, nil, nil,
			"38.214 kWh by the meter in 1:02, 20 → 81 %; 0.901 kWh exported by the register; nothing else in the log says how much flowed; no findings.",
		},
		"the bill before all": {
			whole, billedToo(statementOf(account.Power, "30114", nil), "38400"), nil, nil,
			"38.214 kWh by the meter in 1:02, 20 → 81 %. The bill is 186 Wh more: nothing in the log says why. " +
				"Integrated power is 8.1 kWh short: nothing in the log says why.",
		},
		"without energy": {
			open, nil, []store.FindingGroup{{Count: 1, First: model.Finding{Rule: "TXN001", Severity: model.SeverityWarning}}}, nil,
			"No energy is known in 1:02; its stop is not in the log.",
		},
	} {
		if got := Summary(nil, c.tx, c.accounts, c.groups, c.zone); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, c.want)
		}
	}
}

// billedToo adds a bill to a statement.
func billedToo(s *account.Statement, wh string) *account.Statement {
	b := account.Account{Kind: account.Billed, Energy: accountWh(wh), Tolerance: model.Some(accountWh("1"))}
	b.Difference = model.Some(b.Energy.Sub(s.Accounts[0].Energy))
	s.Accounts = append(s.Accounts, b)
	return s
}

func TestEveryRuleOfASummaryHasItsWords(t *testing.T) {
	for _, id := range SummaryRules() {
		if clause(nil, &model.Finding{Rule: id}, time.UTC) == "" {
			t.Errorf("%s has no words", id)
		}
		if _, ok := rule.ByID(id); !ok {
			t.Errorf("there is no rule %s", id)
		}
	}
}

func TestSummaryNamesWhereTheEnergyComesFrom(t *testing.T) {
	for from, want := range map[model.EnergySource]string{
		model.EnergyFromMeter:    "1.000 kWh by the meter; no findings.",
		model.EnergyFromRegister: "1.000 kWh by the register; no findings.",
		model.EnergyFromInterval: "1.000 kWh by the intervals; no findings.",
		model.EnergyFromPower:    "1.000 kWh by integrated power; no findings.",
	} {
		tx := model.Transaction{Energy: model.Some(model.NewDecimal(1000, 0)), EnergyFrom: from}
		if got := Summary(nil, tx, nil, nil, nil); got != want {
			t.Errorf("%s: %s", from, got)
		}
	}
}
