package present

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"meterscope/importer"
	"meterscope/model"
	"meterscope/model/check"
	"meterscope/ui/lang"
)

// Followed is a file that is read as it grows. [Engine.Follow] makes one.
type Followed interface {
	// Step reads the lines that came since the last one, and joins and checks what they change; with final it reads to
	// the last byte. Errors: [importer.ErrReplaced], before which the rest of the file was read, and
	// [importer.ErrTruncated]; both end it.
	Step(ctx context.Context, c CaseFile, final bool) (FollowStep, error)
	// Settle has the source read again from its evidence where that may give more than reading it by lines did.
	Settle(ctx context.Context, c CaseFile) error
	Close() error
}

// FollowStep is what came.
type FollowStep struct {
	Source model.Source // what is added to; its ID is 0 while there is no message in the file
	New    model.Counts
	Bytes  int64

	Changed check.Came // what other transactions there are than before
}

// How often a file that is followed is looked at. Joining a station may take its time where that has millions of
// messages: then less often, so that at most half of a core is spent on it.
const followEvery = 250 * time.Millisecond

// following is a file that is being followed.
type following struct {
	path    string
	stop    chan struct{} // closed when the user has enough of it
	stopped bool
	source  model.Source
	frames  int64     // that came since it began
	last    time.Time // when something came
	waits   bool      // for the file to be there again, or for its first message
}

// settingFollowed keeps with a case which files are being followed, as JSON.
const settingFollowed = "following"

// Follow reads a file into the open case, and then each line that is written to it.
func (a *App) Follow(path string) {
	if full, err := filepath.Abs(path); err == nil {
		path = full
	}
	switch {
	case a.c == nil || a.Engine.Follow == nil || a.followed(path) != nil || a.followedElsewhere(path):
		return
	case a.file().ReadOnly():
		a.problem(a.explainReadOnly())
		return
	}
	r := &following{path: path, stop: make(chan struct{}), waits: true}
	a.follows, a.followLeft = append(a.follows, r), true
	a.wasFollowed = slices.DeleteFunc(a.wasFollowed, func(p string) bool { return p == path })
	c := a.c
	c.wg.Add(1)
	go func() {
		defer c.wg.Done()
		a.keepFollowed(c.ctx, c, path, true)
		err := a.follow(c, r)
		if c.ctx.Err() != nil {
			return // it is followed again when the case is opened again
		}
		a.keepFollowed(c.ctx, c, path, false)
		a.post.Post(func() { a.followEnded(c, r, err) })
	}()
	a.changed()
	a.Status.changed()
}

// followed gives how a file is being followed; nil if it isn't.
func (a *App) followed(path string) *following {
	for _, r := range a.follows {
		if r.path == path {
			return r
		}
	}
	return nil
}

// followedElsewhere says that a file is being followed by another path.
func (a *App) followedElsewhere(path string) bool {
	if len(a.follows) == 0 {
		return false
	}
	file, err := os.Stat(path)
	return err == nil && slices.ContainsFunc(a.follows, func(r *following) bool {
		other, err := os.Stat(r.path)
		return err == nil && os.SameFile(file, other)
	})
}

// grows says that what is written to a source's file is being added to it.
func (a *App) grows(id model.SourceID) bool {
	return slices.ContainsFunc(a.follows, func(r *following) bool { return r.source.ID == id })
}

// Following lists the files that are being followed.
func (a *App) Following() []string {
	var paths []string
	for _, r := range a.follows {
		paths = append(paths, r.path)
	}
	return paths
}

// StopFollowing ends following a file: what was written to it up to now is read to its last byte.
func (a *App) StopFollowing(path string) {
	if r := a.followed(path); r != nil && !r.stopped {
		r.stopped = true
		close(r.stop)
		a.Status.changed()
	}
}

// StopFollowingAll ends following all files.
func (a *App) StopFollowingAll() {
	for _, path := range a.Following() {
		a.StopFollowing(path)
	}
}

