package format

import "bytes"

// Container reads what Kubernetes, Docker and Docker Compose write in front of a container's lines.
type Container struct{}

// Info describes the format.
func (Container) Info() Info {
	return Info{
		ID:    "container",
		Title: "Kubernetes, Docker Compose, PM2",
		Doc: "The time in front of a line, with its zone. Where the program's own line has a time, that one counts. " +
			"It may stand around any other shape. Lines that the engine took apart are put together again.",
		Reads: Reads{
			Time:      "the program's own, else the engine's, in the zone that it states",
			Station:   "as the program's own line names it",
			Direction: "as the program's own line says",
		},
		Samples: []string{
			`2025-03-01T10:00:00.000000001Z stdout F received [2,"17","Heartbeat",{}]`,
			`csms-1  | 2025-03-01 10:00:00,123 sent [3,"17",{}]`,
			`csms-1  | 2025-03-01T10:00:00.123456789Z received [2,"17","Heartbeat",{}]`,
			`0|csms     | 2025-03-01T10:00:00: received [2,"17","Heartbeat",{}]`,
		},
	}
}

// Sniff counts lines with a container's head.
func (Container) Sniff(head []byte, _ string) Confidence {
	return countLines(head, func(line []byte) bool {
		_, n := containerHead(line)
		return n > 0
	})
}

// Prefix reads the head and what follows.
func (Container) Prefix(before []byte) Prefix { return anyLine(before) }

// pm2Head is the length of what PM2 puts in front of a line: "0|csms     | "; 0 if it put nothing.
func pm2Head(line []byte) int {
	i := 0
	for i < 4 && isDigit(at(line, i)) {
		i++
	}
	if i == 0 || at(line, i) != '|' {
		return 0
	}
	name := i + 1
	for i = name; i < name+40 && (wordAt(line, i) || at(line, i) == '-' || at(line, i) == ' '); i++ {
	}
	if i > name && at(line, i) == '|' && at(line, i+1) == ' ' {
		return i + 2
	}
	return 0
}

// containerHead reads "TIME stdout F " and "SERVICE-1  | ". n is 0 if there is nothing of the kind.
func containerHead(line []byte) (p Prefix, n int) {
	if len(line) == 0 {
		return p, 0
	}
	if n := pm2Head(line); n > 0 {
		return p, n
	}
	if isDigit(line[0]) {
		t, n := Stamp(line)
		if n == 0 {
			return p, 0
		}
		for _, stream := range []string{" stdout ", " stderr "} {
			rest, ok := bytes.CutPrefix(line[n:], []byte(stream))
			if ok && len(rest) > 1 && (rest[0] == 'F' || rest[0] == 'P') && rest[1] == ' ' {
				return Prefix{LoggedAt: t}, n + len(stream) + 2
			}
		}
		return p, 0
	}
	if !isLetter(line[0]) {
		return p, 0
	}
	i := 1
	for i < len(line) && (wordAt(line, i) || line[i] == '-' || line[i] == '.') && i < 64 {
		i++
	}
	word := i
	for i < len(line) && line[i] == ' ' {
		i++
	}
	if i == word || i+1 >= len(line) || line[i] != '|' || line[i+1] != ' ' {
		return p, 0
	}
	return p, i + 2
}
