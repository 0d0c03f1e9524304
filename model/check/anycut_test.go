package check_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"meterscope/importer"
	"meterscope/model"
	"meterscope/model/check"
	"meterscope/model/rule"
	"meterscope/model/store"
)

// yard makes a log of some stations that do most things wrong: registers that fall, jump, spike, stand still and move
// between transactions; ids that are reused, missing, unknown or none; starts and stops that are lost, late, sent twice
// or refused; boots. Each line has its own time and its station.
type yard struct {
	r     *rand.Rand
	now   int // seconds of the day
	id    int
	lines []string
}

func (y *yard) put(station, text string) {
	y.now += 1 + y.r.IntN(3)
	clock := fmt.Sprintf("%02d:%02d:%02d", y.now/3600, y.now/60%60, y.now%60)
	y.lines = append(y.lines, fmt.Sprintf(`{"time":"2025-03-01T%sZ","station":"%s","message":%q}`, clock, station, text)+"\n")
}

func (y *yard) clock() string {
	return fmt.Sprintf("2025-03-01T%02d:%02d:%02dZ", y.now/3600, y.now/60%60, y.now%60)
}

// call puts a CALL and mostly its answer.
func (y *yard) call(station, action, payload, answer string) {
	y.id++
	y.put(station, fmt.Sprintf(`[2,"%d","%s",%s]`, y.id, action, payload))
	switch y.r.IntN(30) {
	case 0:
	case 1:
		y.put(station, fmt.Sprintf(`[4,"%d","InternalError","",{}]`, y.id))
	default:
		y.put(station, fmt.Sprintf(`[3,"%d",%s]`, y.id, answer))
	}
}

// plug is a connector of a yard.
type plug struct {
	station   string
	connector int
	wh, power int
	tx        int // 0: none runs
}

func (y *yard) step(p *plug) {
	r := y.r
	switch n := r.IntN(40); {
	case n == 0:
		y.call(p.station, "BootNotification", `{"chargePointVendor":"V","chargePointModel":"M"}`, fmt.Sprintf(`{"status":"Accepted","currentTime":"%s","interval":300}`, y.clock()))
	case n == 1:
		y.call(p.station, "StatusNotification", fmt.Sprintf(`{"connectorId":%d,"errorCode":"NoError","status":"%s","timestamp":"%s"}`, p.connector,
			[]string{"Available", "Charging", "SuspendedEV", "Finishing"}[r.IntN(4)], y.clock()), "{}")
	case p.tx == 0 || n == 2:
		p.tx = 1 + r.IntN(9)
		if r.IntN(4) == 0 {
			p.wh += r.IntN(3000)
		}
		if r.IntN(9) == 0 {
			p.wh = 0
		}
		p.power = r.IntN(12) * 1000
		status := []string{"Accepted", "Accepted", "Accepted", "Invalid"}[r.IntN(4)]
		if r.IntN(8) > 0 {
			y.call(p.station, "StartTransaction", fmt.Sprintf(`{"connectorId":%d,"idTag":"T%d","meterStart":%d,"timestamp":"%s"}`, p.connector, r.IntN(2), p.wh, y.clock()),
				fmt.Sprintf(`{"transactionId":%d,"idTagInfo":{"status":"%s"}}`, p.tx, status))
		}
	case n < 6:
		if r.IntN(6) > 0 {
			meter := p.wh
			if r.IntN(6) == 0 {
				meter = []int{0, -1, p.wh - 500, p.wh + 500}[r.IntN(4)]
			}
			reason := []string{`,"reason":"Local"`, `,"reason":"EVDisconnected"`, ""}[r.IntN(3)]
			stop := fmt.Sprintf(`{"transactionId":%d,"meterStop":%d,"timestamp":"%s"%s}`, p.tx, meter, y.clock(), reason)
			y.call(p.station, "StopTransaction", stop, "{}")
			if r.IntN(6) == 0 {
				y.call(p.station, "StopTransaction", strings.Replace(stop, `"meterStop":`, `"meterStop":1`, 1), "{}")
			}
		}
		p.tx = 0
	default:
		y.sample(p)
	}
	y.now += r.IntN(20)
}

func (y *yard) sample(p *plug) {
	r := y.r
	at := y.clock()
	p.wh += p.power * 60 / 3600
	shown, power := p.wh, p.power
	switch r.IntN(25) {
	case 0:
		p.wh /= 3
	case 1:
		shown += 90000
	case 2:
		p.wh += 4000
	case 3:
		p.wh -= p.power * 60 / 3600
	case 4:
		power = 0
	case 5:
		at = fmt.Sprintf("2025-03-01T%02d:%02d:%02dZ", (y.now-1500)/3600, (y.now-1500)/60%60, y.now%60)
	}
	name := fmt.Sprintf(`"transactionId":%d,`, p.tx)
	switch r.IntN(15) {
	case 0:
		name = ""
	case 1:
		name = `"transactionId":-1,`
	case 2:
		name = `"transactionId":77,`
	}
	y.call(p.station, "MeterValues", fmt.Sprintf(`{"connectorId":%d,%s"meterValue":[{"timestamp":"%s","sampledValue":[{"value":"%d","unit":"Wh"},{"value":"%d","measurand":"Power.Active.Import","unit":"W"}]}]}`,
		p.connector, name, at, shown, power), "{}")
}

