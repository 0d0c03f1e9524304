package schema

import (
	"encoding/binary"
	"math/bits"
)

// The hash of a value is equal for equal JSON values: white space, the order of an object's members, escapes in
// strings and the spelling of numbers don't matter. It is stored in case files: what it gives must not change.
const (
	hashSeed   = 0x9E3779B97F4A7C15
	hashFactor = 0xD6E8FEB86659FD93
	hashOther  = 0xA0761D6478BD642F

	tagNull   = 0x1B873593CC9E2D51
	tagTrue   = 0x2545F4914F6CDD1D
	tagFalse  = 0x3C79AC492BA7B653
	tagNumber = 0x4CF5AD432745937F
	tagArray  = 0x52DCE729DA3E39CB
	tagObject = 0x6A09E667F3BCC909
)

// mix folds a product of 128 bits to 64.
func mix(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	return hi ^ lo
}

// hashBytes is the hash of a string's content.
func hashBytes(s []byte) uint64 {
	n := len(s)
	h := uint64(n) ^ hashSeed
	if n >= 8 {
		for i := 8; i < n; i += 8 {
			h = mix(h^binary.LittleEndian.Uint64(s[i-8:]), hashFactor)
		}
		return mix(h^binary.LittleEndian.Uint64(s[n-8:]), hashOther) // they may overlap: the length is in h
	}
	return mix(h^shortWord(s), hashOther)
}

// shortWord packs fewer than eight bytes.
func shortWord(s []byte) uint64 {
	n := len(s)
	switch {
	case n >= 4:
		return uint64(binary.LittleEndian.Uint32(s)) | uint64(binary.LittleEndian.Uint32(s[n-4:]))<<32
	case n > 0:
		return uint64(s[0]) | uint64(s[n/2])<<8 | uint64(s[n-1])<<16
	}
	return 0
}

// hashMember is what a member of an object adds to the object's hash: members have no order.
func hashMember(name, value uint64) uint64 {
	return mix(name^tagObject, value^bits.RotateLeft64(name, 32))
}

// hashObject is the hash of an object whose members add up to sum.
func hashObject(sum uint64) uint64 { return mix(sum^tagObject, hashFactor) }

// hashElement adds an element to what the elements before it came to; to tagArray at first.
func hashElement(sum, value uint64) uint64 {
	return mix(sum^bits.RotateLeft64(value, 23), hashFactor)
}

// hashArray is the hash of an array whose elements came to sum.
func hashArray(sum uint64) uint64 { return mix(sum, hashOther) }

// hashNumber is the hash of a number's value: 1, 1.0 and 10e-1 are one.
func hashNumber(digits []byte, k kind) uint64 {
	const few = 18 // digits that fit a word
	if k == kindInteger && len(digits) <= few && digits[len(digits)-1] != '0' {
		var v uint64
		negative := digits[0] == '-'
		if negative {
			digits = digits[1:]
		}
		for _, c := range digits {
			v = v*10 + uint64(c-'0')
		}
		return hashDecimal(v, int64(len(digits)), negative)
	}
	n := parseNumber(digits)
	if len(n.digits) > few {
		return hashDecimal(hashBytes(n.digits), n.exp, n.negative)
	}
	var v uint64
	for _, c := range n.digits {
		v = v*10 + uint64(c-'0')
	}
	return hashDecimal(v, n.exp, n.negative)
}

func hashDecimal(digits uint64, exp int64, negative bool) uint64 {
	e := uint64(exp) //nolint:gosec // any bits do
	if negative {
		e = ^e
	}
	return mix(digits^tagNumber, e^hashOther)
}
