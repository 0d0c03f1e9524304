package desktop

// pasteLog imports what the clipboard holds as text.
func (w *window) pasteLog() { w.app.Paste(w.fyne.Clipboard().Content()) }
