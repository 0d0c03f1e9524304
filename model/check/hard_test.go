package check_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"meterscope/model"
	"meterscope/model/check"
	"meterscope/model/store"
)

// frame writes a line of a log that carries time and station.
func frame(clock, station, text string) string {
	return fmt.Sprintf(`{"time":"2025-03-01T%sZ","station":"%s","message":%q}`, clock, station, text) + "\n"
}

// start, stop and mv write messages of a station: logged at the first time, about the second.
func start(at, station, id string, connector int, meter, tx int64, about string) string {
	return frame(at, station, fmt.Sprintf(`[2,"%s","StartTransaction",{"connectorId":%d,"idTag":"TAG","meterStart":%d,"timestamp":"2025-03-01T%sZ"}]`, id, connector, meter, about)) +
		frame(at, station, fmt.Sprintf(`[3,"%s",{"transactionId":%d,"idTagInfo":{"status":"Accepted"}}]`, id, tx))
}

func stop(at, station, id string, meter, tx int64, about string, data ...string) string {
	extra := ""
	if len(data) > 0 {
		extra = `,"transactionData":[` + strings.Join(data, ",") + `]`
	}
	return frame(at, station, fmt.Sprintf(`[2,"%s","StopTransaction",{"transactionId":%d,"meterStop":%d,"timestamp":"2025-03-01T%sZ","reason":"EVDisconnected"%s}]`, id, tx, meter, about, extra)) +
		frame(at, station, fmt.Sprintf(`[3,"%s",{}]`, id))
}

func value(about string, wh int64) string {
	return fmt.Sprintf(`{"timestamp":"2025-03-01T%sZ","sampledValue":[{"value":"%d","unit":"Wh"}]}`, about, wh)
}

func mv(at, station, id string, connector int, tx string, about string, wh int64) string {
	if tx != "" {
		tx = `"transactionId":` + tx + `,`
	}
	return frame(at, station, fmt.Sprintf(`[2,"%s","MeterValues",{"connectorId":%d,%s"meterValue":[%s]}]`, id, connector, tx, value(about, wh))) +
		frame(at, station, fmt.Sprintf(`[3,"%s",{}]`, id))
}

func boot(at, station, id string) string {
	return frame(at, station, fmt.Sprintf(`[2,"%s","BootNotification",{"chargePointVendor":"V","chargePointModel":"M"}]`, id)) +
		frame(at, station, fmt.Sprintf(`[3,"%s",{"status":"Accepted","currentTime":"2025-03-01T%sZ","interval":300}]`, id, at))
}

