package present

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"syscall"

	"meterscope/importer"
	"meterscope/model/store"
)

// Problem is an error as a user meets it: what happened, what it means, what to do. Details are folded away.
type Problem struct {
	What, Means, Remedy string
	Details             string
}

// explainCase puts into words why a case file can't be used.
func explainCase(path string, err error) Problem {
	p := explain(filepath.Base(path), err)
	if p.What == "" {
		p = Problem{
			What:   "The case " + filepath.Base(path) + " can't be opened.",
			Means:  "Meterscope can't show what is in it.",
			Remedy: "Open another case, or look at the details below.",
		}
	}
	p.Details = err.Error()
	return p
}

// explainImport puts into words why a log can't be read.
func explainImport(name string, err error) Problem {
	p := explain(filepath.Base(name), err)
	if p.What == "" {
		p = Problem{
			What:   filepath.Base(name) + " could not be read to its end.",
			Means:  "What was read before is kept in the case; the rest is missing.",
			Remedy: "Try to open it again. If it is on another device, copy it to this one first.",
		}
	}
	p.Details = err.Error()
	return p
}

// explain knows the errors that have a name; What is empty for all others.
func explain(name string, err error) Problem {
	switch {
	case errors.Is(err, importer.ErrNoFrames):
		return Problem{
			What:   name + " holds no OCPP messages.",
			Means:  "Nothing in it looks like an OCPP 1.6 message or a MeterValues payload, so there is nothing to show.",
			Remedy: "Check that it is the charger's communication log. Configuration or event logs don't carry messages.",
		}
	case errors.Is(err, store.ErrNewer):
		return Problem{
			What:   name + " was made by a newer Meterscope.",
			Means:  "This version doesn't know how to read it, and leaves it untouched.",
			Remedy: "Install the current Meterscope, or ask for the log itself.",
		}
	case errors.Is(err, store.ErrNotCase):
		return Problem{
			What:   name + " is not a Meterscope case.",
			Means:  "It may be a log with the wrong ending, or another program's file.",
			Remedy: "If it is a log, use File ▸ Open log. Otherwise choose another file.",
		}
	case errors.Is(err, store.ErrLocked):
		return Problem{
			What:   name + " is in use by another program.",
			Means:  "Another Meterscope or a copy program is writing to it.",
			Remedy: "Close it there, then try again.",
		}
	case errors.Is(err, store.ErrFull), errors.Is(err, syscall.ENOSPC):
		return Problem{
			What:   "The disk is full.",
			Means:  "The import stopped. What was read before is safe in the case.",
			Remedy: "Free some space, then open the same log again: it goes on where it stopped.",
		}
	case errors.Is(err, store.ErrBroken):
		return Problem{
			What:   name + " is damaged.",
			Means:  "Parts of the file are not what Meterscope wrote.",
			Remedy: "Use a copy of it, or import the logs into a new case.",
		}
	case errors.Is(err, store.ErrReadOnly), errors.Is(err, syscall.EROFS):
		return Problem{
			What:   name + " can't be written.",
			Means:  "It can be read, but nothing can be imported into it.",
			Remedy: "Save a copy on a disk that can be written (File ▸ Save a copy), or make a new case.",
		}
	case errors.Is(err, fs.ErrNotExist):
		return Problem{
			What:   name + " is not there.",
			Means:  "It was moved, renamed or deleted.",
			Remedy: "Look for it in the file dialog.",
		}
	case errors.Is(err, fs.ErrPermission):
		return Problem{
			What:   name + " may not be read.",
			Means:  "The system doesn't let you read this file.",
			Remedy: "Copy it to a folder of your own, or ask its owner.",
		}
	}
	return Problem{}
}

// isCancel says that the user gave up a work: no error to speak of.
func isCancel(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// ExplainDefault puts into words why there is no place for the default case.
func ExplainDefault(err error) Problem {
	return Problem{
		What:    "There is no folder for the default case.",
		Means:   "Meterscope keeps it in your configuration folder, which can't be used.",
		Remedy:  "Make a case of your own with File ▸ New case.",
		Details: err.Error(),
	}
}
