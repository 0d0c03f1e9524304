package ocppj

import "math/bits"

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
