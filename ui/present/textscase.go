package present

// The words of what the user does to a case, of its findings as a whole, and of the way to the log.
const (
	TextRedo  = "Redo"
	TextNotes = "Notes"

	TextReadBills = "Read a list of bills…"
)
