package present

import (
	"context"
	"strings"
	"time"

	"meterscope/model"
	"meterscope/model/store"
)

// Notes is the note of the transaction that is looked at: free text, kept in the case as it is typed.
type Notes struct {
	OnChange func()

	app    *App
	lane   *lane
	writes writes
	key    model.TransactionKey
	loaded bool
	typed  string // what stands in the field
	kept   string // what the case holds, or soon will
	made   time.Time
	saving bool
	wait   *time.Timer // until what was typed is kept
	change *noteChange // what is typed goes into this step of undo; nil: into a new one
	last   time.Time   // when something was typed
}

// noteChange is a change of a note that can be taken back and done again.
type noteChange struct{ from, to string }

const (
	noteDelay = 300 * time.Millisecond // until what was typed is kept
	notePause = 2 * time.Second        // what is typed after it is another step of undo
)

func newNotes(a *App) *Notes { return &Notes{app: a} }

func (n *Notes) attach(c *openCase) {
	n.lane = c.lane()
	n.clear(0)
}

func (n *Notes) clear(key model.TransactionKey) {
	n.stopWaiting()
	n.key, n.loaded, n.typed, n.kept, n.made, n.saving, n.change = key, false, "", "", time.Time{}, false, nil
}

func (n *Notes) show(key model.TransactionKey) {
	if key != n.key {
		n.Leave()
		n.clear(key)
		n.changed()
	}
	if key == 0 {
		n.lane.stop()
		return
	}
	file := n.app.file()
	n.lane.do(doRead(n.app, func(ctx context.Context) (store.Note, error) {
		return file.Note(ctx, key)
	}, func(note store.Note) {
		if n.loaded && (n.wait != nil || n.writes.pending(key)) {
			return // what was typed meanwhile is newer
		}
		n.loaded, n.made = true, note.Made
		if n.kept != note.Text || n.typed != note.Text {
			n.typed, n.kept, n.change = note.Text, note.Text, nil
		}
		n.changed()
	}))
}

// Loaded says that the note has been read.
func (n *Notes) Loaded() bool { return n.loaded }

// Editable says that the note can be changed.
func (n *Notes) Editable() bool { return n.loaded && n.app.c != nil && !n.app.file().ReadOnly() }

// Text is what stands in the field.
func (n *Notes) Text() string { return n.typed }

// Has says that there is a note.
func (n *Notes) Has() bool { return n.loaded && strings.TrimSpace(n.typed) != "" }

// State says whether what was typed is kept, and when it was written.
func (n *Notes) State() string {
	t := n.app.Texts()
	switch {
	case !n.loaded:
		return ""
	case !n.Editable():
		return t.Text("This case can only be read.")
	case n.saving || n.wait != nil:
		return t.Text("Keeping it…")
	case !n.made.IsZero() && n.Has():
		return t.Text("Kept in the case, %s", t.Time(n.made.In(n.app.Engine.Zone), "2 Jan 2006 15:04"))
	}
	return t.Text("What is written here is kept in the case as it is typed.")
}

// Type takes what stands in the field now. The case keeps it within a moment.
func (n *Notes) Type(text string) {
	if !n.Editable() || text == n.typed {
		return
	}
	n.app.List.stay()
	now := n.app.Engine.Now()
	if n.change != nil && now.Sub(n.last) > notePause {
		n.change = nil
	}
	if n.change == nil {
		n.begin()
	}
	n.last, n.typed, n.change.to = now, text, text
	n.keepSoon()
	n.changed()
}

// begin makes a new step of undo.
func (n *Notes) begin() {
	key, change := n.key, &noteChange{from: n.typed}
	n.change = change
	n.app.did(step{
		label: n.app.Texts().Text("Change %s", n.app.Texts().Text("the note")),
		undo:  atOnce(func() { n.put(key, change.from) }),
		redo:  atOnce(func() { n.put(key, change.to) }),
	})
}

// keepSoon keeps what was typed so far within a moment, however long the keys go on.
func (n *Notes) keepSoon() {
	if n.wait != nil {
		return
	}
	key := n.key
	n.wait = time.AfterFunc(noteDelay, func() {
		n.app.post.Post(func() {
			if n.key == key {
				n.save()
			}
		})
	})
}

func (n *Notes) stopWaiting() {
	if n.wait != nil {
		n.wait.Stop()
		n.wait = nil
	}
}

// Leave ends the change: what is typed next is another step of undo. What was typed is kept at once.
func (n *Notes) Leave() {
	n.change = nil
	n.save()
}

// save keeps what was typed.
func (n *Notes) save() {
	if n.close() {
		n.changed()
	}
}

// close keeps what was typed last, and tells nobody; false if all was kept before.
func (n *Notes) close() bool {
	n.stopWaiting()
	if !n.loaded || n.typed == n.kept {
		return false
	}
	n.kept = n.typed
	n.keep(n.key, n.typed)
	return true
}

// put brings a note back as it was at another time.
func (n *Notes) put(key model.TransactionKey, text string) {
	if n.key == key {
		n.stopWaiting()
		n.typed, n.kept, n.change = text, text, nil
	}
	n.keep(key, text)
	n.changed()
}

// keep writes a note into the case.
func (n *Notes) keep(key model.TransactionKey, text string) {
	a := n.app
	if strings.TrimSpace(text) == "" {
		text = ""
	}
	note := store.Note{Text: text, Made: a.Engine.Now().UTC().Truncate(time.Second)}
	n.saving = n.saving || n.key == key
	n.writes.add(a.c, key, func(ctx context.Context, c *openCase) {
		_, err := c.file.SetNote(ctx, key, note)
		a.post.Post(func() { n.written(c, key, note, err) })
	})
}

func (n *Notes) written(c *openCase, key model.TransactionKey, note store.Note, err error) {
	a := n.app
	if a.c != c {
		return
	}
	if n.key == key {
		n.saving = n.writes.pending(key)
	}
	if err != nil {
		a.problem(explainKeeping(a.Texts(), a.Texts().Text("The note could not be kept."), a.path, err))
		n.changed()
		return
	}
	if n.key == key {
		n.made = note.Made
	}
	a.List.noted(key, note.Text)
	n.changed()
}

func (n *Notes) changed() {
	if n.OnChange != nil {
		n.OnChange()
	}
	n.app.Detail.changed() // the tab shows that there is one
}