var hardCases = []struct {
	name string
	logs []string // one source each
	want string   // transactions, then rules
}{
	{"two stations take turns, with the same ids on each", []string{
		start("10:00:00", "CP1", "a", 1, 1000, 7, "10:00:00") + start("10:00:10", "CP2", "a", 1, 50000, 7, "10:00:10") +
			mv("10:05:00", "CP1", "b", 1, "7", "10:05:00", 1500) + mv("10:05:10", "CP2", "b", 1, "7", "10:05:10", 50500) +
			mv("10:10:00", "CP1", "c", 1, "7", "10:10:00", 2000) + mv("10:10:10", "CP2", "c", 1, "7", "10:10:10", 51000) +
			stop("10:15:00", "CP1", "d", 2500, 7, "10:15:00") + stop("10:15:10", "CP2", "d", 51500, 7, "10:15:10"),
	}, `CP1/1 tx 7 10:00:00-10:15:00 meter 1500 mv 2
		CP2/1 tx 7 10:00:10-10:15:10 meter 1500 mv 2`},
	{"an id is reused after a reboot, and the first was never stopped", []string{
		start("10:00:00", "CP1", "a", 1, 1000, 1, "10:00:00") + mv("10:05:00", "CP1", "b", 1, "1", "10:05:00", 1500) +
			mv("10:10:00", "CP1", "c", 1, "1", "10:10:00", 2000) + boot("10:12:00", "CP1", "x") +
			start("10:20:00", "CP1", "a", 1, 2100, 1, "10:20:00") + mv("10:25:00", "CP1", "b", 1, "1", "10:25:00", 2600) +
			stop("10:40:00", "CP1", "d", 4100, 1, "10:40:00"),
	}, `CP1/1 tx 1 10:00:00-? register 500 mv 2
		CP1/1 tx 1 10:20:00-10:40:00 meter 2000 mv 1
		TXN001 warning`},
	{"an id far beyond 32 bits", []string{
		start("10:00:00", "CP1", "a", 1, 1000, 9223372036854775807, "10:00:00") +
			mv("10:05:00", "CP1", "b", 1, "9223372036854775807", "10:05:00", 1500) + stop("10:15:00", "CP1", "d", 2500, 9223372036854775807, "10:15:00"),
	}, `CP1/1 tx 9223372036854775807 10:00:00-10:15:00 meter 1500 mv 1`},
	{"the clock is set while it charges: the first reading is the first that came", []string{
		frame("10:00:00", "CP1", `[2,"a","MeterValues",{"connectorId":1,"transactionId":5,"meterValue":[{"timestamp":"1970-01-01T00:05:00Z","sampledValue":[{"value":"1000","unit":"Wh"}]}]}]`) + frame("10:00:00", "CP1", `[3,"a",{}]`) +
			frame("10:05:00", "CP1", `[2,"b","MeterValues",{"connectorId":1,"transactionId":5,"meterValue":[{"timestamp":"1970-01-01T00:10:00Z","sampledValue":[{"value":"1500","unit":"Wh"}]}]}]`) + frame("10:05:00", "CP1", `[3,"b",{}]`) +
			mv("10:10:00", "CP1", "c", 1, "5", "10:10:00", 2000) + mv("10:15:00", "CP1", "d", 1, "5", "10:15:00", 2500),
	}, `CP1/1 tx 5 ?-? register 1500 mv 4
		CLK002 warning
		TXN001 info
		TXN002 info`},
	{"an id beyond 64 bits is said once: the samples do name a transaction", []string{
		start("10:00:00", "CP1", "a", 1, 1000, 5, "10:00:00") +
			mv("10:05:00", "CP1", "b", 1, "9223372036854775808", "10:05:00", 1500) + stop("10:15:00", "CP1", "d", 2500, 5, "10:15:00"),
	}, `CP1/1 tx 5 10:00:00-10:15:00 meter 1500 mv 1 inferred
		TXN013 warning`},
	{"an id beyond 64 bits beside samples without one", []string{
		start("10:00:00", "CP1", "a", 1, 1000, 5, "10:00:00") +
			mv("10:05:00", "CP1", "b", 1, "9223372036854775808", "10:05:00", 1500) + mv("10:10:00", "CP1", "c", 1, "", "10:10:00", 2000) +
			stop("10:15:00", "CP1", "d", 2500, 5, "10:15:00"),
	}, `CP1/1 tx 5 10:00:00-10:15:00 meter 1500 mv 2 inferred
		OCP006 info
		TXN013 warning`},
	{"an offline transaction is replayed late, out of order, under no id until the answer", []string{
		boot("09:00:00", "CP1", "x") + start("12:00:00", "CP1", "a", 1, 1000, 5, "10:00:00") +
			mv("12:00:01", "CP1", "c", 1, "5", "10:10:00", 2000) + mv("12:00:02", "CP1", "b", 1, "-1", "10:05:00", 1500) +
			stop("12:00:03", "CP1", "d", 2500, 5, "10:15:00") + start("12:30:00", "CP1", "e", 1, 2500, 6, "12:30:00") +
			stop("12:45:00", "CP1", "f", 4000, 6, "12:45:00"),
	}, `CP1/1 tx 5 10:00:00-10:15:00 meter 1500 mv 2 inferred
		CP1/1 tx 6 12:30:00-12:45:00 meter 1500 mv 0
		CLK006 info
		OCP005 warning`},
	{"the stop is replayed before the start", []string{
		boot("11:59:00", "CP1", "x") + stop("12:00:00", "CP1", "d", 2500, 5, "10:15:00") + mv("12:00:01", "CP1", "b", 1, "5", "10:05:00", 1500) +
			start("12:00:02", "CP1", "a", 1, 1000, 5, "10:00:00"),
	}, `CP1/1 tx 5 10:00:00-10:15:00 meter 1500 mv 1
		CLK006 info`},
	{"the log begins inside one transaction and ends inside another", []string{
		mv("10:00:00", "CP1", "a", 1, "5", "10:00:00", 1000) + mv("10:05:00", "CP1", "b", 1, "5", "10:05:00", 1500) +
			stop("10:10:00", "CP1", "c", 2000, 5, "10:10:00") + start("10:20:00", "CP1", "d", 1, 2000, 6, "10:20:00") +
			mv("10:25:00", "CP1", "e", 1, "6", "10:25:00", 2500) + mv("10:30:00", "CP1", "f", 1, "6", "10:30:00", 3000),
	}, `CP1/1 tx 5 ?-10:10:00 register 500 mv 2
		CP1/1 tx 6 10:20:00-? register 500 mv 2
		TXN001 info
		TXN002 info`},
	{"messages come again, logged twice and sent twice", []string{
		start("10:00:00", "CP1", "a", 1, 1000, 5, "10:00:00") + mv("10:05:00", "CP1", "b", 1, "5", "10:05:00", 1500) +
			mv("10:05:01", "CP1", "b", 1, "5", "10:05:00", 1500) + stop("10:15:00", "CP1", "d", 2500, 5, "10:15:00") +
			stop("10:16:00", "CP1", "d", 2500, 5, "10:15:00") + stop("10:17:00", "CP1", "e", 2500, 5, "10:15:00"),
	}, `CP1/1 tx 5 10:00:00-10:15:00 meter 1500 mv 1
		JSN006 info
		OCP009 info`},
	{"samples without an id, and transactionData beside MeterValues", []string{
		start("10:00:00", "CP1", "a", 1, 1000, 5, "10:00:00") + mv("10:05:00", "CP1", "b", 1, "", "10:05:00", 1500) +
			mv("10:10:00", "CP1", "c", 1, "0", "10:10:00", 2000) + mv("10:10:30", "CP1", "m", 0, "", "10:10:30", 900000) +
			stop("10:15:00", "CP1", "d", 2500, 5, "10:15:00", value("10:00:00", 1000), value("10:05:00", 1500), value("10:15:00", 2500)) +
			mv("10:20:00", "CP1", "e", 1, "", "10:20:00", 2500),
	}, `CP1/1 tx 5 10:00:00-10:15:00 meter 1500 mv 2 inferred
		OCP005 warning
		OCP006 info`},
	{"registers restart with each transaction", []string{
		start("10:00:00", "CP1", "a", 1, 0, 1, "10:00:00") + mv("10:05:00", "CP1", "b", 1, "1", "10:05:00", 500) + stop("10:15:00", "CP1", "c", 1500, 1, "10:15:00") +
			start("10:20:00", "CP1", "d", 1, 0, 2, "10:20:00") + mv("10:25:00", "CP1", "e", 1, "2", "10:25:00", 500) + stop("10:35:00", "CP1", "f", 1500, 2, "10:35:00"),
	}, `CP1/1 tx 1 10:00:00-10:15:00 meter 1500 mv 1
		CP1/1 tx 2 10:20:00-10:35:00 meter 1500 mv 1
		REG008 info`},
	{"the session's energy under the id, the meter's register without", []string{
		start("10:00:00", "CP1", "a", 1, 800000, 1, "10:00:00") + mv("10:05:00", "CP1", "b", 1, "1", "10:05:00", 500) + mv("10:06:00", "CP1", "c", 1, "", "10:06:00", 800600) +
			mv("10:10:00", "CP1", "d", 1, "1", "10:10:00", 1000) + mv("10:11:00", "CP1", "e", 1, "", "10:11:00", 801100) +
			mv("10:14:00", "CP1", "f", 1, "1", "10:14:00", 1400),
	}, `CP1/1 tx 1 10:00:00-? register 900 mv 5 inferred
		OCP006 info
		REG008 info
		TXN001 info`},
	{"connectors take turns, and one charges without an id", []string{
		start("10:00:00", "CP1", "a", 1, 1000, 1, "10:00:00") + start("10:00:10", "CP1", "b", 2, 9000, 2, "10:00:10") +
			mv("10:05:00", "CP1", "c", 1, "", "10:05:00", 1500) + mv("10:05:10", "CP1", "d", 2, "2", "10:05:10", 9500) +
			mv("10:10:00", "CP1", "e", 1, "", "10:10:00", 2000) + mv("10:10:10", "CP1", "f", 2, "2", "10:10:10", 10000) +
			stop("10:15:00", "CP1", "g", 2500, 1, "10:15:00") + stop("10:15:10", "CP1", "h", 10500, 2, "10:15:10"),
	}, `CP1/1 tx 1 10:00:00-10:15:00 meter 1500 mv 2 inferred
		CP1/2 tx 2 10:00:10-10:15:10 meter 1500 mv 2
		OCP006 info`},
	{"the start stands in one file, samples and stop in another that was read before", []string{
		mv("10:05:00", "CP1", "b", 1, "5", "10:05:00", 1500) + stop("10:15:00", "CP1", "d", 2500, 5, "10:15:00"),
		start("10:00:00", "CP1", "a", 1, 1000, 5, "10:00:00"),
	}, `CP1/1 tx 5 10:00:00-10:15:00 meter 1500 mv 1`},
}

