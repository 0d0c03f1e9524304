package main

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

// The log that the tasks are tried with: eight days of a car park, as its central system wrote them. In it is one
// dispute. On the last day the driver with the tag 04D15B0E was billed for 45 kWh at CP17; the car says that 38
// arrived. At 14:21 UTC the register of CP17 jumped by 7 kWh, in one minute, at 11 kW. A week before the same
// driver charged there, and all was well.
const (
	disputeTag         = "04D15B0E"
	disputeTransaction = 4711
	weekBefore         = 4210
	days               = 8
	bytesOfSession     = 128_000 // about
)

// session is one charging transaction of the log.
type session struct {
	station     string
	connector   int
	transaction int
	tag         string
	begin       time.Time
	minutes     int
	watts       float64
	soc         float64
	battery     float64 // Wh
	jumpAt      int     // the minute in which the register jumps; -1 for never
	jump        int     // by how much, Wh
	missing     bool    // twenty minutes of it are not in the log
}

// writeLog writes about so many megabytes. The same log comes out each time.
func writeLog(out io.Writer, megabytes int) error {
	w := bufio.NewWriterSize(out, 1<<20)
	r := rand.New(rand.NewPCG(47, 11))
	begin := time.Date(2026, 11, 16, 0, 0, 0, 0, time.UTC)
	id, transaction := 0, 3000
	registers := map[string]int{} // Wh of each connector, as its last session left it
	perDay := max(4, megabytes*1_000_000/days/bytesOfSession)
	for day := range days {
		var lines []line
		midnight := begin.AddDate(0, 0, day)
		for i := range perDay {
			transaction++
			if transaction == weekBefore || transaction == disputeTransaction {
				transaction++
			}
			station := i%60 + 20
			s := session{
				station: fmt.Sprintf("CP%02d", station), connector: 1 + i/60%2, transaction: transaction,
				tag:     fmt.Sprintf("04%06X", 0xA10000+r.IntN(400)*37),
				begin:   midnight.Add(time.Duration(15+i/120*300+r.IntN(120)) * time.Minute).Add(time.Duration(r.IntN(60)) * time.Second),
				minutes: 60 + r.IntN(80), watts: []float64{3680, 7360, 11040, 22080}[r.IntN(4)], soc: 10 + float64(r.IntN(50)), battery: 58_000 + 1000*float64(r.IntN(30)),
				jumpAt: -1, missing: transaction%53 == 0,
			}
			lines = append(lines, s.lines(r, &id, registers)...)
		}
		switch day {
		case 0:
			s := session{station: "CP17", connector: 1, transaction: weekBefore, tag: disputeTag, begin: midnight.Add(12*time.Hour + 2*time.Minute),
				minutes: 203, watts: 11_040, soc: 21, battery: 62_000, jumpAt: -1}
			lines = append(lines, s.lines(r, &id, registers)...)
		case days - 1:
			s := session{station: "CP17", connector: 1, transaction: disputeTransaction, tag: disputeTag, begin: midnight.Add(11*time.Hour + 40*time.Minute),
				minutes: 209, watts: 11_100, soc: 20, battery: 62_000, jumpAt: 161, jump: 7000}
			lines = append(lines, s.lines(r, &id, registers)...)
		}
		slices.SortStableFunc(lines, func(a, b line) int { return a.at.Compare(b.at) })
		for _, l := range lines {
			if _, err := fmt.Fprintf(w, "%s INFO (MainThread) [ocpp] %s: %s %s\n", l.at.Format("2006-01-02 15:04:05.000"), l.station, l.verb, l.frame); err != nil {
				return fmt.Errorf("write the log: %w", err)
			}
		}
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("write the log: %w", err)
	}
	return nil
}

// line is one of the log, with its frame.
type line struct {
	at            time.Time
	station, verb string
	frame         string
}

