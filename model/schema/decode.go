package schema

import (
	"fmt"
	"hash/maphash"
	"strconv"
)

// Decoder reads payloads. It keeps buffers between calls: use one per goroutine.
type Decoder struct {
	Brief bool // of a message with very many samples only some are wanted

	set   *schemaSet
	words interner

	// of the payload at hand
	text   []byte
	pos    int
	out    *Message
	depth  int
	path   [MaxDepth]step // where pos is: one step for each array and object around it
	mute   int            // > 0: what is read has no schema of its own, as the lone object in an array's place
	sorted bool           // violations came in their order so far
	dead   bool           // some violations are of a value that doesn't count

	base  int    // where the message's samples begin in out.Samples
	sum   uint64 // hash of the value that was read last
	total uint64 // hash of the members of the object that was read last

	members []member // of the objects around pos: those that their schemas mention, then the others
	scratch []byte   // a string without its escapes
	pointer []byte   // the pointer being built

	meter meterState

	guesses  []uint8 // which property came first in an object the last time, and which followed each one
	patterns patterns
	valueKey uint64 // hash of the key "value"
}

// step is one step of the path: a key's place in the text (within its quotes), or an index.
type step struct {
	a, b int // b < 0: a is an index, or if it is < 0 too there is no step yet
}

// member is one property of an object around pos, as far as duplicates need it.
type member struct {
	name          string // of one that the schema doesn't mention
	at, end       int    // of the first value that the key had
	first, behind int    // its latest value's violations: out.Violations[first:behind]
}

// NewDecoder makes a decoder over the embedded schemas. They are compiled anew: make one for an import, not
// one for a message.
func NewDecoder() *Decoder {
	set, err := compileSet()
	if err != nil {
		// The schemas are part of the program: a test holds that they compile.
		panic(fmt.Sprintf("embedded schemas: %v", err))
	}
	return &Decoder{
		set: set, guesses: make([]uint8, set.guesses),
		patterns: patterns{seed: maphash.MakeSeed()}, valueKey: hashBytes([]byte("value")),
	}
}

// Decode reads the payload that begins at text[at:] into out: of a CALL of this action. An action without a
// schema is only read for its Fields. Times without a zone are read as UTC and marked model.ZoneAssumed.
//
// Samples are appended to those that out has. Of their places only the offset in the text of their "{" is set;
// frame, station, connector and transaction are the caller's to fill in. With a syntax error they are those
// that were read whole before it, and marked Inferred. Everything else in out is overwritten.
//
// Reading goes on after a violation: a number where a string belongs is read as that number, a lone object
// where an array belongs as an array of one; both beside their violation. Of a key that an object has twice
// the last value counts: the others are not checked against the schema, and nothing is read from them.
func (d *Decoder) Decode(action string, text []byte, at int, out *Message) {
	n, ok := d.set.actions[action]
	if !ok {
		n = d.set.other
	}
	d.run(n, text, at, out)
	out.Checked = ok
}

// DecodeAnswer reads the payload of a CALLRESULT for its Fields. It is not checked.
func (d *Decoder) DecodeAnswer(text []byte, at int, out *Message) {
	d.run(d.set.answer, text, at, out)
}

// Check reads the JSON value that begins at text[at:] and checks it against a schema of the caller's.
func (d *Decoder) Check(s *Schema, text []byte, at int, out *Message) {
	if len(d.guesses) < s.guesses {
		d.guesses = make([]uint8, s.guesses)
	}
	d.run(s.root, text, at, out)
	out.Checked = true
}

