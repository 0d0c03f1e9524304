//go:build ignore

// Command generate writes dispute.log, the sample log that comes with Meterscope.
//
// It shows one station with two connectors over three hours, as Home Assistant's OCPP integration logs it.
// Three transactions: 41 is as it should be. 42 is the dispute: the station's controller hangs for twenty
// minutes while the car goes on charging, comes back with a register that it had saved earlier, and labels
// its first two reports wrongly. 43 is never stopped in the log.
//
// The same log comes out each time:
//
//	go run generate.go -o dispute.log
package main

import (
	"bufio"
	"flag"
	"fmt"
	"log"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"time"
)

func main() {
	out := flag.String("o", "dispute.log", "the file to write")
	flag.Parse()
	f, err := os.Create(*out)
	if err != nil {
		log.Fatal(err)
	}
	w := bufio.NewWriter(f)
	g := &generator{w: w, rand: rand.New(rand.NewPCG(42, 16))}
	g.day()
	if err := w.Flush(); err != nil {
		log.Fatal(err)
	}
	if err := f.Close(); err != nil {
		log.Fatal(err)
	}
}

const station = "CP1"

// meter is the state of one connector.
type meter struct {
	connector   int
	transaction int
	idTag       string
	register    float64 // Wh
	soc         float64 // percent
	battery     float64 // Wh
	power       float64 // W that the car takes
	taper       float64 // percent of charge from which the car takes less
	wobble      float64 // W, how the car strays from its power
	amps        [3]float64
	volts       [3]float64
	last        time.Time
}

// generator writes the log and keeps the time.
type generator struct {
	w     *bufio.Writer
	rand  *rand.Rand
	calls int
}

func at(clock string) time.Time {
	t, err := time.Parse(time.RFC3339, "2025-03-01T"+clock+"Z")
	if err != nil {
		log.Fatal(err)
	}
	return t
}

// line writes one line of the log, a little after the moment it speaks of.
func (g *generator) line(t time.Time, level, logger, text string) {
	t = t.Add(time.Duration(140+g.rand.IntN(400)) * time.Millisecond)
	fmt.Fprintf(g.w, "%s %s (MainThread) [%s] %s\n", t.Format("2006-01-02 15:04:05.000"), level, logger, text)
}

func (g *generator) id() string {
	g.calls++
	return fmt.Sprintf("%08x-df13-4650-b7a3-%012x", 0x31238100+g.calls, g.rand.Uint64()>>16)
}

// call writes a CALL of the station and the answer to it.
func (g *generator) call(t time.Time, action, payload, answer string) {
	id := g.id()
	g.line(t, "INFO", "ocpp", fmt.Sprintf(`%s: receive message [2,"%s","%s",%s]`, station, id, action, payload))
	g.line(t.Add(450*time.Millisecond), "INFO", "ocpp", fmt.Sprintf(`%s: send [3,"%s",%s]`, station, id, answer))
}

func stamp(t time.Time) string { return t.Format("2006-01-02T15:04:05Z") }

func (g *generator) status(t time.Time, connector int, status string) {
	g.call(t, "StatusNotification", fmt.Sprintf(
		`{"connectorId":%d,"errorCode":"NoError","status":"%s","timestamp":"%s"}`, connector, status, stamp(t)), "{}")
}

func (g *generator) heartbeat(t time.Time) {
	g.call(t, "Heartbeat", "{}", fmt.Sprintf(`{"currentTime":"%s"}`, stamp(t)))
}

func (g *generator) boot(t time.Time) {
	g.call(t, "BootNotification", `{"chargePointVendor":"Northgate","chargePointModel":"Wallbox Duo 22",`+
		`"chargePointSerialNumber":"NG22-004711","firmwareVersion":"3.1.7","meterType":"MID three-phase"}`,
		fmt.Sprintf(`{"currentTime":"%s","interval":900,"status":"Accepted"}`, stamp(t)))
}

