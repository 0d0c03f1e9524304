package archive

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// A zip's list of members stands at its end, and is gone where the end is: where it came over a line that broke, or the
// disk was full. Each member has a head of its own, too. So the list is made again of those.

// The signatures and lengths of what a zip is made of (APPNOTE §4.3).
const (
	zipHead       = "PK\x03\x04"
	zipDescriptor = "PK\x07\x08"
	zipListed     = "PK\x01\x02"
	zipEnd        = "PK\x05\x06"

	zipHeadBytes   = 30
	zipListedBytes = 46
	zipFlagSizes   = 1 << 3 // sizes and sum stand behind the member
)

// headed is a member by its own head.
type headed struct {
	head   [zipHeadBytes]byte
	name   []byte
	at     int64 // its head
	data   int64 // its first byte
	packed int64
	cut    bool // the end of the file is within it
	crc    uint32
	size   uint32
}

// relist reads a zip whose list of members is lost; the last of its members may be cut off. It is an error if there is
// none.
func (w *Walk) relist(at io.ReaderAt, size int64) (z *zip.Reader, cut bool, err error) {
	var list []byte
	var n int
	for off := int64(0); n < w.budget.Members; n++ {
		var m headed
		if !m.read(at, size, off) {
			break
		}
		m.measure(at, size, w.budget.Limits)
		list = m.list(list)
		if off, cut = m.data+m.packed, m.cut; cut || int64(len(list)) > w.listMost() {
			n++
			break
		}
		off += m.behind(at, off)
	}
	if n == 0 {
		return nil, false, zip.ErrFormat
	}
	const most = 1<<16 - 1                                                                     // that the end of a list can say; the reader counts modulo that
	end := binary.LittleEndian.AppendUint16([]byte(zipEnd+"\x00\x00\x00\x00"), uint16(n&most)) //nolint:gosec // masked
	end = binary.LittleEndian.AppendUint16(end, uint16(n&most))                                //nolint:gosec // masked
	end = binary.LittleEndian.AppendUint32(end, uint32(len(list)))                             //nolint:gosec // bounded
	if size > 1<<32-2 {
		return nil, false, errors.New("too large to be read without its list")
	}
	end = binary.LittleEndian.AppendUint32(end, uint32(size)) //nolint:gosec // compared
	list = append(append(list, end...), 0, 0)
	z, err = w.directory(&extended{at, size, list}, size+int64(len(list)))
	return z, cut, err
}

// read reads the head at an offset. It is false if there is none.
func (m *headed) read(at io.ReaderAt, size, off int64) bool {
	m.at = off
	if _, err := at.ReadAt(m.head[:], off); err != nil || string(m.head[:4]) != zipHead {
		return false
	}
	const nameLength, extraLength = 26, 28
	name, extra := binary.LittleEndian.Uint16(m.head[nameLength:]), binary.LittleEndian.Uint16(m.head[extraLength:])
	m.name = make([]byte, name)
	if _, err := at.ReadAt(m.name, off+zipHeadBytes); err != nil {
		return false
	}
	m.data = off + zipHeadBytes + int64(name) + int64(extra)
	return m.data <= size
}

// measure finds out where a member ends.
func (m *headed) measure(at io.ReaderAt, size int64, l Limits) {
	const flags, sum, packed, unpacked = 6, 14, 18, 22
	m.crc, m.size = binary.LittleEndian.Uint32(m.head[sum:]), binary.LittleEndian.Uint32(m.head[unpacked:])
	m.packed = int64(binary.LittleEndian.Uint32(m.head[packed:]))
	if binary.LittleEndian.Uint16(m.head[flags:])&zipFlagSizes != 0 && m.packed == 0 {
		if m.search(at, size) {
			return
		}
		m.packed = size
	}
	if m.data+m.packed > size {
		m.cut, m.crc, m.packed = true, 0, size-m.data
		m.size = uint32(min(1<<32-2, l.Free/2+m.packed*l.Ratio/2)) //nolint:gosec // what may come out
	}
}

// search looks for what stands behind a member and says its size.
func (m *headed) search(at io.ReaderAt, size int64) bool {
	const chunk, length = 256 << 10, 16
	buf := make([]byte, chunk+length)
	for off := m.data; off < size; off += chunk {
		n, err := at.ReadAt(buf, off)
		if n == 0 && err != nil {
			return false
		}
		for i := 0; ; i++ {
			k := bytes.Index(buf[i:n], []byte(zipDescriptor))
			if k < 0 || i+k+length > n {
				break
			}
			i += k
			d := buf[i:]
			if p := int64(binary.LittleEndian.Uint32(d[8:])); m.data+p == off+int64(i) {
				m.crc, m.packed, m.size = binary.LittleEndian.Uint32(d[4:]), p, binary.LittleEndian.Uint32(d[12:])
				return true
			}
		}
	}
	return false
}

// behind is how long what stands behind a member is, up to the next head.
func (m *headed) behind(at io.ReaderAt, off int64) int64 {
	const most = 24 // with sizes of 64 bits
	buf := make([]byte, most+len(zipHead))
	n, _ := at.ReadAt(buf, off)
	return int64(max(0, bytes.Index(buf[:n], []byte(zipHead))))
}

// list appends the member's entry of a list.
func (m *headed) list(b []byte) []byte {
	const sum, names = 14, 26 // in the head
	const fromVersion, toSum = 4, sum
	b = append(b, zipListed+"\x14\x03"...)
	b = append(b, m.head[fromVersion:toSum]...)
	b = binary.LittleEndian.AppendUint32(b, m.crc)
	b = binary.LittleEndian.AppendUint32(b, uint32(m.packed)) //nolint:gosec // within the file, whose size is compared
	b = binary.LittleEndian.AppendUint32(b, m.size)
	b = append(b, m.head[names:names+2]...)
	b = append(b, make([]byte, zipListedBytes-30-4)...)   // no extra, no comment, disk 0, no attributes
	b = binary.LittleEndian.AppendUint32(b, uint32(m.at)) //nolint:gosec // likewise
	return append(b, m.name...)
}

// extended is a file with something behind it.
type extended struct {
	io.ReaderAt
	size int64
	tail []byte
}

func (e *extended) ReadAt(p []byte, off int64) (int, error) {
	n := 0
	if off < e.size {
		var err error
		n, err = e.ReaderAt.ReadAt(p[:min(int64(len(p)), e.size-off)], off)
		if err != nil && (err != io.EOF || off+int64(n) < e.size) {
			return n, err
		}
	}
	if n < len(p) {
		k, err := bytes.NewReader(e.tail).ReadAt(p[n:], off+int64(n)-e.size)
		return n + k, err
	}
	return n, nil
}

// listLost is the error of a zip whose members were found one by one.
func listLost(name string, n int) error {
	e := damaged(name, nil)
	e.Detail = fmt.Sprintf("its end with the list of members is lost; %d of them could be found", n)
	return e
}
