package check

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"maps"
	"os"
	"reflect"
	"slices"
	"sync"

	"meterscope/model"
	"meterscope/model/session"
	"meterscope/model/store"
)

// stamper makes the stamps of transactions: hashes of all that the rules and accounts see of them. What has the stamp
// of something that was checked before is not checked again.
type stamper struct {
	base     []byte // the program and its settings
	readings map[model.SourceID]int64
	ok       bool       // stamps can be trusted
	hashers  *sync.Pool // of *hasher
}

// newStamper makes one for settings and what sources were read. Two programs never give the same stamps.
func newStamper(opt Options, readings map[model.SourceID]int64) stamper {
	s := stamper{readings: readings, hashers: &sync.Pool{}}
	path, err := os.Executable()
	if err != nil {
		return s
	}
	program, err := os.Stat(path)
	if err != nil {
		return s
	}
	h := hasher{Hash: sha256.New()}
	h.value(reflect.ValueOf(program.Size()))
	h.value(reflect.ValueOf(program.ModTime().UnixNano()))
	for _, id := range slices.Sorted(maps.Keys(opt.Severity)) {
		h.value(reflect.ValueOf(id))
		h.value(reflect.ValueOf(opt.Severity[id]))
	}
	for _, name := range slices.Sorted(maps.Keys(opt.Params)) {
		h.value(reflect.ValueOf(name))
		h.value(reflect.ValueOf(opt.Params[name]))
	}
	s.base, s.ok = h.sum(), !h.strange
	return s
}

// of gives the stamp of a transaction as joined; zero where there is none to trust.
func (s *stamper) of(one *session.Session) (stamp store.Stamp) {
	if !s.ok {
		return stamp
	}
	h, _ := s.hashers.Get().(*hasher)
	if h == nil {
		h = &hasher{Hash: sha256.New()}
	}
	h.held = append(h.held, s.base...)
	h.value(reflect.ValueOf(one).Elem())
	for i := range one.Spans {
		h.number(uint64(s.readings[one.Spans[i].Source])) //nolint:gosec // its bits
	}
	if h.strange {
		return stamp
	}
	copy(stamp[:], h.sum())
	h.Reset()
	s.hashers.Put(h)
	return stamp
}

// hasher hashes values with all that they hold, unexported fields too.
type hasher struct {
	hash.Hash
	strange bool   // there was something whose content can't be told
	held    []byte // not hashed yet: it is quicker in one
}

// heldBytes is how much is held back.
const heldBytes = 4096

func (h *hasher) number(n uint64) {
	h.held = binary.LittleEndian.AppendUint64(h.held, n)
	if len(h.held) >= heldBytes {
		h.flush()
	}
}

func (h *hasher) flush() {
	_, _ = h.Write(h.held) // a hash takes everything
	h.held = h.held[:0]
}

func (h *hasher) sum() []byte {
	h.flush()
	return h.Sum(nil)
}

func (h *hasher) value(v reflect.Value) {
	switch v.Kind() {
	case reflect.Bool:
		n := uint64(0)
		if v.Bool() {
			n = 1
		}
		h.number(n)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		h.number(uint64(v.Int())) //nolint:gosec // its bits
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		h.number(v.Uint())
	case reflect.String:
		h.number(uint64(v.Len())) //nolint:gosec // a length
		h.held = append(h.held, v.String()...)
	case reflect.Struct:
		for i := range v.NumField() {
			h.value(v.Field(i))
		}
	case reflect.Slice, reflect.Array:
		h.number(uint64(v.Len())) //nolint:gosec // a length
		for i := range v.Len() {
			h.value(v.Index(i))
		}
	case reflect.Pointer:
		h.number(0)
		if !v.IsNil() {
			h.value(v.Elem())
		}
	default: // a map, a function: nothing of a session
		h.strange = true
	}
}
