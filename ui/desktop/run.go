package desktop

import (
	"context"
	"fmt"
	"os"
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"meterscope/ui/present"
)

// ID names the program to the system and to Fyne's settings.
const ID = "org.meterscope.Meterscope"

// Options of the window.
type Options struct {
	Icon    []byte // PNG
	Version string
	Case    string   // the case file to begin with, unless another one was left open
	Files   []string // to import at once; a case file among them is opened

	Handed <-chan []string // what other starts of the program are to open; nil: nothing
	Closed func()          // called when the window is gone; may be nil

	Language string // its code, where it was asked for this once; "" for none
	System   string // the code of the system's language: for those who have not chosen one
}

// Run shows the window and returns when it is closed. Where the system has no window for us (no OpenGL, no
// access to the display) that is the error.
func Run(ctx context.Context, e present.Engine, opt Options) (err error) {
	started := false
	defer func() {
		if started {
			return // a fault of our own must be seen
		}
		if r := recover(); r != nil { // GLFW panics
			err = fmt.Errorf("open the window: %v", r)
		}
	}()
	// Under X11, GLFW names the window after its first title, which is the case's. By this name (WM_CLASS) desktops know
	// which program's icon belongs to it: see StartupWMClass in the desktop entry.
	_ = os.Setenv("RESOURCE_NAME", "Meterscope") // without it only the icon is another one
	f := app.NewWithID(ID)
	var unreadable error
	if path, err := present.SettingsFile(); err == nil { // else Fyne's have to do
		kept, err := openSettings(path, f.Preferences())
		f, unreadable = keptApp{f, kept}, err
		defer kept.close()
	}
	icon := fyne.NewStaticResource("meterscope.png", opt.Icon)
	f.SetIcon(icon)
	if e.Texts, err = wordsFor(opt.Language, f.Preferences(), opt.System); err != nil {
		return err
	}
	if err := speakToFyne(e.Texts); err != nil {
		return fmt.Errorf("translate the dialogs: %w", err)
	}
	if zone, err := zoneNamed(f.Preferences().String(keyZone)); err == nil {
		e.Zone = zone
	}
	var post poster
	a := present.NewApp(ctx, e, post)
	w := newWindow(f, a, post, icon, opt.Version)
	w.system, w.clip = opt.System, systemClipboard(os.Getenv)
	f.Lifecycle().SetOnStarted(func() {
		started = true
		if at := placedWindow(w.win); at != nil {
			restorePlace(f.Preferences(), at)
			if runtime.GOOS == "windows" || runtime.GOOS == "darwin" { // under X11 and Wayland the desktop sees to it
				fitScreen(at)
			}
		}
		w.motion.ask(post)
		if len(opt.Files) == 0 {
			a.Resume(opt.Case, f.Preferences().String(keyLeft))
		} else {
			a.Start(opt.Case, opt.Files)
		}
		if unreadable != nil {
			w.showProblem(present.ExplainSettings(a.Texts(), unreadable))
		}
		go w.take(ctx, opt.Handed)
	})
	w.motion.install(f)
	w.win.ShowAndRun()
	if opt.Closed != nil {
		opt.Closed()
	}
	a.Close()
	return nil
}

// take opens what other starts of the program were given, until ctx ends.
func (w *window) take(ctx context.Context, handed <-chan []string) {
	for {
		select {
		case files := <-handed:
			w.post.Post(func() { w.takeFiles(files) })
		case <-ctx.Done():
			return
		}
	}
}

// takeFiles opens files that another start was given, and comes to the front.
func (w *window) takeFiles(files []string) {
	if w.closing {
		return
	}
	w.win.RequestFocus()
	w.app.Import(files...)
}
