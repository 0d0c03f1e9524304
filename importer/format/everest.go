package format

import "bytes"

// EVerest reads the message logs that libocpp writes on a station with EVerest: as text, and as a page.
type EVerest struct{}

// Info describes the format.
func (EVerest) Info() Info {
	return Info{
		ID:    "everest",
		Title: "EVerest (libocpp), text and HTML",
		Doc: "Time in UTC and direction from the line above each message, or from the row of the page that holds it. " +
			"The messages go over many lines. The station isn't named.",
		Reads: Reads{
			Time:      "UTC, as stated",
			Station:   "not named: it is the station's own log",
			Direction: "ChargePoint>CentralSystem or the other way",
		},
		Samples: []string{
			`2025-03-01T10:00:00.955Z: ChargePoint>CentralSystem Heartbeat `,
			`2025-03-01T10:00:01.120Z: CentralSystem>ChargePoint  HeartbeatResponse`,
			`<tr class="ChargePoint"> <td>2025-03-01T10:00:00.955Z</td> <td>ChargePoint&gt;CentralSystem</td> <td><b>Heartbeat</b></td><td><pre lang="json">[`,
		},
	}
}

// everestWay is who sends to whom.
func everestWay(b []byte) Role {
	const station, system = "ChargePoint", "CentralSystem"
	i := bytes.Index(b, []byte(system))
	if i < 0 {
		return Unsaid
	}
	before, after := b[:i], b[i+len(system):]
	for _, sign := range []string{">", "&gt;"} {
		if rest, ok := bytes.CutPrefix(after, []byte(sign)); ok && bytes.HasPrefix(rest, []byte(station)) {
			return Received
		}
		if rest, ok := bytes.CutSuffix(before, []byte(sign)); ok && bytes.HasSuffix(rest, []byte(station)) {
			return Sent
		}
	}
	return Unsaid
}

// Sniff counts lines that say who sends to whom.
func (EVerest) Sniff(head []byte, _ string) Confidence {
	return countLines(head, func(line []byte) bool { return everestWay(line[:min(len(line), 300)]) != Unsaid })
}

// Prefix reads "TIME: ChargePoint>CentralSystem ACTION", or the row of a page.
func (EVerest) Prefix(before []byte) Prefix {
	way := everestWay(before)
	if way == Unsaid {
		return otherLine(before, "everest")
	}
	head := before
	for { // the last row of those on a line
		i := bytes.Index(head, []byte("<tr"))
		if i < 0 {
			break
		}
		head = head[i+len("<tr"):]
	}
	if i := bytes.Index(head, []byte("<td>")); i >= 0 {
		head = head[i+len("<td>"):]
	}
	p := Prefix{Role: everestWay(head)}
	if t, n := Stamp(head); n > 0 {
		p.LoggedAt = t
	}
	return p
}
