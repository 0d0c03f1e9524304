package archive

import (
	"archive/zip"
	"bufio"
	"compress/bzip2"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"
)

// inBytes is how much is read of a file at a time.
const inBytes = 256 << 10

// decode decompresses. None of the decoders has to be closed, and none works on its own: a reader may be left
// at any time.
func decode(k kind, r io.Reader, l Limits) (io.Reader, error) {
	switch k {
	case gzipped:
		return gzip.NewReader(r)
	case zstandard:
		return zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
			zstd.WithDecoderMaxWindow(uint64(max(l.Window, zstd.MinWindowSize)))) //nolint:gosec // positive
	case bzipped:
		return bzip2.NewReader(r), nil
	case xzipped:
		return xz.NewReader(bufio.NewReaderSize(newXZGuard(r, l.Window), 64<<10)) // it asks for single bytes
	}
	return nil, fmt.Errorf("no decoder of kind %d", k)
}

// explain gives an error of a decoder its words. Errors that come from below it stay as they are.
func explain(name string, err error) error {
	var ours *Error
	var path *fs.PathError
	switch {
	case err == nil, err == io.EOF, errors.As(err, &ours), errors.As(err, &path), errors.Is(err, io.ErrClosedPipe):
		return err
	case errors.Is(err, zstd.ErrWindowSizeExceeded), errors.Is(err, zstd.ErrDecoderSizeExceeded), errors.Is(err, errWindow):
		return &Error{Name: name, Is: ErrMemory, Remedy: unpackIt, Err: err}
	}
	return damaged(name, err)
}

// Methods of compression in a zip (APPNOTE §4.4.5) beside those of the standard library.
const (
	methodDeflate64 = 9
	methodBzip2     = 12
	methodLZMA      = 14
	methodZstd      = 93
	methodXZ        = 95
	methodAES       = 99
)

// unsupportedMethods are those that other programs write.
var unsupportedMethods = map[uint16]string{methodDeflate64: "Deflate64", methodLZMA: "LZMA", 96: "JPEG", 97: "WavPack", 98: "PPMd"}

// register gives a zip the decoders that it lacks, and a faster one.
func register(z *zip.Reader, l Limits) {
	z.RegisterDecompressor(zip.Deflate, func(r io.Reader) io.ReadCloser {
		return io.NopCloser(flate.NewReader(bufio.NewReaderSize(r, inBytes)))
	})
	for method, k := range map[uint16]kind{methodBzip2: bzipped, methodZstd: zstandard, methodXZ: xzipped} {
		z.RegisterDecompressor(method, func(r io.Reader) io.ReadCloser {
			d, err := decode(k, bufio.NewReaderSize(r, inBytes), l)
			if err != nil {
				return io.NopCloser(failing{err})
			}
			return io.NopCloser(d)
		})
	}
}

// failing is a reader of what can't be read.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }
