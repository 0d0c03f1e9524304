package schema

import (
	"bytes"

	"meterscope/model"
)

func (d *Decoder) literal(n *node, word string, k kind, hash uint64) bool {
	start := d.pos
	for i := range len(word) {
		if start+i >= len(d.text) || d.text[start+i] != word[i] {
			return d.fail(start+i, word)
		}
	}
	d.pos += len(word)
	d.sum = hash
	d.checkOther(n, k, start)
	if n.role != noRole {
		d.takeOther(n.role, k, start)
	}
	return true
}

// checkOther checks the keywords that look at every kind of value: type and enum. Strings have their own
// way.
func (d *Decoder) checkOther(n *node, k kind, start int) {
	if n.types&k == 0 {
		d.violate(ruleType, "type", start, d.pos, n.wantType)
	}
	if n.enum != nil && !n.enum.has(d.text[start:d.pos]) {
		d.violate(ruleEnum, "enum", start, d.pos, n.wantEnum)
	}
}

func (d *Decoder) stringValue(n *node) bool {
	start := d.pos
	s, flaw, ok := d.readString()
	if !ok {
		return false
	}
	if flaw != flawless {
		d.violateText(start, d.pos, flaw)
	}
	d.sum = hashBytes(s)
	word := -1
	if n.types&kindString == 0 {
		d.violate(ruleType, "type", start, d.pos, n.wantType)
	}
	if n.enum != nil {
		if word = n.enum.names.find(s); word < 0 {
			d.violate(ruleEnum, "enum", start, d.pos, n.wantEnum)
		}
	}
	if n.maxLength >= 0 && len(s) > n.maxLength && codePoints(s) > n.maxLength {
		d.violate(ruleLength, "maxLength", start, d.pos, n.wantLength)
	}
	if n.dateTime || n.role == roleTime || n.role == roleMeterTime || n.role == roleCurrentTime {
		t, valid := model.ParseTimestamp(s)
		if n.dateTime && !valid {
			d.violate(ruleFormat, "format", start, d.pos, "date-time (RFC 3339)")
		}
		if !valid {
			d.notice(s)
		}
		d.takeTime(n.role, t)
		return true
	}
	if n.role != noRole {
		if word >= 0 {
			d.takeWord(n.role, n.enum.names.names[word])
			return true
		}
		if n.role == roleValue && d.takeNumeral(s) {
			return true
		}
		d.takeText(n.role, s)
	}
	if word < 0 {
		d.notice(s)
	}
	return true
}

// notice looks for the mark of a logger that shortens what it prints: "...".
func (d *Decoder) notice(s []byte) {
	if len(s) >= len("...") && !d.out.Ellipsis {
		d.out.Ellipsis = bytes.Contains(s, []byte("...")) || bytes.Contains(s, []byte("…"))
	}
}

func (d *Decoder) numberValue(n *node) bool {
	start := d.pos
	k, ok := d.readNumber()
	if !ok {
		return false
	}
	if d.pos == len(d.text) && d.depth > 0 {
		return d.fail(d.pos, "the rest of a number") // it may go on where the text ends
	}
	d.sum = hashNumber(d.text[start:d.pos], k)
	d.checkOther(n, k, start)
	if m := n.minimum; m != nil {
		if c := parseNumber(d.text[start:d.pos]).compare(m.bound); c < 0 || c == 0 && m.exclusive {
			d.violate(ruleOther, "minimum", start, d.pos, m.want)
		}
	}
	if n.role != noRole {
		d.takeNumber(n.role, k, d.text[start:d.pos])
	}
	return true
}
