package importer

// ring remembers the last things that were added, and finds them by a key. It grows to its size as it is filled: many
// sources have few frames.
type ring[T any] struct {
	links []link[T]
	heads []int64 // by key: the number of the latest thing whose key falls there; 0: none
	size  int64   // how many are remembered at most: a power of two
	n     int64   // how many were ever added
	code  func(*T, *writer)
	coded writer // those that are remembered, and some before them, written for a state
}

// link is a thing in a ring. Things whose keys fall together are chained.
type link[T any] struct {
	value T
	key   uint64
	prev  int64 // number of the one before in the chain; 0: none
	coded int   // where it begins in the ring's coded
}

// newRing makes a ring; code writes one of its things.
func newRing[T any](size int, code func(*T, *writer)) *ring[T] {
	return &ring[T]{size: int64(size), code: code}
}

// ringBegins is how many things a ring has room for at first.
const ringBegins = 64

// grow makes room for more things. A ring that goes on behind things that it doesn't have gets all its room.
func (r *ring[T]) grow() {
	room := min(max(2*int64(len(r.links)), ringBegins), r.size)
	if r.links == nil && r.n > 0 {
		room = r.size
	}
	links, heads := make([]link[T], room), make([]int64, 2*room)
	for i := range r.links { // it is full, and nothing was forgotten: they have the numbers from 1
		n := int64(i) + 1
		l := *r.link(n)
		head := &heads[l.key&uint64(len(heads)-1)]
		l.prev, *head = *head, n
		links[n&(room-1)] = l
	}
	r.links, r.heads = links, heads
}

// first is the number of the first thing that is remembered. Numbers count from 1.
func (r *ring[T]) first() int64 { return max(0, r.n-r.size) + 1 }

// entry gives the thing with this number, or nil if it is forgotten.
func (r *ring[T]) entry(number int64) *T {
	if l := r.link(number); l != nil {
		return &l.value
	}
	return nil
}

func (r *ring[T]) link(number int64) *link[T] {
	if number < r.first() || number > r.n {
		return nil
	}
	return &r.links[number&int64(len(r.links)-1)]
}

// add remembers a thing.
func (r *ring[T]) add(key uint64, value T) {
	if r.links == nil || r.n == int64(len(r.links)) && r.n < r.size {
		r.grow()
	}
	r.n++
	head := &r.heads[key&uint64(len(r.heads)-1)]
	r.links[r.n&int64(len(r.links)-1)] = link[T]{value: value, key: key, prev: *head, coded: len(r.coded.b)}
	*head = r.n
	r.code(&value, &r.coded)
	if stale := r.link(r.first()).coded; stale > len(r.coded.b)/2 && stale > mostStale {
		r.coded.b = append(r.coded.b[:0], r.coded.b[stale:]...)
		for i := r.first(); i <= r.n; i++ {
			r.link(i).coded -= stale
		}
	}
}

// mostStale is how many coded bytes of what is forgotten are kept, at least.
const mostStale = 64 << 10

// write writes how many things were ever added, and those that are remembered. It is done for every batch: what
// is written was coded when it was added.
func (r *ring[T]) write(w *writer) {
	w.int(r.n)
	if r.n > 0 {
		w.b = append(w.b, r.coded.b[r.link(r.first()).coded:]...)
	}
}

// find gives the latest thing with this key that fits, or nil.
func (r *ring[T]) find(key uint64, fits func(*T) bool) *T {
	if r.links == nil {
		return nil
	}
	for l := r.link(r.heads[key&uint64(len(r.heads)-1)]); l != nil; l = r.link(l.prev) {
		if l.key == key && fits(&l.value) {
			return &l.value
		}
	}
	return nil
}
