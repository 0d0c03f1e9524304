package importer

import (
	"io"

	"meterscope/importer/archive"
)

// source is one stream of bytes that can be read from its beginning more than once.
type source struct {
	name string
	size int64                                  // bytes as they are read; −1 if unknown
	open func(last bool) (io.ReadCloser, error) // last: it won't be opened again
	done func()                                 // lets go of what was kept for reading again
}

// memberSource is a log of a file or archive.
func memberSource(m *archive.Member) *source {
	if m.Stream != nil {
		s := readerSource(m.Name, m.Stream)
		s.size = m.Size
		return s
	}
	return &source{
		name: m.Name, size: m.Size, done: func() {},
		open: func(bool) (io.ReadCloser, error) { return m.Open() },
	}
}