func (d *Decoder) run(n *node, text []byte, at int, out *Message) {
	*out = Message{Samples: out.Samples, Violations: out.Violations[:0]}
	d.text, d.pos, d.out, d.base = text, max(at, 0), out, len(out.Samples)
	d.depth, d.mute, d.sorted, d.dead = 0, 0, true, false
	d.members = d.members[:0]
	d.meter = meterState{base: d.base}
	d.space()
	if d.value(n) {
		out.Hash = d.sum
	} else {
		for i := range out.Samples[d.base:] {
			out.Samples[d.base+i].Inferred = true
		}
	}
	out.End = d.pos
	d.settle()
	d.text, d.out = nil, nil
	if cap(d.members) > keptMembers {
		d.members = nil
	}
	if cap(d.scratch) > keptBytes {
		d.scratch = nil
	}
}

// What a hostile text made large isn't kept for the next.
const (
	keptMembers = 1 << 12
	keptBytes   = 1 << 16
)

// space skips white space.
func (d *Decoder) space() {
	for d.pos < len(d.text) {
		switch d.text[d.pos] {
		case ' ', '\t', '\n', '\r':
			d.pos++
		default:
			return
		}
	}
}

// fail ends the reading: at the byte at, where something else was wanted.
func (d *Decoder) fail(at int, want string) bool {
	if at > len(d.text) {
		at = len(d.text)
	}
	d.out.Syntax = &SyntaxError{
		Offset:    at,
		Truncated: at == len(d.text),
		Want:      want,
		Got:       string(cut(d.text[at:])),
		Pointer:   string(d.appendPointer(nil)),
	}
	d.pos = at
	return false
}

// value reads and checks one value. It is false when reading failed.
func (d *Decoder) value(n *node) bool {
	if d.pos >= len(d.text) {
		return d.fail(d.pos, "a value")
	}
	switch c := d.text[d.pos]; c {
	case '"':
		return d.stringValue(n)
	case '{':
		return d.objectValue(n)
	case '[':
		return d.arrayValue(n)
	case 't':
		return d.literal(n, "true", kindBool, tagTrue)
	case 'f':
		return d.literal(n, "false", kindBool, tagFalse)
	case 'n':
		return d.literal(n, "null", kindNull, tagNull)
	default:
		if c == '-' || c-'0' <= 9 {
			return d.numberValue(n)
		}
		return d.fail(d.pos, "a value")
	}
}

// enter goes one level down. Its opposite is d.depth--.
func (d *Decoder) enter() bool {
	if d.depth == MaxDepth {
		return d.fail(d.pos, "at most "+strconv.Itoa(MaxDepth)+" levels of nesting")
	}
	d.path[d.depth] = step{-1, -1}
	d.depth++
	return true
}

func (d *Decoder) arrayValue(n *node) bool {
	start := d.pos
	d.takeStart(n.role, kindArray)
	if !d.enter() {
		return false
	}
	d.pos++
	count, ok := d.elements(n)
	if !ok {
		return false
	}
	d.depth--
	d.takeCount(n.role, count)
	d.checkOther(n, kindArray, start)
	if count < n.array.min {
		d.violate(ruleOther, "minItems", start, d.pos, n.array.wantMin)
	}
	d.takeEnd(n.role, kindArray, start)
	return true
}

// elements reads up to and with the closing bracket.
func (d *Decoder) elements(n *node) (count int, ok bool) {
	d.space()
	if d.pos < len(d.text) && d.text[d.pos] == ']' {
		d.pos++
		d.sum = hashArray(tagArray)
		return 0, true
	}
	here := &d.path[d.depth-1]
	sum := uint64(tagArray)
	for {
		here.a = count
		if n.role != noRole {
			d.takeIndex(n.role, count)
		}
		if !d.value(n.array.child(count)) {
			return 0, false
		}
		sum = hashElement(sum, d.sum)
		count++
		d.space()
		if d.pos >= len(d.text) {
			return 0, d.fail(d.pos, `"," or "]"`)
		}
		switch d.text[d.pos] {
		case ',':
			d.pos++
			d.space()
		case ']':
			d.pos++
			d.sum = hashArray(sum)
			return count, true
		default:
			return 0, d.fail(d.pos, `"," or "]"`)
		}
	}
}
