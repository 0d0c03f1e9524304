package format

import (
	"bytes"
	"strings"
)

// JSONLines reads logs whose lines are JSON objects with a frame in one of their members.
type JSONLines struct{}

// Info describes the format.
func (JSONLines) Info() Info {
	return Info{
		ID:    "json-lines",
		Title: "JSON, an object a line",
		Doc: "A member holds the frame, as a string or as JSON; others, before or behind it, the time, the station and the direction. " +
			"They are known by their names: timestamp, chargePointId, direction and the like.",
		Samples: []string{
			`{"timestamp":"2025-03-01T10:00:00Z","chargePointId":"CP1","direction":"in","message":"[2,\"17\",\"Heartbeat\",{}]"}`,
			`{"message":"[3,\"17\",{}]","time":"2025-03-01 10:00:00","cp_id":"CP1","direction":"sent"}`,
			`{"msg":[3,"17",{}],"ts":1740823200000,"station":"CP1","dir":"out"}`,
		},
	}
}

// Sniff counts objects that have a frame and say when, or whose.
func (JSONLines) Sniff(head []byte, _ string) Confidence {
	return countLines(head, func(line []byte) bool {
		line = bytes.TrimSpace(line)
		if !bytes.HasPrefix(line, []byte("{")) || !bytes.HasSuffix(line, []byte("}")) {
			return false
		}
		for _, start := range []string{`[2,`, `[3,`, `[4,`} {
			if before, after, ok := bytes.Cut(line, []byte(start)); ok && bytes.HasSuffix(bytes.TrimRight(before, `" `), []byte(":")) {
				if bytes.HasSuffix(before, []byte(`"`)) { // behind the string that holds the frame
					_, end := stringAt(after, -1)
					after = after[end:]
				}
				var p Prefix
				members(before, &p)
				members(after, &p)
				return !p.LoggedAt.IsZero() || p.Station != ""
			}
		}
		return false
	})
}

// Prefix reads the members before a frame.
func (f JSONLines) Prefix(before []byte) Prefix { return f.Around(before, nil) }

// Around reads the members before and behind a frame.
func (JSONLines) Around(before, after []byte) Prefix {
	if len(before) == 0 || before[0] != '{' {
		return Text{}.Prefix(before)
	}
	var p Prefix
	members(before, &p)
	members(bytes.TrimPrefix(after, []byte(`"`)), &p) // which closes the string that held the frame
	return p
}

// members reads those members of an object that say something about a frame. What was said first counts.
func members(b []byte, p *Prefix) {
	for i := 0; i < len(b); {
		if b[i] != '"' {
			i++
			continue
		}
		key, end := stringAt(b, i)
		i = end
		v := i
		for v < len(b) && (b[v] == ' ' || b[v] == ':') {
			v++
		}
		if v == i || bytes.IndexByte(b[i:v], ':') < 0 || v >= len(b) {
			continue
		}
		value := ""
		if b[v] == '"' {
			value, i = stringAt(b, v)
		} else {
			for i = v; i < len(b) && (isDigit(b[i]) || b[i] == '.'); i++ {
			}
			value, _, _ = strings.Cut(string(b[v:i]), ".")
		}
		member(key, value, p)
	}
}

// stringAt reads the string that opens at b[i], without undoing escapes, and gives where it ends.
func stringAt(b []byte, i int) (s string, end int) {
	for end = i + 1; end < len(b) && b[end] != '"'; end++ {
		if b[end] == '\\' {
			end++
		}
	}
	end = min(end, len(b))
	return string(b[i+1 : end]), min(end+1, len(b))
}

func member(key, value string, p *Prefix) {
	if value == "" {
		return
	}
	switch strings.NewReplacer("_", "", "-", "", ".", "", "@", "").Replace(strings.ToLower(key)) {
	case "timestamp", "time", "ts", "date", "datetime", "createdat", "loggedat", "receivedat", "at":
		if p.LoggedAt.IsZero() {
			p.LoggedAt, _ = Stamp([]byte(isoTime(value, false)))
		}
	case "chargepointid", "chargepoint", "chargeboxid", "chargebox", "stationid", "station", "chargingstationid", "chargingstation",
		"cpid", "cp", "chargerid", "charger", "identity", "clientid", "deviceid":
		if p.Station == "" {
			p.Station = value
		}
	case "direction", "dir", "messagedirection", "flow":
		if p.Role == Unsaid {
			p.Role = tableRole(value)
		}
	}
}
