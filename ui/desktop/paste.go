package desktop

import (
	"context"
	"errors"
)

// errNoClipboard says that the clipboard can't be read beside the window here.
var errNoClipboard = errors.New("the clipboard can't be read beside the window")

// pasteLog imports what the clipboard holds as text. A long text takes a while to come, and one that another program
// doesn't hand over never does: so nothing waits for it in the window, where the system lets us read it elsewhere.
func (w *window) pasteLog() {
	if w.clip == nil {
		w.app.Paste(w.fyne.Clipboard().Content())
		return
	}
	w.app.PasteFrom(func(ctx context.Context) (string, error) {
		text, err := w.clip(ctx)
		if errors.Is(err, errNoClipboard) {
			w.post.Post(func() { w.app.Paste(w.fyne.Clipboard().Content()) })
			return "", context.Canceled // it is read after all
		}
		return text, err
	})
}
