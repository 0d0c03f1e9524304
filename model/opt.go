package model

// Opt is a value that may be absent. Its zero value is absent: a log that doesn't say a thing is not a log
// that says zero.
type Opt[T any] struct {
	V  T
	OK bool
}

// Some is a value that is there.
func Some[T any](v T) Opt[T] { return Opt[T]{V: v, OK: true} }

// Or gives the value, or def where it is absent.
func (o Opt[T]) Or(def T) T {
	if o.OK {
		return o.V
	}
	return def
}

// Ptr gives a pointer to a copy of the value, or nil: the shape that encoding/json writes as null.
func (o Opt[T]) Ptr() *T {
	if !o.OK {
		return nil
	}
	return &o.V
}
