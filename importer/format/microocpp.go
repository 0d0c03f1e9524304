package format

import "bytes"

// MicroOcpp reads what stations that run MicroOcpp print.
type MicroOcpp struct{}

// Info describes the format.
func (MicroOcpp) Info() Info {
	return Info{
		ID:    "microocpp",
		Title: "MicroOcpp",
		Doc:   "Time of day and direction from the lines of a station's console. The date follows from the payloads.",
		Reads: Reads{
			Time:      "time of day; the date follows from the payloads",
			Station:   "not named: it is the station's own log",
			Direction: "Send, Recv, as the station sees it",
		},
		Samples: []string{
			`11:27:22.157 > [MO] Send: [2,"17","Heartbeat",{}]`,
			`11:27:22.301 > [MO] Recv: [3,"17",{"currentTime":"2025-03-01T10:27:22Z"}]`,
			`[MO] Send: [2,"18","Heartbeat",{}]`,
		},
	}
}

// Sniff counts lines of the library.
func (MicroOcpp) Sniff(head []byte, _ string) Confidence {
	return countLines(head, func(line []byte) bool {
		i := bytes.Index(line[:min(len(line), 80)], []byte("[MO] "))
		return i == 0 || i > 0 && line[i-1] == ' '
	})
}

// Prefix reads "CLOCK > [MO] Send: ".
func (MicroOcpp) Prefix(before []byte) Prefix { return anyLine(before) }
