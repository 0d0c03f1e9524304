package importer

import (
	"context"
	"crypto/sha256"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"meterscope/model"
)

// Grown finds a source by its name and beginning.
func (m *memory) Grown(_ context.Context, name string, size int64, sum func(int64) ([32]byte, error)) (model.Source, error) {
	for _, k := range m.sources {
		if k.src.Complete && k.src.Name == name && k.src.Size <= size {
			if h, err := sum(k.src.Size); err != nil || h == k.src.SHA256 {
				return k.src, err
			}
		}
	}
	return model.Source{}, nil
}

// Append goes on behind the end of a source.
func (m *memory) Append(_ context.Context, src model.Source) (model.Resume, error) {
	k := m.sources[src.ID-1]
	return model.Resume{Source: src.ID, Offset: k.src.Size, Lines: k.lines, Frames: int64(len(k.frames))}, nil
}

// growing is a file that grows.
type growing struct {
	t    *testing.T
	path string
}

func newGrowing(t *testing.T) *growing {
	t.Helper()
	return &growing{t: t, path: filepath.Join(t.TempDir(), "live.log")}
}

func (g *growing) add(text string) {
	g.t.Helper()
	f, err := os.OpenFile(g.path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		g.t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // a test's
	if _, err := f.WriteString(text); err != nil {
		g.t.Fatal(err)
	}
}

func step(t *testing.T, f *Follower, m *memory, final bool) Step {
	t.Helper()
	s, err := f.Step(t.Context(), m, final)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// follow reads a text that is written in pieces.
func follow(t *testing.T, g *growing, m *memory, pieces []string) *Follower {
	t.Helper()
	f := NewFollower(g.path, Options{})
	t.Cleanup(func() { _ = f.Close() })
	for _, p := range pieces {
		g.add(p)
		step(t, f, m, false)
	}
	return f
}

// pieces cuts a text anywhere.
func pieces(text string, n int, r *rand.Rand) []string {
	var out []string
	for len(text) > 0 {
		k := min(1+r.IntN(2*len(text)/n+2), len(text))
		out, text = append(out, text[:k]), text[k:]
	}
	return out
}

func TestAFileReadAsItGrowsIsAsIfItHadBeenReadAsAWhole(t *testing.T) {
	text := strings.ReplaceAll(mixedLog(60_000), "raw: ", "2025-03-01 11:00:00.000 INFO (MainThread) [ocpp] CP0: ")
	for seed := range uint64(6) {
		r := rand.New(rand.NewPCG(seed, 1))
		g, m := newGrowing(t), &memory{}
		g.add(text[:3000]) // enough to know how it is to be read
		f := follow(t, g, m, append([]string{""}, pieces(text[3000:], 40, r)...))
		step(t, f, m, true)
		whole := importText(t, text, Options{})
		whole.states, whole.src.Name = nil, g.path
		if f.Hasty() {
			if len(m.sources[0].evidence) != len(text) || m.sources[0].src.SHA256 != whole.src.SHA256 {
				t.Errorf("seed %d: the evidence is another", seed)
			}
			continue // it is to be read again
		}
		for _, k := range []*kept0{m.sources[0], whole} {
			for i := range k.frames {
				if len(k.frames[i].Segments) > 0 {
					k.frames[i].PayloadAt = 0 // says nothing
				}
			}
		}
		same(t, m.sources[0], whole)
	}
}

func TestFollowingTakesOnlyWholeLines(t *testing.T) {
	g, m := newGrowing(t), &memory{}
	frame := `[2,"a","Heartbeat",{}]`
	f := follow(t, g, m, []string{frame[:9]})
	if f.Source().ID != 0 || len(m.sources) > 0 {
		t.Error("half a line is a source")
	}
	f = follow(t, g, m, []string{frame[9:] + "\n"})
	if f.Source().ID == 0 || f.Source().Counts.Frames != 1 {
		t.Fatalf("source %+v", f.Source())
	}
	g.add(`[2,"b","Heart`)
	if s := step(t, f, m, false); s != (Step{}) {
		t.Errorf("half a line was read: %+v", s)
	}
	g.add("beat\",{}]\n")
	if s := step(t, f, m, false); s.Counts.Frames != 1 {
		t.Errorf("step %+v", s)
	}
	k := m.sources[0]
	if k.src.SHA256 != sha256.Sum256(k.evidence) || k.src.Size != int64(len(k.evidence)) || len(k.findings) != 0 {
		t.Errorf("%d bytes, %d findings", k.src.Size, len(k.findings))
	}
}

func TestFollowingGoesOnWhereAnImportEnded(t *testing.T) {
	text := mixedLog(20_000)
	cut := strings.LastIndexByte(text[:12_000], '\n') + 1
	g, m := newGrowing(t), &memory{}
	g.add(text[:cut])
	if _, err := Run(t.Context(), []Input{{Path: g.path}}, m, Options{}); err != nil {
		t.Fatal(err)
	}
	f := follow(t, g, m, []string{"", text[cut:]})
	step(t, f, m, true)
	if len(m.sources) != 1 || string(m.sources[0].evidence) != text {
		t.Errorf("%d sources; the first has %d bytes of %d", len(m.sources), len(m.sources[0].evidence), len(text))
	}
	for i := range m.sources[0].frames {
		if m.sources[0].frames[i].Seq != int64(i) {
			t.Fatalf("frame %d has number %d", i, m.sources[0].frames[i].Seq)
		}
	}
}

func TestAFileThatWasImportedWithHalfALineIsASourceAnew(t *testing.T) {
	g, m := newGrowing(t), &memory{}
	g.add("[2,\"a\",\"Heartbeat\",{}]\n[2,\"b\",\"Heart")
	if _, err := Run(t.Context(), []Input{{Path: g.path}}, m, Options{}); err != nil {
		t.Fatal(err)
	}
	follow(t, g, m, []string{"beat\",{}]\n"})
	if len(m.sources) != 2 || m.sources[1].counts.Frames != 2 {
		t.Errorf("%d sources", len(m.sources))
	}
}

func TestAFollowedFileThatIsReplacedEndsWithItsLastLine(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("an open file can't be renamed there")
	}
	g, m := newGrowing(t), &memory{}
	f := follow(t, g, m, []string{"[2,\"a\",\"Heartbeat\",{}]\n"})
	g.add("[2,\"b\",\"Heartbeat\",{}]\n[2,\"c\",\"Heartbeat\",{}]")
	if err := os.Rename(g.path, g.path+".1"); err != nil {
		t.Fatal(err)
	}
	g.add("[2,\"d\",\"Heartbeat\",{}]\n")
	s, err := f.Step(t.Context(), m, false)
	if !errors.Is(err, ErrReplaced) || s.Counts.Frames != 2 {
		t.Errorf("step %+v: %v", s, err)
	}
	next := NewFollower(g.path, Options{}, f.Source().ID)
	defer next.Close() //nolint:errcheck // only read from
	step(t, next, m, false)
	if len(m.sources) != 2 || m.sources[1].counts.Frames != 1 || len(m.sources[1].ann.Parts) != 1 {
		t.Errorf("%d sources", len(m.sources))
	}
}

func TestAFollowedFileThatIsEmptiedOrRewrittenIsTold(t *testing.T) {
	for name, now := range map[string]string{"emptied": "", "rewritten": strings.Repeat("[2,\"z\",\"Heartbeat\",{}]\n", 9)} {
		g, m := newGrowing(t), &memory{}
		f := follow(t, g, m, []string{"[2,\"a\",\"Heartbeat\",{}]\n[2,\"b\",\"Heartbeat\",{}]\n"})
		if err := os.WriteFile(g.path, []byte(now), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := f.Step(t.Context(), m, false); !errors.Is(err, ErrTruncated) {
			t.Errorf("%s: %v", name, err)
		}
		if m.sources[0].counts.Frames != 2 {
			t.Errorf("%s: %d frames are kept", name, m.sources[0].counts.Frames)
		}
	}
}

func TestAFollowedFileThatIsWrittenOverInPlaceIsTold(t *testing.T) {
	text := strings.Repeat("[2,\"a\",\"Heartbeat\",{}]\n", 2000)
	for name, c := range map[string]struct {
		at    int64
		grows bool
	}{
		"its begin, as it grows": {5, true},
		"its end, as it grows":   {int64(len(text)) - 5, true},
		"its middle":             {int64(len(text)) / 2, false},
		"its begin":              {5, false},
	} {
		g, m := newGrowing(t), &memory{}
		f := follow(t, g, m, []string{text})
		if s := step(t, f, m, false); s != (Step{}) {
			t.Errorf("%s: step %+v", name, s)
		}
		file, err := os.OpenFile(g.path, os.O_WRONLY, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := file.WriteAt([]byte("x"), c.at); err != nil {
			t.Fatal(err)
		}
		if err := file.Close(); err != nil {
			t.Fatal(err)
		}
		if c.grows {
			g.add("[2,\"b\",\"Heartbeat\",{}]\n")
		}
		later := time.Now().Add(time.Minute) // whatever the clock of the disk can tell apart
		if err := os.Chtimes(g.path, later, later); err != nil {
			t.Fatal(err)
		}
		if _, err := f.Step(t.Context(), m, false); !errors.Is(err, ErrTruncated) {
			t.Errorf("%s: %v", name, err)
		}
		if string(m.sources[0].evidence) != text[:len(text)-1] {
			t.Errorf("%s: %d bytes are kept", name, len(m.sources[0].evidence))
		}
	}
}

func TestAFollowedFileThatIsOnlyTouchedIsFollowedOn(t *testing.T) {
	g, m := newGrowing(t), &memory{}
	f := follow(t, g, m, []string{"[2,\"a\",\"Heartbeat\",{}]\n"})
	later := time.Now().Add(time.Minute)
	if err := os.Chtimes(g.path, later, later); err != nil {
		t.Fatal(err)
	}
	if s := step(t, f, m, false); s != (Step{}) {
		t.Errorf("step %+v", s)
	}
	g.add("[2,\"b\",\"Heartbeat\",{}]\n")
	if s := step(t, f, m, false); s.Counts.Frames != 1 || len(m.sources) != 1 {
		t.Errorf("step %+v", s)
	}
}

func TestWhatIsNoPlainFileIsNotFollowed(t *testing.T) {
	g, m := newGrowing(t), &memory{}
	g.add("\x1f\x8b\x08 and more")
	if _, err := NewFollower(g.path, Options{}).Step(t.Context(), m, false); !errors.Is(err, ErrNotPlain) {
		t.Errorf("an archive: %v", err)
	}
	if _, err := NewFollower(t.TempDir(), Options{}).Step(t.Context(), m, false); !errors.Is(err, ErrNotPlain) {
		t.Errorf("a folder: %v", err)
	}
	if _, err := NewFollower(g.path+"x", Options{}).Step(t.Context(), m, false); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("nothing: %v", err)
	}
}