// lines are all that is said of a session.
func (s session) lines(r *rand.Rand, id *int, registers map[string]int) []line {
	var out []line
	call := func(at time.Time, action, payload, answer string) {
		*id++
		n := fmt.Sprintf("%08x", *id)
		sent := at.Add(time.Duration(80+r.IntN(400)) * time.Millisecond)
		out = append(out, line{sent, s.station, "receive message", fmt.Sprintf(`[2,"%s","%s",%s]`, n, action, payload)},
			line{sent.Add(time.Duration(8+r.IntN(60)) * time.Millisecond), s.station, "send", fmt.Sprintf(`[3,"%s",%s]`, n, answer)})
	}
	status := func(at time.Time, status string) {
		call(at, "StatusNotification", fmt.Sprintf(`{"connectorId":%d,"errorCode":"NoError","status":"%s","timestamp":"%s"}`, s.connector, status, at.Format(time.RFC3339)), "{}")
	}
	place := fmt.Sprint(s.station, "/", s.connector)
	if registers[place] == 0 {
		registers[place] = 5_000_000 + r.IntN(20_000_000)
	}
	meterStart := registers[place]
	status(s.begin.Add(-20*time.Second), "Preparing")
	call(s.begin, "StartTransaction", fmt.Sprintf(`{"connectorId":%d,"idTag":"%s","meterStart":%d,"timestamp":"%s"}`, s.connector, s.tag, meterStart, s.begin.Format(time.RFC3339)),
		fmt.Sprintf(`{"transactionId":%d,"idTagInfo":{"status":"Accepted"}}`, s.transaction))
	status(s.begin.Add(2*time.Second), "Charging")
	wh, arrived, watts := float64(meterStart), 0.0, 0.0
	at := s.begin
	for m := range s.minutes {
		at = s.begin.Add(time.Duration(m)*time.Minute + 5*time.Second)
		before := watts
		watts = s.watts + 60*math.Sin(float64(m)/7) + 20*r.Float64()
		if left := s.minutes - m; left < 6 { // the car takes less in the end
			watts *= float64(left) / 6
		}
		if m > 0 {
			flowed := (before + watts) / 120
			wh, arrived = wh+flowed, arrived+flowed
		}
		if m == s.jumpAt {
			wh += float64(s.jump)
		}
		if s.missing && m > 30 && m < 51 {
			continue
		}
		soc := math.Min(100, s.soc+arrived/s.battery*100)
		call(at, "MeterValues", fmt.Sprintf(`{"connectorId":%d,"transactionId":%d,"meterValue":[{"timestamp":"%s","sampledValue":[%s]}]}`,
			s.connector, s.transaction, at.Format(time.RFC3339), sampled(wh, watts, soc)), "{}")
	}
	registers[place] = int(wh)
	end := at.Add(25 * time.Second)
	status(at.Add(12*time.Second), "SuspendedEV")
	call(end, "StopTransaction", fmt.Sprintf(`{"transactionId":%d,"idTag":"%s","meterStop":%d,"timestamp":"%s","reason":"Local"}`, s.transaction, s.tag, int(wh), end.Format(time.RFC3339)),
		`{"idTagInfo":{"status":"Accepted"}}`)
	status(end.Add(3*time.Second), "Finishing")
	status(end.Add(50*time.Second), "Available")
	return out
}

func sampled(wh, watts, soc float64) string {
	var b strings.Builder
	value := func(v, measurand, rest string) {
		if b.Len() > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"value":"%s","context":"Sample.Periodic","measurand":"%s",%s}`, v, measurand, rest)
	}
	value(fmt.Sprint(int(wh)), "Energy.Active.Import.Register", `"location":"Outlet","unit":"Wh"`)
	value(fmt.Sprintf("%.0f", watts), "Power.Active.Import", `"location":"Outlet","unit":"W"`)
	for i, volts := range []float64{230.4, 229.6, 231.2} {
		value(fmt.Sprintf("%.2f", watts/3/volts), "Current.Import", fmt.Sprintf(`"phase":"L%d","location":"Outlet","unit":"A"`, i+1))
	}
	for i, volts := range []float64{230.4, 229.6, 231.2} {
		value(fmt.Sprintf("%.1f", volts), "Voltage", fmt.Sprintf(`"phase":"L%d-N","location":"Outlet","unit":"V"`, i+1))
	}
	value(fmt.Sprintf("%.0f", soc), "SoC", `"location":"EV","unit":"Percent"`)
	return b.String()
}
