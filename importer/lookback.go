package importer

import (
	"bytes"
	"context"
	"crypto/sha256"
	"io"
	"os"
	"time"
)

// lookBack remembers of a file that is followed what tells that it was written over: how it begins, what stands where
// reading ended, and when it was written to last.
type lookBack struct {
	head, last []byte
	size       int64 // of the file as a whole, when it was looked at
	written    time.Time
}

// lookBackBytes is how much of the begin and of the end of what was read is looked at again before reading on.
const lookBackBytes = 4 << 10

// read takes what was read next.
func (l *lookBack) read(b []byte) {
	l.head = append(l.head, b[:min(len(b), lookBackBytes-len(l.head))]...)
	l.last = append(l.last, b[max(0, len(b)-lookBackBytes):]...)
	l.last = append([]byte(nil), l.last[max(0, len(l.last)-lookBackBytes):]...)
}

// unchanged says whether what was read of a file up to an offset still stands there. A file that was written to and is
// as long as before is read as a whole, and its hash compared: logs grow.
func (l *lookBack) unchanged(ctx context.Context, file io.ReaderAt, info os.FileInfo, offset int64, digest hasher) (bool, error) {
	inPlace := !l.written.IsZero() && info.Size() == l.size && !info.ModTime().Equal(l.written)
	l.size, l.written = info.Size(), info.ModTime()
	if !stands(file, l.head, 0) || !stands(file, l.last, offset-int64(len(l.last))) {
		return false, nil
	}
	if !inPlace || digest == nil {
		return true, nil
	}
	now := sha256.New()
	in := io.NewSectionReader(file, 0, offset)
	for {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		switch _, err := io.CopyN(now, in, blockBytes); err {
		case nil:
		case io.EOF:
			return bytes.Equal(now.Sum(nil), digest.Sum(nil)), nil
		default:
			return false, err
		}
	}
}

// stands says whether a file has these bytes at an offset.
func stands(file io.ReaderAt, want []byte, offset int64) bool {
	b := make([]byte, len(want))
	_, err := file.ReadAt(b, offset)
	return err == nil && bytes.Equal(b, want) || len(want) == 0
}
