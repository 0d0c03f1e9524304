package present

// The words about case files, settings, help and what runs.
const (
	TextTryAgain    = "Try again"
	TextRecentCases = "Recent cases"
	TextRenameCase  = "Rename case…"
	TextCloseCase   = "Close case"
)
