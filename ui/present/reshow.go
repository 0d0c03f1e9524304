package present

import (
	"time"

	"meterscope/ui/lang"
)

// Speak has everything said in another language from now on.
func (a *App) Speak(t *lang.Texts) {
	a.Engine.Texts = t
	a.reshow()
}

// ShowIn has times shown in another zone from now on.
func (a *App) ShowIn(zone *time.Location) {
	a.Engine.Zone = zone
	a.reshow()
}

// reshow reads what is shown anew. What is selected and searched for stays.
func (a *App) reshow() {
	a.onTab = nil // views are made anew
	if a.c == nil {
		a.changed()
		return
	}
	list := a.List.asked()
	source := a.Sources.chosen
	a.Status.Note = ""
	a.Detail.attach(a.c)
	a.Sources.attach(a.c)
	a.Sources.chosen = source
	a.Status.attach(a.c)
	a.List.attach(a.c)
	a.List.askAgain(list)
	a.changed()
}

// ZoneChoices are zones in which times can be shown: the computer's own first, which is "".
func ZoneChoices(t *lang.Texts, local *time.Location) []Choice {
	own := t.Text("This computer's")
	if local != nil && local != time.Local {
		own += " (" + local.String() + ")"
	}
	all := []Choice{{"", own}}
	for _, name := range zoneNames() {
		all = append(all, Choice{name, name})
	}
	return all
}

// zoneNames are the zones that are offered; any other can be typed.
func zoneNames() []string {
	return []string{
		"UTC", "Europe/Amsterdam", "Europe/Athens", "Europe/Berlin", "Europe/Brussels", "Europe/Copenhagen", "Europe/Helsinki",
		"Europe/Lisbon", "Europe/London", "Europe/Madrid", "Europe/Oslo", "Europe/Paris", "Europe/Prague", "Europe/Rome",
		"Europe/Stockholm", "Europe/Vienna", "Europe/Warsaw", "Europe/Zurich", "America/New_York", "America/Chicago",
		"America/Denver", "America/Los_Angeles", "America/Sao_Paulo", "Asia/Dubai", "Asia/Kolkata", "Asia/Shanghai", "Asia/Tokyo",
		"Australia/Sydney",
	}
}

// SeverityChoices are what a rule's findings can be, the mildest first; the first switches it off.
func SeverityChoices(t *lang.Texts) []string {
	return []string{t.Text("Off##rule"), t.Text("Info"), t.Text("Warning"), t.Text("Error")}
}
