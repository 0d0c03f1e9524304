package archive

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
)

// zip goes through a zip: in place if it can be read so, else from memory.
func (w *Walk) zip(it item, yield func(Member) bool) bool {
	if it.name == w.name {
		w.container = true
	}
	fail := func(err error) bool { return yield(Member{Name: it.name, Size: -1, Err: err}) }
	at, size := it.at, it.size
	if at == nil {
		b, err := w.hold(it)
		if err != nil {
			return fail(err)
		}
		defer w.release(b)
		at, size = bytes.NewReader(b), int64(len(b))
	}
	z, err := w.directory(at, size)
	lost, cut := errors.Is(err, zip.ErrFormat) || errors.Is(err, io.ErrUnexpectedEOF), false
	if lost {
		z, cut, err = w.relist(at, size)
	}
	if err != nil {
		return fail(explain(it.name, err))
	}
	register(z, w.budget.Limits)
	files := z.File
	names := make([]string, len(files))
	for i, f := range files {
		names[i] = f.Name
	}
	known := labels{}
	var before int64 // compressed bytes of the members before
	for _, i := range OldestFirst(names) {
		f := files[i]
		if f.Mode()&(fs.ModeDir|fs.ModeSymlink) != 0 || strings.HasSuffix(f.Name, "/") {
			continue // folders and links have no text; what came through a pipe has, and its mode may say so
		}
		if err := w.enter(it.name); err != nil {
			return fail(err) && false
		}
		in := item{name: it.name + "/" + known.of(f.Name), depth: it.depth + 1}
		if !w.zipMember(in, f, it.at != nil, before, cut && i == len(files)-1, yield) {
			return false
		}
		before += int64(min(f.CompressedSize64, uint64(size))) //nolint:gosec // no more than size
	}
	return !lost || fail(listLost(it.name, len(files)))
}

// zipMember goes on into a member of a zip. Where the zip is a file that is read in place, before says how far
// that is when the member begins. Of one that is cut off it isn't known how long it is.
func (w *Walk) zipMember(in item, f *zip.File, inPlace bool, before int64, cut bool, yield func(Member) bool) bool {
	fail := func(err error) bool { return yield(Member{Name: in.name, Size: -1, Err: err}) }
	const most = 1 << 62
	if f.CompressedSize64 > most || f.UncompressedSize64 > most {
		return fail(damaged(in.name, errors.New("impossible size")))
	}
	in.size = int64(f.UncompressedSize64) //nolint:gosec // compared
	if cut {
		in.size = -1
	}
	l := &layer{name: in.name, in: int64(f.CompressedSize64)} //nolint:gosec // compared
	switch {
	case f.Flags&1 != 0 || f.Method == methodAES:
		return fail(&Error{Name: in.name, Is: ErrEncrypted, Remedy: "unpack it with its password and open the log"})
	case unsupportedMethods[f.Method] != "":
		return fail(&Error{Name: in.name, Is: ErrUnsupported, Detail: unsupportedMethods[f.Method] + " compression", Remedy: unpackIt})
	case w.budget.tooMuch(in.size, l.in):
		return fail(bomb(in.name, w.budget.ratio()))
	}
	in.open = func() (io.ReadCloser, error) {
		if inPlace {
			w.done.Store(before)
		}
		rc, err := f.Open()
		if errors.Is(err, zip.ErrAlgorithm) {
			return nil, &Error{Name: in.name, Is: ErrUnsupported, Detail: fmt.Sprintf("compression method %d", f.Method), Remedy: unpackIt}
		}
		if err != nil {
			return nil, explain(in.name, err)
		}
		return readCloser{&metered{r: rc, w: w, l: l}, rc}, nil
	}
	return w.walk(in, yield)
}

// directory reads a zip's list of members, as long as that is no bomb by itself.
func (w *Walk) directory(at io.ReaderAt, size int64) (z *zip.Reader, err error) {
	defer func() {
		if v := recover(); v != nil { // decoders are the work of others
			err = fmt.Errorf("the decoder failed: %v", v)
		}
	}()
	d := &directory{ReaderAt: at, left: w.listMost()}
	z, err = zip.NewReader(d, size)
	if err != nil && (z == nil || !errors.Is(err, zip.ErrInsecurePath)) { // names lead nowhere here
		if d.left < 0 {
			return nil, &Error{Name: w.name, Is: ErrMembers, Remedy: "unpack it yourself and open the logs"}
		}
		return nil, err
	}
	d.open = true
	return z, nil
}

// listMost is how many bytes a list of members may have.
func (w *Walk) listMost() int64 {
	const perMember = 200 // with a name and what Windows adds
	return 1<<20 + perMember*int64(w.budget.Members)
}

// directory bounds what is read of a zip until its list of members is known.
type directory struct {
	io.ReaderAt
	left int64
	open bool // it is known
}

func (d *directory) ReadAt(p []byte, off int64) (int, error) {
	if d.open {
		return d.ReaderAt.ReadAt(p, off)
	}
	if d.left -= int64(len(p)); d.left < 0 {
		return 0, errors.New("the list of members is too long")
	}
	return d.ReaderAt.ReadAt(p, off)
}
