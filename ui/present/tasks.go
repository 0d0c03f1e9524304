package present

import (
	"context"
	"path/filepath"
	"slices"
)

// Task is something that goes on beside the window, or waits for its turn.
type Task struct {
	Title    string
	Note     string  // how far it is
	Fraction float64 // 0 to 1; negative where that is not known
	Label    string  // of what ends it: "Cancel"; "" where nothing does
	Stop     func()
}

// job is a task that doesn't change the case.
type job struct {
	title  string
	cancel context.CancelFunc
	gone   bool // it was cancelled and hasn't ended yet
}

// Tasks lists what goes on: what is being done first, then what waits, then what is followed.
func (a *App) Tasks() []Task {
	t := a.Texts()
	var all []Task
	if r := a.run; r != nil {
		task := Task{Title: a.Status.Source, Note: a.Status.Progress, Fraction: a.Status.Fraction, Label: t.Text(TextCancel), Stop: a.cancelRun}
		if task.Title == "" {
			task.Title = t.Text("Putting transactions together")
		}
		if r.stopping {
			task.Label, task.Stop = "", nil
		}
		all = append(all, task)
	}
	for i := range a.waiting {
		in := a.waiting[i]
		all = append(all, Task{Title: filepath.Base(in.Path), Note: t.Text("waits for its turn"), Fraction: -1, Label: t.Text(TextRemove), Stop: func() {
			if i < len(a.waiting) && a.waiting[i] == in {
				a.waiting = slices.Delete(a.waiting, i, i+1)
				a.Status.changed()
			}
		}})
	}
	for _, j := range a.jobs {
		task := Task{Title: j.title, Fraction: -1, Label: t.Text(TextCancel), Stop: j.stop(a)}
		if j.gone {
			task.Note, task.Label, task.Stop = t.Text(TextStopping), "", nil
		}
		all = append(all, task)
	}
	for _, r := range a.follows {
		task := Task{Title: t.Text("Following %s", filepath.Base(r.path)), Note: r.note(t), Fraction: -1, Label: t.Text(TextStopFollow),
			Stop: func() { a.StopFollowing(r.path) }}
		if r.stopped {
			task.Label, task.Stop = "", nil
		}
		all = append(all, task)
	}
	return all
}

func (j *job) stop(a *App) func() {
	return func() {
		j.gone = true
		j.cancel()
		a.Status.changed()
	}
}

// beside does something to the open case beside the window that can be cancelled; then is called with what came of it.
func (a *App) beside(c *openCase, title string, do func(context.Context) error, then func(error)) {
	ctx, cancel := context.WithCancel(c.ctx)
	j := &job{title: title, cancel: cancel}
	a.jobs = append(a.jobs, j)
	a.Status.changed()
	c.wg.Add(1)
	go func() {
		defer c.wg.Done()
		err := do(ctx)
		cancel()
		a.post.Post(func() {
			a.jobs = slices.DeleteFunc(a.jobs, func(o *job) bool { return o == j })
			a.Status.changed()
			then(err)
		})
	}()
}

// TasksText says how many tasks there are, where one alone doesn't say it; "" otherwise.
func (a *App) TasksText() string {
	if n := len(a.Tasks()); n > 1 {
		return Plural(a.Texts(), n, "task", "tasks")
	}
	return ""
}
