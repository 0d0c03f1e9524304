package desktop

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"meterscope/assets"
	"meterscope/importer"
	"meterscope/model"
	"meterscope/model/account"
	"meterscope/ui/internal/memcase"
	"meterscope/ui/lang"
	"meterscope/ui/present"
)

// loop is the window's goroutine: what is posted runs when the test waits. Fyne's own seam runs inline in
// tests, on whatever goroutine posts.
type loop struct {
	t     *testing.T
	posts chan func()
}

// Post keeps f until the test waits.
func (l *loop) Post(f func()) { l.posts <- f }

func (l *loop) until(what string, cond func() bool) {
	l.t.Helper()
	deadline := time.After(10 * time.Second)
	for !cond() {
		select {
		case f := <-l.posts:
			f()
		case <-deadline:
			l.t.Fatalf("waited in vain until %s", what)
		}
	}
}

func (l *loop) settle() {
	for {
		select {
		case f := <-l.posts:
			f()
		case <-time.After(40 * time.Millisecond):
			return
		}
	}
}

// fakePicker chooses files without asking.
type fakePicker struct {
	mu    sync.Mutex
	paths []string
	err   error
}

func (p *fakePicker) choose(err error, paths ...string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.paths, p.err = paths, err
}

func (p *fakePicker) open(string, bool, []filter) ([]string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.paths, p.err
}

func (p *fakePicker) save(string, string, []filter) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return strings.Join(p.paths, ""), p.err
}

type desk struct {
	*loop
	*window
	file     *memcase.Case
	picker   *fakePicker
	mu       sync.Mutex
	imported []string
	hold     chan struct{} // an import waits for it
}

func newDesk(t *testing.T, file *memcase.Case) *desk {
	t.Helper()
	return newDeskIn(t, file, nil)
}

// newDeskIn is a window that speaks the language of texts.
func newDeskIn(t *testing.T, file *memcase.Case, texts *lang.Texts) *desk {
	t.Helper()
	f := test.NewTempApp(t)
	f.Preferences().SetInt(keyHints, 100) // they were seen
	d := &desk{loop: &loop{t: t, posts: make(chan func(), 1024)}, file: file, picker: &fakePicker{}}
	e := present.NewEngine(time.Now, time.UTC)
	e.Texts, e.Lock = texts, nil
	e.Open = func(_ context.Context, path string, _ bool) (present.CaseFile, error) {
		if strings.Contains(path, "broken") {
			return nil, errors.New("open it: no")
		}
		return file, nil
	}
	e.Statement = func(ctx context.Context, _ present.CaseFile, tx *model.Transaction) (account.Statement, model.Entered, error) {
		return file.Statement(ctx, tx)
	}
	e.Enter = func(ctx context.Context, _ present.CaseFile, tx *model.Transaction, entered model.Entered) (account.Statement, error) {
		return file.Enter(ctx, tx, entered)
	}
	hold := make(chan struct{})
	d.hold = hold
	close(hold)
	e.Import = func(ctx context.Context, _ present.CaseFile, in []importer.Input, progress func(importer.Progress)) (importer.Report, error) {
		d.mu.Lock()
		for _, i := range in {
			d.imported = append(d.imported, i.Path)
		}
		hold := d.hold
		d.mu.Unlock()
		progress(importer.Progress{Source: in[0].Path, Done: 50, Total: 100})
		select {
		case <-hold:
		case <-ctx.Done():
			return importer.Report{}, ctx.Err()
		}
		return importer.Report{}, nil
	}
	a := present.NewApp(context.Background(), e, d.loop)
	d.window = newWindow(f, a, d.loop, fyne.NewStaticResource("icon.png", assets.SmallIcon()), "1.0")
	d.window.picker = d.picker
	d.win.Resize(fyne.NewSize(1300, 800))
	a.Start("test"+present.CaseEnding, nil)
	d.until("the case is shown", func() bool { return !a.Opening() && a.List.Loaded() })
	d.settle()
	t.Cleanup(func() {
		done := make(chan struct{})
		go func() { a.Close(); close(done) }()
		for {
			select {
			case <-d.posts:
			case <-done:
				return
			}
		}
	})
	return d
}

// names are the files that were imported.
func (d *desk) names() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.imported)
}

// texts collects what can be read in a tree of objects.
func texts(o fyne.CanvasObject) string {
	var all []string
	var walk func(fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		if !o.Visible() {
			return
		}
		switch o := o.(type) {
		case *canvas.Text:
			if o.Text != "" {
				all = append(all, o.Text)
			}
		case *fyne.Container:
			for _, c := range o.Objects {
				walk(c)
			}
		case fyne.Widget:
			for _, c := range test.WidgetRenderer(o).Objects() {
				walk(c)
			}
		}
	}
	walk(o)
	return strings.Join(all, " | ")
}

func expect(t *testing.T, o fyne.CanvasObject, wants ...string) {
	t.Helper()
	got := texts(o)
	for _, w := range wants {
		if !strings.Contains(got, w) {
			t.Errorf("%q is not among %s", w, got)
		}
	}
}
