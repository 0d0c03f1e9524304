package present

import (
	"strings"
	"testing"
	"time"

	"meterscope/model"
	"meterscope/model/account"
)

func accountTime(clock string) model.Time {
	t, err := time.Parse(time.DateTime, "2025-03-01 "+clock)
	if err != nil {
		panic(err)
	}
	return model.NewTime(t, 0, model.ZoneStated)
}

func accountWh(s string) model.Decimal {
	d, err := model.ParseDecimal(s)
	if err != nil {
		panic(err)
	}
	return d
}

// statementOf is a meter of 38.214 kWh, and an account that differs from it, for a cause.
func statementOf(kind account.Kind, wh string, c *account.Cause) *account.Statement {
	ref := account.Account{Kind: account.Meter, Energy: accountWh("38214"), From: accountTime("10:00:00"), To: accountTime("11:02:10"), Samples: 2, Agrees: true,
		Difference: model.Some(accountWh("0")), Tolerance: model.Some(accountWh("0"))}
	a := account.Account{Kind: kind, Energy: accountWh(wh), Tolerance: model.Some(accountWh("102")), Cause: c, Samples: 60, From: accountTime("10:00:05"), To: accountTime("11:02:05")}
	a.Difference = model.Some(a.Energy.Sub(ref.Energy))
	a.Agrees = a.Difference.V.Abs().Cmp(a.Tolerance.V) <= 0
	return &account.Statement{Reference: account.Meter, Accounts: []account.Account{ref, a}, Loss: account.DefaultLoss()}
}

