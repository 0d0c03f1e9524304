package format

import "bytes"

// Text reads any text with frames in it: the shape of last resort.
type Text struct{}

// Info describes the format.
func (Text) Info() Info {
	return Info{
		ID:    "text",
		Title: "Any text",
		Doc: "Frames and MeterValues payloads anywhere: in log lines, tickets, mails, pretty-printed or wrapped. " +
			"A timestamp at the beginning of a line is the log's time; words like “received” and “Sent:” tell the direction.",
		Samples: []string{
			`[2,"17","Heartbeat",{}]`,
			`2024-01-15 08:30:22,456 WS message OUT: [2,"17","Heartbeat",{}]`,
			`2024-01-15T08:30:22.456Z CP1 <- [3,"17",{}]`,
			`{"connectorId":1,"meterValue":[]}`,
		},
	}
}

// Sniff takes anything.
func (Text) Sniff([]byte, string) Confidence { return Possible }

// Prefix reads the timestamp that the line begins with, and the last word that tells the direction.
func (Text) Prefix(before []byte) Prefix {
	p := Prefix{Role: role(before)}
	if head, n := syslogHead(before); n > 0 {
		if own := (Text{}).Prefix(before[n:]); !own.LoggedAt.IsZero() && own.Lacks <= head.Lacks {
			p.LoggedAt, p.Lacks = own.LoggedAt, own.Lacks
		} else {
			p.LoggedAt, p.Lacks = head.LoggedAt, head.Lacks
		}
		return p
	}
	if t, n := leadingStamp(before); n > 0 {
		p.LoggedAt = t
		return p
	}
	if len(before) > 0 && before[0] == '[' { // "[INFO ] 2024-02-26 09:14:46,425 …"
		if i := bytes.IndexByte(before[:min(len(before), 16)], ']'); i > 0 {
			p.LoggedAt, _ = leadingStamp(before[i+1:])
		}
	}
	if p.LoggedAt.IsZero() {
		if t, n := timeOfDay(before); n > 0 {
			p.LoggedAt, p.Lacks = t, LacksDate
		}
	}
	return p
}
