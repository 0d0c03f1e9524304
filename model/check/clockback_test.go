package check_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"meterscope/model"
	"meterscope/model/account"
	"meterscope/model/check"
)

// clockSetBack is the log of a transaction of 7.2 kW whose station's clock goes back by an hour after ten minutes, as
// where summer time ends. It runs for so many minutes.
func clockSetBack(minutes int) string {
	begin := time.Date(2025, 3, 1, 10, 0, 0, 0, time.UTC)
	clock := func(minute int) (logged, said string) {
		at := begin.Add(time.Duration(minute) * time.Minute)
		stamp := at.Add(time.Hour)
		if minute >= 10 {
			stamp = at
		}
		return at.Format(time.TimeOnly), stamp.Format(time.TimeOnly)
	}
	var b strings.Builder
	logged, said := clock(0)
	b.WriteString(start(logged, "CP1", "a", 1, 1000, 5, said))
	for i := 1; i <= minutes; i++ {
		logged, said = clock(i)
		b.WriteString(frame(logged, "CP1", fmt.Sprintf(`[2,"m%d","MeterValues",{"connectorId":1,"transactionId":5,"meterValue":[{"timestamp":"2025-03-01T%sZ",`+
			`"sampledValue":[{"value":"%d","unit":"Wh"},{"value":"7200","measurand":"Power.Active.Import","unit":"W"}]}]}]`, i, said, 1000+120*i)))
		b.WriteString(frame(logged, "CP1", fmt.Sprintf(`[3,"m%d",{}]`, i)))
	}
	logged, said = clock(minutes)
	b.WriteString(stop(logged, "CP1", "z", int64(1000+120*minutes), 5, said))
	return b.String()
}

// Where the station's clock goes back, the order of its samples is not known: nothing is wrong with the meter for it.
func TestClockThatGoesBackIsWhatMakesAccountsDiffer(t *testing.T) {
	for _, minutes := range []int{30, 90} {
		c := openCase(t)
		load(t, c, check.Options{}, [2]string{"a.log", clockSetBack(minutes)})
		tx := onlyTransaction(t, c)
		s, err := check.Accounts(t.Context(), c, &tx, model.Entered{}, check.Options{})
		if err != nil {
			t.Fatal(err)
		}
		differ := 0
		for i := range s.Accounts {
			a := &s.Accounts[i]
			if a.Agrees {
				continue
			}
			differ++
			if a.Cause == nil || a.Cause.Kind != account.CauseClock || a.Cause.Of != a.Kind {
				t.Errorf("%d minutes: %s %s differs by %s for %+v", minutes, a.Kind, a.Energy.Plain(), a.Difference.V.Plain(), a.Cause)
			}
		}
		if differ == 0 || len(s.Against) > 0 || s.Reference != account.Meter {
			t.Errorf("%d minutes: %d accounts differ from %s, %v stand against it", minutes, differ, s.Reference, s.Against)
		}
		if said := saidShort(t, c); !strings.Contains(said, "CLK005 warning") || strings.Contains(said, "PWR") || strings.Contains(said, "REG") {
			t.Errorf("%d minutes: %s", minutes, said)
		}
	}
}
