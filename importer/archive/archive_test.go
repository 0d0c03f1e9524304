package archive

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"
)

// bzip is "a log\n" as bzip2 writes it: Go only reads it.
const bzip = "BZh91AY&SY\xe4\xba\xb7\xd1\x00\x00\x01Q\x00\x00\x10@\x00 \x84\xa0\x00!\x80\x0c\x02G\xae\xe2\xeeH\xa7\x0a\x12\x1c\x97V\xfa "

func gz(b string) string {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, _ = w.Write([]byte(b))
	_ = w.Close()
	return out.String()
}

func zst(b string) string {
	w, _ := zstd.NewWriter(nil)
	return string(w.EncodeAll([]byte(b), nil))
}

func xzip(b string) string {
	var out bytes.Buffer
	w, _ := xz.NewWriter(&out)
	_, _ = w.Write([]byte(b))
	_ = w.Close()
	return out.String()
}

// file is a member to be packed.
type file struct{ name, text string }

func zipOf(files ...file) string {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range files {
		w, _ := z.Create(f.name)
		_, _ = w.Write([]byte(f.text))
	}
	_ = z.Close()
	return out.String()
}

// oldZip has members that are stored, with their sizes in their heads.
func oldZip(files ...file) string {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range files {
		w, _ := z.CreateRaw(&zip.FileHeader{
			Name: f.name, CRC32: crc32.ChecksumIEEE([]byte(f.text)),
			CompressedSize64: uint64(len(f.text)), UncompressedSize64: uint64(len(f.text)),
		})
		_, _ = w.Write([]byte(f.text))
	}
	_ = z.Close()
	return out.String()
}

// zipOfMode has one member, as "-" with this mode.
func zipOfMode(mode fs.FileMode) string {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	h := &zip.FileHeader{Name: "-", Method: zip.Deflate}
	h.SetMode(mode)
	w, _ := z.CreateHeader(h)
	_, _ = w.Write([]byte("a log\n"))
	_ = z.Close()
	return out.String()
}

func tarOf(files ...file) string {
	var out bytes.Buffer
	t := tar.NewWriter(&out)
	for _, f := range files {
		_ = t.WriteHeader(&tar.Header{Name: f.name, Mode: 0o600, Size: int64(len(f.text)), Typeflag: tar.TypeReg})
		_, _ = t.Write([]byte(f.text))
	}
	_ = t.Close()
	return out.String()
}

