package check_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"meterscope/importer"
	"meterscope/model"
	"meterscope/model/check"
	"meterscope/model/rule"
	"meterscope/model/store"
)

// troubledLog makes a log of two stations, of lines with log time and station, with what the rules of time and of the
// protocol speak of.
func troubledLog(r *rand.Rand) []string {
	var lines []string
	id := 0
	for station := range 2 {
		name := fmt.Sprintf("CP%d", station+1)
		at := 36000 + r.IntN(100)
		put := func(frame string) {
			message, _ := json.Marshal(frame)
			lines = append(lines, fmt.Sprintf(`{"time":"2025-03-01T%02d:%02d:%02dZ","station":"%s","message":%s}`, at/3600%24, at/60%60, at%60, name, message))
		}
		clock := func(t int) string { return fmt.Sprintf("2025-03-01T%02d:%02d:%02dZ", t/3600%24, t/60%60, t%60) }
		call := func(action, payload, answer string) {
			id++
			frame := fmt.Sprintf(`[2,"%d","%s",%s]`, id, action, payload)
			put(frame)
			if r.IntN(12) == 0 { // no answer: sent again, or not
				at += 30
				if r.IntN(2) == 0 {
					return
				}
				put(frame)
			}
			at++
			if r.IntN(15) == 0 {
				put(fmt.Sprintf(`[4,"%d","InternalError","",{}]`, id))
				return
			}
			put(fmt.Sprintf(`[3,"%d",%s]`, id, answer))
		}
		for tx := range 3 {
			number := 10*station + tx + 1
			call("Heartbeat", "{}", fmt.Sprintf(`{"currentTime":"%s"}`, clock(at)))
			call("StatusNotification", fmt.Sprintf(`{"connectorId":1,"errorCode":"NoError","status":"Charging","timestamp":"%s"}`, clock(at)), "{}")
			call("StartTransaction", fmt.Sprintf(`{"connectorId":1,"idTag":"T","meterStart":%d,"timestamp":"%s"}`, tx*1000, clock(at)),
				fmt.Sprintf(`{"transactionId":%d,"idTagInfo":{"status":"Accepted"}}`, number))
			for n := range 12 {
				at += 60
				when := at
				switch r.IntN(10) {
				case 0:
					when -= 1200
				case 1:
					when += 300
				case 2:
					when = -86400 * 7000
				}
				name := ""
				if r.IntN(6) > 0 {
					name = fmt.Sprintf(`"transactionId":%d,`, number)
				}
				stamp := clock(when)
				if when < 0 {
					stamp = "1970-01-01T00:00:00Z"
				}
				call("MeterValues", fmt.Sprintf(`{"connectorId":1,%s"meterValue":[{"timestamp":"%s","sampledValue":[{"value":"%d","context":"Sample.Clock"}]}]}`,
					name, stamp, tx*1000+n*80), "{}")
			}
			at += 60
			call("StopTransaction", fmt.Sprintf(`{"transactionId":%d,"meterStop":%d,"timestamp":"%s"}`, number, tx*1000+960, clock(at)), `{}`)
			call("StatusNotification", fmt.Sprintf(`{"connectorId":1,"errorCode":"NoError","status":"Available","timestamp":"%s"}`, clock(at)), "{}")
			at += 600
		}
	}
	slices.SortStableFunc(lines, func(a, b string) int { return strings.Compare(a[:32], b[:32]) })
	return lines
}

// foundIn imports logs in the order given, and tells what is found of time and protocol, but for the places.
func foundIn(t *testing.T, logs []string) []string {
	t.Helper()
	ctx := t.Context()
	c, err := store.Temp(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	var in []importer.Input
	for i, log := range logs {
		in = append(in, importer.Input{Path: fmt.Sprintf("%d.log", i), Reader: strings.NewReader(log)})
	}
	if _, err := importer.Run(ctx, in, check.NewSink(c, check.Options{}), importer.Options{}); err != nil {
		t.Fatal(err)
	}
	names := map[model.TransactionKey]string{}
	keys, err := c.TransactionKeys(ctx, store.TransactionQuery{})
	if err != nil {
		t.Fatal(err)
	}
	list, err := c.Transactions(ctx, keys)
	if err != nil {
		t.Fatal(err)
	}
	for i := range list {
		tx := &list[i]
		names[tx.Key] = fmt.Sprintf("%s %v %v", tx.Station, tx.ID.V, tx.Begin())
	}
	var all []string
	for f, err := range c.Findings(ctx, store.FindingQuery{}) {
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(string(f.Rule), "CLK") || strings.HasPrefix(string(f.Rule), "OCP") {
			all = append(all, fmt.Sprintf("%s %v %s n=%d %s %s %v–%v [%s] frame %s", f.Rule, f.Severity, rule.Message(*f), f.Count, f.Got, f.Want, f.From, f.To, names[f.Transaction], f.FrameID))
		}
	}
	slices.Sort(all)
	return all
}

func TestFindingsDontDependOnHowALogWasCutIntoSources(t *testing.T) {
	kinds := map[string]bool{}
	for seed := range uint64(12) {
		r := rand.New(rand.NewPCG(seed, 5))
		lines := troubledLog(r)
		whole := foundIn(t, []string{strings.Join(lines, "\n") + "\n"})
		for _, f := range whole {
			kinds[f[:6]] = true
		}
		var logs []string
		for rest := lines; len(rest) > 0; {
			n := min(len(rest), 1+r.IntN(60))
			logs = append(logs, strings.Join(rest[:n], "\n")+"\n")
			rest = rest[n:]
		}
		r.Shuffle(len(logs), func(i, j int) { logs[i], logs[j] = logs[j], logs[i] })
		if cut := foundIn(t, logs); !slices.Equal(whole, cut) {
			t.Errorf("seed %d: cut into %d sources\n%s", seed, len(logs), difference(whole, cut))
		}
	}
	for _, id := range []string{"CLK002", "CLK003", "CLK006", "OCP001", "OCP002", "OCP006", "OCP009"} {
		if !kinds[id] {
			t.Errorf("%s never spoke", id)
		}
	}
}

// difference lists what only one of two sorted lists has.
func difference(a, b []string) string {
	var out strings.Builder
	for _, s := range a {
		if !slices.Contains(b, s) {
			out.WriteString("- " + s + "\n")
		}
	}
	for _, s := range b {
		if !slices.Contains(a, s) {
			out.WriteString("+ " + s + "\n")
		}
	}
	return out.String()
}
