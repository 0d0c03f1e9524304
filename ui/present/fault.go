package present

import (
	"errors"
	"io/fs"
	"syscall"

	"meterscope/importer"
	"meterscope/importer/archive"
	"meterscope/importer/cdr"
	"meterscope/model/store"
	"meterscope/ui/lang"
)

// Doing is what was tried with a file when an error came.
type Doing int

// What can be tried.
const (
	UseCase   Doing = iota // a case is opened, read or written to
	ReadLog                // a log is imported into a case
	ReadFile               // another file is read
	WriteFile              // a file is written: a copy, a log, an image, tables
)

// Explain puts an error into words: the same in the window and on the command line. name is that of the file or case,
// as its reader knows it. What is empty where nothing is known of the error.
func Explain(t *lang.Texts, doing Doing, name string, err error) Problem {
	for _, known := range []func(*lang.Texts, Doing, string, error) Problem{
		caseFault, archiveFault, logFault, tableFault, roomFault, writeFault, readFault,
	} {
		if p := known(t, doing, name, err); p.What != "" {
			return p
		}
	}
	return Problem{}
}

// caseFault knows what is wrong with a case file.
func caseFault(t *lang.Texts, _ Doing, name string, err error) Problem {
	switch {
	case errors.Is(err, ErrInUse):
		return explainInUse(t, name)
	case errors.Is(err, store.ErrNewer):
		return Problem{
			What:    t.Text("%s was made by a newer Meterscope.", name),
			Means:   t.Text("This version doesn't know how to read it, and leaves it untouched."),
			Remedy:  t.Text("Install the current Meterscope, or ask for the log itself."),
			Command: t.Text("install the current Meterscope, or ask for the log itself"),
		}
	case errors.Is(err, store.ErrNotCase):
		p := Problem{
			What:    t.Text("%s is not a Meterscope case.", name),
			Means:   t.Text("It may be a log with the wrong ending, or another program's file. It was left as it is."),
			Remedy:  t.Text("If it is a log, use File ▸ Open log. Otherwise choose another file."),
			Command: t.Text("a case file is made with: meterscope import --case FILE LOG"),
		}
		if isCase(name) {
			p.Remedy = t.Text("If it is a log, give it another ending, such as .log, and open it again. Otherwise choose another file.")
		}
		return p
	case errors.Is(err, store.ErrLocked), isShared(err):
		return Problem{
			What:    t.Text("%s is in use by another program.", name),
			Means:   t.Text("While another program has it open, it can't be used here. Nothing was changed."),
			Remedy:  t.Text("Close it there, then try again."),
			Command: t.Text("close it there and try again"),
		}
	case errors.Is(err, store.ErrBroken):
		return Problem{
			What:    t.Text("%s is damaged.", name),
			Means:   t.Text("Parts of the file are not what Meterscope wrote. It was left as it is."),
			Remedy:  t.Text("Use a copy of it, or import the logs into a new case."),
			Command: t.Text("use a copy of it, or import the log again"),
		}
	}
	return Problem{}
}

// archiveFault knows why an archive can't be unpacked. It names the file in it that the error is about.
func archiveFault(t *lang.Texts, _ Doing, name string, err error) Problem {
	var bad *archive.Error
	if !errors.As(err, &bad) {
		return Problem{}
	}
	if name != bad.Name {
		name = shownName(sourceName(bad.Name))
	}
	remedy := t.Said(bad.Remedy)
	p := Problem{Means: t.Text("Nothing of it was read. What is in the case already stays as it is."), Remedy: capital(remedy) + ".", Command: remedy}
	switch {
	case errors.Is(err, archive.ErrEncrypted):
		p.What = t.Text("%s needs a password.", name)
	case errors.Is(err, archive.ErrDamaged):
		p.What = t.Text("%s is damaged or cut off.", name)
		if bad.Detail != "" {
			p.What = t.Text("%s is damaged or cut off (%s).", name, t.Said(bad.Detail))
		}
		p.Means = t.Text("What was read before the damage is kept in the case; the rest is missing.")
	case errors.Is(err, archive.ErrBomb):
		p.What = t.Text("%s looks like an archive bomb.", name)
		p.Means = t.Text("Far more comes out of it than a log could hold, so reading it was stopped.")
	case errors.Is(err, archive.ErrNested):
		p.What = t.Text("%s holds archives in archives, too deep.", name)
	case errors.Is(err, archive.ErrMembers):
		p.What = t.Text("%s holds too many files.", name)
		p.Means = t.Text("What was read before is kept in the case; the rest is missing.")
	case errors.Is(err, archive.ErrMemory):
		p.What = t.Text("%s is too large to be unpacked in memory.", name)
	case bad.Detail != "":
		p.What = t.Text("%s can't be unpacked here (%s).", name, t.Said(bad.Detail))
	default:
		p.What = t.Text("%s can't be unpacked here.", name)
	}
	return p
}

