package account

import (
	"fmt"
	"testing"

	"meterscope/model"
	"meterscope/model/session"
)

// TestTolerancesOfManySeriesHoldToTheirEdge moves accounts that take several series against the meter of 6000 Wh to the
// last Wh that is tolerated, and beyond.
func TestTolerancesOfManySeriesHoldToTheirEdge(t *testing.T) {
	steady := func(m model.Measurand, l model.Phase, u model.Unit, v int) model.Series {
		return series(m, l, u, every(0, 60, constant(fmt.Sprint(v))))
	}
	counted := func(l model.Phase, wh int) model.Series {
		return series(model.EnergyActiveImportRegister, l, model.Wh, []model.Point{at(0, "0"), at(3600, fmt.Sprint(wh))})
	}
	for _, c := range []struct {
		name   string
		of     Kind
		series func(off int) []model.Series // off by so many Wh
		most   int
	}{
		{"current: 10 %, and the digits of the meter", Current, func(off int) []model.Series {
			return []model.Series{steady(model.Voltage, "", model.V, 1), steady(model.CurrentImport, "", model.A, 6000+off)}
		}, 602},
		{"current of three phases: the same", Current, func(off int) []model.Series {
			return []model.Series{
				steady(model.Voltage, "", model.V, 1), steady(model.CurrentImport, "L1", model.A, 2000),
				steady(model.CurrentImport, "L2", model.A, 3000), steady(model.CurrentImport, "L3", model.A, 1000+off),
			}
		}, 602},
		{"phases of the register: 5 %, and the digits of each reading", Phases, func(off int) []model.Series {
			return []model.Series{counted("", 6000), counted("L1", 2000), counted("L2", 3000), counted("L3", 1000+off)}
		}, 308},
		{"phases of the power: 5 % too", Phases, func(off int) []model.Series {
			return []model.Series{
				steady(model.PowerActiveImport, "", model.W, 6000), steady(model.PowerActiveImport, "L1", model.W, 2000),
				steady(model.PowerActiveImport, "L2", model.W, 3000), steady(model.PowerActiveImport, "L3", model.W, 1000+off),
			}
		}, 302},
		{"phases of the intervals: 5 %, and the digits of each", Phases, func(off int) []model.Series {
			one := func(l model.Phase, wh int) model.Series {
				return series(model.EnergyActiveImportInterval, l, model.Wh, []model.Point{at(1800, "0"), at(3600, fmt.Sprint(wh))})
			}
			return []model.Series{one("", 6000), one("L1", 2000), one("L2", 3000), one("L3", 1000+off)}
		}, 308},
	} {
		for _, sign := range []int{1, -1} {
			for _, beyond := range []int{0, 1} {
				tx := hour()
				s := Reconcile(Input{Tx: &tx, Series: c.series(sign * (c.most + beyond)), Limits: session.DefaultLimits()})
				if a := s.Of(c.of); a == nil || a.Agrees != (beyond == 0) {
					t.Errorf("%s: %d Wh: %s", c.name, sign*(c.most+beyond), said(s))
				}
			}
		}
	}
}
