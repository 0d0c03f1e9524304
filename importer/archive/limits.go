package archive

import (
	"errors"
	"fmt"
	"io"
	"sync"
)

// Limits hold an archive to what a log can be. Logs compress 20- to 60-fold, one of repeated lines 300-fold;
// what deflate can do at most is 1032-fold.
type Limits struct {
	Ratio   int64 // bytes that come out for each that goes in, beyond Free
	Free    int64 // bytes that may come out whatever went in
	Total   int64 // bytes that may come out at all
	Members int   // in an archive and the archives in it
	Depth   int   // layers, each archive and each compression counted
	Memory  int64 // bytes of archives that can't be read in place: a zip from a pipe or in another archive
	Window  int64 // bytes that a compression may ask to look back
}

// DefaultLimits are those of the importer.
func DefaultLimits() Limits {
	return Limits{
		Ratio: 500, Free: 100 << 20, Total: 200 << 30, Members: 100_000, Depth: 6, Memory: 64 << 20, Window: 128 << 20,
	}
}

// What can be wrong with an archive. Each error that a user gets says what to do about it, too.
var (
	// ErrBomb says that far more comes out than goes in, or more than fits anywhere.
	ErrBomb = errors.New("looks like an archive bomb")
	// ErrNested says that there are archives in archives, too deep.
	ErrNested = errors.New("archives in archives too deep")
	// ErrMembers says that it has too many members.
	ErrMembers = errors.New("too many members")
	// ErrEncrypted says that a member needs a password.
	ErrEncrypted = errors.New("encrypted")
	// ErrDamaged says that it is not what its format wants.
	ErrDamaged = errors.New("damaged or cut off")
	// ErrUnsupported says that there is nothing here that could open it.
	ErrUnsupported = errors.New("can't be opened")
	// ErrMemory says that it would have to be kept in memory, and is too large for that.
	ErrMemory = errors.New("too large to be kept in memory")
)

// Error is what speaks against reading a file or a member of an archive.
type Error struct {
	Name   string // of the file or member
	Is     error  // one of this package's
	Detail string // what exactly; may be empty
	Remedy string
	Err    error // what a decoder said; may be nil
}

// Error says what is wrong and what to do.
func (e *Error) Error() string {
	s := "open " + e.Name + ": " + e.Is.Error()
	if errors.Is(e.Is, ErrDamaged) {
		s = "decompress " + e.Name + ": " + e.Is.Error()
	}
	if e.Detail != "" {
		s += " (" + e.Detail + ")"
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s + "; " + e.Remedy
}

// Unwrap gives the sort of error and its cause.
func (e *Error) Unwrap() []error {
	if e.Err == nil {
		return []error{e.Is}
	}
	return []error{e.Is, e.Err}
}

const unpackIt = "unpack it yourself and open the log"

func damaged(name string, err error) *Error {
	return &Error{Name: name, Is: ErrDamaged, Remedy: "get it again, or unpack it with a tool that repairs", Err: err}
}

// reached says in an error of what is damaged how much could be read before it.
func reached(err error, n int64) error {
	e := new(Error)
	if !errors.As(err, &e) || e.Is != ErrDamaged || e.Detail != "" { //nolint:errorlint // it is one of ours
		return err
	}
	e.Detail = "nothing of it could be read"
	if n > 0 {
		e.Detail = fmt.Sprintf("its first %d bytes could be read", n)
	}
	return err
}

func bomb(name, detail string) error {
	return &Error{Name: name, Is: ErrBomb, Detail: detail, Remedy: "if you trust it, " + unpackIt}
}

// budget is what may still come out of one file.
type budget struct {
	Limits
	in func() int64 // bytes of the file: its size, or of a pipe what was read so far

	mu   sync.Mutex
	out  int64
	dead error // nothing more is read of it
}

// layer is one stream that is decompressed; it may be opened several times, and counts once.
type layer struct {
	name string
	in   int64 // its bytes compressed; 0 if unknown
	seen int64 // that came out
}

// take lets n bytes through that came out of a layer behind from.
func (b *budget) take(l *layer, from, n int64) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.dead != nil {
		return b.dead
	}
	end := from + n
	if end > l.seen {
		b.out += end - l.seen
		l.seen = end
	}
	switch {
	case b.out > b.Total:
		b.dead = bomb(l.name, fmt.Sprintf("more than %d GB come out", b.Total>>30))
		return b.dead
	case b.tooMuch(b.out, b.in()):
		b.dead = bomb(l.name, b.ratio())
		return b.dead
	case l.in > 0 && b.tooMuch(end, l.in):
		return bomb(l.name, b.ratio())
	}
	return nil
}

// tooMuch says whether out bytes are more than may come of in.
func (b *budget) tooMuch(out, in int64) bool { return out > b.Free && (out-b.Free)/b.Ratio > in }

func (b *budget) ratio() string {
	return fmt.Sprintf("it grows more than %d-fold when it is decompressed", b.Ratio)
}

func (b *budget) stopped() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.dead
}

// metered is a decoder's output, held to the budget.
type metered struct {
	r   io.Reader
	w   *Walk
	l   *layer
	out int64
}

// Read turns what a decoder says, or does, about bytes that are none of its format into an error.
func (m *metered) Read(p []byte) (n int, err error) {
	defer func() {
		if v := recover(); v != nil { // decoders are the work of others
			n, err = 0, damaged(m.l.name, fmt.Errorf("the decoder failed: %v", v))
		}
	}()
	if m.w.halted.Load() {
		return 0, io.ErrClosedPipe
	}
	n, err = m.r.Read(p)
	if over := m.w.budget.take(m.l, m.out, int64(n)); over != nil {
		return 0, over
	}
	m.out += int64(n)
	return n, reached(explain(m.l.name, err), m.out)
}