// follow reads a file until the user has enough of it, or the case is closed. It runs beside the window.
func (a *App) follow(c *openCase, r *following) error {
	f := a.Engine.Follow(r.path)
	defer func() { _ = f.Close() }() // likewise the one that takes its place
	wait := time.NewTimer(0)
	defer wait.Stop()
	var source, told model.Source
	for final := false; ; {
		select {
		case <-c.ctx.Done():
			return nil
		case <-r.stop:
			final = true
		case <-wait.C:
		}
		began := time.Now()
		step, err := a.followStep(c, f, final)
		if step.Source.ID != 0 {
			source = step.Source
		}
		if step.Bytes > 0 || step.Source.ID != told.ID { // else the window is left in peace
			told = step.Source
			a.tellStep(c, r, step)
		}
		switch {
		case errors.Is(err, importer.ErrReplaced), errors.Is(err, importer.ErrTruncated):
			old := f
			f, told = a.Engine.Follow(r.path, source.ID), model.Source{}
			_ = old.Close() // it was only read
			why := err
			a.post.Post(func() { a.followReplaced(c, r, why) })
			err = nil
		case errors.Is(err, fs.ErrNotExist) && source.ID != 0: // a new one will come
			err = nil
		}
		switch {
		case c.ctx.Err() != nil:
			return nil
		case err != nil:
			return err
		case final:
			return a.settleFollowed(c, f)
		}
		wait.Reset(max(followEvery, time.Since(began)))
	}
}

// followStep takes a step while nothing else writes to the case.
func (a *App) followStep(c *openCase, f Followed, final bool) (FollowStep, error) {
	if !c.enter(c.ctx) {
		return FollowStep{}, c.ctx.Err()
	}
	defer c.leave()
	return f.Step(c.ctx, c.file, final)
}

func (a *App) settleFollowed(c *openCase, f Followed) error {
	if !c.enter(c.ctx) {
		return c.ctx.Err()
	}
	defer c.leave()
	return f.Settle(c.ctx, c.file)
}

// tellStep shows what came.
func (a *App) tellStep(c *openCase, r *following, step FollowStep) {
	if step.Bytes == 0 && step.Source.ID == 0 {
		return
	}
	now := a.Engine.Now()
	a.post.Post(func() {
		if a.c != c {
			return
		}
		first := r.waits || r.source.ID != step.Source.ID
		r.waits, r.source = false, step.Source
		if step.Bytes == 0 {
			if first { // it goes on with what is in the case
				a.Status.changed()
				a.changed()
			}
			return
		}
		r.last = now
		if !first || r.frames > 0 {
			r.frames += step.New.Frames
		}
		a.List.selectFirst = a.List.Selected() < 0
		a.grew(step.Changed)
		a.Status.changed()
		if first {
			a.changed()
		}
	})
}

// grew reads again what a step changed of the case.
func (a *App) grew(came check.Came) {
	if came.Any {
		a.Refresh()
		return
	}
	a.List.still = true
	a.List.follow(came.Keys)
	a.Status.reload()
	a.Whole.caseChanged()
}

// followReplaced says that another file stands in the place of the one that was followed.
func (a *App) followReplaced(c *openCase, r *following, err error) {
	if a.c != c {
		return
	}
	r.waits = true
	name := filepath.Base(r.path)
	if errors.Is(err, importer.ErrTruncated) {
		a.Status.Say(a.Texts().Text("%s was emptied or written anew. What it held stays in the case; its new lines become a source of their own.", name))
		return
	}
	a.Status.Say(a.Texts().Text("%s was replaced by a new file. The old one is in the case to its end; the new one becomes a source of its own.", name))
}

func (a *App) followEnded(c *openCase, r *following, err error) {
	if a.c != c {
		return
	}
	a.follows = slices.DeleteFunc(a.follows, func(o *following) bool { return o == r })
	if err != nil && !isCancel(err) {
		a.problem(explainFollow(a.Texts(), r.path, err))
	} else {
		a.Status.Say(a.Texts().Text("%s is not followed any longer. It is in the case as it was just now.", filepath.Base(r.path)))
	}
	a.Refresh()
	a.changed()
}

// explainFollow puts into words why a file is not followed, or not any longer.
func explainFollow(t *lang.Texts, path string, err error) Problem {
	name := shownName(filepath.Base(path))
	p := Explain(t, ReadLog, name, err)
	switch {
	case errors.Is(err, importer.ErrNotPlain):
	case p.What != "":
		p.Means = p.What + " " + t.Text("What was read of it so far is in the case.")
		p.What = t.Text("%s can't be followed any longer.", name)
	default:
		p = Problem{
			What:   t.Text("%s can't be followed any longer.", name),
			Means:  t.Text("What was read of it so far is in the case."),
			Remedy: t.Text("Follow it again (File ▸ Follow a log). Only a log that grows line by line can be followed."),
		}
	}
	return explained(t, p, path, err)
}

