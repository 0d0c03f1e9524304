package archive

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"
)

// zeros is a gigabyte of nothing.
func zeros() io.Reader { return io.LimitReader(nothing{}, 1<<30) }

type nothing struct{}

func (nothing) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// readAll reads each member to its end, and gives how many bytes came out in all.
func readAll(w *Walk) (n int64, errs []error) {
	for m := range w.Members() {
		err := m.Err
		if err == nil && m.Stream != nil {
			var c int64
			c, err = io.Copy(io.Discard, m.Stream)
			n += c
		} else if err == nil {
			var r io.ReadCloser
			if r, err = m.Open(); err == nil {
				var c int64
				c, err = io.Copy(io.Discard, r)
				n += c
				_ = r.Close() // only read from
			}
		}
		if err != nil {
			errs = append(errs, err)
		}
	}
	return n, errs
}

func TestAGigabyteOfZerosIsRefused(t *testing.T) {
	if raceDetector {
		t.Skip("one goroutine compresses a gigabyte: there is no race in it, and it takes minutes")
	}
	zeroZip := func(out io.Writer) {
		z := zip.NewWriter(out)
		w, _ := z.Create("bomb")
		_, _ = io.Copy(w, zeros())
		w, _ = z.Create("b.log")
		_, _ = w.Write([]byte("b"))
		_ = z.Close()
	}
	zeroZstd := func(out io.Writer) {
		w, _ := zstd.NewWriter(out, zstd.WithEncoderConcurrency(1))
		_, _ = io.Copy(w, zeros())
		_ = w.Close()
	}
	for _, c := range []struct {
		name  string
		write func(io.Writer)
		fine  int64 // bytes of other members
	}{
		{"zip", zeroZip, 1},
		{"zstd", zeroZstd, 0},
		{"zstd in tar", func(out io.Writer) {
			var b bytes.Buffer
			zeroZstd(&b)
			_, _ = io.WriteString(out, tarOf(file{"bomb.zst", b.String()}, file{"b.log", "b"}))
		}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			var packed bytes.Buffer
			c.write(&packed)
			w, err := File("in", onDisk(t, packed.String()), DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			defer w.Close() //nolint:errcheck // only read from
			for way, w := range map[string]*Walk{"file": w, "pipe": Stream("in", &packed, DefaultLimits())} {
				n, errs := readAll(w)
				if len(errs) == 0 || !errors.Is(errs[0], ErrBomb) {
					t.Errorf("%s: %v", way, errs)
				}
				if most := w.budget.Free + w.budget.Ratio*w.Done() + 1<<20; n > most {
					t.Errorf("%s: %d bytes came out", way, n)
				}
				if c.fine > 0 && n != c.fine {
					t.Errorf("%s: %d bytes of the others came out", way, n)
				}
			}
		})
	}
}

func TestSizesThatAreOnlyStatedAreNotTrusted(t *testing.T) {
	var packed bytes.Buffer
	d, _ := flate.NewWriter(&packed, 9)
	_, _ = io.Copy(d, io.LimitReader(nothing{}, 200<<20))
	_ = d.Close()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	w, _ := z.CreateRaw(&zip.FileHeader{Name: "a", Method: zip.Deflate, CompressedSize64: uint64(packed.Len()), UncompressedSize64: 1000})
	_, _ = w.Write(packed.Bytes())
	_ = z.Close()
	n, errs := readAll(Stream("in", &out, DefaultLimits()))
	if len(errs) != 1 || n > 1<<20 {
		t.Errorf("%d bytes, %v", n, errs)
	}
}

func TestManyMembersOfOneBodyAreRefusedTogether(t *testing.T) {
	var packed bytes.Buffer
	d, _ := flate.NewWriter(&packed, 9)
	_, _ = io.Copy(d, io.LimitReader(nothing{}, 90<<20))
	_ = d.Close()
	l := DefaultLimits()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for i := range 20 {
		w, _ := z.CreateRaw(&zip.FileHeader{
			Name: fmt.Sprint(i), Method: zip.Deflate, CompressedSize64: uint64(packed.Len()), UncompressedSize64: 90 << 20,
		})
		_, _ = w.Write(packed.Bytes())
	}
	_ = z.Close()
	most := l.Free + l.Ratio*int64(out.Len())
	n, errs := readAll(Stream("in", &out, l))
	if len(errs) == 0 || n > most {
		t.Errorf("%d bytes, %v", n, errs)
	}
	last := errs[len(errs)-1]
	if !errors.Is(last, ErrBomb) || !strings.Contains(last.Error(), "the rest of in is not read") {
		t.Errorf("says %v", last)
	}
}

