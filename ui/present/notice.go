package present

// Notice is a line above the case: something that the user should know, and what can be done about it. It is in
// nobody's way.
type Notice struct {
	Text    string
	Actions []NoticeAction
}

// NoticeAction is something to do about a notice.
type NoticeAction struct {
	Label string
	Run   func()
}

// Notice is the most important line that there is; nil if there is none.
func (a *App) Notice() *Notice {
	t := a.Texts()
	switch {
	case a.opening || a.c == nil:
		return a.hintNotice()
	case a.c.inUse:
		path := a.path
		return &Notice{
			Text:    t.Text("%s is open in another Meterscope. Here it can be read, not changed.", a.CaseName()),
			Actions: []NoticeAction{{t.Text(TextTryAgain), func() { a.OpenCase(path) }}},
		}
	}
	if n := a.List.hiddenNotice(); n != nil {
		return n
	}
	if text := a.InterruptedText(); text != "" {
		return &Notice{Text: text, Actions: []NoticeAction{{t.Text(TextContinue), a.Continue}, {t.Text(TextNotNow), a.LeaveInterrupted}}}
	}
	if n := a.followAgain(); n != nil {
		return n
	}
	return a.hintNotice()
}
