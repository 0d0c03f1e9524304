package importer

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"html"
	"strings"
	"testing"

	"meterscope/model"
)

// told is one message of a small session, as the logs of the tests tell it.
type told struct {
	kind    int // 2 or 3
	id      string
	action  string
	payload string
	at      string // 2025-03-01T10:00:00
}

func (m told) frame() string {
	if m.kind == 2 {
		return fmt.Sprintf(`[2,"%s","%s",%s]`, m.id, m.action, m.payload)
	}
	return fmt.Sprintf(`[3,"%s",%s]`, m.id, m.payload)
}

// session is a transaction: started, metered twice, stopped; each request is answered.
func session() []told {
	meter := func(at, value string) string {
		return `{"connectorId":1,"transactionId":42,"meterValue":[{"timestamp":"` + at + `Z","sampledValue":[{"value":"` + value +
			`","unit":"Wh"},{"value":"11000","measurand":"Power.Active.Import","unit":"W"}]}]}`
	}
	const accepted = `{"transactionId":42,"idTagInfo":{"status":"Accepted"}}`
	t := func(clock string) string { return "2025-03-01T10:" + clock }
	return []told{
		{2, "a1", "StartTransaction", `{"connectorId":1,"idTag":"TAG","meterStart":1000,"timestamp":"2025-03-01T10:00:00Z"}`, t("00:00")},
		{3, "a1", "StartTransaction", accepted, t("00:01")},
		{2, "a2", "MeterValues", meter(t("05:00"), "2000"), t("05:00")},
		{3, "a2", "MeterValues", `{}`, t("05:01")},
		{2, "a3", "MeterValues", meter(t("10:00"), "3000"), t("10:00")},
		{3, "a3", "MeterValues", `{}`, t("10:01")},
		{2, "a4", "StopTransaction", `{"meterStop":5000,"timestamp":"2025-03-01T10:20:00Z","transactionId":42}`, t("20:00")},
		{3, "a4", "StopTransaction", `{}`, t("20:01")},
	}
}

// logOf writes each message of the session with line.
func logOf(line func(m told) string) string {
	var b strings.Builder
	for _, m := range session() {
		b.WriteString(line(m) + "\n")
	}
	return b.String()
}

// pick is a for a request, b for an answer.
func pick(m told, a, b string) string {
	if m.kind == 2 {
		return a
	}
	return b
}

func indented(text, prefix string) string {
	var b bytes.Buffer
	_ = json.Indent(&b, []byte(text), prefix, "  ") // the texts of tests are JSON
	return b.String()
}

func quotedJSON(text string) string {
	b, _ := json.Marshal(text) // strings always can be
	return string(b)
}

// shapeLog is the session in one shape.
type shapeLog struct {
	name, format, text string
	station            string
	logged             string // log time of the first MeterValues
	noIDs              bool
}