func onDisk(t testing.TB, b string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x")
	if err := os.WriteFile(path, []byte(b), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// listing writes what a walk gives, a line a member: name, then text or what is wrong.
func listing(w *Walk) string {
	var b strings.Builder
	for m := range w.Members() {
		text, err := contents(&m)
		switch {
		case err != nil:
			fmt.Fprintf(&b, "%s: %v\n", m.Name, is(err))
		default:
			fmt.Fprintf(&b, "%s: %q\n", m.Name, text)
		}
	}
	return b.String()
}

func contents(m *Member) (string, error) {
	if m.Err != nil {
		return "", m.Err
	}
	if m.Stream != nil {
		text, err := io.ReadAll(m.Stream)
		return string(text), err
	}
	var last string
	for range 2 { // it can be read again
		r, err := m.Open()
		if err != nil {
			return "", err
		}
		text, err := io.ReadAll(r)
		if e := r.Close(); err != nil || e != nil {
			return string(text), errors.Join(err, e)
		}
		last = string(text)
	}
	return last, nil
}

// is gives the sort of error.
func is(err error) error {
	for _, sort := range []error{ErrBomb, ErrNested, ErrMembers, ErrEncrypted, ErrDamaged, ErrUnsupported, ErrMemory} {
		if errors.Is(err, sort) {
			return sort
		}
	}
	return err
}

// ways walks bytes as a file, as a pipe, and as a pipe that gives three bytes at a time.
func ways(t testing.TB, b string, l Limits) map[string]*Walk {
	t.Helper()
	f, err := File("in", onDisk(t, b), l)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return map[string]*Walk{
		"file": f, "pipe": Stream("in", strings.NewReader(b), l), "three bytes": Stream("in", threes{strings.NewReader(b)}, l),
		"ends with data": Stream("in", iotest.DataErrReader(strings.NewReader(b)), l),
	}
}

type threes struct{ r io.Reader }

func (t threes) Read(p []byte) (int, error) { return t.r.Read(p[:min(3, len(p))]) }

func TestWhatIsOpenedAndWhatItsLogsAreCalled(t *testing.T) {
	log := "a log\n"
	long := strings.Repeat("one line of a log\n", 20_000)
	for _, c := range []struct{ name, b, want string }{
		{"text", log, `in: "a log\n"`},
		{"nothing", "", `in: ""`},
		{"gzip", gz(log), `in: "a log\n"`},
		{"gzip in parts", gz("a ") + gz("log\n"), `in: "a log\n"`},
		{"zstd", zst(log), `in: "a log\n"`},
		{"zstd with a frame to skip", "\x50\x2a\x4d\x18\x02\x00\x00\x00ab" + zst(log), `in: "a log\n"`},
		{"bzip2", bzip, `in: "a log\n"`},
		{"xz", xzip(log), `in: "a log\n"`},
		{"xz in parts", xzip("a ") + xzip("log\n") + "\x00\x00\x00\x00", `in: "a log\n"`},
		{"long xz", xzip(long), fmt.Sprintf("in: %q", long)},
		{"gzip in gzip", gz(gz(log)), `in: "a log\n"`},
		{"zip", zipOf(file{"d/", ""}, file{"d/b.log", "b"}, file{"a.log", log}), "in/d/b.log: \"b\"\nin/a.log: \"a log\\n\""},
		{"tar", tarOf(file{"b.log", "b"}, file{"d/a.log", log}, file{"c", ""}), "in/b.log: \"b\"\nin/d/a.log: \"a log\\n\"\nin/c: \"\""},
		{"tar.gz", gz(tarOf(file{"a.log", log})), `in/a.log: "a log\n"`},
		{"tar.xz", xzip(tarOf(file{"a.log", long})), fmt.Sprintf("in/a.log: %q", long)},
		{"tar.zst", zst(tarOf(file{"a.log", log})), `in/a.log: "a log\n"`},
		{"gzip in tar", tarOf(file{"a.log.gz", gz(log)}, file{"b", "b"}), "in/a.log.gz: \"a log\\n\"\nin/b: \"b\""},
		{"zip in zip", zipOf(file{"b.zip", zipOf(file{"c.log", log})}, file{"d", "d"}), "in/b.zip/c.log: \"a log\\n\"\nin/d: \"d\""},
		{"tar.gz in zip", zipOf(file{"b.tgz", gz(tarOf(file{"c.log", log}))}), `in/b.tgz/c.log: "a log\n"`},
		{"zip in tar", tarOf(file{"b.zip", zipOf(file{"c.log", log})}, file{"d", "d"}), "in/b.zip/c.log: \"a log\\n\"\nin/d: \"d\""},
		{"tar in tar", tarOf(file{"b.tar", tarOf(file{"c.log", log})}, file{"d", "d"}), "in/b.tar/c.log: \"a log\\n\"\nin/d: \"d\""},
		{"rotation in zip", zipOf(file{"x.log", "3"}, file{"x.log.1", "2"}, file{"x.log.2.gz", gz("1")}), "in/x.log.2.gz: \"1\"\nin/x.log.1: \"2\"\nin/x.log: \"3\""},
		{"empty zip", zipOf(), ""},
		{"empty tar", tarOf(), `in: "` + strings.Repeat(`\x00`, 1024) + `"`},
		{"7z", "7z\xbc\xaf\x27\x1c rest", "in: can't be opened"},
		{"rar", "Rar!\x1a\x07\x00 rest", "in: can't be opened"},
		{"part of a zip", "PK\x07\x08" + zipOf(file{"a", "a"}), "in: can't be opened"},
		{"zip meant for parts", "PK00" + zipOf(file{"a", "a"}), `in/a: "a"`},
		{"zip of a pipe", zipOfMode(fs.ModeNamedPipe | 0o600), `in/-: "a log\n"`},
		{"zip of a link", zipOfMode(fs.ModeSymlink | 0o600), ""},
		{"names that leave the archive", zipOf(file{"../../etc/passwd", "1"}, file{"/x", "2"}, file{`C:\x`, "3"}),
			"in/etc/passwd: \"1\"\nin/x: \"2\"\nin/C:/x: \"3\""},
		{"names that leave the tar", tarOf(file{"../x", "1"}, file{"x", "2"}), "in/x: \"1\"\nin/x (2): \"2\""},
	} {
		t.Run(c.name, func(t *testing.T) {
			for way, w := range ways(t, c.b, DefaultLimits()) {
				want := c.want
				if want != "" {
					want += "\n"
				}
				if got := listing(w); got != want {
					t.Errorf("%s: got\n%.2000s\nwant\n%.2000s", way, got, want)
				}
				if w.memory != 0 {
					t.Errorf("%s: %d bytes are held", way, w.memory)
				}
			}
		})
	}
}

func TestDamageEndsAMemberAndTheOthersGoOn(t *testing.T) {
	noise := make([]byte, 3000)
	_, _ = rand.NewChaCha8([32]byte{}).Read(noise) // never fails
	log := string(noise)
	inZip := func(damage func(b []byte)) string {
		b := []byte(zipOf(file{"a.log", log}, file{"b.log", "b"}))
		damage(b)
		return string(b)
	}
	flip := func(s string, at int) string {
		b := []byte(s)
		b[at] ^= 0xff
		return string(b)
	}
	central := func(b []byte) int { return bytes.Index(b, []byte("PK\x01\x02")) }
	for _, c := range []struct{ name, b, want string }{
		{"zip, a byte of the first", inZip(func(b []byte) { b[1000] ^= 1 }), "in/a.log: damaged or cut off\nin/b.log: \"b\"\n"},
		{"zip, encrypted", inZip(func(b []byte) { b[central(b)+8] |= 1 }), "in/a.log: encrypted\nin/b.log: \"b\"\n"},
		{"zip, Deflate64", inZip(func(b []byte) { b[central(b)+10] = 9 }), "in/a.log: can't be opened\nin/b.log: \"b\"\n"},
		{"zip, unknown method", inZip(func(b []byte) { b[central(b)+10] = 77 }), "in/a.log: can't be opened\nin/b.log: \"b\"\n"},
		{"zip, cut off in its only member", zipOf(file{"a.log", log})[:2000], "in/a.log: damaged or cut off\nin: damaged or cut off\n"},
		{"zip, cut off in its last member", zipOf(file{"b.log", "b"}, file{"a.log", log})[:2000],
			"in/b.log: \"b\"\nin/a.log: damaged or cut off\nin: damaged or cut off\n"},
		{"zip, cut off behind its members", inZip(func([]byte) {})[:central([]byte(inZip(func([]byte) {})))],
			fmt.Sprintf("in/a.log: %q\nin/b.log: \"b\"\nin: damaged or cut off\n", log)},
		{"zip, cut off in its list", inZip(func([]byte) {})[:central([]byte(inZip(func([]byte) {})))+70],
			fmt.Sprintf("in/a.log: %q\nin/b.log: \"b\"\nin: damaged or cut off\n", log)},
		{"zip of known sizes, cut off", oldZip(file{"a.log", "a"}, file{"b.log", log})[:2000],
			"in/a.log: \"a\"\nin/b.log: damaged or cut off\nin: damaged or cut off\n"},
		{"zip, cut off in the head of a member", zipOf(file{"b.log", "b"})[:20], "in: damaged or cut off\n"},
		{"gzip, cut off", gz(log)[:2000], "in: damaged or cut off\n"},
		{"gzip, wrong sum", flip(gz("b"), len(gz("b"))-6), "in: damaged or cut off\n"},
		{"gzip, header only", gz("b")[:5], "in: damaged or cut off\n"},
		{"zstd, cut off", zst(log)[:2000], "in: damaged or cut off\n"},
		{"xz, cut off", xzip(log)[:2000], "in: damaged or cut off\n"},
		{"xz, no block", flip(xzip("b"), 12), "in: damaged or cut off\n"},
		{"bzip2, cut off", bzip[:len(bzip)-12], "in: damaged or cut off\n"},
		{"tar, cut off", tarOf(file{"b.log", "b"}, file{"a.log", log})[:2500], "in/b.log: \"b\"\nin/a.log: damaged or cut off\nin: damaged or cut off\n"},
		{"gzip in tar", tarOf(file{"a.gz", gz(log)[:2000]}, file{"b.log", "b"}), "in/a.gz: damaged or cut off\nin/b.log: \"b\"\n"},
		{"zip in tar", tarOf(file{"a.zip", zipOf(file{"a", log})[:2000]}, file{"b.log", "b"}),
			"in/a.zip/a: damaged or cut off\nin/a.zip: damaged or cut off\nin/b.log: \"b\"\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for way, w := range ways(t, c.b, DefaultLimits()) {
				if got := listing(w); got != c.want {
					t.Errorf("%s: got\n%.2000s\nwant\n%s", way, got, c.want)
				}
			}
		})
	}
}

