package present

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"meterscope/ui/lang"
)

// OpenCase opens a case file. The case that was open is closed when the new one is there.
func (a *App) OpenCase(path string) { a.open(path, false) }

// NewCase opens a case file, or makes it.
func (a *App) NewCase(path string) { a.open(path, true) }

// InUse says that another program writes to the open case: here it is only read.
func (a *App) InUse() bool { return a.c != nil && a.c.inUse }

// openedFile is a case file that was opened, and what this program holds of it.
type openedFile struct {
	file    CaseFile
	release func() // lets go of the lock; nil: there is none
	inUse   bool   // another program has the lock
}

// openFile opens a case: only for reading while another program writes to it. Where locked is set this program has
// the lock already.
func (e *Engine) openFile(ctx context.Context, path string, create, locked bool) (o openedFile, err error) {
	if e.Lock != nil && !locked {
		o.release, err = e.lock(ctx, path)
		if errors.Is(err, ErrInUse) && e.Look != nil {
			o.inUse = true
			o.file, err = e.Look(ctx, path)
			return o, err
		}
		if err != nil {
			return o, err
		}
	}
	if o.file, err = e.Open(ctx, path, create); err != nil && o.release != nil {
		o.release()
	}
	return o, err
}

// lockPatience is how long a case may stay locked by a program that is just closing it.
const lockPatience = 1500 * time.Millisecond

func (e *Engine) lock(ctx context.Context, path string) (release func(), err error) {
	const again = 100 * time.Millisecond
	for waited := time.Duration(0); ; waited += again {
		release, err = e.Lock(path)
		if !errors.Is(err, ErrInUse) || waited >= lockPatience {
			return release, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(again):
		}
	}
}

func (a *App) open(path string, create bool) {
	if a.busy() {
		return
	}
	before := a.path
	again := a.c != nil && !a.c.inUse && samePath(a.c.path, path)
	a.path, a.opening = path, true
	a.changed()
	a.closers.Add(1)
	go func() {
		defer a.closers.Done()
		o, err := a.Engine.openFile(a.ctx, path, create, again)
		a.post.Post(func() { a.opened(path, before, o, err) })
	}()
}

// busy tells the user, where it is so, that the case can't be left now.
func (a *App) busy() bool {
	if a.run == nil {
		return false
	}
	a.problem(Problem{
		What:   a.Texts().Text("An import is still running."),
		Means:  a.Texts().Text("Its case has to stay open until it ends."),
		Remedy: a.Texts().Text("Wait for it, or cancel it in the status bar."),
	})
	return true
}

// samePath says that two paths lead to one file.
func samePath(x, y string) bool {
	if full, err := filepath.Abs(x); err == nil {
		x = full
	}
	if full, err := filepath.Abs(y); err == nil {
		y = full
	}
	if x == y {
		return true
	}
	a, errA := os.Stat(x)
	b, errB := os.Stat(y)
	return errA == nil && errB == nil && os.SameFile(a, b)
}

func (a *App) opened(path, before string, o openedFile, err error) {
	a.opening = false
	if err != nil {
		a.path = before
		a.waiting = nil
		a.changed()
		if p := explainCase(a.Texts(), path, err); a.resuming != nil && !isCancel(err) {
			a.resuming = nil
			a.problem(a.explainGone(p))
		} else if !isCancel(err) {
			a.problem(p)
		}
		if a.c == nil && a.first != "" && a.first != path && a.ctx.Err() == nil {
			a.NewCase(a.first) // so that the next log has a case to go into
		}
		return
	}
	a.path = path
	c := newOpenCase(a.ctx, o.file, a.post)
	c.path, c.release, c.inUse = path, o.release, o.inUse
	if a.ctx.Err() != nil { // the window closed meanwhile
		a.closeLater(c)
		return
	}
	if a.c != nil {
		if samePath(a.c.path, path) && c.release == nil && !c.inUse {
			c.release, a.c.release = a.c.release, nil // it goes on being ours
		}
		a.Notes.close() // what was typed last
		a.closeLater(a.c)
	}
	a.attach(c)
}

