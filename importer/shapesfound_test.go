package importer

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// dockerLines is a line as Docker writes it to its file, in records of 150 bytes: it is 16 kB there.
func dockerLines(m told, at string) string {
	line := at + ".123 INFO (MainThread) [ocpp] CP1: " + pick(m, "receive message ", "send ") + m.frame() + "\n"
	var b strings.Builder
	for len(line) > 0 {
		part := line[:min(150, len(line))]
		line = line[len(part):]
		fmt.Fprintf(&b, `{"log":%s,"stream":"stdout","time":"%s.124567891Z"}`+"\n", quotedJSON(part), m.at)
		if len(line) > 0 {
			fmt.Fprintf(&b, `{"log":"a word in between\n","stream":"stderr","time":"%s.124567892Z"}`+"\n", m.at)
		}
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// podLines is the same as Kubernetes writes it.
func podLines(m told, at string) string {
	line := at + ".123 INFO (MainThread) [ocpp] CP1: " + pick(m, "receive message ", "send ") + m.frame()
	var b strings.Builder
	for len(line) > 150 {
		b.WriteString(m.at + ".124567891Z stdout P " + line[:150] + "\n" + m.at + ".124567892Z stderr F a word in between\n")
		line = line[150:]
	}
	return b.String() + m.at + ".124567893Z stdout F " + line
}

// csvCell is a cell in quotes.
func csvCell(v string) string { return `"` + strings.ReplaceAll(v, `"`, `""`) + `"` }

// unix is a time as a number of seconds since 1970.
func unix(m told) int64 {
	var h, min, sec int64
	_, _ = fmt.Sscanf(m.at[11:], "%d:%d:%d", &h, &min, &sec) // the session's own
	return 1740787200 + h*3600 + min*60 + sec
}

// all makes a JSON list of the session's records.
func all(record func(m told) string) string {
	return "[" + strings.TrimSuffix(strings.ReplaceAll(logOf(record), "}\n", "},\n"), ",\n") + "]"
}

// foundLogs are shapes that logs in tickets and exports of tools have.
func foundLogs() []shapeLog {
	spaced := func(at string) string { return strings.Replace(at, "T", " ", 1) }
	in := func(m told) string { return pick(m, "received", "sent") }
	text := func(name, logged, station string, line func(m told) string) shapeLog {
		return shapeLog{name, "text", logOf(line), station, logged, false}
	}
	const plain, milli = "2025-03-01T10:05:00Z", "2025-03-01T10:05:00.123Z"
	jsonl := func(name, logged, station string, line func(m told) string) shapeLog {
		return shapeLog{name, "json-lines", logOf(line), station, logged, false}
	}
	csv := func(name, logged, station, header string, line func(m told) string) shapeLog {
		return shapeLog{name, "csv", header + "\n" + logOf(line), station, logged, false}
	}
	records := func(name, logged, station string, line func(m told) string) shapeLog {
		return shapeLog{name, "records", logOf(line), station, logged, false}
	}
	wide := func(frame string) string {
		return strings.ReplaceAll(strings.ReplaceAll(frame, ",", ", "), ":[", ": [")
	}
	return []shapeLog{
		{"SteVe, from a spreadsheet", "steve", logOf(func(m told) string {
			return "[INFO]\t" + strings.Replace(m.at, "T", "\t", 1) + ",123\tde.rwth.idsg.steve.ocpp.ws.WebSocketLogger\t(qtp1-50)\t-\t[chargeBoxId=CP1,\tsessionId=53a8]\t" +
				pick(m, "Received:\t", "Sending:\t") + strings.ReplaceAll(wide(m.frame()), " ", "\t") + "\t\t\t\t"
		}), "CP1", milli, false},
		{"Python's websockets", "home-assistant", logOf(func(m told) string {
			return spaced(m.at) + " DEBUG (MainThread) [websockets.protocol] server " + pick(m, "<", ">") + " Frame(fin=True, opcode=<Opcode.TEXT: 1>, data=b'" + m.frame() + "', rsv1=False, rsv2=False, rsv3=False)"
		}), "", plain, false},
		{"Python's websockets, newer", "home-assistant", logOf(func(m told) string {
			return spaced(m.at) + ".123 DEBUG (MainThread) [websockets.server] " + pick(m, "<", ">") + " TEXT '" + m.frame() + "' [273 bytes]"
		}), "", milli, false},
		text("Alfen, wrapped at 80", "2025-03-01T10:05:00.082Z", "", func(m told) string {
			var b strings.Builder
			rest := pick(m, "-> ", "<- ") + m.frame()
			for len(rest) > 0 {
				part := rest[:min(80, len(rest))]
				rest = rest[len(part):]
				b.WriteString(m.at + ".082Z:COM:ocpp_rpc.c:" + pick(m, "681", "1127") + ":" + part + "\n")
			}
			return strings.TrimSuffix(b.String(), "\n")
		}),
		{"a station's syslog", "syslog", logOf(func(m told) string {
			return "Mar  1 " + m.at[11:] + " cp cp_app[955]: <41>                 " +
				pick(m, "ocpp_msging.c:130  [01cca000] (  ) - OCPP "+m.action+".req sent "+wide(m.frame()), "websock_comm.c:909  [01cca000] (*D) - websocket_msg_received len:137 = '"+m.frame()+"'")
		}), "", plain, false},
		{"Home Assistant without the date", "home-assistant", logOf(func(m told) string {
			return m.at[11:] + ".123 INFO (MainThread) [ocpp] CP1: " + pick(m, "receive message ", "send ") + m.frame()
		}), "CP1", milli, false},
		text("Qt", plain, "", func(m told) string {
			return "Mar/01 " + m.at[11:] + " UTC --  " + pick(m, "Send: ", "Recv: ") + m.frame()
		}),
		csv("CloudWatch Insights", milli, "", "@timestamp,@message", func(m told) string {
			return spaced(m.at) + ".123," + csvCell(in(m)+" "+m.frame())
		}),
		jsonl("CloudWatch events", milli, "CP1", func(m told) string {
			return fmt.Sprintf(`{"logStreamName":"ocpp/CP1","timestamp":%d123,"message":%s,"ingestionTime":1740823299999,"eventId":"3881"}`, unix(m), quotedJSON(in(m)+" "+m.frame()))
		}),
		{"CloudWatch events, pretty-printed", "json-lines", indented(`{"events":`+all(func(m told) string {
			return fmt.Sprintf(`{"logStreamName":"csms","timestamp":%d123,"message":%s,"ingestionTime":1740823299999,"eventId":"3881"}`, unix(m), quotedJSON(in(m)+" "+m.frame()))
		})+`,"searchedLogStreams":[]}`, "") + "\n", "", milli, false},
		text("aws logs tail", "2025-03-01T10:05:00.123000Z", "", func(m told) string {
			return m.at + ".123000+00:00 csms/web/4f1c " + in(m) + " " + m.frame()
		}),
		csv("Application Insights", milli, "", `"timestamp [UTC]",message,severityLevel,itemType`, func(m told) string {
			return `"3/1/2025, ` + strings.TrimPrefix(m.at[11:], "0") + `.123 AM",` + csvCell(in(m)+" "+m.frame()) + ",1,trace"
		}),
		csv("Datadog", milli, "", "Date,Host,Service,Content", func(m told) string {
			return m.at + ".123Z,i-0abc,csms," + csvCell(in(m)+" "+m.frame())
		}),
		{"Elasticsearch", "json-lines", indented(`{"took":3,"hits":{"total":{"value":8},"hits":`+all(func(m told) string {
			return fmt.Sprintf(`{"_index":"ocpp","_id":"x","_source":{"@timestamp":"%s.123Z","station":"CP1","message":%s}}`, m.at, quotedJSON(in(m)+" "+m.frame()))
		})+`}}`, "") + "\n", "CP1", milli, false},
		csv("Kibana", milli, "CP1", `"@timestamp",station,message`, func(m told) string {
			return `"Mar 1, 2025 @ ` + m.at[11:] + `.123",CP1,` + csvCell(in(m)+" "+m.frame())
		}),
		text("logcli", plain, "CP1", func(m told) string { return m.at + `Z {app="csms", station="CP1"} ` + in(m) + " " + m.frame() }),
		{"Grafana's download, a list", "json-lines", indented(all(func(m told) string {
			return fmt.Sprintf(`{"line":%s,"timestamp":"%d123000000","date":"%s.123Z","fields":{"app":"csms","station":"CP1"}}`, quotedJSON(in(m)+" "+m.frame()), unix(m), m.at)
		}), "") + "\n", "CP1", "2025-03-01T10:05:00.123000000Z", false},
		jsonl("Splunk", milli, "", func(m told) string {
			return fmt.Sprintf(`{"preview":false,"offset":1,"result":{"_raw":%s,"_time":"%s.123+0000","source":"ocpp"}}`, quotedJSON(in(m)+" "+m.frame()), m.at)
		}),
		csv("Splunk's table", milli, "", `"_raw","_time",host`, func(m told) string {
			return csvCell(in(m)+" "+m.frame()) + `,"` + m.at + `.123+0000",h1`
		}),
		{"Sentry", "json-lines", `{"breadcrumbs":{"values":` + strings.ReplaceAll(all(func(m told) string {
			return fmt.Sprintf(`{"type":"default","category":"console","level":"info","message":%s,"timestamp":%d.123}`, quotedJSON(in(m)+" "+m.frame()), unix(m))
		}), "\n", "") + "}}\n", "", milli, false},
		{"Chrome's HAR", "json-lines", indented(`{"log":{"entries":[{"request":{"method":"GET","url":"wss://csms.example/ocpp/CP1"},"_webSocketMessages":`+all(func(m told) string {
			return fmt.Sprintf(`{"type":"%s","time":%d.123,"opcode":1,"data":%s}`, pick(m, "send", "receive"), unix(m), quotedJSON(m.frame()))
		})+`}]}}`, "") + "\n", "", milli, false},
		text("wscat", "", "", func(m told) string { return pick(m, "> ", "< ") + m.frame() }),
		text("mitmproxy", milli, "CP1", func(m told) string {
			return "[" + m.at[11:] + ".123] 192.0.2.7:50312 " + pick(m, "->", "<-") + " WebSocket text message " + pick(m, "->", "<-") + " csms.example:80/ocpp/CP1\n\n    " + m.frame() + "\n"
		}),
		jsonl("winston", milli, "CP1", func(m told) string {
			return fmt.Sprintf(`{"level":"debug","message":%s,"timestamp":"%s.123Z"}`, quotedJSON("[CP1] "+pick(m, "<- ", "-> ")+m.frame()), m.at)
		}),
		jsonl("pino", milli, "CP1", func(m told) string {
			return fmt.Sprintf(`{"level":30,"time":%d123,"pid":1,"hostname":"h","cp":"CP1","msg":%s}`, unix(m), quotedJSON(in(m)+" "+m.frame()))
		}),
		jsonl("Serilog", "2025-03-01T10:05:00.1230000Z", "CP1", func(m told) string {
			return fmt.Sprintf(`{"@t":"%s.1230000Z","@mt":"%s {Message} {ChargePoint}","Message":%s,"ChargePoint":"CP1"}`, m.at, pick(m, "Received", "Sent"), quotedJSON(m.frame()))
		}),
		text("ASP.NET's console", "", "CP1", func(m told) string {
			return "info: Csms.OcppMiddleware[0]\n      " + pick(m, "Received from", "Sent to") + " CP1: " + m.frame()
		}),
		text("NLog", "2025-03-01T10:05:00.1234Z", "CP1", func(m told) string { return spaced(m.at) + ".1234|INFO|Csms.Ws|CP1 <= " + m.frame() }),
		{"zap", "csv", logOf(func(m told) string {
			return m.at + ".123Z\tINFO\tws/handler.go:42\t" + in(m) + "\t" + fmt.Sprintf(`{"station": "CP1", "message": %s}`, quotedJSON(m.frame()))
		}), "CP1", milli, false},
		text("klog", "2025-03-01T10:05:00.123456Z", "CP1", func(m told) string {
			return "I0301 " + m.at[11:] + ".123456       1 ws.go:42] " + pick(m, "received from", "sent to") + " CP1: " + m.frame()
		}),
		text("Rust's tracing", "2025-03-01T10:05:00.123456Z", "CP1", func(m told) string {
			return m.at + `.123456Z  INFO ocpp_csms::ws: ` + in(m) + ` message station="CP1" message=` + m.frame()
		}),
		text("Elixir", milli, "CP1", func(m told) string {
			return m.at[11:] + ".123 [info] [CP1] " + pick(m, "Received: ", "Sent: ") + m.frame()
		}),
		text("Ruby's logger", "2025-03-01T10:05:00.123456Z", "CP1", func(m told) string {
			return "I, [" + m.at + ".123456 #1234]  INFO -- : [CP1] " + in(m) + ": " + m.frame()
		}),
		text("Monolog", "2025-03-01T10:05:00.123456Z", "CP1", func(m told) string {
			return "[" + m.at + ".123456+00:00] ocpp.INFO: " + in(m) + " " + m.frame() + ` {"station":"CP1"} []`
		}),
		text("Laravel", plain, "CP1", func(m told) string { return "[" + spaced(m.at) + "] local.INFO: CP1 >> " + m.frame() }),
		text("Go's log with its file", "2025-03-01T10:05:00.123456Z", "CP1", func(m told) string {
			return strings.ReplaceAll(spaced(m.at), "-", "/") + ".123456 main.go:42: " + pick(m, "received from", "sent to") + " CP1: " + m.frame()
		}),
		text("logcat", milli, "", func(m told) string {
			return "03-01 " + m.at[11:] + ".123  1234  5678 D OCPP    : " + in(m) + " " + m.frame()
		}),
		text("mosquitto_sub", plain, "CP1", func(m told) string { return m.at + "+0000 ocpp/CP1/" + pick(m, "in", "out") + " " + m.frame() }),
		{"kafka's console", "csv", logOf(func(m told) string { return fmt.Sprintf("CreateTime:%d123\tCP1\t%s", unix(m), m.frame()) }), "CP1", milli, false},
		jsonl("kcat", milli, "", func(m told) string {
			return fmt.Sprintf(`{"topic":"ocpp","partition":0,"offset":1,"tstype":"create","ts":%d123,"key":"CP1","payload":%s}`, unix(m), quotedJSON(m.frame()))
		}),
		csv("psql", plain, "CP1", "  id  |       created_at       | charge_point | direction | message \n------+------------------------+----+----+------", func(m told) string {
			return "    1 | " + spaced(m.at) + "+00 | CP1          | " + pick(m, "in ", "out") + " | " + m.frame()
		}),
		csv("mysql", plain, "CP1", "+----+-----+-----+-----+-----+\n| id | created_at          | charge_point_id | direction | message |\n+----+-----+-----+-----+-----+", func(m told) string {
			return "|  1 | " + spaced(m.at) + " | CP1             | " + pick(m, "in ", "out") + " | " + m.frame() + " |"
		}),
		records("mysql's vertical output", plain, "CP1", func(m told) string {
			return "*************************** 1. row ***************************\n        id: 1\ncreated_at: " + spaced(m.at) + "\ncharge_point_id: CP1\n direction: " + pick(m, "in", "out") + "\n   message: " + m.frame()
		}),
		text("a dump in SQL", plain, "", func(m told) string {
			return `INSERT INTO ocpp_log VALUES (1,'` + spaced(m.at) + `','` + in(m) + `','` + strings.ReplaceAll(m.frame(), `"`, `\"`) + `');`
		}),
		text("log4j's XML", milli, "", func(m told) string {
			return fmt.Sprintf(`<log4j:event logger="ws" timestamp="%d123" level="DEBUG" thread="x"><log4j:message><![CDATA[%s %s]]></log4j:message></log4j:event>`, unix(m), in(m), m.frame())
		}),
		csv("a table in Markdown", plain, "CP1", "| Time | Charger | Direction | Message |\n|---|---|---|---|", func(m told) string {
			return "| " + spaced(m.at) + " | CP1 | " + pick(m, "in", "out") + " | `" + m.frame() + "` |"
		}),
		records("YAML", plain, "CP1", func(m told) string {
			return "- time: " + m.at + "Z\n  station: CP1\n  direction: " + pick(m, "in", "out") + "\n  message: '" + m.frame() + "'"
		}),
		records("journalctl -o verbose", "2025-03-01T10:05:00.123456Z", "CP1", func(m told) string {
			return "Sat " + spaced(m.at) + ".123456 UTC [s=75c;i=1]\n    PRIORITY=6\n    _PID=77\n    MESSAGE=" + pick(m, "received from", "sent to") + " CP1: " + m.frame()
		}),
		records("journalctl -o export", "2025-03-01T10:05:00.123456Z", "CP1", func(m told) string {
			return "__CURSOR=s=75c;i=1\n__REALTIME_TIMESTAMP=" + strconv.FormatInt(unix(m), 10) + "123456\n_PID=77\nMESSAGE=" + pick(m, "received from", "sent to") + " CP1: " + m.frame() + "\n"
		}),
		text("Heroku", "2025-03-01T10:05:00.123456Z", "CP1", func(m told) string {
			return m.at + ".123456+00:00 app[web.1]: " + pick(m, "received from", "sent to") + " CP1: " + m.frame()
		}),
		jsonl("Google's log", milli, "CP1", func(m told) string {
			return fmt.Sprintf(`{"insertId":"x","jsonPayload":{"message":%s,"stationId":"CP1"},"timestamp":"%s.123Z","severity":"INFO"}`, quotedJSON(in(m)+" "+m.frame()), m.at)
		}),
		jsonl("GELF", milli, "CP1", func(m told) string {
			return fmt.Sprintf(`{"version":"1.1","host":"h","short_message":%s,"timestamp":%d.123,"level":6,"_station":"CP1"}`, quotedJSON(in(m)+" "+m.frame()), unix(m))
		}),
		text("Fluent Bit", "2025-03-01T10:05:00.123456789Z", "", func(m told) string {
			return fmt.Sprintf(`[0] ocpp: [%d.123456789, {"log"=>%s}]`, unix(m), quotedJSON(in(m)+" "+m.frame()))
		}),
		{"pm2", "container", logOf(func(m told) string {
			return "0|csms     | " + m.at + ": " + pick(m, "received from", "sent to") + " CP1: " + m.frame()
		}), "CP1", plain, false},
		text("Chrome's messages", milli, "", func(m told) string { return pick(m, "↑", "↓") + m.frame() + "\t120\t" + m.at[11:] + ".123" }),
		csv("a spreadsheet's own separator", plain, "CP1", "sep=;\nTime;Station;Direction;Message", func(m told) string {
			return spaced(m.at) + ";CP1;" + pick(m, "in", "out") + ";" + csvCell(m.frame())
		}),
		{"tshark, JSON", "json-lines", indented(all(func(m told) string {
			return fmt.Sprintf(`{"_index":"packets-2025-03-01","_source":{"layers":{"frame":{"frame.time":"Mar  1, 2025 %s.123456000 UTC","frame.time_epoch":"%d.123456000"},"ip":{"ip.src":"192.0.2.7"},"websocket":{"websocket.fin":"1","websocket.payload.text":%s}}}}`, m.at[11:], unix(m), quotedJSON(m.frame()))
		}), "") + "\n", "", "2025-03-01T10:05:00.123456000Z", false},
		csv("tshark, fields", "2025-03-01T10:05:00.123456000Z", "", "frame.time_epoch\tip.src\tip.dst\twebsocket.payload.text", func(m told) string {
			return fmt.Sprintf("%d.123456000\t192.0.2.7\t192.0.2.1\t%s", unix(m), m.frame())
		}),
		text("tshark -V", "", "", func(m told) string {
			return "WebSocket\n    1... .... = Fin: True\n    .... 0001 = Opcode: Text (1)\n    Payload length: 120\n    Payload\nLine-based text data (1 lines)\n    " + m.frame()
		}),
		text("Node's console, in full", plain, "CP1", func(m told) string {
			return spaced(m.at) + " " + pick(m, "received from", "sent to") + " CP1: " + inspected(m)
		}),
	}
}

// inspected is a frame as JavaScript's console prints it where it is told to print all.
func inspected(m told) string {
	var payload any
	_ = json.Unmarshal([]byte(m.payload), &payload) // the session's own
	var b strings.Builder
	var write func(v any)
	write = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			b.WriteString("{")
			n := 0
			for _, k := range []string{"connectorId", "transactionId", "idTag", "idTagInfo", "meterStart", "meterStop", "meterValue", "timestamp", "sampledValue", "value", "measurand", "unit", "status"} {
				if x, ok := v[k]; ok {
					if n++; n > 1 {
						b.WriteString(",")
					}
					b.WriteString("\n  " + k + ": ")
					write(x)
				}
			}
			b.WriteString("}")
		case []any:
			b.WriteString("[ ")
			for i, x := range v {
				if i > 0 {
					b.WriteString(", ")
				}
				write(x)
			}
			b.WriteString(" ]")
		case string:
			b.WriteString("'" + v + "'")
		default:
			fmt.Fprint(&b, v)
		}
	}
	if m.kind == 2 {
		fmt.Fprintf(&b, "[ 2, '%s', '%s', ", m.id, m.action)
	} else {
		fmt.Fprintf(&b, "[ 3, '%s', ", m.id)
	}
	write(payload)
	return b.String() + " ]"
}