func (g *generator) start(t time.Time, m *meter) {
	g.call(t.Add(-4*time.Second), "Authorize", fmt.Sprintf(`{"idTag":"%s"}`, m.idTag), `{"idTagInfo":{"status":"Accepted"}}`)
	m.last = t
	g.call(t, "StartTransaction", fmt.Sprintf(`{"connectorId":%d,"idTag":"%s","meterStart":%d,"timestamp":"%s"}`,
		m.connector, m.idTag, int(m.register), stamp(t)),
		fmt.Sprintf(`{"transactionId":%d,"idTagInfo":{"status":"Accepted"}}`, m.transaction))
	g.status(t.Add(2*time.Second), m.connector, "Charging")
	g.charge(m, t.Add(time.Second)) // the contactor closes
}

// stop ends a transaction; begin is the register at its start and when that was, for transactionData.
func (g *generator) stop(t time.Time, m *meter, begin int, began time.Time) {
	data := func(t time.Time, wh int, context string) string {
		return fmt.Sprintf(`{"timestamp":"%s","sampledValue":[{"value":"%d","context":"%s","format":"Raw",`+
			`"measurand":"Energy.Active.Import.Register","location":"Outlet","unit":"Wh"}]}`, stamp(t), wh, context)
	}
	g.call(t, "StopTransaction", fmt.Sprintf(
		`{"transactionId":%d,"idTag":"%s","meterStop":%d,"timestamp":"%s","reason":"EVDisconnected","transactionData":[%s,%s]}`,
		m.transaction, m.idTag, int(m.register), stamp(t),
		data(began, begin, "Transaction.Begin"), data(t, int(m.register), "Transaction.End")),
		`{"idTagInfo":{"status":"Accepted"}}`)
	g.status(t.Add(1*time.Second), m.connector, "Finishing")
	g.status(t.Add(40*time.Second), m.connector, "Available")
}

// charge lets a second-by-second charge run until t.
func (g *generator) charge(m *meter, t time.Time) {
	for ; m.last.Before(t); m.last = m.last.Add(time.Second) {
		for i, v := range []float64{231.4, 229.8, 232.6} {
			if m.volts[i] == 0 {
				m.volts[i] = v
			}
			m.volts[i] += (v-m.volts[i])*0.05 + (g.rand.Float64()-0.5)*0.12
		}
		m.wobble += (g.rand.Float64()-0.5)*24 - m.wobble*0.004
		want := m.power + m.wobble
		if m.soc > m.taper {
			want *= math.Max(0.35, 1-(m.soc-m.taper)/12)
		}
		if m.power == 0 {
			want = 0
		}
		watts := 0.0
		for i, share := range []float64{1, 0.982, 1.013} {
			m.amps[i] += (want/3*share/m.volts[i] - m.amps[i]) * 0.12
			watts += m.amps[i] * m.volts[i]
		}
		m.register += watts / 3600
		m.soc = math.Min(100, m.soc+watts/3600*0.93/m.battery*100)
	}
}

// quirk changes what a report says.
type quirk struct{ powerUnit, frequencyUnit string }