// attach shows a case.
func (a *App) attach(c *openCase) {
	a.c, a.follows, a.wasFollowed, a.followLeft = c, nil, nil, false
	a.sources, a.interrupted, a.left, a.lookLater, a.history = 0, nil, false, false, history{}
	a.Detail.attach(a.c)
	a.Sources.attach(a.c)
	a.Status.attach(a.c)
	a.List.attach(a.c)
	a.goOn()
	a.changed()
	a.startWaiting()
	a.joinStale()
	a.watch(c)
}

func (a *App) closeLater(c *openCase) {
	c.cancel()
	a.closers.Add(1)
	go func() {
		defer a.closers.Done()
		if err := c.close(); err != nil && !isCancel(err) {
			a.post.Post(func() { a.problem(explainCase(a.Texts(), c.file.Path(), err)) })
		}
	}()
}

// file is the file of the open case. While a case is being given another name it is that of before, which is closed:
// nothing is read from it any more, as its lanes have ended.
func (a *App) file() CaseFile {
	if a.c == nil {
		return a.former
	}
	return a.c.file
}

// RenameCase gives the file of the open case another name or place, and goes on with it there. Whatever is there
// already stays: that is an error.
func (a *App) RenameCase(path string) {
	c := a.c
	if c == nil || a.opening || a.busy() || samePath(c.path, path) {
		return
	}
	if c.file.ReadOnly() {
		a.problem(a.explainReadOnly())
		return
	}
	before := a.path
	a.c, a.former, a.path, a.opening = nil, c.file, path, true
	a.changed()
	c.cancel()
	a.closers.Add(1)
	go func() {
		defer a.closers.Done()
		err := c.close()
		if err == nil {
			err = moveFile(c.path, path)
		}
		if err == nil {
			o, openErr := a.Engine.openFile(a.ctx, path, false, false)
			a.post.Post(func() { a.opened(path, before, o, openErr) })
			return
		}
		o, openErr := a.Engine.openFile(a.ctx, c.path, false, false) // it stays where it was
		a.post.Post(func() {
			a.opened(before, before, o, openErr)
			if !isCancel(err) {
				a.problem(explainRename(a.Texts(), path, err))
			}
		})
	}()
}

// moveFile renames a file, and never replaces one that has anything in it: a file dialog may have made an empty one.
func moveFile(from, to string) error {
	if info, err := os.Stat(to); err == nil && info.Mode().IsRegular() && info.Size() == 0 {
		return os.Rename(from, to)
	}
	f, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.Rename(from, to); err != nil {
		_ = os.Remove(to) // the empty one, made above
		return err
	}
	return nil
}

// explainRename puts into words why a case keeps its name.
func explainRename(t *lang.Texts, path string, err error) Problem {
	p := explainWriting(t, t.Text("The case could not be renamed."), path, err)
	switch {
	case errors.Is(err, fs.ErrExist):
		p.Means = t.Text("There is a file or a folder with the name %s already, and it stays as it is. The case keeps its name.", shownName(filepath.Base(path)))
	case errors.Is(err, syscall.EXDEV), isOnWindows(err, windowsOtherDisk):
		p.Means = t.Text("The other place is on another disk. The case keeps its name.")
	}
	p.Remedy = t.Text("Choose a name that is free, on the same disk. To put it on another one, save a copy there.")
	return p
}

func explainInUse(t *lang.Texts, name string) Problem {
	return Problem{
		What:    t.Text("%s is open in another Meterscope.", name),
		Means:   t.Text("Only one program at a time writes to a case. Here everything in it can be read, but nothing changed."),
		Remedy:  t.Text("Close the case there, then open it here again. Or save a copy (File ▸ Save a copy) and work in that."),
		Command: t.Text("close it there and try again"),
	}
}

// explainReadOnly puts into words why the open case can't be changed.
func (a *App) explainReadOnly() Problem {
	p := explainReadOnly(a.Texts(), shownName(a.CaseName()))
	if a.c.inUse {
		p = explainInUse(a.Texts(), shownName(a.CaseName()))
	}
	p.Place = PlainText(a.path)
	return p
}