// FollowText says what is being followed, for the status bar; "" for nothing.
func (a *App) FollowText() string {
	t := a.Texts()
	switch n := len(a.follows); n {
	case 0:
		return ""
	case 1:
		return JoinFacts(t.Text("Following %s", filepath.Base(a.follows[0].path)), a.follows[0].note(t))
	default:
		return t.Text("Following %s", Plural(t, n, "file", "files"))
	}
}

// note says what came so far.
func (r *following) note(t *lang.Texts) string {
	switch {
	case r.stopped:
		return t.Text(TextStopping)
	case r.waits:
		return t.Text("waiting for messages")
	case r.frames > 0:
		return Plural(t, r.frames, "new message", "new messages")
	}
	return ""
}

// LogPath is the file that the chosen source was read from, where that can be followed; "" if it can't.
func (s *Sources) LogPath() string {
	src, ok := s.Chosen()
	if !ok || s.app.pasted[src.Name] || !filepath.IsAbs(src.Name) {
		return ""
	}
	path, inside := fileOf(src.Name)
	if inside {
		return ""
	}
	return path
}

// FollowLabel is what can be done about following the chosen source's file; "" for nothing.
func (s *Sources) FollowLabel() string {
	path := s.LogPath()
	switch {
	case path == "" || s.app.c == nil || s.app.file().ReadOnly() || s.app.Engine.Follow == nil:
		return ""
	case s.app.followed(path) != nil:
		return s.app.Texts().Text(TextStopFollow)
	}
	return s.app.Texts().Text(TextFollowThis)
}

// ToggleFollow begins to follow the chosen source's file, or ends it.
func (s *Sources) ToggleFollow() {
	switch path := s.LogPath(); {
	case path == "":
	case s.app.followed(path) != nil:
		s.app.StopFollowing(path)
	default:
		s.app.Follow(path)
	}
	s.changed()
}

// followedBefore gives the files that were followed when the case was closed.
func followedBefore(ctx context.Context, file CaseFile) []string {
	text, ok, err := file.Setting(ctx, settingFollowed)
	var paths []string
	if err != nil || !ok || json.Unmarshal([]byte(text), &paths) != nil {
		return nil // only an offer
	}
	return paths
}

// keepFollowed notes that a file is followed, or no longer. What fails here costs only the offer to follow it again.
func (a *App) keepFollowed(ctx context.Context, c *openCase, path string, on bool) {
	a.followKept.Lock()
	defer a.followKept.Unlock()
	paths := slices.DeleteFunc(followedBefore(ctx, c.file), func(p string) bool { return p == path })
	if on {
		paths = append(paths, path)
	}
	if text, err := json.Marshal(paths); err == nil {
		_ = c.file.SetSetting(ctx, settingFollowed, string(text)) // see above
	}
}

// followAgain is the offer to follow files that were followed when the case was closed; nil for none.
func (a *App) followAgain() *Notice {
	if len(a.wasFollowed) == 0 || len(a.follows) > 0 || a.Importing() {
		return nil
	}
	t, n := a.Texts(), len(a.wasFollowed)
	text := t.Text("%s was being followed when the case was closed.", filepath.Base(a.wasFollowed[0]))
	if n > 1 {
		text = t.Text("%s were being followed when the case was closed.", Plural(t, n, "file", "files"))
	}
	return &Notice{Text: text, Actions: []NoticeAction{
		{t.Text(TextFollowAgain), func() {
			for _, path := range slices.Clone(a.wasFollowed) {
				a.Follow(path)
			}
		}},
		{t.Text(TextNotNow), func() {
			c, paths := a.c, a.wasFollowed
			a.wasFollowed, a.followLeft = nil, true
			c.wg.Add(1)
			go func() {
				defer c.wg.Done()
				for _, path := range paths {
					a.keepFollowed(c.ctx, c, path, false)
				}
			}()
			a.changed()
		}},
	}}
}
