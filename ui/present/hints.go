package present

import (
	"strings"

	"meterscope/ui/lang"
)

// hints are what a new user is told, one at a time, in the line above the case. Mod stands for the platform's own
// modifier.
func hints(t *lang.Texts) []string {
	return []string{
		t.Text("Tip: ↑ and ↓ go from transaction to transaction, Enter into the one that is chosen, Esc back to the list."),
		t.Text("Tip: from each finding, Show in log leads to the raw line, with its place in the file. That is the proof."),
		t.Text("Tip: enter what was billed and what the car shows in the Overview; they are set beside the other accounts at once."),
		t.Text("Tip: Mod K finds every command by typing. F1 explains every rule."),
	}
}

// StartHints shows the tips from this one on: the first is 0. kept is called with the one that comes next, to be
// remembered. mod is what the platform calls its own modifier.
func (a *App) StartHints(from int, mod string, kept func(next int)) {
	a.hint, a.mod, a.hintKept = from, mod, kept
}

// hintNotice is the tip that has its turn; nil for none. A case without anything in it has enough to say itself. Once
// there is a tip its line stays, whatever is read or opened meanwhile, so that nothing jumps.
func (a *App) hintNotice() *Notice {
	all := hints(a.Texts())
	if a.hintKept == nil || a.hint < 0 || a.hint >= len(all) || a.Empty() {
		a.hinting = false
		return nil
	}
	if a.hinting = a.hinting || a.List.Counts().All > 0; !a.hinting {
		return nil
	}
	to := func(next int) func() {
		return func() {
			a.hint = next
			a.hintKept(next)
			a.changed()
		}
	}
	n := &Notice{Text: strings.ReplaceAll(all[a.hint], "Mod", a.mod)}
	if a.hint+1 < len(all) {
		n.Actions = append(n.Actions, NoticeAction{a.Texts().Text(TextNextTip), to(a.hint + 1)})
	}
	n.Actions = append(n.Actions, NoticeAction{a.Texts().Text(TextNoTips), to(len(all))})
	return n
}
