package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"meterscope/model/store"
	"meterscope/ui/cli"
)

var noon = time.Date(2025, 3, 1, 12, 0, 0, 0, time.UTC)

const root = "../.."

// The fyne command reads FyneApp.toml; our own packages say the same.
func TestNamesAreThoseOfFyneApp(t *testing.T) {
	app, err := os.ReadFile(root + "/FyneApp.toml")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{
		`Name = "` + appName + `"`, `ID = "` + appID + `"`, `GenericName = "` + generic + `"`, `Comment = "` + summary + `"`,
		`Categories = ["Utility"]`, `Keywords = ["` + strings.Join(keywords(), `", "`) + `"]`, `ExecParams = " %F"`,
	} {
		if !strings.Contains(string(app), "\n"+line+"\n") {
			t.Errorf("FyneApp.toml has no line %s", line)
		}
	}
}

func TestCaseFilesAreKnownByTheirFirstBytes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.meterscope")
	c, err := store.Create(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprintf("0x%x", binary.BigEndian.Uint32(data[68:])); got != caseMark || !bytes.HasPrefix(data, []byte("SQLite format 3\x00")) {
		t.Errorf("a case begins with %q and has the mark %s, want %s", data[:16], got, caseMark)
	}
}

func TestIconsHaveTheSizesThatTheyAreNamedFor(t *testing.T) {
	j := &job{src: root}
	files, err := j.iconFiles()
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != 2*len(linuxIcons()) {
		t.Errorf("%d icons", len(files))
	}
	for _, f := range files {
		img, err := png.Decode(bytes.NewReader(f.data))
		if err != nil {
			t.Fatalf("%s: %v", f.path, err)
		}
		if side := fmt.Sprintf("/%dx%d/", img.Bounds().Dx(), img.Bounds().Dy()); !strings.Contains(f.path, side) {
			t.Errorf("%s is %s", f.path, side)
		}
	}
}

func TestIcoHoldsEverySize(t *testing.T) {
	large, err := (&job{src: root}).icon()
	if err != nil {
		t.Fatal(err)
	}
	data, err := ico(large)
	if err != nil {
		t.Fatal(err)
	}
	if n := int(binary.LittleEndian.Uint16(data[4:])); n != len(windowsIcons()) {
		t.Fatalf("%d images", n)
	}
	for i, side := range windowsIcons() {
		entry := data[6+16*i:]
		size, at := binary.LittleEndian.Uint32(entry[8:]), binary.LittleEndian.Uint32(entry[12:])
		img, err := png.Decode(bytes.NewReader(data[at : at+size]))
		if err != nil {
			t.Fatal(err)
		}
		if img.Bounds().Dx() != side || int(entry[0]) != side%256 {
			t.Errorf("image %d is %d wide, said %d", i, img.Bounds().Dx(), entry[0])
		}
	}
}

func TestManPageHasEveryCommandAndFlag(t *testing.T) {
	for _, language := range []string{"en", "de"} {
		tree, err := cli.Tree(language)
		if err != nil {
			t.Fatal(err)
		}
		page := manPage(tree, manHeadings(language), noon)
		for _, c := range tree.Commands() {
			if c.IsAvailableCommand() && !strings.Contains(page, "\n.SS "+command+" "+c.Name()) {
				t.Errorf("%s: no section for %s", language, c.Name())
			}
		}
		for _, want := range []string{".TH METERSCOPE 1 2025-03-01 ", `\fB\-\-fail\-on\fR`, `\fB\-\-lang\fR`, ".SH " + manHeadings(language).commands} {
			if !strings.Contains(page, want) {
				t.Errorf("%s: the page has no %s", language, want)
			}
		}
		for i, l := range strings.Split(page, "\n") {
			if strings.HasPrefix(l, "'") || strings.HasPrefix(l, ".") && !strings.Contains(".TH .SH .SS .TP .PP .nf .fi .B", strings.Fields(l)[0]) {
				t.Errorf("%s: line %d is taken for a request: %s", language, i+1, l)
			}
		}
	}
}

