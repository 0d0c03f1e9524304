package present

import (
	"context"
	"time"
)

// watchEvery is how often it is looked whether another program has changed a case.
const watchEvery = time.Second

// watched is a case that tells when another program has changed it.
type watched interface {
	Watch(ctx context.Context, every time.Duration, changed func()) error
}

// watch has a case that another program writes to shown as that leaves it. What is selected stays.
func (a *App) watch(c *openCase) {
	file, ok := c.file.(watched)
	if !ok || !c.inUse {
		return
	}
	c.wg.Add(1)
	go func() {
		defer c.wg.Done()
		err := file.Watch(c.ctx, watchEvery, func() {
			a.post.Post(func() {
				if a.c == c {
					a.changedByOther()
				}
			})
		})
		if !isCancel(err) {
			a.post.Post(func() { a.failed(err) })
		}
	}()
}

// changedByOther reads the case again.
func (a *App) changedByOther() {
	a.List.still = true
	a.List.reloadAgain()
	a.Status.reload()
	a.Whole.caseChanged()
}

// reloadAgain reads the list again. What is being read is shown before: a case may change sooner than it is read.
func (l *List) reloadAgain() {
	if l.reading != nil {
		l.behind.all = true
		l.reading.again(l.catchUp())
	}
}
