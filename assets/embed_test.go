package assets

import (
	"bytes"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestIconsAreImagesOfTheirSize(t *testing.T) {
	for name, c := range map[string]struct {
		data []byte
		side int
	}{"icon": {Icon(), 512}, "small icon": {SmallIcon(), 128}} {
		img, err := png.Decode(bytes.NewReader(c.data))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if b := img.Bounds(); b.Dx() != c.side || b.Dy() != c.side {
			t.Errorf("%s is %d × %d, want %d", name, b.Dx(), b.Dy(), c.side)
		}
	}
}

func TestPagesOfHelpAreThere(t *testing.T) {
	for _, name := range []string{"guide", "architecture"} {
		page, err := Doc(name)
		if err != nil {
			t.Error(err)
		}
		if !strings.HasPrefix(page, "# ") {
			t.Errorf("%s doesn't begin with a title", name)
		}
	}
	if _, err := Doc("no such page"); err == nil {
		t.Error("a page that isn't there must be an error")
	}
}

// The log is made by a program that tells its story; a change of one is a change of both.
func TestSampleIsWhatItsGeneratorWrites(t *testing.T) {
	goTool, err := exec.LookPath("go")
	if err != nil {
		t.Skip("no go command")
	}
	out := filepath.Join(t.TempDir(), SampleName)
	if msg, err := exec.Command(goTool, "run", "samples/generate.go", "-o", out).CombinedOutput(); err != nil {
		t.Fatalf("run the generator: %v\n%s", err, msg)
	}
	got, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, Sample()) {
		t.Error("samples/dispute.log is not what samples/generate.go writes: run go generate ./assets")
	}
}

func TestSampleFitsInAHand(t *testing.T) {
	if n := len(Sample()); n < 50_000 || n > 300_000 {
		t.Errorf("the sample log has %d bytes", n)
	}
}
