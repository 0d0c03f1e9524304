package format

import "bytes"

// HomeAssistant reads the logs of Home Assistant, and of whatever else uses the Python library
// mobilityhouse/ocpp with its logger.
type HomeAssistant struct{}

// Info describes the format.
func (HomeAssistant) Info() Info {
	return Info{
		ID:    "home-assistant",
		Title: "Home Assistant, openWB, mobilityhouse/ocpp",
		Doc: "Local time, station and direction from the lines of the logger “ocpp”. A station without a name " +
			"stays unnamed; a second timestamp in front, put there by a collector, is passed over.",
		Reads: Reads{
			Time:      "local time; its zone is inferred from the payloads",
			Station:   "behind the logger's name",
			Direction: "receive message, send",
		},
		Samples: []string{
			`2025-02-16 21:33:01.842 INFO (MainThread) [ocpp] CP1: receive message [2,"17","Heartbeat",{}]`,
			`2025-02-16 21:33:01.850 INFO (MainThread) [ocpp] CP1: send [3,"17",{"currentTime":"2025-02-16T20:33:01Z"}]`,
			`2024-06-24 16:15:00.222	2024-06-24 16:15:00.212 INFO (MainThread) [ocpp] charger: receive message [2,"de","Heartbeat",{}]`,
			`2025-12-23 13:10:00.106 INFO (MainThread) [ocpp] : receive message [2,"531613003","Heartbeat",{}]`,
			`INFO:ocpp:CP1: receive message [2,"17","Heartbeat",{}]`,
			` INFO : CP1: receive message [2,"17","Heartbeat",{}]`,
			`2025-03-01 10:00:00,123 - ocpp - INFO - CP1: send [3,"17",{}]`,
			`2025-03-01 10:00:00,273 - {ocpp:456} - {INFO:OCPP Client} - 45215306: send [2,"17","Heartbeat",{}]`,
		},
	}
}

// Sniff counts lines of the logger, and of Home Assistant's other loggers.
func (HomeAssistant) Sniff(head []byte, _ string) Confidence {
	return countLines(head, func(line []byte) bool {
		if bytes.Contains(line, []byte(": receive message")) || bytes.Contains(line, []byte(": send [")) {
			return bytes.Contains(line, []byte("ocpp")) && !bytes.HasPrefix(line, []byte("{")) || level(line) > 0
		}
		return bytes.Contains(line, []byte(" (MainThread) ["))
	})
}

// Prefix reads "TIME LEVEL (thread) [ocpp] STATION: receive message ".
func (HomeAssistant) Prefix(before []byte) Prefix {
	said := bytes.TrimRight(before, " \t")
	p := Prefix{}
	switch {
	case bytes.HasSuffix(said, []byte(": receive message")):
		p.Role, said = Received, said[:len(said)-len(": receive message")]
	case bytes.HasSuffix(said, []byte(": send")):
		p.Role, said = Sent, said[:len(said)-len(": send")]
	default:
		return otherLine(before, "home-assistant")
	}
	own := lineTime(before)
	p.LoggedAt, p.Lacks = own.LoggedAt, own.Lacks
	p.Station = haStation(said)
	return p
}

// haStation is what stands between the logger's name and ": send".
func haStation(said []byte) string {
	for _, logger := range []string{"[ocpp] ", ":ocpp:"} {
		if i := bytes.LastIndex(said, []byte(logger)); i >= 0 {
			return string(bytes.TrimSpace(said[i+len(logger):]))
		}
	}
	if i := bytes.LastIndexAny(said, " \t"); i >= 0 {
		return string(said[i+1:])
	}
	return ""
}