// logFault knows why there is nothing in a log.
func logFault(t *lang.Texts, _ Doing, name string, err error) Problem {
	nothing := t.Text("Nothing in it looks like an OCPP 1.6 message or a MeterValues payload, so there is nothing to show.")
	switch {
	case errors.Is(err, importer.ErrEmpty):
		return Problem{
			What:    t.Text("%s is empty.", name),
			Means:   t.Text("There is not a single byte in it: nothing was logged yet, or copying it failed."),
			Remedy:  t.Text("Get it again from where it was logged. To wait for what will be written to it, use File ▸ Follow a log."),
			Command: t.Text("get it again from where it was logged"),
		}
	case errors.Is(err, importer.ErrNoLogs):
		return Problem{
			What:    t.Text("No file in %s holds OCPP messages.", name),
			Means:   nothing,
			Remedy:  t.Text("Choose a folder or an archive in which the charger's communication logs are."),
			Command: t.Text("give a log, or a folder or archive with logs"),
		}
	case errors.Is(err, importer.ErrNoFrames):
		return Problem{
			What:    t.Text("%s holds no OCPP messages.", name),
			Means:   nothing,
			Remedy:  t.Text("Check that it is the charger's communication log. Configuration or event logs don't carry messages."),
			Command: t.Text("check that it is the charger's communication log"),
		}
	case errors.Is(err, importer.ErrShrunk):
		return Problem{
			What:    t.Text("%s became shorter while it was read.", name),
			Means:   t.Text("What was read before is kept in the case; the rest is missing."),
			Remedy:  t.Text("Another program is writing it anew. Copy it, and open the copy."),
			Command: t.Text("copy it, and give the copy"),
		}
	case errors.Is(err, importer.ErrNotPlain):
		return Problem{
			What:    t.Text("%s can't be followed.", name),
			Means:   t.Text("Only a log that is written line by line can be followed, and no archive or folder."),
			Remedy:  t.Text("Open it with File ▸ Open log instead."),
			Command: t.Text("give a log that is written line by line"),
		}
	}
	return Problem{}
}

// tableFault knows what a list of bills lacks.
func tableFault(t *lang.Texts, _ Doing, name string, err error) Problem {
	switch {
	case errors.Is(err, cdr.ErrNoEnergy), errors.Is(err, cdr.ErrNoTime):
		p := Problem{
			What:    t.Text("%s names no energies.", name),
			Means:   t.Text("A list of bills is a table (CSV) with a row for each charging session. It needs the energy, and the times or the transactionIds."),
			Remedy:  t.Text("Name the columns in a first row, such as: start, stop, station, tag, kWh."),
			Command: t.Text("name the columns in a first row, such as: start, stop, station, tag, kWh"),
		}
		if errors.Is(err, cdr.ErrNoTime) {
			p.What = t.Text("%s names neither times nor transactionIds.", name)
		}
		return p
	case errors.Is(err, cdr.ErrTooLarge):
		return Problem{
			What:    t.Text("%s is larger than 64 MB.", name),
			Means:   t.Text("A list of bills of that size is not read. Nothing was added to the accounts."),
			Remedy:  t.Text("Export the bills of fewer days, and read that list."),
			Command: t.Text("export the bills of fewer days"),
		}
	}
	return Problem{}
}

