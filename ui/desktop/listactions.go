package desktop

import "meterscope/ui/present"

// bindList lets the list do what the window can.
func (w *window) bindList() {
	w.list.onSheet, w.list.onCopy, w.list.onCopyLine = w.arrangeColumns, w.copyTable, w.copyLine
	w.list.notice.at = w.toolbar.search.cursor
}

// copyRow copies what is selected: one transaction as a line, several as a table.
func (w *window) copyRow() {
	if w.copyOther(false) {
		return
	}
	if w.app.List.ChosenCount() > 1 {
		w.copyTable()
		return
	}
	w.copyLine()
}

func (w *window) copyLine() {
	if text := w.app.List.SelectedText(); text != "" {
		w.copy(text)
	}
}

// copyTable copies the transactions that are selected, with the columns that are shown.
func (w *window) copyTable() {
	if w.copyOther(true) {
		return
	}
	if text := w.app.List.CopyTable(w.list.shownIDs()); text != "" {
		w.copy(text)
	}
}

// selectAll selects all transactions, where they are what is shown.
func (w *window) selectAll() {
	if w.app.Page() == present.PageTransactions && len(w.sheets) == 0 {
		w.app.List.SelectAll()
	}
}