func TestArchivesThatGoOnForEverAreRefused(t *testing.T) {
	small := DefaultLimits()
	small.Members, small.Depth, small.Memory, small.Total, small.Window = 3, 3, 4000, 5000, 1<<20
	deep := func(pack func(string) string) string {
		b := "a log"
		for range 4 {
			b = pack(b)
		}
		return b
	}
	noise := make([]byte, 4000)
	copy(noise, "PK\x03\x04")
	var many []file
	for i := range 5 {
		many = append(many, file{fmt.Sprint(i), "x"})
	}
	var wide bytes.Buffer
	xw, _ := xz.WriterConfig{DictCap: 2 << 20}.NewWriter(&wide)
	_, _ = xw.Write([]byte("a log"))
	_ = xw.Close()
	for _, c := range []struct {
		name, b string
		want    error
	}{
		{"gzip in gzip", deep(gz), ErrNested},
		{"zip in zip", deep(func(b string) string { return zipOf(file{"z", b}) }), ErrNested},
		{"tar in tar", deep(func(b string) string { return tarOf(file{"z", b}) }), ErrNested},
		{"members of a zip", zipOf(many...), ErrMembers},
		{"members of a tar", tarOf(many...), ErrMembers},
		{"members of all", zipOf(file{"1", zipOf(many[:2]...)}, file{"2", zipOf(many[:2]...)}), ErrMembers},
		{"large zip in zip", zipOf(file{"z", string(noise) + "x"}), ErrMemory},
		{"size", gz(strings.Repeat("x", 6000)), ErrBomb},
		{"dictionary", wide.String(), ErrMemory},
	} {
		t.Run(c.name, func(t *testing.T) {
			for way, w := range ways(t, c.b, small) {
				_, errs := readAll(w)
				if len(errs) == 0 || !errors.Is(errs[0], c.want) || len(errs) > 3 {
					t.Errorf("%s: %v", way, errs)
				}
			}
		})
	}
}

func TestFileWithHolesIsNoMember(t *testing.T) {
	for _, h := range []*tar.Header{
		{Typeflag: tar.TypeGNUSparse}, {Typeflag: tar.TypeReg, PAXRecords: map[string]string{"GNU.sparse.major": "1"}},
	} {
		if !sparse(h) {
			t.Errorf("%+v is taken", h)
		}
	}
}

// What a zip's list of members costs is bounded, too.
func TestLongListOfMembersIsRefused(t *testing.T) {
	l := DefaultLimits()
	l.Members = 10
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for i := range 40_000 {
		_, _ = z.Create(fmt.Sprintf("%040d", i))
	}
	_ = z.Close()
	_, errs := readAll(Stream("in", &out, l))
	if len(errs) != 1 || !errors.Is(errs[0], ErrMembers) {
		t.Errorf("%v", errs)
	}
}

func TestZipInMemoryIsBounded(t *testing.T) {
	if testing.Short() || raceDetector {
		t.Skip("reads 70 MB, and measures what is allocated")
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, errs := readAll(Stream("in", io.MultiReader(strings.NewReader("PK\x03\x04"), zeros()), DefaultLimits()))
	runtime.ReadMemStats(&after)
	if len(errs) != 1 || !strings.Contains(errs[0].Error(), "save it in a file and open that") {
		t.Errorf("%v", errs)
	}
	if n := after.TotalAlloc - before.TotalAlloc; n > 300<<20 {
		t.Errorf("took %d MB", n>>20)
	}
}

// Whatever the bytes are, a walk ends, holds to its limits, and doesn't panic.
func FuzzOpen(f *testing.F) {
	log := "a log\n"
	for _, b := range []string{
		log, gz(log), zst(log), bzip, xzip(log), xzip("a") + xzip("b"), zipOf(file{"a", log}, file{"b.gz", gz(log)}),
		tarOf(file{"a", log}, file{"b.xz", xzip(log)}), gz(tarOf(file{"a", log})), zipOf(file{"z", zipOf(file{"a", log})}),
		tarOf(file{"z", zipOf(file{"a", log})}), "7z\xbc\xaf\x27\x1c",
	} {
		f.Add([]byte(b))
	}
	l := Limits{Ratio: 500, Free: 1 << 20, Total: 8 << 20, Members: 50, Depth: 4, Memory: 1 << 20, Window: 1 << 20}
	path := filepath.Join(f.TempDir(), "x")
	f.Fuzz(func(t *testing.T, b []byte) {
		n, _ := readAll(Stream("in", threes{bytes.NewReader(b)}, l))
		if n > 2*l.Total+int64(len(b)) {
			t.Errorf("%d bytes came out of %d", n, len(b))
		}
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		w, err := File("in", path, l)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = readAll(w)
		if w.memory != 0 {
			t.Error("memory is held")
		}
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
}
