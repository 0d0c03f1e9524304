package ocppj

import "bytes"

// nextKey finds the next key of a payload with something in it: "meterValue" in quotes of either kind or, as
// JavaScript prints it, in none; "transactionData" only where a program printed it. It looks for keys whose
// first letter stands in text[i:end], and gives the key's opening quote and its first letter, which are the same
// where it has no quotes. −1 if there is none.
func nextKey(text []byte, i, end int) (key, name int) {
	if key, name = nextKeyNamed(text, i, end, "meterValue"); name >= 0 {
		end = name
	}
	if k, n := nextKeyNamed(text, i, end, "transactionData"); n >= 0 {
		key, name, end = k, n, n
	}
	if k, ok := wrappedKey(text, i, min(end, len(text))); ok {
		return k, k + 1
	}
	return key, name
}

// wrappedKey finds the first "meterValue" in text[i:end], in quotes of either kind, that has a line break in it.
func wrappedKey(text []byte, i, end int) (key int, ok bool) {
	const name = "'meterValue'"
	for floor := i; i < end; {
		n := bytes.IndexByte(text[i:end], '\n')
		if n < 0 {
			return 0, false
		}
		i += n
		last := i
		if last > 0 && text[last-1] == '\r' {
			last--
		}
		i++
		if last == 0 || i >= len(text) || !mayEndKey(text[last-1]) {
			continue
		}
		for k := 1; k < len(name); k++ { // broken behind its first k bytes
			if last-k < floor || i+len(name)-k > len(text) {
				continue
			}
			quote := text[last-k]
			if quote != '"' && quote != '\'' || string(text[last-k+1:last]) != name[1:k] {
				continue
			}
			rest := text[i : i+len(name)-k]
			if string(rest[:len(rest)-1]) == name[k:len(name)-1] && rest[len(rest)-1] == quote && at(text, skipSpace(text, i+len(rest))) == ':' {
				return last - k, true
			}
		}
	}
	return 0, false
}

// mayEndKey says whether a line that is broken in a key could end so.
func mayEndKey(c byte) bool {
	switch c {
	case '"', '\'', 'm', 'e', 't', 'r', 'V', 'a', 'l', 'u':
		return true
	}
	return false
}

func nextKeyNamed(text []byte, i, end int, key string) (int, int) {
	name := []byte(key)
	end = min(len(text), end+len(name)-1)
	for {
		n := bytes.Index(text[min(i, end):end], name)
		if n < 0 {
			return -1, -1
		}
		i += n
		if at := keyAt(text, i, i+len(name)); at >= 0 && (key == "meterValue" || text[at] == '\'' || at == i) {
			return at, i
		}
		i += len(name)
	}
}

// keyAt gives where the key whose name is text[i:end] begins; −1 if it isn't one.
func keyAt(text []byte, i, end int) int {
	quote := at(text, end)
	if i > 0 && text[i-1] == quote && (quote == '"' || quote == '\'') {
		v := skipSpace(text, end+1)
		if at(text, v) == ':' && beginsMeterValues(text, skipSpace(text, v+1), quote) {
			return i - 1
		}
		if quote == '\'' || at(text, end+1) != '"' {
			return -1
		}
	}
	if k := escapedKeyAt(text, i, end); k >= 0 {
		return k
	}
	if i > 0 && (isWord(text[i-1]) || bytes.IndexByte([]byte("\"'`.$"), text[i-1]) >= 0) {
		return -1
	}
	if quote == 's' { // a list of several payloads' lists
		end++
	}
	if at(text, end) == ':' && beginsPrinted(text, skipSpace(text, end+1)) {
		return i
	}
	return -1
}

// escapedKeyAt is the same for a key whose quotes are escaped. Then it gives where the escape of its opening
// quote begins.
func escapedKeyAt(text []byte, i, end int) int {
	e, n := escapedQuote(text, end)
	if n == 0 || i < n || e.kind != typeset && !bytes.Equal(text[i-n:i], text[end:end+n]) {
		return -1
	}
	if own, size := escapedQuote(text, i-n); own != e || size != n {
		return -1
	}
	v := skipEscapedSpace(text, end+n)
	if at(text, v) != ':' {
		return -1
	}
	if v = skipEscapedSpace(text, v+1); at(text, v) == '[' || v >= len(text) {
		return i - n
	}
	return -1
}

func isWord(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || isDigit(c) || c == '_'
}

// beginsMeterValues says whether a list of meter values, or a lone one, begins at text[i]: what has another
// shape is a schema or a comment about it.
func beginsMeterValues(text []byte, i int, quote byte) bool {
	c := at(text, i)
	if c == '[' || i >= len(text) {
		return true
	}
	if c != '{' {
		return false
	}
	rest := text[min(skipSpace(text, i+1), len(text)):]
	if len(rest) == 0 || rest[0] != quote {
		return false
	}
	return bytes.HasPrefix(rest[1:], []byte("timestamp")) || bytes.HasPrefix(rest[1:], []byte("sampledValue"))
}

// beginsPrinted says whether a list of meter values as JavaScript prints it begins at text[i]: with a key
// without quotes.
func beginsPrinted(text []byte, i int) bool {
	for range 2 {
		if at(text, i) == '[' {
			i = skipSpace(text, i+1)
		}
	}
	if at(text, i) != '{' {
		return i >= len(text)
	}
	i = skipSpace(text, i+1)
	rest := text[min(i, len(text)):]
	for _, key := range []string{"timestamp:", "sampledValue:"} {
		if bytes.HasPrefix(rest, []byte(key)) {
			return true
		}
	}
	return len(rest) < len("sampledValue:") && i+len(rest) == len(text) && (bytes.HasPrefix([]byte("timestamp:"), rest) || bytes.HasPrefix([]byte("sampledValue:"), rest))
}

// listOfLists gives where the first of several payloads' lists of meter values begins, which a program
// printed without what is around them: "meterValues: [ [ {…} ], [ {…} ] ]". −1 if the key has another value.
func listOfLists(text []byte, key int) int {
	rest, ok := bytes.CutPrefix(text[key:], []byte("meterValues:"))
	if !ok {
		return -1
	}
	i := skipSpace(text, len(text)-len(rest))
	if at(text, i) != '[' {
		return -1
	}
	if i = skipSpace(text, i+1); at(text, i) != '[' {
		return -1
	}
	return i
}

// nextList gives where the next of such lists begins; −1 if it was the last one.
func nextList(text []byte, end int) int {
	i := skipSpace(text, end)
	if at(text, i) != ',' {
		return -1
	}
	if i = skipSpace(text, i+1); at(text, i) != '[' {
		return -1
	}
	return i
}
