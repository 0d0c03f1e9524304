package present

// The words about case files, settings, help and what runs.
const (
	TextTryAgain    = "Try again"
	TextRecentCases = "Recent cases"
	TextRenameCase  = "Rename case…"
	TextCloseCase   = "Close case"
	TextFollow      = "Follow a log…"
	TextFollowThis  = "Follow"
	TextStopFollow  = "Stop following"
	TextFollowAgain = "Follow again"
)
