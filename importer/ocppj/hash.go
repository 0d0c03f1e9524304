package ocppj

import (
	"math/bits"

	"meterscope/model/schema"
)

const (
	hashStart = 14695981039346656037 // FNV-1a, 64 bit
	hashPrime = 1099511628211
)

// hashBytes hashes text as it stands.
func hashBytes[T string | []byte](b T) uint64 {
	h := uint64(hashStart)
	for i := range len(b) {
		h = (h ^ uint64(b[i])) * hashPrime
	}
	return h
}

// hashPayload hashes a payload as a JSON value: neither white space nor the order of members counts.
func hashPayload(text []byte, from, to int) uint64 {
	if from == to {
		return 0
	}
	return schema.Hash(text, from, to)
}

// mix adds kind, id, action and what a CALLERROR says to the hash of the payload.
func mix(it *Item, payload uint64) uint64 {
	h := payload
	for _, part := range []uint64{
		uint64(it.Kind), hashBytes(it.ID), hashBytes(it.Action), hashBytes(it.Code), hashBytes(it.Text),
	} {
		h = bits.RotateLeft64(h*hashPrime, 23) ^ part
	}
	return h
}