func shapeLogs() []shapeLog {
	spaced := func(at string) string { return strings.Replace(at, "T", " ", 1) }
	slashed := func(at string) string { return strings.ReplaceAll(spaced(at), "-", "/") }
	beside := func(m told) string {
		return fmt.Sprintf(`{"timestamp":"%sZ","chargePointId":"CP1","action":"%s","direction":"%s","payload":%s}`, m.at, m.action, pick(m, "in", "out"), m.payload)
	}
	nodeRED := func(m told) string {
		return fmt.Sprintf(`{"ocpp":{"chargeBoxIdentity":"CP1","MessageId":"%s","msgType":%d,"command":"%s"},"payload":{"command":"%s","data":%s}}`, m.id, m.kind, m.action, m.action, m.payload)
	}
	framed := func(m told) string {
		return fmt.Sprintf(`{"timestamp":"%sZ","chargePointId":"CP1","direction":"%s","message":%s}`, m.at, pick(m, "in", "out"), m.frame())
	}
	return append(foundLogs(), []shapeLog{
		{"home assistant", "home-assistant", logOf(func(m told) string {
			return spaced(m.at) + ".842 INFO (MainThread) [ocpp] CP1: " + pick(m, "receive message ", "send ") + m.frame()
		}), "CP1", "2025-03-01T10:05:00.842Z", false},
		{"python's logging", "home-assistant", logOf(func(m told) string {
			return spaced(m.at) + ",842 - ocpp - INFO - CP1: " + pick(m, "receive message ", "send ") + m.frame()
		}), "CP1", "2025-03-01T10:05:00.842Z", false},
		{"openWB", "home-assistant", logOf(func(m told) string {
			return spaced(m.at) + ",273 - {ocpp:456} - {INFO:OCPP Client} - 45215306: " + pick(m, "send ", "receive message ") + m.frame()
		}), "45215306", "2025-03-01T10:05:00.273Z", false},
		{"evcc", "evcc", logOf(func(m told) string {
			return "[ocpp  ] TRACE " + slashed(m.at) + " " + pick(m, "recv", "send") + " CP1: " + m.frame()
		}), "CP1", "2025-03-01T10:05:00Z", false},
		{"evcc under docker compose", "evcc", logOf(func(m told) string {
			return "evcc  | [ocpp  ] TRACE " + slashed(m.at) + " " + pick(m, "recv", "send") + " CP1: " + m.frame()
		}), "CP1", "2025-03-01T10:05:00Z", false},
		{"SteVe", "steve", logOf(func(m told) string {
			return "[INFO ] " + spaced(m.at) + ",425 de.rwth.idsg.steve.ocpp.ws.WebSocketLogger (qtp1-40) - [chargeBoxId=CP1, sessionId=8d2a] " +
				pick(m, "Received: ", "Sending: ") + m.frame()
		}), "CP1", "2025-03-01T10:05:00.425Z", false},
		{"MicroOcpp", "microocpp", logOf(func(m told) string { return m.at[11:] + ".157 > [MO] " + pick(m, "Send: ", "Recv: ") + m.frame() }),
			"", "2025-03-01T10:05:00.157Z", false},
		{"EVerest", "everest", "2025-03-01T09:59:58.001Z: SYS> Session logging started. \n\n\n" + logOf(func(m told) string {
			return m.at + ".955Z: " + pick(m, "ChargePoint>CentralSystem "+m.action+" ", "CentralSystem>ChargePoint  "+m.action+"Response") +
				"\n" + indented(m.frame(), "") + "\n"
		}), "", "2025-03-01T10:05:00.955Z", false},
		{"EVerest's page", "everest", "<html><body><table>\n" + logOf(func(m told) string {
			return `<tr class="` + pick(m, "ChargePoint", "CentralSystem") + `"> <td>` + m.at + `.955Z</td> <td>` +
				pick(m, "ChargePoint&gt;CentralSystem", "CentralSystem&gt;ChargePoint") + `</td> <td><b>` + m.action +
				`</b></td><td><pre lang="json">` + html.EscapeString(indented(m.frame(), "")) + `</pre></td> </tr>`
		}) + "</table></body></html>\n", "", "2025-03-01T10:05:00.955Z", false},
		{"Delta", "delta", logOf(func(m told) string {
			const head = ".328 OpenWrt local7.info OpenWrt[2596]: [Info][OCPP16J]"
			words := "status=Accepted"
			if m.action == "StartTransaction" {
				words = "status=Accepted,expiryDate=,parentIdTag=,transactionId=42"
			}
			return "Mar  1 " + m.at[11:] + head + pick(m, m.action+"Req:pu8SendBuf="+m.frame(), "ResultParsing:"+m.action+":"+words)
		}), "", "2025-03-01T10:05:00.328Z", true},
		{"JSON lines", "json-lines", logOf(framed), "CP1", "2025-03-01T10:05:00Z", false},
		{"JSON lines, the frame a string", "json-lines", logOf(func(m told) string {
			return fmt.Sprintf(`{"message":%s,"ts":1740823500123,"cp_id":"CP1","dir":"%s"}`, quotedJSON(m.frame()), pick(m, "in", "out"))
		}), "CP1", "2025-03-01T10:05:00.123Z", false},
		{"JSON objects over many lines", "json-lines", logOf(func(m told) string { return indented(framed(m), "") }), "CP1", "2025-03-01T10:05:00Z", false},
		{"the action beside the payload", "json-lines", logOf(beside), "CP1", "2025-03-01T10:05:00Z", true},
		{"the action beside, the payload a string", "json-lines", logOf(func(m told) string {
			return strings.Replace(beside(m), `"payload":`+m.payload, `"payload":`+quotedJSON(m.payload), 1)
		}), "CP1", "2025-03-01T10:05:00Z", true},
		{"the action behind the payload", "json-lines", logOf(func(m told) string {
			return fmt.Sprintf(`{"payload":%s,"action":"%s","messageId":"%s","time":"%sZ","station":"CP1"}`, m.payload, m.action+pick(m, ".req", ".conf"), m.id, m.at)
		}), "CP1", "2025-03-01T10:05:00Z", false},
		{"the action beside, a list", "json-lines", indented("["+strings.TrimSuffix(strings.ReplaceAll(logOf(beside), "}\n", "},"), ",")+"]", "") + "\n", "CP1", "2025-03-01T10:05:00Z", true},
		{"the action beside, a list on one line", "json-lines", "[" + strings.TrimSuffix(strings.ReplaceAll(logOf(beside), "}\n", "},"), ",") + "]", "CP1", "2025-03-01T10:05:00Z", true},
		{"Node-RED", "json-lines", logOf(nodeRED), "CP1", "", false},
		{"Node-RED over many lines", "json-lines", logOf(func(m told) string { return indented(nodeRED(m), "") }), "CP1", "", false},
		{"objects behind words", "json-lines", logOf(func(m told) string {
			return pick(m, "Request ", "Response ") + fmt.Sprintf(`{"CallType":%d,"UUID":"%s",%s"Payload":%s}  `, m.kind, m.id, pick(m, `"Action":"`+m.action+`",`, ""), m.payload)
		}), "", "", false},
		{"docker's files", "json-lines", logOf(func(m told) string {
			line := spaced(m.at) + ".123 INFO (MainThread) [ocpp] CP1: " + pick(m, "receive message ", "send ") + m.frame() + "\n"
			return fmt.Sprintf(`{"log":%s,"stream":"stdout","time":"%s.124567891Z"}`, quotedJSON(line), m.at)
		}), "CP1", "2025-03-01T10:05:00.123Z", false},
		{"journald's export", "json-lines", logOf(func(m told) string {
			return `{"__REALTIME_TIMESTAMP":"1740823200000000","_HOSTNAME":"pi","SYSLOG_IDENTIFIER":"evcc","MESSAGE":` +
				quotedJSON("[ocpp  ] TRACE "+slashed(m.at)+" "+pick(m, "recv", "send")+" CP1: "+m.frame()) + `}`
		}), "CP1", "2025-03-01T10:05:00Z", false},
		{"docker's files, long lines split", "json-lines", logOf(func(m told) string { return dockerLines(m, spaced(m.at)) }), "CP1", "2025-03-01T10:05:00.123Z", false},
		{"Kubernetes, long lines split", "home-assistant", logOf(func(m told) string { return podLines(m, spaced(m.at)) }), "CP1", "2025-03-01T10:05:00.123Z", false},
		{"key=value", "logfmt", logOf(func(m told) string {
			return "time=" + m.at + "Z level=info msg=" + quotedJSON(m.frame()) + " cp_id=CP1 direction=" + pick(m, "in", "out")
		}), "CP1", "2025-03-01T10:05:00Z", false},
		{"Kubernetes", "container", logOf(func(m told) string { return m.at + ".000000001Z stdout F " + pick(m, "received ", "sent ") + m.frame() }),
			"", "2025-03-01T10:05:00.000000001Z", false},
		{"syslog, RFC 5424", "syslog", logOf(func(m told) string {
			return "<134>1 " + m.at + ".003Z pi ocppd 99 - - " + pick(m, "received ", "sent ") + m.frame()
		}),
			"", "2025-03-01T10:05:00.003Z", false},
		{"journald, short-iso", "syslog", logOf(func(m told) string {
			return m.at + "+0000 pi ocppd[99]: " + pick(m, "received from CP1: ", "sent to CP1: ") + m.frame()
		}),
			"CP1", "2025-03-01T10:05:00Z", false},
		{"log4j", "text", logOf(func(m told) string {
			return spaced(m.at) + ",123 INFO  [http-nio-8080-exec-1] c.e.OcppHandler - " + pick(m, "Received from CP1: ", "Sending to CP1: ") + m.frame()
		}), "CP1", "2025-03-01T10:05:00.123Z", false},
		{"logback without date", "text", logOf(func(m told) string {
			return m.at[11:] + ".123 [nioEventLoopGroup-3-1] DEBUG c.e.OcppHandler - " + pick(m, "Received ", "Sending ") + m.frame()
		}), "", "2025-03-01T10:05:00.123Z", false},
		{"seconds since 1970", "text", logOf(func(m told) string { return "1740823500.123 CP1 " + pick(m, "-> ", "<- ") + m.frame() }), "CP1", "2025-03-01T10:05:00.123Z", false},
		{"milliseconds since 1970", "text", logOf(func(m told) string { return "1740823500123 " + pick(m, "recv ", "send ") + m.frame() }), "", "2025-03-01T10:05:00.123Z", false},
		{"German date", "text", logOf(func(m told) string { return "01.03.2025 " + m.at[11:] + ".5 " + pick(m, "Rx: ", "Tx: ") + m.frame() }), "", "2025-03-01T10:05:00.5Z", false},
		{"a web server's date", "text", logOf(func(m told) string {
			return "[01/Mar/2025:" + m.at[11:] + " +0000] GET wss://csms.example/ocpp/CP1 " + pick(m, "received ", "sent ") + m.frame()
		}),
			"CP1", "2025-03-01T10:05:00Z", false},
		{"time of day without the rest", "text", logOf(func(m told) string { return m.at[11:] + " " + pick(m, "recv ", "send ") + m.frame() }), "", "2025-03-01T10:05:00Z", false},
		{"time of day in brackets", "text", logOf(func(m told) string { return "[" + m.at[11:] + ".5] " + pick(m, "Received: ", "Sent: ") + m.frame() }), "", "2025-03-01T10:05:00.5Z", false},
		{"the line above", "text", logOf(func(m told) string {
			return spaced(m.at) + " INFO " + pick(m, "Received", "Sent") + " message:\n" + indented(m.frame(), "")
		}),
			"", "2025-03-01T10:05:00Z", false},
		{"the line above, without a colon", "text", logOf(func(m told) string {
			return m.at + ".000Z CP1 " + pick(m, "received", "sent") + "\n" + indented(m.frame(), "")
		}),
			"CP1", "2025-03-01T10:05:00.000Z", false},
		{"the line above, between rules", "text", logOf(func(m told) string {
			return "=== " + spaced(m.at) + " === " + pick(m, "CP1 → CSMS", "CSMS → CP1") + "\n" + m.frame() + "\n"
		}),
			"CP1", "2025-03-01T10:05:00Z", false},
		{"the time alone on the line above", "text", logOf(func(m told) string { return m.at[11:] + ".5\n" + m.frame() }), "", "2025-03-01T10:05:00.5Z", false},
	}...)
}