// TestHardTransactionsAreJoinedRight gives the transactions of small logs, each with one difficulty, and the rules
// that speak, each once with its severity.
func TestHardTransactionsAreJoinedRight(t *testing.T) {
	for _, h := range hardCases {
		t.Run(h.name, func(t *testing.T) {
			c := openCase(t)
			var logs [][2]string
			for i, text := range h.logs {
				logs = append(logs, [2]string{fmt.Sprintf("%d.log", i+1), text})
			}
			load(t, c, check.Options{}, logs...)
			got := joinedShort(t, c) + saidShort(t, c)
			if want := strings.ReplaceAll(h.want, "\t", "") + "\n"; got != want {
				t.Errorf("got\n%swant\n%s%s", got, want, strings.Join(findings(t, c, true), "\n"))
			}
		})
	}
}

func joinedShort(t *testing.T, c *store.Case) string {
	t.Helper()
	list, err := c.Transactions(context.Background(), keys(t, c))
	if err != nil {
		t.Fatal(err)
	}
	hour := func(at model.Time) string {
		if at.IsZero() {
			return "?"
		}
		return at.Time().Format("15:04:05")
	}
	var b strings.Builder
	for _, tx := range list {
		fmt.Fprintf(&b, "%s/%d tx %d %s-%s %s %s mv %d", tx.Station, tx.Connector.Or(-1), tx.ID.Or(-99), hour(tx.Start), hour(tx.Stop), tx.EnergyFrom, number(tx.Energy), tx.MeterValues)
		if tx.Inferred {
			b.WriteString(" inferred")
		}
		b.WriteString("\n")
	}
	return b.String()
}

func saidShort(t *testing.T, c *store.Case) string {
	t.Helper()
	var all []string
	for f, err := range c.Findings(context.Background(), store.FindingQuery{}) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, fmt.Sprintf("%s %s\n", f.Rule, f.Severity))
	}
	slices.Sort(all)
	return strings.Join(slices.Compact(all), "")
}
