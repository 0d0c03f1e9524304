package check_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"meterscope/model"
	"meterscope/model/account"
	"meterscope/model/check"
	"meterscope/model/store"
)

// byPhases is what a plain program makes of a transaction whose values are sent phase by phase: fractions of Wh. What is
// nil has no account.
type byPhases map[account.Kind]*big.Rat

// phaseWriter writes such a transaction: each minute, but for gaps, on some of three phases register, power, voltage,
// current and power factor; with totals beside them or without.
type phaseWriter struct {
	r                         *rand.Rand
	phases                    []string
	totals, factors, resets   bool
	counted                   map[string]int64 // hundredths of Wh
	first, last               map[string]*big.Rat
	watts, apparent           map[string]*big.Rat // of the moment before
	power, current, registers map[string]*big.Rat
	before                    time.Time
}

func (w *phaseWriter) sampled(at time.Time) []map[string]string {
	var out []map[string]string
	send := func(measurand, phase, unit string, hundredths int64) *big.Rat {
		text := model.NewDecimal(hundredths, 2).Plain()
		v := map[string]string{"measurand": measurand, "value": text, "unit": unit}
		if phase != "" {
			v["phase"] = phase
		}
		if unit == "" {
			delete(v, "unit")
		}
		out = append(out, v)
		n, _ := new(big.Rat).SetString(text)
		return n
	}
	const perHour = 3600
	near := !w.before.IsZero() && at.Sub(w.before) <= 3*time.Minute
	trapezoid := func(sum map[string]*big.Rat, was, now *big.Rat, phase string) {
		if !near {
			return
		}
		mean := new(big.Rat).Mul(new(big.Rat).Add(was, now), big.NewRat(1, 2))
		sum[phase].Add(sum[phase], mean.Mul(mean, big.NewRat(int64(at.Sub(w.before)/time.Second), perHour)))
	}
	var all, drawn int64
	for _, phase := range w.phases {
		if w.resets && w.r.IntN(12) == 0 {
			w.counted[phase] = 0
		}
		w.counted[phase] += w.r.Int64N(6000)
		all += w.counted[phase]
		now := send("Energy.Active.Import.Register", phase, "Wh", w.counted[phase])
		if w.first[phase] == nil {
			w.first[phase] = now
		}
		w.last[phase] = now
		watts := w.r.Int64N(370000)
		drawn += watts
		p := send("Power.Active.Import", phase, "W", watts)
		trapezoid(w.power, w.watts[phase], p, phase)
		u := send("Voltage", phase, "V", 22000+w.r.Int64N(2000))
		ui := new(big.Rat).Mul(u, send("Current.Import", phase, "A", w.r.Int64N(1600)))
		if w.factors {
			ui.Mul(ui, send("Power.Factor", phase, "", 70+w.r.Int64N(31)))
		}
		trapezoid(w.current, w.apparent[phase], ui, phase)
		w.watts[phase], w.apparent[phase] = p, ui
	}
	if w.totals {
		now := send("Energy.Active.Import.Register", "", "Wh", all)
		if w.first[""] == nil {
			w.first[""] = now
		}
		w.last[""] = now
		p := send("Power.Active.Import", "", "W", drawn)
		trapezoid(w.power, w.watts[""], p, "")
		w.watts[""] = p
	}
	w.before = at
	return out
}

func sumOf(m map[string]*big.Rat, phases []string) *big.Rat {
	sum := new(big.Rat)
	for _, p := range phases {
		sum.Add(sum, m[p])
	}
	return sum
}