func TestLogsOfEachShapeAreRead(t *testing.T) {
	for _, c := range shapeLogs() {
		t.Run(c.name, func(t *testing.T) {
			k := importText(t, c.text, Options{})
			if want := (model.Counts{Frames: 8, MeterValues: 2, SampledValues: 4}); k.counts != want {
				t.Fatalf("counts %+v as %s, want %+v", k.counts, k.src.Format, want)
			}
			if k.src.Format != c.format {
				t.Errorf("read as %s, want %s", k.src.Format, c.format)
			}
			for i, m := range session() {
				f := k.frames[i]
				id, dir, answers := m.id, model.FromStation, model.NoFrame
				if c.noIDs {
					id = ""
				}
				if m.kind == 3 {
					dir, answers = model.ToStation, int64(i-1)
				}
				if c.format == "delta" && m.kind == 2 {
					id = m.id
				}
				if f.ID != id || f.Action != m.action || f.Dir != dir || f.AnswerTo != answers || f.Station != c.station {
					t.Errorf("frame %d: %d %q %s from %d at %q answers %d", i, f.Kind, f.ID, f.Action, f.Dir, f.Station, f.AnswerTo)
				}
			}
			if got := k.frames[2].LoggedAt.String(); got != c.logged {
				t.Errorf("logged at %s, want %s", got, c.logged)
			}
			checkPlaces(t, k)
			for _, s := range k.samples {
				if rest := c.text[s.At.Offset:]; rest[0] != '{' {
					t.Errorf("a sample at %.20q", rest)
				}
			}
			if e := k.events[1]; e.Kind != model.EventAnswer || !e.Transaction.OK || e.Transaction.V != 42 {
				t.Errorf("the answer to StartTransaction: %+v", e)
			}
		})
	}
}