func (g *generator) report(t time.Time, m *meter, q quirk) {
	unit := "W"
	if q.powerUnit != "" {
		unit = q.powerUnit
	}
	values := []string{
		fmt.Sprintf(`{"value":"%d","measurand":"Energy.Active.Import.Register","unit":"Wh"}`, int(m.register)),
	}
	total, phases := 0, []string(nil)
	for i, v := range m.volts {
		p := int(math.Round(v * m.amps[i]))
		total += p
		phases = append(phases, fmt.Sprintf(`{"value":"%d","measurand":"Power.Active.Import","phase":"L%d","unit":"W"}`, p, i+1))
	}
	values = append(values, fmt.Sprintf(`{"value":"%d","measurand":"Power.Active.Import","unit":"%s"}`, total, unit))
	values = append(values, phases...)
	for i, a := range m.amps {
		values = append(values, fmt.Sprintf(`{"value":"%.2f","measurand":"Current.Import","phase":"L%d","unit":"A"}`, a, i+1))
	}
	for i, v := range m.volts {
		values = append(values, fmt.Sprintf(`{"value":"%.1f","measurand":"Voltage","phase":"L%d-N","unit":"V"}`, v, i+1))
	}
	values = append(values, `{"value":"11500","measurand":"Power.Offered","unit":"W"}`)
	if q.frequencyUnit != "" {
		values = append(values, fmt.Sprintf(`{"value":"49.98","measurand":"Frequency","unit":"%s"}`, q.frequencyUnit))
	}
	values = append(values, fmt.Sprintf(`{"value":"%d","measurand":"SoC","location":"EV","unit":"Percent"}`, int(m.soc)))
	g.call(t, "MeterValues", fmt.Sprintf(
		`{"connectorId":%d,"transactionId":%d,"meterValue":[{"timestamp":"%s","sampledValue":[%s]}]}`,
		m.connector, m.transaction, stamp(t), strings.Join(values, ",")), "{}")
}

// run charges and reports each minute from the first to the last moment, both included.
func (g *generator) run(m *meter, first, last time.Time) {
	for t := first; !t.After(last); t = t.Add(time.Minute) {
		g.charge(m, t)
		g.report(t, m, quirk{})
		if t.Minute()%15 == 7 {
			g.heartbeat(t.Add(21 * time.Second))
		}
	}
}

// day is the story.
func (g *generator) day() {
	g.startUp()
	left := &meter{connector: 1, register: 12843728, battery: 58000, power: 11040, taper: 75}
	right := &meter{connector: 2, register: 8102466, battery: 77000, power: 10300, taper: 66}
	g.quiet(right)
	g.dispute(left)
	g.unended(right)
	g.line(at("12:10:00"), "INFO", "homeassistant.components.recorder", "Purging states older than 10 days")
}

func (g *generator) startUp() {
	fmt.Fprintln(g.w, "s6-rc: info: service legacy-services successfully started")
	fmt.Fprintln(g.w, "services-up: info: copying legacy longrun home-assistant (no readiness notification)")
	t := at("09:08:02")
	g.line(t, "WARNING", "homeassistant.loader", "We found a custom integration ocpp which has not been tested by "+
		"Home Assistant. This component might cause stability problems, be sure to disable it if you experience issues")
	g.line(t.Add(3*time.Second), "INFO", "websockets.server", "server listening on 0.0.0.0:9000")
	g.line(t.Add(14*time.Second), "INFO", "websockets.server", "connection open")
	g.boot(t.Add(15 * time.Second))
	for c := range 3 {
		g.status(t.Add(time.Duration(17+c)*time.Second), c, "Available")
	}
	id := g.id()
	g.line(t.Add(22*time.Second), "INFO", "ocpp", fmt.Sprintf(
		`%s: send [2,"%s","GetConfiguration",{"key":["MeterValueSampleInterval"]}]`, station, id))
	g.line(t.Add(23*time.Second), "INFO", "ocpp", fmt.Sprintf(
		`%s: receive message [3,"%s",{"configurationKey":[{"key":"MeterValueSampleInterval","readonly":false,"value":"60"}]}]`, station, id))
}