func TestErrorsSayWhatAndWhatToDo(t *testing.T) {
	b := []byte(zipOf(file{"a.log", "a"}))
	b[bytes.Index(b, []byte("PK\x01\x02"))+8] |= 1
	for _, c := range []struct{ b, want string }{
		{string(b), "open in/a.log: encrypted; unpack it with its password and open the log"},
		{"7z\xbc\xaf\x27\x1c", "open in: can't be opened (it is 7z); unpack it yourself and open the log"},
		{gz("a log")[:20], "decompress in: damaged or cut off (its first 5 bytes could be read): unexpected EOF; get it again, or unpack it with a tool that repairs"},
	} {
		for m := range Stream("in", strings.NewReader(c.b), DefaultLimits()).Members() {
			if _, err := contents(&m); err == nil || err.Error() != c.want {
				t.Errorf("says %v, want %s", err, c.want)
			}
		}
	}
}

// What is cut off is read as far as it goes, and it is said how far that is.
func TestWhatIsCutOffSaysHowFarItWasRead(t *testing.T) {
	var text strings.Builder
	for i := range 40_000 {
		fmt.Fprintf(&text, "%x line %d\n", i*i*7919, i)
	}
	for name, whole := range map[string]string{"gzip": gz(text.String()), "tar": tarOf(file{"a.log", text.String()}), "tar.gz": gz(tarOf(file{"a.log", text.String()}))} {
		for _, part := range []int{4, 2} {
			n, said := 0, ""
			for m := range Stream("in", strings.NewReader(whole[:len(whole)-len(whole)/part]), DefaultLimits()).Members() {
				got, err := contents(&m)
				n += len(got)
				if !strings.HasPrefix(text.String(), got) {
					t.Errorf("%s: it isn't what was there", name)
				}
				if err != nil && said == "" {
					said = err.Error()
				}
			}
			if n == 0 || !strings.Contains(said, "damaged or cut off (its first ") {
				t.Errorf("%s: %d bytes, then %s", name, n, said)
			}
		}
	}
}

