package importer

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

var errFull = errors.New("disk full")

// mixedLog writes a log with all that can happen, of about this many bytes.
func mixedLog(size int) string {
	var b strings.Builder
	for i := 0; b.Len() < size; i++ {
		at := time.Date(2025, 3, 1, 10, 0, i, 0, time.UTC)
		line := at.Add(time.Hour).Format("2006-01-02 15:04:05.000") + " INFO (MainThread) [ocpp] CP" + fmt.Sprint(i%3) + ": "
		frame := fmt.Sprintf(`[2,"%d","MeterValues",{"connectorId":1,"transactionId":%d,"meterValue":[{"timestamp":"%s","sampledValue":[{"value":"%d","unit":"Wh"},{"value":"%d.5","measurand":"Power.Active.Import","unit":"W"}]}]}]`,
			i, i/100, at.Format(time.RFC3339), 1000+i, i%7000)
		answer := fmt.Sprintf(`[3,"%d",{}]`, i)
		switch i % 11 {
		case 1:
			b.WriteString(line + "receive message " + frame[:len(frame)-20] + "\n")
		case 2: // the library logs it without saying from whom, the application does
			b.WriteString("raw: " + frame + "\n" + line + "receive message " + frame + "\n" + line + "send " + answer + "\n")
		case 3:
			b.WriteString(line + "receive message " + frame[:60] + "\n" + frame[60:150] + "\n" + frame[150:] + "\n" + line + "send " + answer + "\n")
		case 4:
			b.WriteString(line + "receive message " + strings.Replace(frame, `":1,`, `":,`, 1) + "\n")
		case 5:
			b.WriteString(line + "receive message " + frame[:40] + "..." + frame[len(frame)-30:] + "\n" + line + "receive message " + frame + "\n")
		case 6:
			b.WriteString(line + "receive message " + strings.ReplaceAll(frame, ",", ",\r\n  ") + "\r\n" + line + "send " + answer + "\r\n" + line + "send " + answer + "\r\n")
		case 7:
			b.WriteString(line + `something else {"a":[1,2]} [2, 3]` + "\n" + strings.Repeat("x", i%500) + "\n")
		default:
			b.WriteString(line + "receive message " + frame + "\n" + line + "send " + answer + "\n")
		}
	}
	return b.String()
}

// same says whether two imports found the same; ids of sources aside.
func same(t *testing.T, got, want *kept0) {
	t.Helper()
	if !bytes.Equal(got.evidence, want.evidence) {
		t.Errorf("evidence has %d bytes, want %d, or other ones", len(got.evidence), len(want.evidence))
	}
	if got.counts != want.counts {
		t.Errorf("counts %+v, want %+v", got.counts, want.counts)
	}
	for _, p := range []struct {
		name      string
		got, want any
	}{
		{"frames", got.frames, want.frames}, {"samples", got.samples, want.samples},
		{"events", got.events, want.events}, {"findings", got.findings, want.findings},
	} {
		g, w := reflect.ValueOf(p.got), reflect.ValueOf(p.want)
		if g.Len() != w.Len() {
			t.Errorf("%d %s, want %d", g.Len(), p.name, w.Len())
			continue
		}
		for i := range g.Len() {
			if a, b := g.Index(i).Interface(), w.Index(i).Interface(); !reflect.DeepEqual(a, b) {
				t.Errorf("%s[%d] is\n%+v, want\n%+v", p.name, i, a, b)
				break
			}
		}
	}
	if got.src.SHA256 != want.src.SHA256 || got.lines != want.lines {
		t.Errorf("hash or lines differ: %d lines, want %d", got.lines, want.lines)
	}
}

func TestEvidenceIsTheSourceByteForByte(t *testing.T) {
	text := mixedLog(9 << 20)
	k := importText(t, text, Options{})
	if string(k.evidence) != text {
		t.Error("the evidence differs")
	}
	if k.batches < 2 {
		t.Errorf("%d batches", k.batches)
	}
	if k.lines != strings.Count(text, "\n") {
		t.Errorf("%d lines, want %d", k.lines, strings.Count(text, "\n"))
	}
	for i, f := range k.frames {
		if f.Seq != int64(i) {
			t.Fatalf("frame %d has number %d", i, f.Seq)
		}
		if c := text[f.At.Offset]; c != '[' {
			t.Fatalf("frame %d begins with %q", i, c)
		}
		if i%1000 == 0 && f.At.Line != 1+strings.Count(text[:f.At.Offset], "\n") {
			t.Errorf("frame %d is on line %d", i, f.At.Line)
		}
	}
	var n int64
	for _, s := range k.samples {
		if text[s.At.Offset] != '{' || s.Station == "" {
			t.Fatalf("sample %+v", s)
		}
		n++
	}
	if n != k.counts.SampledValues || k.counts.Duplicates == 0 || k.counts.Unread == 0 {
		t.Errorf("%d samples, counts %+v", n, k.counts)
	}
}