func TestWindowsOfAnySizeGiveTheSame(t *testing.T) {
	for _, c := range shapeLogs() {
		t.Run(c.name, func(t *testing.T) {
			text := strings.Repeat(c.text, 3)
			want := importText(t, text, Options{})
			sameBytes(want)
			for _, size := range []int{64, 333, 997, 4097} {
				got := importText(t, text, Options{window: size})
				sameBytes(got)
				same(t, got, want)
			}
		})
	}
}

// sameBytes writes where payloads come from in one way, byte by byte: the same can be said in several.
func sameBytes(k *kept0) {
	for i := range k.frames {
		f := &k.frames[i]
		if f.Segments == nil {
			continue
		}
		each := make(model.Segments, len(f.Payload))
		for n := range each {
			each[n] = model.Segment{Text: n, Source: f.Segments.Source(n)}
		}
		f.Segments, f.PayloadAt = each, 0
	}
}

func TestCollectionsOfPayloads(t *testing.T) {
	var payloads []string
	for _, m := range session() {
		if m.kind == 2 && m.action == "MeterValues" {
			payloads = append(payloads, m.payload)
		}
	}
	list := "[" + strings.Join(payloads, ",") + "]"
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, _ = z.Write([]byte(list))
	_ = z.Close()
	for name, text := range map[string]string{
		"a line each": strings.Join(payloads, "\n"), "a list": list, "a list over many lines": indented(list, ""), "packed": packed.String(),
		"below a key": `{"rows":` + list + `}`, "each below a key": strings.Join([]string{`{"payload":` + payloads[0] + `}`, `{"payload":` + payloads[1] + `}`}, "\n"),
	} {
		m := &memory{}
		rep, err := Run(t.Context(), []Input{{Path: "-", Reader: strings.NewReader(text)}}, m, Options{})
		if err != nil || rep.Sources[0].Err != nil {
			t.Fatal(name, err, rep.Sources[0].Err)
		}
		if got, want := rep.Sources[0].Source.Counts, (model.Counts{Frames: 2, MeterValues: 2, SampledValues: 4}); got != want {
			t.Errorf("%s: %+v", name, got)
		}
	}
}
