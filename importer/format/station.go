package format

import "bytes"

// namedStation is the station that a line of text names before its frame; "" where it names none. It is
// believed only where it can't be anything else: behind "from" or "to", before or behind an arrow, as
// chargePointId=CP1, or as the end of a connection's address.
func namedStation(before []byte) string {
	const reach = 300
	b := before[max(0, len(before)-reach):]
	b = bytes.TrimRight(b, "\r\n \t")
	if i := bytes.LastIndexByte(b, '\n'); i >= 0 {
		b = b[i+1:]
	}
	if s := pairedStation(b); s != "" {
		return s
	}
	if s := addressStation(b); s != "" {
		return s
	}
	if s := lastPath(b); s != "" {
		return s
	}
	words := lastWords(b)
	last, second, third := nameIn(words[0]), nameIn(words[1]), nameIn(words[2])
	switch {
	case isArrow(words[1]) && stationLike(third) && !stationLike(last): // CP1 -> CSMS
		return string(third)
	case isArrow(words[0]) && stationLike(second):
		return string(second)
	case isArrow(words[1]) && stationLike(last):
		return string(last)
	case (isPreposition(second)) && stationLike(last):
		return string(last)
	}
	return ""
}

// nameIn is what a word could name: without brackets, and without the logger's name before it, "ocpp.CP1".
func nameIn(word []byte) []byte {
	if i := bytes.LastIndexByte(word, '"'); i >= 0 && i+1 < len(word) { // a cell that opens
		word = word[i+1:]
	}
	for len(word) > 0 && isBracket(word[0]) {
		word = word[1:]
	}
	for len(word) > 0 && isBracket(word[len(word)-1]) {
		word = word[:len(word)-1]
	}
	return bytes.TrimPrefix(word, []byte("ocpp."))
}

func isBracket(c byte) bool {
	switch c {
	case '[', ']', '<', '>', ':', ',', ';', '`', '"':
		return true
	}
	return false
}

// lastWords are the last word of b, and the two before it, without what may open a frame.
func lastWords(b []byte) (words [3][]byte) {
	end := len(b)
	for end > 0 && (b[end-1] <= ' ' || b[end-1] == ':' || b[end-1] == '=' || b[end-1] == '`' || b[end-1] == '\'' || b[end-1] == '"' || b[end-1] == '(' || b[end-1] == ']') {
		end--
	}
	for n := range words {
		for end > 0 && parts(b[end-1]) {
			end--
		}
		i := end
		for i > 0 && !parts(b[i-1]) {
			i--
		}
		words[n] = b[i:end]
		end = i
	}
	return words
}

// parts says whether a byte stands between words.
func parts(c byte) bool { return c == ' ' || c == '\t' || c == '|' }

func isArrow(b []byte) bool {
	switch string(b) {
	case "<-", "->", "<--", "-->", "<<", ">>", "<<<", ">>>", "<=", "=>", "<==", "==>", "←", "→", "⇐", "⇒", ">", "<":
		return true
	}
	return false
}

func isPreposition(b []byte) bool {
	switch string(b) {
	case "from", "From", "FROM", "to", "To", "TO", "by":
		return true
	}
	return false
}

// stationLike says whether a word could be a station's name, and not a word of the text: it has a digit.
func stationLike(b []byte) bool {
	if len(b) < 2 || len(b) > longestStation {
		return false
	}
	digits, others := 0, 0
	for _, c := range b {
		switch {
		case isDigit(c):
			digits++
		case isLetter(c) || c == '_' || c == '-':
			others++
		case c == '.' && others > 0: // the name of a class
			return false
		case c == '.' || c == ':' || c == '*':
		default:
			return false
		}
	}
	address := others == 0 && bytes.ContainsAny(b, ".:") // of a network
	return digits > 0 && !address && (others > 0 || digits > 3)
}

// pairedStation reads "chargePointId=CP1" or "station: CP1".
func pairedStation(b []byte) string {
	for i := 1; i < len(b); i++ {
		c := b[i]
		if c != '=' && (c != ':' || i+1 < len(b) && b[i+1] != ' ' || !isLetter(b[i-1])) {
			continue
		}
		k := i
		for k > 0 && (isLetter(b[k-1]) || b[k-1] == '_' || b[k-1] == '-') {
			k--
		}
		if i-k < 2 || !isStationKey(b[k:i]) {
			continue
		}
		v := bytes.TrimLeft(b[i+1:], " \"'")
		end := bytes.IndexAny(v, " ,;]})\"'\t\r\n|")
		if end < 0 {
			end = len(v)
		}
		if v = bytes.TrimRight(v[:end], ":"); len(v) > 0 && len(v) <= longestStation && (c == '=' || stationLike(v)) {
			return string(v)
		}
	}
	return ""
}

// addressStation is the end of the address of a connection: wss://host/ocpp/CP1 [J 3.1.1].
func addressStation(b []byte) string {
	i := bytes.Index(b, []byte("://"))
	if i < 2 || !bytes.HasSuffix(b[:i], []byte("ws")) && !bytes.HasSuffix(b[:i], []byte("wss")) {
		return ""
	}
	rest := b[i+len("://"):]
	if end := bytes.IndexAny(rest, " \t\"'<>[]()?#,;|"); end >= 0 {
		rest = rest[:end]
	}
	rest = bytes.TrimRight(rest, "/:")
	slash := bytes.LastIndexByte(rest, '/')
	if slash < 0 || !stationLike(rest[slash+1:]) {
		return ""
	}
	return string(rest[slash+1:])
}

// isStationKey says whether a key names a station.
func isStationKey(key []byte) bool {
	var buf [24]byte
	switch string(plainKey(key, &buf)) {
	case "chargepointid", "chargepoint", "chargepointname", "chargepointidentity", "chargeboxid", "chargebox", "chargeboxidentity",
		"stationid", "station", "stationname", "chargingstationid", "chargingstation", "cpid", "cp", "cbid", "chargerid", "charger",
		"chargername", "chargestationid", "chargestation", "identity", "clientid", "deviceid", "wallbox", "wallboxid":
		return true
	}
	return false
}