// roomFault knows a disk that is full.
func roomFault(t *lang.Texts, doing Doing, name string, err error) Problem {
	if !errors.Is(err, store.ErrFull) && !isFull(err) {
		return Problem{}
	}
	p := Problem{
		What:    t.Text("The disk with %s is full.", name),
		Means:   t.Text("What was done last could not be kept. All from before is safe in the case."),
		Remedy:  t.Text("Free some space, then try again."),
		Command: t.Text("free some space and run the same command again"),
	}
	switch doing {
	case ReadLog:
		p.Means = t.Text("The import stopped. What was read before is safe in the case.")
		p.Remedy = t.Text("Free some space, then open the same log again: it goes on where it stopped.")
	case WriteFile:
		p.What = t.Text("There is no room on the disk for %s.", name)
		p.Means = t.Text("It was not written. The case is as it was.")
		p.Remedy = t.Text("Free some space, or choose another disk.")
	}
	return p
}

// writeFault knows why a file can't be written.
func writeFault(t *lang.Texts, doing Doing, name string, err error) Problem {
	switch {
	case errors.Is(err, store.ErrSelf):
		return Problem{
			What:    t.Text("%s is the open case itself.", name),
			Means:   t.Text("A copy can't take its place. Nothing was changed."),
			Remedy:  t.Text("Choose another name."),
			Command: t.Text("choose another name"),
		}
	case doing == WriteFile && (errors.Is(err, syscall.EISDIR) || errors.Is(err, fs.ErrExist)):
		return Problem{
			What:    t.Text("%s is a folder.", name),
			Means:   t.Text("A file can't take its place. Nothing was changed."),
			Remedy:  t.Text("Choose another name."),
			Command: t.Text("choose another name"),
		}
	case doing == WriteFile && isGone(err), errors.Is(err, store.ErrNoFolder):
		return Problem{
			What:    t.Text("The folder for %s is not there.", name),
			Means:   t.Text("It was not written. The case is as it was."),
			Remedy:  t.Text("Choose a folder that is there, or make it first."),
			Command: t.Text("check the path"),
		}
	case errors.Is(err, store.ErrNoPlace),
		doing == WriteFile && (errors.Is(err, store.ErrReadOnly) || errors.Is(err, fs.ErrPermission) || isReadOnly(err)):
		return Problem{
			What:    t.Text("%s can't be written there.", name),
			Means:   t.Text("The folder, or the file that is there already, is protected against writing. Nothing was changed."),
			Remedy:  t.Text("Choose another folder, such as one of your own."),
			Command: t.Text("choose a folder that you may write to"),
		}
	case doing == UseCase && (errors.Is(err, store.ErrReadOnly) || isReadOnly(err)):
		return explainReadOnly(t, name)
	case errors.Is(err, syscall.ENAMETOOLONG):
		return Problem{
			What:    t.Text("The name %s is too long.", name),
			Means:   t.Text("The system knows no file with a name of this length. Nothing was changed."),
			Remedy:  t.Text("Choose a shorter name."),
			Command: t.Text("choose a shorter name"),
		}
	}
	return Problem{}
}

// readFault knows why a file can't be read.
func readFault(t *lang.Texts, doing Doing, name string, err error) Problem {
	switch {
	case isGone(err):
		return Problem{
			What:    t.Text("%s is not there.", name),
			Means:   t.Text("It was moved, renamed or deleted, or the disk that it lies on is not connected."),
			Remedy:  t.Text("Look for it in the file dialog."),
			Command: t.Text("check the path"),
		}
	case errors.Is(err, fs.ErrPermission):
		return Problem{
			What:    t.Text("%s may not be read.", name),
			Means:   t.Text("The system doesn't let you read this file."),
			Remedy:  t.Text("Copy it to a folder of your own, or ask its owner."),
			Command: t.Text("copy it to a folder of your own, or ask its owner"),
		}
	case errors.Is(err, syscall.EISDIR):
		p := Problem{
			What:    t.Text("%s is a folder.", name),
			Means:   t.Text("A single file is wanted here."),
			Remedy:  t.Text("Choose the file itself."),
			Command: t.Text("give the file itself"),
		}
		if doing == UseCase {
			p.Means = t.Text("A case is a single file, with the ending .meterscope.")
		}
		return p
	case errors.Is(err, syscall.EIO):
		return Problem{
			What:    t.Text("The disk with %s reports an error.", name),
			Means:   t.Text("A part of it can't be read or written. What was read before is kept."),
			Remedy:  t.Text("Copy it to another disk, and open the copy."),
			Command: t.Text("copy it to another disk, and use the copy"),
		}
	}
	return Problem{}
}
