package desktop

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"meterscope/ui/present"
)

// taskList shows what goes on, each task with how far it is and what ends it.
type taskList struct {
	app   *present.App
	view  *fyne.Container
	lines []*taskLine
	none  fyne.CanvasObject
}

// taskLine is a task.
type taskLine struct {
	view  *fyne.Container
	title *caption
	note  *caption
	bar   *progress
	stop  *press
}

const (
	tasksWidth  = 520
	tasksHeight = 260
)

// showTasks is the sheet of what goes on. It follows it as long as it is open.
func (w *window) showTasks() {
	t := w.app.Texts()
	l := &taskList{app: w.app, view: container.New(column{gap: 12, grow: -1})}
	none, _ := paragraph(t.Text(present.TextNoTasks))
	l.none = none
	l.refresh()
	scroll := container.NewVScroll(pad(l.view, 0, 14, 0, 0))
	scroll.SetMinSize(w.within(tasksWidth, tasksHeight))
	w.tasks = l
	w.showSheet(titleOf(t.Text(present.TextTasks)), scroll, scroll.MinSize().Width, action{label: t.Text(present.TextClose)})
}

// refresh shows the tasks as they are now. Lines are used again, so that what is pressed stays where it is.
func (l *taskList) refresh() {
	all := l.app.Tasks()
	grown := len(all) != len(l.lines)
	for len(l.lines) < len(all) {
		l.lines = append(l.lines, newTaskLine())
	}
	l.lines = l.lines[:len(all)]
	for i := range all {
		l.lines[i].set(&all[i])
	}
	if !grown && len(l.view.Objects) > 0 {
		return
	}
	l.view.Objects = nil
	for _, line := range l.lines {
		l.view.Objects = append(l.view.Objects, line.view)
	}
	if len(all) == 0 {
		l.view.Objects = []fyne.CanvasObject{l.none}
	}
	l.view.Refresh()
}

func newTaskLine() *taskLine {
	l := &taskLine{
		title: newCaption("", colorText, sizeText, true).flexible(), note: newCaption("", colorMuted, sizeSmall, false).flexible(),
		bar: newProgress(), stop: newPress("", lookLink, nil),
	}
	l.title.middle = true
	l.view = container.New(column{gap: 4, grow: -1}, container.New(row{gap: 12, grow: 0}, l.title, l.stop), l.bar, l.note)
	return l
}

func (l *taskLine) set(t *present.Task) {
	l.title.set(t.Title, colorText)
	l.note.set(t.Note, colorMuted)
	l.bar.set(t.Fraction)
	l.stop.set(t.Label, false)
	l.stop.onPress = t.Stop
	visible(l.bar, t.Fraction >= 0)
	visible(l.stop, t.Label != "")
	visible(l.note, t.Note != "")
}
