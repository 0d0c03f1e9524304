package present

// The words about case files, settings, help and what runs.
const (
	TextTryAgain    = "Try again"
	TextRecentCases = "Recent cases"
	TextRenameCase  = "Rename case…"
	TextCloseCase   = "Close case"
	TextClearRecent = "Forget these"
	TextFollow      = "Follow a log…"
	TextFollowTitle = "Follow a log as it is written"
	TextFollowThis  = "Follow"
	TextStopFollow  = "Stop following"
	TextSettings    = "Settings…"

	TextSettingsWindow = "Window"
	TextSettingsRules  = "Rules of this case"
	TextLanguageHint   = "Changes at once. Findings that are stored already are said in it too."
	TextThemeHint      = "Dark for the workshop, light for the sun; or as the computer has it."
	TextTextSize       = "Text size"
	TextTextSizeHint   = "Everything grows with it. Ctrl + and Ctrl − do the same."
	TextTimesIn        = "Times are shown in"
	TextTimesInHint    = "Any zone can be typed, such as Europe/Berlin or +01:00. Copies and exports say which one it is; the case is not changed."
	TextFindRule       = "Search rule or tolerance"
	TextApplyRules     = "Apply and check again"
	TextResetRules     = "All as Meterscope has them"
	TextResetRule      = "As Meterscope has it"
	TextNoRuleFits     = "No rule fits."
	TextFollowAgain    = "Follow again"
)