// badYard makes the lines of a log of two stations with two connectors each.
func badYard(r *rand.Rand) []string {
	y := yard{r: r, now: 6 * 3600}
	var plugs []*plug
	for s := range 2 {
		for c := range 2 {
			plugs = append(plugs, &plug{station: fmt.Sprintf("CP%d", s+1), connector: c + 1, wh: r.IntN(200_000)})
		}
	}
	for range 250 {
		y.step(plugs[r.IntN(len(plugs))])
	}
	return y.lines
}

// all gives the transactions and findings of some logs, but for their places.
func all(t *testing.T, logs []string, opt importer.Options, oneByOne bool) []string {
	t.Helper()
	c := openCase(t)
	var in []importer.Input
	for i, log := range logs {
		in = append(in, importer.Input{Path: fmt.Sprintf("%d.log", i), Reader: strings.NewReader(log)})
	}
	runs := [][]importer.Input{in}
	if oneByOne { // then what has not changed since is not checked again
		runs = runs[:0]
		for i := range in {
			runs = append(runs, in[i:i+1])
		}
	}
	for _, in := range runs {
		if _, err := importer.Run(t.Context(), in, check.NewSink(c, check.Options{}), opt); err != nil {
			t.Fatal(err)
		}
	}
	out := strings.Split(strings.ReplaceAll(transactions(t, c), "\n  ", "; "), "\n")
	for f, err := range c.Findings(t.Context(), store.FindingQuery{}) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, fmt.Sprintf("%s %s frame %s %s %s–%s ×%d inferred %v: %s", f.Rule, f.Severity, f.FrameID, f.Pointer, f.From, f.To, f.Count, f.Inferred, rule.Message(*f)))
	}
	slices.Sort(out)
	return out
}

// cutAtRandom cuts a log between its lines into up to so many sources, and shuffles them.
func cutAtRandom(r *rand.Rand, lines []string, most int) []string {
	cuts := []int{0, len(lines)}
	for range 1 + r.IntN(most-1) {
		cuts = append(cuts, r.IntN(len(lines)))
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var logs []string
	for i := 1; i < len(cuts); i++ {
		logs = append(logs, strings.Join(lines[cuts[i-1]:cuts[i]], ""))
	}
	r.Shuffle(len(logs), func(i, j int) { logs[i], logs[j] = logs[j], logs[i] })
	return logs
}

// TestNothingDependsOnHowALogWasCut holds it over the whole catalogue.
func TestNothingDependsOnHowALogWasCut(t *testing.T) {
	spoke := map[string]bool{}
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 77))
		lines := badYard(r)
		whole := all(t, []string{strings.Join(lines, "")}, importer.Options{}, false)
		for _, f := range whole {
			id, _, _ := strings.Cut(f, " ")
			spoke[id] = true
		}
		for _, oneByOne := range []bool{false, true} {
			logs := cutAtRandom(r, lines, 8)
			if cut := all(t, logs, importer.Options{}, oneByOne); !slices.Equal(whole, cut) {
				t.Errorf("seed %d: cut into %d sources, one by one %v\n%s", seed, len(logs), oneByOne, difference(whole, cut))
			}
		}
	}
	for _, id := range []model.RuleID{
		"REG001", "REG002", "REG003", "REG004", "REG005", "REG006", "REG007", "REG009", "REG010", "PWR001", "OCP001", "OCP004", "OCP005",
		"OCP006", "TXN001", "TXN002", "TXN003", "TXN005", "TXN006", "TXN009", "TXN010", "TXN011", "CLK007",
	} {
		if !spoke[string(id)] {
			t.Errorf("%s never spoke", id)
		}
	}
}

// TestLogsOfTheFieldGiveTheSameHoweverTheyAreCut does the same with logs of the corpus whose lines have a time. Their
// station and zone are given.
func TestLogsOfTheFieldGiveTheSameHoweverTheyAreCut(t *testing.T) {
	paths, _ := filepath.Glob("../../../shared/corpus/ha-dynamic-ocpp-evse/*.log")
	if len(paths) == 0 {
		t.Skip("no corpus here")
	}
	given := importer.Options{Station: "CP1", Zone: time.FixedZone("+01:00", 3600)}
	r := rand.New(rand.NewPCG(1, 1))
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.SplitAfter(string(text), "\n")
		whole := all(t, []string{string(text)}, given, false)
		for range 5 {
			logs := cutAtRandom(r, lines, 4)
			if slices.ContainsFunc(logs, func(l string) bool { return !strings.Contains(l, "[2,") }) {
				continue // a source without a frame is refused
			}
			if cut := all(t, logs, given, false); !slices.Equal(whole, cut) {
				t.Errorf("%s cut into %d sources\n%s", filepath.Base(path), len(logs), difference(whole, cut))
			}
		}
	}
}