// quiet is transaction 41: nothing to say about it.
func (g *generator) quiet(m *meter) {
	m.transaction, m.idTag, m.soc = 41, "04B7D21A6E5C80", 62
	begin, began := int(m.register), at("09:12:00")
	g.status(began.Add(-20*time.Second), m.connector, "Preparing")
	g.start(began, m)
	g.run(m, began.Add(5*time.Second), at("09:30:05"))
	g.line(at("09:30:41"), "ERROR", "homeassistant.helpers.entity", "Update for sensor.garden_weather fails")
	for _, l := range []string{
		"Traceback (most recent call last):",
		`  File "/usr/src/homeassistant/homeassistant/helpers/entity.py", line 960, in async_update_ha_state`,
		"    await self.async_device_update()",
		`  File "/config/custom_components/garden/sensor.py", line 88, in async_update`,
		`    self._state = data["current"]["rain"]`,
		"KeyError: 'rain'",
	} {
		fmt.Fprintln(g.w, l)
	}
	g.run(m, at("09:31:05"), at("09:54:05"))
	g.charge(m, at("09:54:30"))
	g.stop(at("09:54:30"), m, begin, began)
}

// dispute is transaction 42.
func (g *generator) dispute(m *meter) {
	m.transaction, m.idTag, m.soc = 42, "04A1C9F2B34D80", 62
	begin, began := int(m.register), at("10:00:00")
	g.status(began.Add(-35*time.Second), m.connector, "Preparing")
	g.start(began, m)
	g.run(m, began.Add(5*time.Second), at("10:31:05"))
	g.charge(m, at("10:31:20"))

	saved := m.register - 1420 // what the controller had last written to its memory
	g.line(at("10:31:42"), "INFO", "websockets.server", "connection closed")
	g.line(at("10:36:10"), "WARNING", "custom_components.ocpp", "CP1: no pong in 120 s, marking the station unavailable")
	for _, t := range []string{"10:40:00", "10:45:00", "10:50:00"} {
		g.line(at(t), "INFO", "homeassistant.components.sensor", "sensor.grid_import 3.2 kW, sensor.pv 5.9 kW")
	}
	g.charge(m, at("10:51:20")) // the power stage had gone on
	m.register = saved + 12     // counted since the controller is back
	g.line(at("10:51:21"), "INFO", "websockets.server", "connection open")
	g.boot(at("10:51:22"))
	g.status(at("10:51:24"), m.connector, "Charging")
	g.status(at("10:51:25"), 2, "Available")

	g.charge(m, at("10:52:05"))
	g.report(at("10:52:05"), m, quirk{powerUnit: "Wh", frequencyUnit: "Hz"})
	g.charge(m, at("10:53:05"))
	g.report(at("10:53:05"), m, quirk{powerUnit: "Wh", frequencyUnit: "Hz"})
	g.run(m, at("10:54:05"), at("10:58:05"))

	g.charge(m, at("10:58:20"))
	m.power, m.amps = 0, [3]float64{}
	g.status(at("10:58:21"), m.connector, "SuspendedEV")
	g.run(m, at("10:59:05"), at("11:02:05"))
	g.stop(at("11:02:10"), m, begin, began)
}

// unended is transaction 43: the cable is pulled, but no StopTransaction ever comes.
func (g *generator) unended(m *meter) {
	m.transaction, m.idTag, m.soc = 43, "04E5307B19AC80", 41
	m.battery, m.taper, m.power, m.amps = 62000, 95, 7360, [3]float64{}
	began := at("11:05:00")
	g.status(began.Add(-15*time.Second), m.connector, "Preparing")
	g.start(began, m)
	g.run(m, began.Add(5*time.Second), at("11:46:05"))
	g.status(at("11:46:38"), m.connector, "Available")
	g.heartbeat(at("11:52:28"))
	g.repeat(at("12:07:28"))
}

// repeat writes a heartbeat that two loggers wrote down.
func (g *generator) repeat(t time.Time) {
	id := g.id()
	frame := fmt.Sprintf(`[2,"%s","Heartbeat",{}]`, id)
	g.line(t, "INFO", "ocpp", station+": receive message "+frame)
	g.line(t, "DEBUG", "custom_components.ocpp.api", station+": received "+frame)
	g.line(t.Add(500*time.Millisecond), "INFO", "ocpp", fmt.Sprintf(`%s: send [3,"%s",{"currentTime":"%s"}]`, station, id, stamp(t)))
}
