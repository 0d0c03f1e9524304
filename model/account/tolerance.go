package account

import "meterscope/model"

// givenFor is what an account of a kind may differ: the larger of so many Wh and so many percent of the reference.
// Of two accounts that are compared, the larger counts. They are the tolerances of the rules that compare the same
// quantities: REG003 and REG004 (10 Wh at each end), REG011, PWR001, PWR002, PHS002.
//
// To that comes one least digit of each reading that a difference was taken of, in both accounts, and what can have
// flowed where one of the two begins later or ends earlier, if that is no longer than the floor of CLK007 (2 min):
// with such sampling nobody can know better. A longer stretch is a cause, not a tolerance.
func givenFor(k Kind) (wh, percent int64) {
	switch k {
	case Register:
		return 20, 0
	case Interval:
		return 50, 2
	case Power:
		return 100, 5
	case Current:
		return 100, 10
	case Phases:
		return 50, 5
	}
	return 0, 0
}

// perEnd is how far a meter reading and the sample beside it may be apart although no time lies between (REG003,
// REG004), in Wh.
func perEnd() model.Decimal { return model.NewDecimal(10, 0) }

// tolerated is what is given for two accounts that are compared.
func tolerated(a, ref *claim) model.Decimal {
	var most model.Decimal
	for _, k := range []Kind{a.given, ref.given} {
		wh, share := givenFor(k)
		most = larger(most, larger(model.NewDecimal(wh, 0), percent(ref.Energy.Abs(), model.NewDecimal(share, 0))))
	}
	return most.Add(a.digits).Add(ref.digits)
}

// percent is p % of d.
func percent(d, p model.Decimal) model.Decimal { return d.Mul(p).Shift(-2) }

func larger(a, b model.Decimal) model.Decimal {
	if a.Cmp(b) < 0 {
		return b
	}
	return a
}

func smaller(a, b model.Decimal) model.Decimal {
	if b.Cmp(a) < 0 {
		return b
	}
	return a
}
