package format

import "bytes"

// EVCC reads the logs of evcc at level trace.
type EVCC struct{}

// Info describes the format.
func (EVCC) Info() Info {
	return Info{
		ID:    "evcc",
		Title: "evcc",
		Doc:   "Local time, station and direction from the lines of its area “ocpp”, old and new.",
		Reads: Reads{
			Time:      "local time; its zone is inferred from the payloads",
			Station:   "behind the verb",
			Direction: "recv, send, and what older versions wrote",
		},
		Samples: []string{
			`[ocpp  ] TRACE 2025/03/04 22:07:06 recv CP1: [2,"17","Heartbeat",{}]`,
			`[ocpp ] TRACE 2025/03/04 22:07:06 send CP1: [3,"17",{"currentTime":"2025-03-04T21:07:06Z"}]`,
			`[ocpp  ] TRACE 2024/07/11 17:15:46 sent CP1: [3,"18",{}]`,
			`[ocpp ] TRACE 2024/10/29 21:50:03 received JSON message from CP1: [2,"19","Heartbeat",{}]`,
			`[ocpp ] TRACE 2024/10/29 21:50:03 sent JSON message to CP1: [3,"19",{}]`,
		},
	}
}

// Sniff counts lines of the area.
func (EVCC) Sniff(head []byte, _ string) Confidence {
	return countLines(head, func(line []byte) bool {
		_, ok := evccLine(line)
		return ok
	})
}

// Prefix reads "[ocpp  ] TRACE TIME recv STATION: ".
func (EVCC) Prefix(before []byte) Prefix {
	rest, ok := evccLine(before)
	if !ok {
		return anyLine(before)
	}
	var p Prefix
	if t, n := Stamp(rest); n > 0 {
		p.LoggedAt, rest = t, bytes.TrimLeft(rest[n:], " ")
	}
	for _, verb := range evccVerbs() {
		if said, ok := bytes.CutPrefix(rest, []byte(verb.word)); ok {
			p.Role = verb.role
			p.Station = string(bytes.TrimSuffix(bytes.TrimSpace(said), []byte(":")))
			break
		}
	}
	return p
}

// evccLine gives what follows "[ocpp  ] TRACE ".
func evccLine(line []byte) (rest []byte, ok bool) {
	i := bytes.Index(line, []byte("[ocpp"))
	if i < 0 || i > 200 {
		return nil, false
	}
	rest = bytes.TrimLeft(line[i+len("[ocpp"):], " ")
	rest, ok = bytes.CutPrefix(rest, []byte("] "))
	if !ok {
		return nil, false
	}
	for _, word := range levels() {
		if rest, ok := bytes.CutPrefix(rest, []byte(word+" ")); ok {
			_, n := Stamp(rest)
			return rest, n > 0
		}
	}
	return nil, false
}

type evccVerb struct {
	word string
	role Role
}

func evccVerbs() []evccVerb {
	return []evccVerb{
		{"recv ", Received}, {"received JSON message from ", Received}, {"send ", Sent},
		{"sent JSON message to ", Sent}, {"sent ", Sent},
	}
}
