package desktop

import (
	"context"
	"errors"

	"meterscope/ui/desktop/x11clip"
)

// pasteLog imports what the clipboard holds as text. A long text takes a while to come, and one that another program
// doesn't hand over never does: so nothing waits for it in the window, where the system lets us read it elsewhere.
func (w *window) pasteLog() {
	if w.clip == nil {
		w.app.Paste(w.fyne.Clipboard().Content())
		return
	}
	w.app.PasteFrom(func(ctx context.Context) (string, error) {
		text, err := w.clip(ctx)
		if errors.Is(err, x11clip.ErrUnavailable) {
			w.post.Post(func() { w.app.Paste(w.fyne.Clipboard().Content()) })
			return "", context.Canceled // it is read after all
		}
		return text, err
	})
}

// systemClipboard reads the clipboard of an X11 display, that of programs of X11 under Wayland among them. It is nil where
// there is none of this machine. env gives variables.
func systemClipboard(env func(string) string) func(context.Context) (string, error) {
	d, err := x11clip.ParseDisplay(env("DISPLAY"), env)
	if err != nil {
		return nil
	}
	return func(ctx context.Context) (string, error) { return x11clip.Read(ctx, d) }
}