func TestShellsCompleteTheCommands(t *testing.T) {
	for kind, zsh := range map[string]string{"deb": "vendor-completions", "rpm": "site-functions"} {
		files, err := completions(kind)
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, f := range files {
			found = found || strings.Contains(f.path, "/zsh/"+zsh+"/_meterscope")
			if !bytes.Contains(f.data, []byte(command)) || bytes.Contains(f.data, []byte("packaging")) {
				t.Errorf("%s doesn't complete %s", f.path, command)
			}
		}
		if !found || len(files) != 3 {
			t.Errorf("%s: %d files, zsh %v", kind, len(files), found)
		}
	}
}

func TestDependenciesAreNamedAsEachSystemDoes(t *testing.T) {
	needs := []need{{"libGL.so.1", ""}, {"libc.so.6", "2.34"}, {"libm.so.6", "2.29"}}
	deb, _ := dependencies("deb", needs)
	if got := strings.Join(deb, ", "); got != "fonts-dejavu-core | fonts-noto-core | fonts-freefont-ttf, libc6 (>= 2.34), libgl1" {
		t.Errorf("deb: %s", got)
	}
	rpm, _ := dependencies("rpm", needs)
	if got := strings.Join(rpm, ", "); got != "libGL.so.1()(64bit), libc.so.6(GLIBC_2.34)(64bit), libm.so.6(GLIBC_2.29)(64bit)" {
		t.Errorf("rpm: %s", got)
	}
	if deb, _ = dependencies("deb", openedLater()); len(deb) != 7 || slices.Contains(deb, "") {
		t.Errorf("what is opened later is in %q", deb)
	}
	if !olderThan("2.9", "2.34") || olderThan("2.34", "2.9") || !olderThan("", "2.2.5") {
		t.Error("versions are compared as texts")
	}
}

func TestArchivesDependOnNothingButTheirFiles(t *testing.T) {
	files := []file{{"a.txt", []byte("hello"), 0o644}, {"run", []byte("#!"), 0o755}}
	for name, pack := range map[string]func(string, []file, time.Time) ([]byte, error){"tar.gz": tarGz, "zip": zipped} {
		one, err := pack("folder", files, noon)
		if err != nil {
			t.Fatal(err)
		}
		two, err := pack("folder", files, noon)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(one, two) {
			t.Errorf("%s: two archives of the same files differ", name)
		}
	}
	packed, err := tarGz("folder", files, noon)
	if err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	r := tar.NewReader(z)
	var names []string
	for {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, fmt.Sprintf("%s %o %s", h.Name, h.Mode, h.ModTime.UTC().Format(time.TimeOnly)))
	}
	if got := strings.Join(names, ", "); got != "folder/a.txt 644 12:00:00, folder/run 755 12:00:00" {
		t.Errorf("the archive holds %s", got)
	}
	if packed, err = zipped("folder", files, noon); err != nil {
		t.Fatal(err)
	}
	if r, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed))); err != nil || len(r.File) != 2 || r.File[1].Name != "folder/run" {
		t.Errorf("the zip holds %v (%v)", r, err)
	}
}

func TestChecksumsAreReadBySha256sum(t *testing.T) {
	j := &job{out: io.Discard, dist: t.TempDir(), when: noon}
	for _, name := range []string{"b", "a"} {
		if err := j.keep(name, []byte("hello\n")); err != nil {
			t.Fatal(err)
		}
	}
	if err := j.writeChecksums(); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join(j.dist, "SHA256SUMS"))
	if err != nil {
		t.Fatal(err)
	}
	const sum = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03"
	if want := sum + "  a\n" + sum + "  b\n"; string(got) != want {
		t.Errorf("got %s", got)
	}
}

func TestPartsThatAreNotThereAreRefused(t *testing.T) {
	if err := run(context.Background(), []string{"-only", "amiga"}, io.Discard); err == nil || !strings.Contains(err.Error(), "windows") {
		t.Errorf("got %v", err)
	}
}