// What stands behind the end of a tar is not passed over: another one, or a checksum that doesn't fit.
func TestWhatFollowsATarIsNotPassedOver(t *testing.T) {
	whole := tarOf(file{"a.log", "a"})
	packed := []byte(gz(whole))
	packed[len(packed)-6] ^= 1
	for name, b := range map[string]string{"another": whole + whole, "another, packed": gz(whole + whole), "a wrong checksum": string(packed)} {
		n, bad := 0, 0
		for m := range Stream("in", strings.NewReader(b), DefaultLimits()).Members() {
			if _, err := contents(&m); err != nil {
				bad++
			} else {
				n++
			}
		}
		if n != 1 || bad != 1 {
			t.Errorf("%s: %d members, %d errors", name, n, bad)
		}
	}
}

func TestMembersOfATarEndWhenTheNextIsAskedFor(t *testing.T) {
	var before io.Reader
	n := 0
	for m := range Stream("in", strings.NewReader(tarOf(file{"a", strings.Repeat("a", 9000)}, file{"b", "b"})), DefaultLimits()).Members() {
		if before != nil {
			if _, err := io.Copy(io.Discard, before); !errors.Is(err, io.ErrClosedPipe) {
				t.Errorf("read on: %v", err)
			}
		}
		before = m.Stream
		n++
	}
	if n != 2 {
		t.Errorf("%d members", n)
	}
}

func TestDoneTellsTheBytesOfTheFile(t *testing.T) {
	text := strings.Repeat("0123456789", 50_000)
	for name, b := range map[string]string{"text": text, "gzip": gz(text), "zip": zipOf(file{"a", text}, file{"b", text}), "tar": tarOf(file{"a", text})} {
		w, err := File("in", onDisk(t, b), DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		_ = listing(w)
		if got := w.Done(); got < int64(len(b))*9/10-1000 || got > int64(len(b)) {
			t.Errorf("%s: %d of %d", name, got, len(b))
		}
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestLabelsAreFitToBeShown(t *testing.T) {
	for in, want := range map[string]string{
		"a/b.log": "a/b.log", "": "unnamed", "/": "unnamed", "..": "unnamed", "a\x00b\x1b[31m\n": "a_b_[31m_",
		"ev\u202egol.exe": "ev_gol.exe", "a\xffb": "a_b", "a//./b/../c": "a/c", `d\e.log`: "d/e.log", "Säule 1.log": "Säule 1.log",
	} {
		if got := Label(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
	if got := Label(strings.Repeat("ä", 400) + ".log"); len(got) > nameMost+3 || !strings.HasSuffix(got, "ä.log") || strings.ContainsRune(got, '\ufffd') {
		t.Errorf("a long name becomes %q", got)
	}
}