func TestSentencesOfAccounts(t *testing.T) {
	at := func(kind account.CauseKind, of account.Kind) account.Cause {
		return account.Cause{Kind: kind, Of: of, From: accountTime("10:31:05"), To: accountTime("10:52:05"), Count: 1, Whole: true}
	}
	with := func(c account.Cause, do func(*account.Cause)) *account.Cause { do(&c); return &c }
	hides := func(wh string) func(*account.Cause) {
		return func(c *account.Cause) { c.Hides = model.Some(accountWh(wh)) }
	}
	late := with(at(account.CauseLateStart, account.Power), hides("2600"))
	for _, c := range []struct {
		kind  account.Kind
		wh    string
		cause *account.Cause
		want  string
	}{
		{account.Register, "38212", nil, "38.214 kWh by the meter; the register agrees to 2 Wh."},
		{account.Register, "38214", nil, "38.214 kWh by the meter; the register agrees exactly."},
		{account.Power, "38213.6", nil, "38.214 kWh by the meter; integrated power agrees to 0.4 Wh."},
		{account.Car, "38200", nil, "38.214 kWh by the meter; the car agrees to 14 Wh."},
		{account.Power, "36114", with(at(account.CauseGap, account.Power), hides("3900")),
			"38.214 kWh by the meter. Integrated power is 2.1 kWh short: nothing was sampled from 10:31 to 10:52, in which up to 3.9 kWh can have flowed."},
		{account.Power, "36114", with(at(account.CauseGap, account.Power), func(c *account.Cause) { hides("2100")(c); c.Known, c.Count = true, 3 }),
			"38.214 kWh by the meter. Integrated power is 2.1 kWh short: nothing was sampled in 3 stretches between 10:31 and 10:52, in which the register counted 2.1 kWh."},
		{account.Power, "30114", with(at(account.CauseGap, account.Power), func(c *account.Cause) {
			hides("3900")(c)
			c.Whole, c.Rest, c.Also = false, accountWh("1600"), []account.Cause{*late}
		}),
			"38.214 kWh by the meter. Integrated power is 8.1 kWh short: nothing was sampled from 10:31 to 10:52, in which up to 3.9 kWh can have flowed; " +
				"integrated power begins only at 10:52, before which up to 2.6 kWh can have flowed; that leaves 1.6 kWh that nothing explains."},
		{account.Register, "30114", with(at(account.CauseEarlyStop, account.Register), func(*account.Cause) {}),
			"38.214 kWh by the meter. The register is 8.1 kWh short: the register ends already at 10:31, after which nobody knows how much flowed."},
		{account.Power, "40214", with(at(account.CauseFall, account.Meter), func(c *account.Cause) { hides("5100")(c); c.Least = accountWh("1247") }),
			"38.214 kWh by the meter. Integrated power is 2.0 kWh more: the register fell by 1.2 kWh between 10:31 and 10:52; with that, the meter makes 39.461 kWh, and up to 3.9 kWh can have flowed meanwhile."},
		{account.Power, "31214", with(at(account.CauseJump, account.Meter), func(c *account.Cause) { hides("7185")(c); c.Least = accountWh("6999") }),
			"38.214 kWh by the meter. Integrated power is 7.0 kWh short: the register jumped by 7.2 kWh between 10:31 and 10:52, where at most 186 Wh can have flowed."},
		{account.Power, "38.2", with(at(account.CauseUnit, account.Power), func(c *account.Cause) { c.Factor = accountWh("0.001") }),
			"38.214 kWh by the meter. Integrated power is 38.2 kWh short: integrated power is about 1000 times too small, as if kW were sent as W."},
		{account.Current, "25400", with(at(account.CausePhase, account.Current), func(c *account.Cause) { c.Lines, c.Certain = []model.Phase{"L1", "L2"}, true }),
			"38.214 kWh by the meter. Voltage × current is 12.8 kWh short: it counts L1, L2 only, although another phase carried current."},
		{account.Phases, "12700", with(at(account.CausePhase, account.Phases), func(c *account.Cause) { c.Lines = []model.Phase{"L1"} }),
			"38.214 kWh by the meter. The sum of the phases is 25.5 kWh short: it counts L1 only, and is about 1/3 of the reference (the meter 38.214 kWh)."},
		{account.Current, "41000", with(at(account.CausePowerFactor, account.Current), func(c *account.Cause) { c.Factor = accountWh("0.93") }),
			"38.214 kWh by the meter. Voltage × current is 2.8 kWh more: voltage × current is apparent power; a power factor of 0.93 would explain it, but the log has none."},
		{account.Power, "36114", with(at(account.CauseClock, account.Power), func(*account.Cause) {}),
			"38.214 kWh by the meter. Integrated power is 2.1 kWh short: the station's clock went back from 10:52 to 10:31, so samples of two times lie over one another."},
		{account.Power, "36114", with(at(account.CauseClock, account.Power), func(c *account.Cause) { c.Count = 2 }),
			"38.214 kWh by the meter. Integrated power is 2.1 kWh short: the station's clock went back 2 times between 10:31 and 10:52, so samples of two times lie over one another."},
		{account.Power, "36114", with(at(account.CauseClock, account.Power), func(c *account.Cause) { c.Count = 0 }),
			"38.214 kWh by the meter. Integrated power is 2.1 kWh short: by its times the transaction ends before it begins, so not all of its samples count."},
		{account.Power, "36114", with(at(account.CauseMeterReading, account.Meter), func(c *account.Cause) { c.To, c.Whole = model.Time{}, false }),
			"38.214 kWh by the meter. Integrated power is 2.1 kWh short: meterStart is not what the register shows."},
		{account.Power, "36114", with(at(account.CauseMeterReading, account.Meter), func(c *account.Cause) { c.From, c.Whole = model.Time{}, false }),
			"38.214 kWh by the meter. Integrated power is 2.1 kWh short: meterStop is not what the register shows."},
		{account.Power, "36114", with(at(account.CauseMeterReading, account.Meter), func(c *account.Cause) { c.Whole = false }),
			"38.214 kWh by the meter. Integrated power is 2.1 kWh short: meterStart and meterStop are not what the register shows."},
		{account.Power, "36114", with(at(account.CauseExport, account.Power), func(c *account.Cause) { c.Least = accountWh("2100") }),
			"38.214 kWh by the meter. Integrated power is 2.1 kWh short: integrated power takes off the 2.1 kWh that were exported."},
		{account.Billed, "45100", nil, "38.214 kWh by the meter. The bill is 6.9 kWh more: nothing in the log says why."},
		{account.Billed, "36114", with(at(account.CauseOther, account.Billed), func(c *account.Cause) { c.Other = account.Power }),
			"38.214 kWh by the meter. The bill is 2.1 kWh short: it is what integrated power says."},
		{account.Billed, "19000", with(at(account.CauseInterim, account.Billed), hides("19214")),
			"38.214 kWh by the meter. The bill is 19.2 kWh short: it is what the register showed at 10:31, before the end at 10:52."},
		{account.Car, "30000", with(at(account.CauseLoss, account.Car), func(c *account.Cause) { c.Factor = accountWh("21") }),
			"38.214 kWh by the meter. The car's energy is 8.2 kWh short: 21 % of the energy would be lost; charging usually loses 5 to 15 %."},
	} {
		if got := strings.Join(AccountsSummary(nil, statementOf(c.kind, c.wh, c.cause), nil), " "); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}

// A car that fits the meter only with losses, and another account without, may be shown what was never delivered.
func TestCarThatIsNearerToAnotherAccountIsSaidSo(t *testing.T) {
	for _, c := range []struct{ power, car, want string }{
		{"31214", "31000", "38.214 kWh by the meter; the car's 31.000 kWh fit with 19 % lost in charging (usual are 5 to 15 %), but are nearer to integrated power (214 Wh off)."},
		{"31214", "34600", "38.214 kWh by the meter; the car agrees: it took 9 % less than was delivered, and charging usually loses 5 to 15 %."},
		{"31214", "32400", "38.214 kWh by the meter; the car's 32.400 kWh fit with 15 % lost in charging (usual are 5 to 15 %), but are nearer to integrated power (1.2 kWh off)."},
		{"38214", "32000", "38.214 kWh by the meter; the car just agrees, as its figure is rounded: it took 16 % less than was delivered, and charging usually loses 5 to 15 %; integrated power agrees exactly."},
	} {
		s := statementOf(account.Power, c.power, nil)
		s.Accounts[1].Agrees = s.Accounts[1].Difference.V.Sign() == 0
		car := statementOf(account.Car, c.car, nil).Accounts[1]
		car.Agrees = true
		s.Accounts = append(s.Accounts, car)
		if got := AccountsSummary(nil, s, nil)[0]; got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
		verdict, tone := "agrees", TonePlain
		if strings.Contains(c.want, "nearer") {
			verdict, tone = "in doubt", ToneWarning
		}
		row := Accounts(nil, s, nil)[2]
		if row.Verdict != verdict || row.Tone != tone || row.Cause != "" != (tone == ToneWarning) || !strings.Contains(strings.ToLower(c.want), strings.ToLower(strings.TrimSuffix(row.Cause, "."))) {
			t.Errorf("%s: the row says %q because %q", c.want, row.Verdict, row.Cause)
		}
	}
}

func TestAccountsOfNothingSaySo(t *testing.T) {
	if got := AccountsSummary(nil, &account.Statement{}, nil); !strings.HasPrefix(got[0], "The log doesn't say how much energy flowed: ") {
		t.Errorf("got %q", got)
	}
}

func TestRowsOfAccounts(t *testing.T) {
	rows := Accounts(nil, statementOf(account.Power, "36114", nil), time.FixedZone("CET", 3600))
	if r := rows[0]; r.Verdict != "reference" || r.Difference != "" || r.From != "11:00:00" || r.Energy != "38.214" {
		t.Errorf("got %+v", r)
	}
	if r := rows[1]; r.Verdict != "differs" || r.Difference != "−2.100" || r.Tolerance != "± 0.102" || r.Cause != "Nothing in the log says why." {
		t.Errorf("got %+v", r)
	}
}

// What is measured elsewhere than at the outlet says where.
func TestAccountsElsewhereSayWhere(t *testing.T) {
	s := statementOf(account.Power, "38200", nil)
	s.Accounts[1].Where = model.EV
	if got := AccountsSummary(nil, s, nil)[0]; got != "38.214 kWh by the meter; integrated power (EV) agrees to 14 Wh." {
		t.Errorf("got %q", got)
	}
	if got := Accounts(nil, s, nil)[1].Name; got != "Integrated power (EV)" {
		t.Errorf("got %q", got)
	}
}

// Over midnight, times say their day.
func TestTimesOfAccountsOverMidnight(t *testing.T) {
	s := statementOf(account.Register, "38212", nil)
	s.Accounts[0].To = accountTime("11:02:10").Add(24 * time.Hour)
	if got := Accounts(nil, s, nil)[0].To; got != "2 Mar 11:02:10" {
		t.Errorf("got %q", got)
	}
}