func TestReadersThatBreakAnywhereGiveTheSame(t *testing.T) {
	text := mixedLog(200_000)
	want := importText(t, text, Options{})
	for name, r := range map[string]io.Reader{
		"three bytes":   &slowReader{r: strings.NewReader(text), n: 3},
		"half":          iotest.HalfReader(strings.NewReader(text)),
		"data with EOF": iotest.DataErrReader(strings.NewReader(text)),
	} {
		t.Run(name, func(t *testing.T) {
			m := &memory{}
			if _, err := Run(t.Context(), []Input{{Path: "test.log", Reader: r}}, m, Options{}); err != nil {
				t.Fatal(err)
			}
			same(t, m.sources[0], want)
		})
	}
}

type slowReader struct {
	r io.Reader
	n int
}

func (s *slowReader) Read(p []byte) (int, error) { return s.r.Read(p[:min(len(p), s.n)]) }

// An import that was interrupted behind any batch goes on there, and finds what it would have found.
func TestInterruptedImportGoesOnExactly(t *testing.T) {
	text := mixedLog(6 << 20)
	path := filepath.Join(t.TempDir(), "a.log")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	want := importText(t, text, Options{})
	for stop := 1; stop <= want.batches; stop++ {
		m := &memory{failAt: stop}
		if _, err := Run(t.Context(), []Input{{Path: path}}, m, Options{}); !errors.Is(err, errFull) {
			t.Fatalf("stopped with %v", err)
		}
		if m.finished != 0 {
			t.Error("finished an import that failed")
		}
		rep, err := Run(t.Context(), []Input{{Path: path}}, m, Options{})
		if err != nil || rep.Sources[0].Err != nil {
			t.Fatal(err, rep.Sources[0].Err)
		}
		if len(m.sources) != 1 {
			t.Fatalf("stopped at batch %d, it became %d sources", stop, len(m.sources))
		}
		same(t, m.sources[0], want)
		if rep.Sources[0].Source.Counts != want.counts {
			t.Errorf("the report counts %+v, want %+v", rep.Sources[0].Source.Counts, want.counts)
		}
	}
}

// What begins alike but differs before the place of interruption is another source.
func TestChangedSourceIsNotGoneOnWith(t *testing.T) {
	text := mixedLog(12 << 20)
	path := filepath.Join(t.TempDir(), "a.log")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	m := &memory{failAt: 2}
	if _, err := Run(t.Context(), []Input{{Path: path}}, m, Options{}); !errors.Is(err, errFull) {
		t.Fatal(err)
	}
	changed := []byte(text)
	changed[1<<19] ^= 1
	if err := os.WriteFile(path, changed, 0o600); err != nil {
		t.Fatal(err)
	}
	rep, err := Run(t.Context(), []Input{{Path: path}}, m, Options{})
	if err != nil || rep.Sources[0].Err != nil {
		t.Fatal(err, rep.Sources[0].Err)
	}
	if len(m.sources) != 2 || !m.sources[1].ann.Fresh {
		t.Fatalf("%d sources", len(m.sources))
	}
	if !bytes.Equal(m.sources[1].evidence, changed) {
		t.Error("the evidence differs")
	}
}

