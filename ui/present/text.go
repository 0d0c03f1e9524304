package present

import "meterscope/ui/lang"

// The words of the window, in one place. They are keys: App.Texts says them in the user's language. Summaries and
// messages of findings stand in summary.go.
const (
	TextApp          = "Meterscope"
	TextOpenLog      = "Open log…"
	TextOpenLogTitle = "Open charging logs"
	TextLogFiles     = "Charging logs"
	TextAllFiles     = "All files"
	TextCaseFiles    = "Meterscope cases"
	TextNewCase      = "New case…"
	TextOpenCase     = "Open case…"
	TextDefaultCase  = "Default case"
	TextSaveCopy     = "Save a copy…"
	TextQuit         = "Quit"
	TextFile         = "File"
	TextView         = "View"
	TextTransaction  = "Transaction"
	TextHelp         = "Help"
	TextFind         = "Find transaction"
	TextNext         = "Next transaction"
	TextPrevious     = "Previous transaction"
	TextTheme        = "Theme"
	TextThemeLight   = "Light"
	TextThemeDark    = "Dark"
	TextColumns      = "Columns"
	TextAllColumns   = "As many as fit"
	TextLarger       = "Larger"
	TextSmaller      = "Smaller"
	TextNormalSize   = "Normal size"
	TextCopyRow      = "Copy as a line"
	TextCopySummary  = "Copy summary"
	TextCopyValues   = "Copy values"
	TextSaveImage    = "Save image…"
	TextImageSize    = "Sharpness of saved images"
	TextImages       = "Images (PNG, SVG)"
	TextGoToMessage  = "Go to the message"
	TextThemeSystem  = "Like the system"
	TextLanguage     = "Language"
	TextKeys         = "Keys"
	TextAbout        = "About Meterscope"
	TextSearchHint   = "Search: CP1 kwh>30 rule:REG since:2025-03-01"
	TextCancel       = "Cancel"
	TextChooseFile   = "Open"
	TextSaveFile     = "Save"
	TextClose        = "Close"
	TextDetails      = "Details"
	TextCopy         = "Copy"
	TextResetView    = "Show the whole transaction"

	TextEmptyTitle    = "What happened in this charging session?"
	TextEmptySentence = "Drop a charging log anywhere in this window, in whatever shape the charger or the back end wrote it."
	TextEmptySample   = "Try the sample"
	TextEmptyOr       = "or"
	TextNothingFits   = "No transaction fits."
	TextShowAll       = "Show all"
	TextNoTxTitle     = "No transactions"
	TextNoTxSentence  = "None of it names a transaction: there is no StartTransaction, StopTransaction or transactionId."
	TextPickOne       = "Choose a transaction on the left."
	TextLoading       = "Reading…"
	TextImporting     = "Importing. Transactions appear with each log."
	TextChecking      = "putting transactions together and checking them"

	TextOverview     = "Overview"
	TextPlot         = "Plot"
	TextPanels       = "Panels"
	TextFindings     = "Findings"
	TextMessages     = "Messages"
	TextAll          = "All"
	TextErrors       = "Errors"
	TextWarnings     = "Warnings"
	TextInfos        = "Info"
	TextClean        = "Clean"
	TextNoPlot       = "Nothing to plot: this transaction has no sampled values with numbers."
	TextFromStart    = "Energy counts from meterStart."
	TextStartToStop  = "Energy counts from meterStart to meterStop."
	TextNotFromStart = "Energy counts from the first sample: meterStart is not a reading of the same register."
	TextNoFinding    = "No findings. Everything that was checked is as the specification and physics have it."
	TextNoMessage    = "No messages of this transaction are kept in the case."

	TextCopySelection = "Copy values of the selection"
	TextSelectVisible = "Select what is visible"
	TextZoomSelection = "Zoom to the selection"
	TextOverlay       = "Lay this transaction over others"
	TextNoOverlay     = "Don't lay %s over others"
	TextByClock       = "Over each other by the clock, not at the start"

	TextWhat         = "What"
	TextWhy          = "Why it matters"
	TextRemedy       = "What to do"
	TextSpec         = "Specification"
	TextGot          = "Found"
	TextWant         = "Expected"
	TextShowInLog    = "Show in log"
	TextAllFindings  = "Findings of the whole case"
	TextShowInPlot   = "Show in plot"
	TextCopied       = "Copied"
	TextCopyRaw      = "Copy line"
	TextCopyJSON     = "Copy JSON"
	TextLine         = "line"
	TextPlainOnly    = "No JSON can be read here: below is how it stands in its source."
	TextDecoded      = "read back: in its source it is wrapped, escaped or printed by a program"
	TextCut          = "cut off"
	TextInferred     = "assigned by time"
	TextTimeUnknown  = "time unknown"
	TextOpenEnd      = "open"
	TextUnreadSource = "unread"

	TextQuitTitle    = "An import is running"
	TextQuitQuestion = "Quit all the same? What was read so far is kept, and Meterscope offers to go on when it opens this case again. Unanswered, the window closes once the import has ended."
	TextQuitYes      = "Quit"
	TextQuitNo       = "Keep importing"
	TextCancelled    = "Import cancelled. What was read so far is kept."
	TextContinue     = "Continue"
	TextNotNow       = "Not now"
)

