package schema

import (
	"math/bits"
	"slices"
	"strconv"
)

func (d *Decoder) objectValue(n *node) bool {
	if n.role == roleMeterList || n.role == roleStopList || n.role == roleSampleList {
		return d.loneObject(n)
	}
	if n.role == roleSample && len(d.out.Samples)-d.base >= MaxSamples {
		return d.fail(d.pos, "at most "+strconv.Itoa(MaxSamples)+" sampled values in a message")
	}
	if n.role == roleSample && d.mute == 0 && d.repeated() {
		return true
	}
	start, violations := d.pos, len(d.out.Violations)+d.out.Unlisted
	d.takeStart(n.role, kindObject)
	if !d.enter() {
		return false
	}
	d.pos++
	base := len(d.members)
	seen, ok := d.readMembers(n, base)
	d.members = d.members[:base]
	if !ok {
		d.takeCut(n.role)
		return false
	}
	d.depth--
	d.checkOther(n, kindObject, start)
	for missing := n.object.required &^ seen; missing != 0; missing &= missing - 1 {
		d.violate(ruleRequired, "required", start, start, n.object.props[bits.TrailingZeros64(missing)].want)
	}
	d.takeEnd(n.role, kindObject, start)
	if n.role == roleSample && d.mute == 0 && len(d.out.Violations)+d.out.Unlisted == violations {
		d.learn(start, d.total)
	}
	return true
}

// loneObject reads an object that stands where a list belongs: wrong, and read as its only element.
func (d *Decoder) loneObject(n *node) bool {
	start := d.pos
	d.takeStart(n.role, kindArray)
	d.takeIndex(n.role, 0)
	d.mute++
	if !d.objectValue(n.array.items) {
		return false
	}
	d.mute--
	d.takeCount(n.role, 1)
	d.checkOther(n, kindObject, start)
	return true
}

// readMembers reads up to and with the closing brace, and says which of the mentioned properties were there.
// base is where the object's members begin in d.members.
func (d *Decoder) readMembers(n *node, base int) (seen uint64, ok bool) {
	rules := &n.object
	d.members = slices.Grow(d.members, len(rules.props))[:base+len(rules.props)]
	d.space()
	if d.pos < len(d.text) && d.text[d.pos] == '}' {
		d.pos++
		d.sum = hashObject(0)
		return 0, true
	}
	others := otherNames{base: base + len(rules.props)}
	guess := &d.guesses[rules.guesses]
	var sum, name uint64
	for {
		keyAt := d.pos
		child, slot, twice, declared := rules.extra, 0, false, false
		which := d.guessedKey(rules, *guess)
		if which < 0 {
			key, ok := d.key()
			if !ok {
				return 0, false
			}
			if which = rules.names.find(key); which < 0 {
				slot, twice = others.find(d, key)
				name = hashBytes(key)
				d.notice(key)
			} else {
				*guess = uint8(which) //nolint:gosec // at most maxProperties
			}
			if !d.colon() {
				return 0, false
			}
		}
		if which >= 0 {
			p := &rules.props[which]
			child, slot, declared, name = p.node, base+which, p.declared, p.hash
			twice = seen>>which&1 != 0
			seen |= 1 << which
			guess = &d.guesses[rules.guesses+1+which]
		}
		at, first := d.pos, len(d.out.Violations)
		if !d.value(child) {
			return 0, false
		}
		sum += hashMember(name, d.sum)
		if !declared && rules.forbid {
			d.violate(ruleExtra, "additionalProperties", keyAt, d.pos, rules.wantExtra)
		}
		m := &d.members[slot]
		if twice {
			d.again(m, keyAt)
		} else {
			m.at, m.end = at, d.pos
		}
		m.first, m.behind = first, len(d.out.Violations)
		if more, ok := d.comma(); !more {
			d.total, d.sum = sum, hashObject(sum)
			return seen, ok
		}
	}
}

// guessedKey reads the guessed property's key and colon if just they stand there. Chargers write the same
// properties in the same order again and again.
func (d *Decoder) guessedKey(rules *objectRules, guess uint8) int {
	if int(guess) >= len(rules.props) {
		return -1
	}
	token := rules.props[guess].token
	end := d.pos + len(token)
	if token == "" || end >= len(d.text) || string(d.text[d.pos:end]) != token {
		return -1
	}
	d.path[d.depth-1] = step{d.pos + 1, end - 2}
	d.pos = end
	d.space()
	return int(guess)
}

// key reads a key and makes it the innermost step of the path.
func (d *Decoder) key() (key []byte, ok bool) {
	keyAt := d.pos
	if keyAt >= len(d.text) || d.text[keyAt] != '"' {
		d.path[d.depth-1] = step{-1, -1}
		return nil, d.fail(keyAt, "a key in double quotes")
	}
	key, flaw, ok := d.readString()
	if !ok {
		return nil, false
	}
	d.path[d.depth-1] = step{keyAt + 1, d.pos - 1}
	if flaw != flawless {
		d.violateText(keyAt, d.pos, flaw)
	}
	return key, true
}

// colon reads what stands between a key and its value.
func (d *Decoder) colon() bool {
	d.space()
	if d.pos >= len(d.text) || d.text[d.pos] != ':' {
		return d.fail(d.pos, `":"`)
	}
	d.pos++
	d.space()
	return true
}

// comma reads what stands after a member. more says that another one follows; if not, ok says that the
// object is closed.
func (d *Decoder) comma() (more, ok bool) {
	d.space()
	if d.pos < len(d.text) {
		switch d.text[d.pos] {
		case ',':
			d.pos++
			d.space()
			return true, true
		case '}':
			d.pos++
			return false, true
		}
	}
	return false, d.fail(d.pos, `"," or "}"`)
}

// again handles a key that the object has had before: the last counts, so what was wrong with the value
// before is no violation of the schema.
func (d *Decoder) again(m *member, keyAt int) {
	for i := m.first; i < m.behind; i++ {
		if v := &d.out.Violations[i]; v.Keyword != "" {
			v.Rule, d.dead = "", true
		}
	}
	key := d.text[keyAt : d.path[d.depth-1].b+1]
	d.scratch = append(append(append(d.scratch[:0], "one "...), cut(key)...), "; the last counts, the first was "...)
	d.scratch = append(d.scratch, cut(d.text[m.at:m.end])...)
	d.violate(ruleTwice, "", keyAt, d.pos, d.words.intern(d.scratch))
}

// otherNames finds the properties of one object that its schema doesn't mention: they are d.members[base:].
type otherNames struct {
	base  int
	index map[string]int // once they are many
}

const manyNames = 16

// find gives the place of the name in d.members, and whether it was there before.
func (o *otherNames) find(d *Decoder, name []byte) (slot int, twice bool) {
	if o.index != nil {
		if slot, twice = o.index[string(name)]; twice {
			return slot, true
		}
	} else {
		for i := o.base; i < len(d.members); i++ {
			if d.members[i].name == string(name) {
				return i, true
			}
		}
	}
	slot = len(d.members)
	d.members = append(d.members, member{name: d.words.intern(name)})
	if o.index != nil {
		o.index[d.members[slot].name] = slot
	} else if slot-o.base == manyNames {
		o.index = make(map[string]int, 4*manyNames)
		for i := o.base; i <= slot; i++ {
			o.index[d.members[i].name] = i
		}
	}
	return slot, false
}