func TestSameSourceTwiceIsOneImport(t *testing.T) {
	text := mixedLog(100_000)
	path := filepath.Join(t.TempDir(), "a.log")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	m := &memory{}
	inputs := []Input{{Path: path}, {Path: path}, {Path: "-", Reader: strings.NewReader(text)}}
	rep, err := Run(t.Context(), inputs, m, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(m.sources) != 1 || rep.Sources[0].Already || !rep.Sources[1].Already || !rep.Sources[2].Already {
		t.Errorf("%d sources, %+v", len(m.sources), rep.Sources)
	}
	if m.finished != 1 {
		t.Errorf("finished %d times", m.finished)
	}
}

func TestSourcesThatCantBeRead(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, b []byte) string {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	binary := make([]byte, 5<<20)
	for i := range binary {
		binary[i] = byte(i * i >> 3)
	}
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	_, _ = z.Write([]byte(mixedLog(1 << 20)))
	_ = z.Close()
	for _, c := range []struct {
		name, path, says string
		is               error
	}{
		{"missing", filepath.Join(dir, "nowhere.log"), "nowhere.log", os.ErrNotExist},
		{"empty", write("empty.log", nil), "", ErrNoFrames},
		{"binary", write("x.bin", binary), "", ErrNoFrames},
		{"without frames", write("y.log", bytes.Repeat([]byte("[2, 3] nothing {here}\n"), 300000)), "", ErrNoFrames},
		{"folder without logs", filepath.Dir(write("none/a.txt", []byte("hello"))), "none", ErrNoFrames},
		{"cut off archive", write("cut.gz", zipped.Bytes()[:zipped.Len()/2]), "decompress", io.ErrUnexpectedEOF},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := &memory{}
			rep, err := Run(t.Context(), []Input{{Path: c.path}}, m, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if len(rep.Sources) != 1 {
				t.Fatalf("%d reports", len(rep.Sources))
			}
			got := rep.Sources[0].Err
			if !errors.Is(got, c.is) || !strings.Contains(fmt.Sprint(got), c.says) {
				t.Errorf("says %v", got)
			}
			if c.is == ErrNoFrames && len(m.sources) != 0 {
				t.Error("left a trace in the sink")
			}
			if m.finished != 1 {
				t.Errorf("finished %d times", m.finished)
			}
		})
	}
}

