package format

import "bytes"

// pathStation is the station in a path that names OCPP before it: the path of a connection, "/ocpp/CP1" [J 3.1.1], the
// topic of a broker, "ocpp/CP1/in", or the name of a stream of a log. "" where the word is none.
func pathStation(word []byte) string {
	ocpp := false
	for part := range bytes.SplitSeq(word, []byte("/")) {
		switch {
		case !ocpp:
			ocpp = len(part) >= len("ocpp") && bytes.EqualFold(part[:len("ocpp")], []byte("ocpp"))
		case stationLike(part) && !isThread(part):
			return string(part)
		}
	}
	return ""
}

// lastPath is the station of the last path in a line; "" where it has none.
func lastPath(line []byte) string {
	for end := len(line); ; {
		slash := bytes.LastIndexByte(line[:end], '/')
		if slash < 0 {
			return ""
		}
		first := bytes.LastIndexAny(line[:slash], " \t\"'") + 1
		last := len(line)
		if n := bytes.IndexAny(line[slash:], " \t\"',;:"); n >= 0 {
			last = slash + n
		}
		if s := pathStation(bytes.Trim(line[first:last], "[](){}<>")); s != "" {
			return s
		}
		if end = first; end == 0 {
			return ""
		}
	}
}
