package store

import (
	"strconv"
	"strings"
)

// A pointer's shape is the pointer with a * for each array index: findings that differ only in those repeat
// each other. A pointer that has a * of its own is its own shape, marked by a = in front, which no JSON pointer
// (RFC 6901) begins with.
const literalShape = "="

// maxIndexDigits keeps an index within 31 bits.
const maxIndexDigits = 9

// shapeOf appends the indices of a pointer to indices.
func shapeOf(pointer string, indices []uint32) (string, []uint32) {
	if strings.ContainsAny(pointer, "*") || strings.HasPrefix(pointer, literalShape) {
		return literalShape + pointer, indices
	}
	var shape []byte // made only where there is an index
	from := 0
	for i := 0; i < len(pointer); {
		if pointer[i] != '/' {
			i++
			continue
		}
		end := i + 1
		for end < len(pointer) && pointer[end] != '/' {
			end++
		}
		if n, ok := arrayIndex(pointer[i+1 : end]); ok {
			shape = append(append(shape, pointer[from:i+1]...), '*')
			indices = append(indices, n)
			from = end
		}
		i = end
	}
	if shape == nil {
		return pointer, indices
	}
	return string(append(shape, pointer[from:]...)), indices
}

func arrayIndex(token string) (uint32, bool) {
	if token == "" || len(token) > maxIndexDigits || token[0] == '0' && len(token) > 1 {
		return 0, false
	}
	n := uint32(0)
	for i := range len(token) {
		if token[i] < '0' || token[i] > '9' {
			return 0, false
		}
		n = n*10 + uint32(token[i]-'0')
	}
	return n, true
}

// indicesIn counts the indices that a pointer of this shape has.
func indicesIn(shape string) int {
	if strings.HasPrefix(shape, literalShape) {
		return 0
	}
	return strings.Count(shape, "*")
}

// pointerOf puts the indices into a shape.
func pointerOf(shape string, indices []uint32) string {
	if literal, ok := strings.CutPrefix(shape, literalShape); ok {
		return literal
	}
	if len(indices) == 0 {
		return shape
	}
	b := make([]byte, 0, len(shape)+2*len(indices))
	for i := range len(shape) {
		if shape[i] == '*' && len(indices) > 0 {
			b = strconv.AppendUint(b, uint64(indices[0]), 10)
			indices = indices[1:]
			continue
		}
		b = append(b, shape[i])
	}
	return string(b)
}
