package present

// The words of the list.
const (
	TextShowThem      = "Show them"
	TextSameTag       = "All transactions with this tag"
	TextCopyTable     = "Copy as a table"
	TextSelectAll     = "Select all"
	TextArrange       = "Arrange columns…"
	TextHistogram     = "Histogram"
	TextClearRange    = "Clear"
	TextSuggestKeys   = "↑ ↓ choose  ·  Tab takes  ·  Esc clears"
	TextStandard      = "As they were"
	TextArrangeKeys   = "Space shows or hides  ·  Shift ↑ ↓ moves  ·  + − sizes  ·  Enter sorts, Shift Enter sorts by it too"
	TextColumnsOfList = "Columns of the list"
	TextShowHide      = "Show or hide"
	TextUp            = "Up"
	TextDown          = "Down"
)
