package schema

import "strings"

// kind is a set of JSON types. An integer is a number without fraction and exponent, as draft-04 has it.
type kind uint8

const (
	kindNull kind = 1 << iota
	kindBool
	kindInteger
	kindFraction // a number with a fraction or an exponent
	kindString
	kindArray
	kindObject

	kindNumber = kindInteger | kindFraction
	kindAny    = 1<<7 - 1
)

// maxProperties is how many names an object schema may mention: what fits the set of seen ones.
const maxProperties = 64

// node is a schema compiled: what to check of a value, and what to take from it.
type node struct {
	types     kind // kindAny: no type keyword
	role      role
	dateTime  bool
	maxLength int // in code points; −1: none
	enum      *enum
	object    objectRules
	array     arrayRules
	minimum   *minimum

	wantType, wantEnum, wantLength string
}

// objectRules are the keywords that look at objects.
type objectRules struct {
	names     lookup // every property that is mentioned
	props     []property
	required  uint64 // bits of props
	forbid    bool   // additionalProperties: false
	extra     *node  // what additionalProperties says; never nil
	wantExtra string
	guesses   int // where the decoder keeps its guesses: of the first property, then of what follows each one
}

// property is a name that an object schema mentions.
type property struct {
	name     string
	node     *node
	token    string // its key and colon, as they mostly stand in a text
	hash     uint64 // of its name
	declared bool   // under "properties"; else only under "required"
	want     string
}

// arrayRules are the keywords that look at arrays.
type arrayRules struct {
	items   *node   // of every element; never nil
	tuple   []*node // of the first elements; items of the others
	min     int     // minItems
	wantMin string
}

// minimum is the keyword with its exclusiveMinimum.
type minimum struct {
	bound     number
	exclusive bool
	want      string
}

// enum holds the strings for looking up, other values for comparing.
type enum struct {
	names  lookup
	others []any // as encoding/json gives them, numbers as json.Number
}

// anything is the schema of what no schema speaks of.
func anything() *node {
	n := &node{types: kindAny, maxLength: -1}
	n.object.extra, n.array.items = n, n
	n.object.names, _ = newLookup(nil)
	return n
}

// child gives the schema of the i-th element.
func (a *arrayRules) child(i int) *node {
	if i < len(a.tuple) {
		return a.tuple[i]
	}
	return a.items
}

// at follows a path of property names, "*" for the elements of an array. It is nil where there is none.
func (n *node) at(path string) *node {
	for step := range strings.SplitSeq(path, "/") {
		if step == "*" {
			n = n.array.items
			continue
		}
		i := n.object.names.find([]byte(step))
		if i < 0 {
			return nil
		}
		n = n.object.props[i].node
	}
	return n
}