func TestFolderIsReadInOrder(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "b", "c"), 0o700); err != nil {
		t.Fatal(err)
	}
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	_, _ = z.Write([]byte(`[2,"9","Heartbeat",{}]`))
	_ = z.Close()
	for name, text := range map[string]string{
		"z.log": `[2,"1","Heartbeat",{}]`, "b/c/d.log": `[2,"2","Heartbeat",{}]`, "a.log.gz": zipped.String(), "readme.txt": "nothing",
	} {
		if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	m := &memory{}
	rep, err := Run(t.Context(), []Input{{Path: dir}}, m, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, s := range rep.Sources {
		names = append(names, s.Source.Name)
		if s.Err != nil || s.Source.Counts.Frames != 1 {
			t.Errorf("%s: %v, %+v", s.Source.Name, s.Err, s.Source.Counts)
		}
	}
	if want := []string{"a.log.gz", "b/c/d.log", "z.log"}; !slices.Equal(names, want) {
		t.Errorf("read %v", names)
	}
	if got := string(m.sources[0].evidence); got != `[2,"9","Heartbeat",{}]` {
		t.Errorf("evidence %q", got)
	}
}

func TestCancelStopsAtOnce(t *testing.T) {
	text := mixedLog(1 << 20)
	ctx, cancel := context.WithCancel(t.Context())
	endless := io.MultiReader(strings.NewReader(text), readerFunc(func([]byte) (int, error) {
		cancel()
		<-t.Context().Done() // a pipe that never says anything again
		return 0, io.EOF
	}))
	m := &memory{}
	_, err := Run(ctx, []Input{{Path: "-", Reader: endless}}, m, Options{})
	if !errors.Is(err, context.Canceled) || m.finished != 0 {
		t.Errorf("%v, finished %d times", err, m.finished)
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

func TestProgressReachesTheEnd(t *testing.T) {
	dir := t.TempDir()
	var inputs []Input
	for i := range 3 {
		path := filepath.Join(dir, fmt.Sprint(i))
		if err := os.WriteFile(path, []byte(mixedLog(50_000+i)), 0o600); err != nil {
			t.Fatal(err)
		}
		inputs = append(inputs, Input{Path: path})
	}
	var last Progress
	calls := 0
	if _, err := Run(t.Context(), inputs, &memory{}, Options{Progress: func(p Progress) {
		if p.Done < last.Done || p.SourcesDone < last.SourcesDone {
			t.Errorf("goes back from %+v to %+v", last, p)
		}
		last = p
		calls++
	}}); err != nil {
		t.Fatal(err)
	}
	if last.Done != last.Total || last.Done == 0 || last.SourcesDone != 3 || last.SourcesTotal != 3 || last.Counts.Frames == 0 || calls < 3 {
		t.Errorf("ends with %+v after %d calls", last, calls)
	}
}

func TestLongLines(t *testing.T) {
	frame := `[2,"1","Heartbeat",{}]`
	text := strings.Repeat("x", 10<<20) + frame + strings.Repeat(" y ", 3<<20) + frame
	k := importText(t, text, Options{})
	if k.counts.Frames != 2 || string(k.evidence) != text { // without log time, but only one frame apart
		if k.counts.Frames+k.counts.Duplicates != 2 {
			t.Errorf("%+v", k.counts)
		}
	}
	big := `[2,"1","DataTransfer",{"vendorId":"v","data":"` + strings.Repeat("z", 9<<20) + `"}]`
	k = importText(t, big+"\n"+frame, Options{})
	if k.counts.Frames != 2 || k.counts.Unread != 0 {
		t.Errorf("%+v", k.counts)
	}
}

func TestFrameLargerThanAnyWindowIsReportedAndPassedOver(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 70 MB")
	}
	big := `[2,"1","DataTransfer",{"vendorId":"v","data":"` + strings.Repeat("z", windowMost+1<<20) + `"}]`
	k := importText(t, big+"\n"+`[2,"2","Heartbeat",{}]`, Options{})
	if k.counts.Frames != 1 || k.counts.Unread != 1 || k.findings[0].Rule != "JSN002" {
		t.Errorf("%+v %+v", k.counts, k.findings)
	}
}

func TestStateThatIsDamagedBeginsAgain(t *testing.T) {
	k := importText(t, mixedLog(300_000), Options{})
	state := k.states[len(k.states)-1].State
	a := newAssembler(reading{}, 1)
	if _, err := a.restore(state); err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(state); i += 1 + len(state)/200 {
		b := newAssembler(reading{}, 1)
		if _, err := b.restore(state[:i]); err == nil {
			t.Fatalf("a state cut off at %d of %d is taken", i, len(state))
		}
	}
	if !bytes.Equal(joinState(nil, nil, a.appendState(nil)), joinState(nil, nil, func() []byte {
		b := newAssembler(reading{}, 1)
		_, _ = b.restore(state)
		return b.appendState(nil)
	}())) {
		t.Error("a state changes by being read and written")
	}
}

// Memory is used again from source to source, and nothing of one shows in the next.
func TestManySmallSourcesAreEachReadAsIfAlone(t *testing.T) {
	var inputs []Input
	var texts []string
	for i, c := range append(shapeLogs(), shapeLogs()...) {
		texts = append(texts, fmt.Sprintf("%d\n%s", i, c.text))
	}
	for _, c := range flatTables() {
		texts = append(texts, c.text)
	}
	for i, text := range texts {
		inputs = append(inputs, Input{Path: strconv.Itoa(i), Reader: strings.NewReader(text)})
	}
	together := &memory{}
	rep, err := Run(t.Context(), inputs, together, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range rep.Sources {
		alone := &memory{}
		if _, err := Run(t.Context(), []Input{{Path: strconv.Itoa(i), Reader: strings.NewReader(texts[i])}}, alone, Options{}); err != nil {
			t.Fatal(err)
		}
		if s.Source.ID == 0 {
			if len(alone.sources) > 0 {
				t.Errorf("%d: %v, alone it is read", i, s.Err)
			}
			continue
		}
		a, b := *together.sources[s.Source.ID-1], *alone.sources[0]
		for _, k := range []*kept0{&a, &b} {
			k.src.ID, k.states = 0, nil
			for j := range k.frames {
				k.frames[j].At.Source = 0
			}
			for j := range k.samples {
				k.samples[j].At.Source = 0
			}
			for j := range k.events {
				k.events[j].At.Source = 0
			}
			for j := range k.findings {
				k.findings[j].At.Source = 0
			}
		}
		if x, y := fmt.Sprintf("%+v", a), fmt.Sprintf("%+v", b); x != y {
			t.Errorf("%d is read as\n%.2000s\nalone as\n%.2000s", i, x, y)
		}
	}
}
