package present

import (
	"context"
	"errors"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"unicode/utf8"

	"io/fs"

	"meterscope/ui/lang"
)

// Problem is an error as a user meets it: what happened, what it means, what to do. Details are folded away.
type Problem struct {
	What, Means, Remedy string
	Command             string // what to do where it was a command that failed
	Place               string // the whole path of what it is about; "" where that says nothing more
	Details             string // what the parts of the program said
}

// Text is all of it, to be copied.
func (p *Problem) Text() string {
	var lines []string
	for _, s := range []string{p.What, p.Place, p.Means, p.Remedy, p.Details} {
		if s != "" {
			lines = append(lines, s)
		}
	}
	return strings.Join(lines, "\n")
}

// Line is what happened and what to do, in one line for a command.
func (p *Problem) Line() string { return strings.TrimSuffix(p.What, ".") + ": " + p.Command }

// explained is a problem with the place and the details of an error.
func explained(t *lang.Texts, p Problem, path string, err error) Problem {
	if p.Details = PlainText(t.Said(err.Error())); strings.ContainsAny(path, `/\`) {
		p.Place = PlainText(path)
	}
	return p
}

// explainCase puts into words why a case file can't be used.
func explainCase(t *lang.Texts, path string, err error) Problem {
	name := shownName(filepath.Base(path))
	p := Explain(t, UseCase, name, err)
	if p.What == "" {
		p = Problem{
			What:   t.Text("The case %s can't be opened.", name),
			Means:  t.Text("Meterscope can't show what is in it."),
			Remedy: t.Text("Open another case, or look at the details below."),
		}
	}
	return explained(t, p, path, err)
}

// explainImport puts into words why a log can't be read. The path may lead into an archive.
func explainImport(t *lang.Texts, path string, err error) Problem {
	name := shownName(sourceName(path))
	p := Explain(t, ReadLog, name, err)
	if p.What == "" {
		p = Problem{
			What:   t.Text("%s could not be read to its end.", name),
			Means:  t.Text("What was read before is kept in the case; the rest is missing."),
			Remedy: t.Text("Try to open it again. If it is on another device, copy it to this one first."),
		}
	}
	return explained(t, p, path, err)
}

// explainWork puts into words why work on a case, such as an import, ended before its time.
func explainWork(t *lang.Texts, path string, err error) Problem {
	name := shownName(filepath.Base(path))
	p := Explain(t, ReadLog, name, err)
	if p.What == "" {
		p = Problem{
			What:   t.Text("Work on the case %s was broken off.", name),
			Means:  t.Text("What was done before is kept in the case; the rest is missing."),
			Remedy: t.Text("Try it again. If it fails again, send the details below to the makers of Meterscope."),
		}
	}
	return explained(t, p, path, err)
}

// explainKeeping puts into words why what was entered or decided is not kept in the case.
func explainKeeping(t *lang.Texts, what, path string, err error) Problem {
	p := Explain(t, UseCase, shownName(filepath.Base(path)), err)
	if p.What == "" {
		p.Remedy = t.Text("Try it again. If it fails again, send the details below to the makers of Meterscope.")
	} else {
		p.Means = p.What + " " + p.Means
	}
	p.What = what
	return explained(t, p, path, err)
}

// explainWriting puts into words why a file is not written.
func explainWriting(t *lang.Texts, what, path string, err error) Problem {
	p := Explain(t, WriteFile, shownName(filepath.Base(path)), err)
	if p.What == "" {
		p.Means = t.Text("It was not written. The case is as it was.")
		p.Remedy = t.Text("Choose another folder, and try again.")
	} else {
		p.Means = p.What + " " + p.Means
	}
	p.What = what
	return explained(t, p, path, err)
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

// ExplainSettings puts into words why the settings could not be read.
func ExplainSettings(t *lang.Texts, err error) Problem {
	return Problem{
		What:    t.Text("Your settings can't be read."),
		Means:   t.Text("Language, theme, columns and sizes are as they were at first. Cases are not concerned."),
		Remedy:  t.Text("Set again what you had changed. The file that can't be read is kept beside the new one."),
		Details: t.Said(err.Error()),
	}
}

// The numbers by which Windows tells what elsewhere has a name in package syscall.
const (
	windowsOtherDisk      = syscall.Errno(17)
	windowsWriteProtected = syscall.Errno(19)
	windowsShared         = syscall.Errno(32)
	windowsHandleFull     = syscall.Errno(39)
	windowsFull           = syscall.Errno(112)
)

func isOnWindows(err error, any ...syscall.Errno) bool {
	for _, e := range any {
		if runtime.GOOS == "windows" && errors.Is(err, e) {
			return true
		}
	}
	return false
}

// isFull says that the system had no room for what was written.
func isFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || isOnWindows(err, windowsFull, windowsHandleFull)
}

// isReadOnly says that a disk or its file system takes nothing.
func isReadOnly(err error) bool {
	return errors.Is(err, syscall.EROFS) || isOnWindows(err, windowsWriteProtected)
}

// isShared says that another program keeps a file for itself.
func isShared(err error) bool { return isOnWindows(err, windowsShared) }

// isGone says that there is nothing at a path, or that it leads through what is no folder.
func isGone(err error) bool { return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) }

// shownName is a name as it stands in a sentence: in one line, and not longer than can be read there.
func shownName(name string) string {
	const most, tail = 64, 20
	name = PlainText(name)
	if utf8.RuneCountInString(name) <= most {
		return name
	}
	r := []rune(name)
	return string(r[:most-tail-1]) + "…" + string(r[len(r)-tail:])
}

// PlainText makes a text from elsewhere, such as a name or a part of a log, safe to show: in one line, without
// characters that a terminal would obey or that turn the order of what follows.
func PlainText(s string) string {
	clean := func(r rune) bool {
		return r < ' ' || r >= 0x7f && r < 0xa0 || r == '\u2028' || r == '\u2029' || r >= '\u202a' && r <= '\u202e' ||
			r >= '\u2066' && r <= '\u2069'
	}
	if strings.IndexFunc(s, clean) < 0 && utf8.ValidString(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r':
			return ' '
		case clean(r):
			return '\ufffd'
		}
		return r
	}, s)
}