// Keys is the sheet of keys that Help shows. Mod stands for the platform's own modifier.
func Keys(t *lang.Texts) [][2]string {
	return [][2]string{
		{"Mod O", t.Text("open a log")},
		{"Mod N", t.Text("new case")},
		{"Mod F", t.Text("find a transaction; in the messages, words")},
		{"F3, Shift F3", t.Text("next, previous place of those words, or of a number of the overview")},
		{"↑ ↓", t.Text("previous, next transaction")},
		{"Alt ↑ / ↓, Mod ↑ / ↓", t.Text("previous, next transaction, from anywhere")},
		{t.Text("PgUp PgDn Home End"), t.Text("move through the list")},
		{t.Text("Shift ↑ ↓, Mod A"), t.Text("select several transactions, all of them")},
		{"Mod Shift C", t.Text("copy what is selected as a table; a message or a finding as JSON")},
		{t.Text("letters, digits"), t.Text("in the list: go to the id, station, tag or start that begins so")},
		{"Enter", t.Text("go from the list to the detail")},
		{"Mod 1 … 5", t.Text("overview, plot, findings, messages, notes")},
		{t.Text("Wheel, + −"), t.Text("zoom the plot at the pointer")},
		{t.Text("Drag"), t.Text("move the plot in time")},
		{"0, Mod 0", t.Text("show the whole transaction")},
		{"← →", t.Text("walk from sample to sample")},
		{t.Text("Shift drag, Shift ← →"), t.Text("select a stretch of the plot, and measure it")},
		{"s, z", t.Text("select what is visible, zoom to what is selected")},
		{t.Text("n, p, Enter"), t.Text("next, previous finding of the plot, and its card")},
		{"m", t.Text("from the plot to the message of a sample")},
		{"1 … 9", t.Text("fold or unfold a panel of the plot")},
		{"< >   [ ]", t.Text("move that panel up or down, make it lower or higher")},
		{"o, t", t.Text("lay a transaction over others, at the start or by the clock")},
		{t.Text("Space"), t.Text("what can be done with the plot")},
		{t.Text("← → in the messages"), t.Text("fold and unfold the JSON")},
		{"Esc", t.Text("back to the list; cancel a search")},
		{"Mod C", t.Text("copy the transaction as a line; a message as it stands in its source; a finding; a source")},
		{"Mod + / −", t.Text("larger, smaller")},
		{"Mod S", t.Text("save a copy of the case")},
		{"Mod E", t.Text("save the plot as an image")},
		{"Mod L", t.Text("sources, and back to the transactions")},
		{"Mod Shift F", t.Text("findings of the whole case, and back")},
		{"Mod Shift V", t.Text("paste a log")},
		{"Mod Z, Mod Shift Z", t.Text("undo, redo")},
		{t.Text("Del"), t.Text("remove the source")},
		{"Mod K", t.Text("all commands, to be found by typing")},
		{"Mod Shift O", t.Text("follow a log as it is written")},
		{"Mod W", t.Text("close the case")},
		{"Mod ,", t.Text("settings")},
		{"F1", t.Text("help")},
		{"Mod Q", t.Text("quit")},
	}
}