func phaseTransaction(r *rand.Rand, log *strings.Builder, id int, begin time.Time) byPhases {
	w := phaseWriter{
		r: r, phases: []string{"L1", "L2", "L3"}[:1+r.IntN(3)], totals: r.IntN(2) == 0, factors: r.IntN(2) == 0, resets: r.IntN(3) == 0,
		counted: map[string]int64{}, first: map[string]*big.Rat{}, last: map[string]*big.Rat{}, watts: map[string]*big.Rat{},
		apparent: map[string]*big.Rat{}, power: map[string]*big.Rat{"": new(big.Rat)}, current: map[string]*big.Rat{}, registers: map[string]*big.Rat{},
	}
	for _, p := range w.phases {
		w.counted[p] = r.Int64N(1e9)
		w.power[p], w.current[p] = new(big.Rat), new(big.Rat)
	}
	frame := func(at time.Time, action string, payload any, answer string) {
		stamp := at.Format("2006-01-02 15:04:05.000")
		n := fmt.Sprintf("%d-%d", id, log.Len())
		text, _ := json.Marshal(payload)
		fmt.Fprintf(log, "%s INFO (MainThread) [ocpp] CP1: receive message [2,%q,%q,%s]\n", stamp, n, action, text)
		fmt.Fprintf(log, "%s INFO (MainThread) [ocpp] CP1: send [3,%q,%s]\n", stamp, n, answer)
	}
	frame(begin, "StartTransaction", map[string]any{"connectorId": 1, "idTag": "A", "meterStart": 0, "timestamp": begin.Format(time.RFC3339)},
		`{"transactionId":`+strconv.Itoa(id)+`,"idTagInfo":{"status":"Accepted"}}`)
	at := begin
	for range 8 + r.IntN(20) {
		at = at.Add(time.Minute)
		if r.IntN(10) == 0 {
			at = at.Add(time.Duration(5+r.IntN(10)) * time.Minute)
		}
		value := map[string]any{"timestamp": at.Format(time.RFC3339), "sampledValue": w.sampled(at)}
		frame(at, "MeterValues", map[string]any{"connectorId": 1, "transactionId": id, "meterValue": []any{value}}, "{}")
	}
	for p, first := range w.first {
		w.registers[p] = new(big.Rat).Sub(w.last[p], first)
	}
	got := byPhases{account.Current: sumOf(w.current, w.phases)}
	if w.totals {
		got[account.Register], got[account.Power], got[account.Phases] = w.registers[""], w.power[""], sumOf(w.registers, w.phases)
	} else {
		got[account.Register], got[account.Power] = sumOf(w.registers, w.phases), sumOf(w.power, w.phases)
	}
	return got
}

// TestAccountsOfPhasesAreThoseOfAPlainProgram holds the accounts of random transactions that are sent phase by phase,
// with gaps, resets and power factors, to what a plain program reckons: registers to the last digit, integrals rounded
// once.
func TestAccountsOfPhasesAreThoseOfAPlainProgram(t *testing.T) {
	ctx := t.Context()
	r := rand.New(rand.NewPCG(31, 32))
	var log strings.Builder
	want := map[int64]byPhases{}
	begin := time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC)
	for id := range 40 {
		want[int64(id+1)] = phaseTransaction(r, &log, id+1, begin.Add(time.Duration(id)*10*time.Hour))
	}
	c := openCase(t)
	load(t, c, check.Options{}, [2]string{"random.log", log.String()})
	keys, err := c.TransactionKeys(ctx, store.TransactionQuery{})
	if err != nil {
		t.Fatal(err)
	}
	list, err := c.Transactions(ctx, keys)
	if err != nil || len(list) != len(want) {
		t.Fatalf("%d transactions, %v", len(list), err)
	}
	for i := range list {
		kept, err := c.Statement(ctx, list[i].Key)
		if err != nil {
			t.Fatal(err)
		}
		s, err := account.ParseStatement(kept)
		if err != nil {
			t.Fatal(err)
		}
		id := list[i].ID.V
		for _, kind := range []account.Kind{account.Register, account.Power, account.Current, account.Phases} {
			a, w := s.Of(kind), want[id][kind]
			switch {
			case a == nil && w == nil:
			case a == nil || w == nil:
				t.Errorf("transaction %d: %s: got %v, want %v", id, kind, a, w)
			case kind == account.Power || kind == account.Current:
				if got, want := a.Energy.Plain(), rounded(w); got != want {
					t.Errorf("transaction %d: %s: got %s, want %s", id, kind, got, want)
				}
			default:
				if got, _ := new(big.Rat).SetString(a.Energy.String()); got.Cmp(w) != 0 {
					t.Errorf("transaction %d: %s: got %s, want %s", id, kind, a.Energy, w.FloatString(6))
				}
			}
		}
	}
}
