package present

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"syscall"

	"meterscope/importer"
	"meterscope/model/store"
	"meterscope/ui/lang"
)

// Problem is an error as a user meets it: what happened, what it means, what to do. Details are folded away.
type Problem struct {
	What, Means, Remedy string
	Details             string
}

// explainCase puts into words why a case file can't be used.
func explainCase(t *lang.Texts, path string, err error) Problem {
	p := explain(t, filepath.Base(path), err)
	if p.What == "" {
		p = Problem{
			What:   t.Text("The case %s can't be opened.", filepath.Base(path)),
			Means:  t.Text("Meterscope can't show what is in it."),
			Remedy: t.Text("Open another case, or look at the details below."),
		}
	}
	p.Details = t.Said(err.Error())
	return p
}

// explainImport puts into words why a log can't be read.
func explainImport(t *lang.Texts, name string, err error) Problem {
	p := explain(t, filepath.Base(name), err)
	if p.What == "" {
		p = Problem{
			What:   t.Text("%s could not be read to its end.", filepath.Base(name)),
			Means:  t.Text("What was read before is kept in the case; the rest is missing."),
			Remedy: t.Text("Try to open it again. If it is on another device, copy it to this one first."),
		}
	}
	p.Details = t.Said(err.Error())
	return p
}

// explain knows the errors that have a name; What is empty for all others.
func explain(t *lang.Texts, name string, err error) Problem {
	switch {
	case errors.Is(err, ErrInUse):
		return explainInUse(t, name)
	case errors.Is(err, importer.ErrNoFrames):
		return Problem{
			What:   t.Text("%s holds no OCPP messages.", name),
			Means:  t.Text("Nothing in it looks like an OCPP 1.6 message or a MeterValues payload, so there is nothing to show."),
			Remedy: t.Text("Check that it is the charger's communication log. Configuration or event logs don't carry messages."),
		}
	case errors.Is(err, store.ErrNewer):
		return Problem{
			What:   t.Text("%s was made by a newer Meterscope.", name),
			Means:  t.Text("This version doesn't know how to read it, and leaves it untouched."),
			Remedy: t.Text("Install the current Meterscope, or ask for the log itself."),
		}
	case errors.Is(err, store.ErrNotCase):
		return Problem{
			What:   t.Text("%s is not a Meterscope case.", name),
			Means:  t.Text("It may be a log with the wrong ending, or another program's file."),
			Remedy: t.Text("If it is a log, use File ▸ Open log. Otherwise choose another file."),
		}
	case errors.Is(err, store.ErrLocked):
		return Problem{
			What:   t.Text("%s is in use by another program.", name),
			Means:  t.Text("Another Meterscope or a copy program is writing to it."),
			Remedy: t.Text("Close it there, then try again."),
		}
	case errors.Is(err, store.ErrFull), errors.Is(err, syscall.ENOSPC):
		return Problem{
			What:   t.Text("The disk is full."),
			Means:  t.Text("The import stopped. What was read before is safe in the case."),
			Remedy: t.Text("Free some space, then open the same log again: it goes on where it stopped."),
		}
	case errors.Is(err, store.ErrBroken):
		return Problem{
			What:   t.Text("%s is damaged.", name),
			Means:  t.Text("Parts of the file are not what Meterscope wrote."),
			Remedy: t.Text("Use a copy of it, or import the logs into a new case."),
		}
	case errors.Is(err, store.ErrReadOnly), errors.Is(err, syscall.EROFS):
		return Problem{
			What:   t.Text("%s can't be written.", name),
			Means:  t.Text("It can be read, but nothing can be imported into it."),
			Remedy: t.Text("Save a copy on a disk that can be written (File ▸ Save a copy), or make a new case."),
		}
	case errors.Is(err, fs.ErrNotExist):
		return Problem{
			What:   t.Text("%s is not there.", name),
			Means:  t.Text("It was moved, renamed or deleted."),
			Remedy: t.Text("Look for it in the file dialog."),
		}
	case errors.Is(err, fs.ErrPermission):
		return Problem{
			What:   t.Text("%s may not be read.", name),
			Means:  t.Text("The system doesn't let you read this file."),
			Remedy: t.Text("Copy it to a folder of your own, or ask its owner."),
		}
	}
	return Problem{}
}

// isCancel says that the user gave up a work: no error to speak of.
func isCancel(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// ExplainDefault puts into words why there is no place for the default case.
func ExplainDefault(t *lang.Texts, err error) Problem {
	return Problem{
		What:    t.Text("There is no folder for the default case."),
		Means:   t.Text("Meterscope keeps it in your configuration folder, which can't be used."),
		Remedy:  t.Text("Make a case of your own with File ▸ New case."),
		Details: t.Said(err.Error()),
	}
}
