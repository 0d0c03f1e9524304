package format

import "bytes"

// SteVe reads the logs of the central system SteVe.
type SteVe struct{}

// Info describes the format.
func (SteVe) Info() Info {
	return Info{
		ID:    "steve",
		Title: "SteVe",
		Doc:   "Local time, station (chargeBoxId) and direction from the lines of its WebSocketLogger.",
		Reads: Reads{
			Time:      "local time; its zone is inferred from the payloads",
			Station:   "chargeBoxId",
			Direction: "Received, Sending",
		},
		Samples: []string{
			`[INFO ] 2024-02-26 09:14:46,425 de.rwth.idsg.steve.ocpp.ws.WebSocketLogger (qtp1-40) - ` +
				`[chargeBoxId=CP1, sessionId=8d2a] Received: [2,"17","Heartbeat",{}]`,
			`[INFO ] 2024-02-26 09:14:46,430 de.rwth.idsg.steve.ocpp.ws.WebSocketLogger (qtp1-40) - ` +
				`[chargeBoxId=CP1, sessionId=8d2a] Sending: [3,"17",{"currentTime":"2024-02-26T08:14:46Z"}]`,
		},
	}
}

const chargeBoxID = "[chargeBoxId="

// Sniff counts lines that name a charge box.
func (SteVe) Sniff(head []byte, _ string) Confidence {
	return countLines(head, func(line []byte) bool { return bytes.Contains(line, []byte(chargeBoxID)) })
}

// Prefix reads "[LEVEL] TIME LOGGER (thread) - [chargeBoxId=STATION, sessionId=…] Received: ".
func (SteVe) Prefix(before []byte) Prefix {
	i := bytes.LastIndex(before, []byte(chargeBoxID))
	if i < 0 {
		return anyLine(before)
	}
	p := lineTime(before)
	p.Role = role(before)
	name := before[i+len(chargeBoxID):]
	if end := bytes.IndexAny(name, ",]"); end >= 0 {
		p.Station = string(bytes.TrimSpace(name[:end]))
	}
	return p
}
