package archive

import (
	"bytes"
	"strconv"
)

// kind is what a stream of bytes is.
type kind int

const (
	plain kind = iota
	gzipped
	zstandard
	bzipped
	xzipped
	zipped
	tarred
	foreign // an archive that can't be opened here
)

// HeadBytes is how much of a stream tells what it is: the first header of a tar.
const HeadBytes = 512

// Plain says whether what begins so, with HeadBytes of it if there are so many, is neither compressed nor an archive.
func Plain(head []byte) bool {
	k, _ := kindOf(head)
	return k == plain
}

// magics are the first bytes of each kind, as their formats fix them.
var magics = []struct {
	kind  kind
	magic string
	name  string // of foreign ones
}{
	{gzipped, "\x1f\x8b\x08", ""},       // RFC 1952 §2.3.1, deflate
	{zstandard, "\x28\xb5\x2f\xfd", ""}, // RFC 8878 §3.1.1
	{xzipped, "\xfd7zXZ\x00", ""},       // xz file format §2.1.1.1
	{zipped, "PK\x03\x04", ""},          // APPNOTE §4.3.7
	{zipped, "PK\x05\x06", ""},          // an empty one
	{zipped, "PK00PK\x03\x04", ""},      // meant for parts, but in one (APPNOTE §8.5.4)
	{foreign, "PK\x07\x08PK\x03\x04", "the first part of a split zip"},
	{foreign, "7z\xbc\xaf\x27\x1c", "7z"}, // the rest have no library that we use
	{foreign, "Rar!\x1a\x07", "RAR"},
	{foreign, "\x04\x22\x4d\x18", "LZ4"},
	{foreign, "LZIP\x01", "lzip"},
	{foreign, "\x1f\x9d\x90", "compress (.Z)"},
}

// kindOf recognises a stream by its first bytes, HeadBytes of them if there are so many. The name is that of
// a foreign kind.
func kindOf(head []byte) (kind, string) {
	for _, m := range magics {
		if bytes.HasPrefix(head, []byte(m.magic)) {
			return m.kind, m.name
		}
	}
	switch {
	case isBzip(head):
		return bzipped, ""
	case len(head) >= 8 && head[0]&0xf0 == 0x50 && bytes.Equal(head[1:4], []byte("\x2a\x4d\x18")):
		return zstandard, "" // a frame to skip, as parallel writers begin with (RFC 8878 §3.1.2)
	case isTar(head):
		return tarred, ""
	}
	return plain, ""
}

// isBzip tells "BZh", a level, and the number that a block or, in an empty one, the end begins with.
func isBzip(head []byte) bool {
	return len(head) >= 10 && string(head[:3]) == "BZh" && head[3] >= '1' && head[3] <= '9' &&
		(string(head[4:10]) == "\x31\x41\x59\x26\x53\x59" || string(head[4:10]) == "\x17\x72\x45\x38\x50\x90")
}

// isTar holds the checksum of a tar's first header to its bytes: old ones have no other mark.
func isTar(head []byte) bool {
	const at, size = 148, 8
	if len(head) < HeadBytes || head[0] == 0 {
		return false
	}
	stated, err := strconv.ParseInt(string(bytes.Trim(head[at:at+size], " \x00")), 8, 64)
	if err != nil {
		return false
	}
	sum := int64(size * ' ') // the field itself counts as spaces
	for i, c := range head[:HeadBytes] {
		if i < at || i >= at+size {
			sum += int64(c)
		}
	}
	return sum == stated
}
