package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"

	"meterscope/importer"
	"meterscope/model"
	"meterscope/model/check"
	"meterscope/model/store"
	"meterscope/ui/lang"
	"meterscope/ui/present"
)

// stdinName is the FILE that means standard input.
const stdinName = "-"

// opened is a case to print from.
type opened struct {
	*store.Case
	t        *lang.Texts
	report   importer.Report // of what was imported for it
	partial  bool            // a source could not be read, or not to its end; the user was told
	counted  bool            // its keys mean nothing outside: number the list from 1
	numbers  map[model.TransactionKey]int64
	notes    map[model.TransactionKey][]store.FindingGroup // what summaries speak of
	settings *used
	said     map[model.TransactionKey][]byte // what the accounts of the page of the list that is printed say
}

// open makes files ready to print: a case file is opened, logs are imported into a temporary case.
func (e *env) open(ctx context.Context, files []string, o *options) (*opened, error) {
	cases, err := findCases(files)
	if err != nil {
		return nil, err
	}
	if len(cases) == 0 {
		return e.openTemp(ctx, files, o)
	}
	if len(files) > 1 {
		return nil, usagef("%s is a case file and must stand alone: import the logs into it with meterscope import --case %s",
			cases[0], cases[0])
	}
	return e.openCase(ctx, files[0], o)
}

// openTemp imports logs into a case that is gone when it is closed.
func (e *env) openTemp(ctx context.Context, files []string, o *options) (*opened, error) {
	c, err := store.Temp(ctx)
	switch {
	case err == nil:
	case errors.Is(err, store.ErrFull), ctx.Err() != nil:
		return nil, fmt.Errorf("make a temporary case: %w", err)
	default:
		return nil, usagef("logs are read into a temporary case, and %s can't be written: set %s to a folder that can", os.TempDir(), tempVariable(runtime.GOOS))
	}
	op := &opened{Case: c, t: e.t, counted: true}
	if err = e.adopt(ctx, c, o); err == nil {
		err = e.importInto(ctx, op, files, o)
	}
	if err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return op, nil
}

// tempVariable names what says where temporary files lie, as os.TempDir has it.
func tempVariable(system string) string {
	if system == "windows" {
		return "TMP"
	}
	return "TMPDIR"
}

// openCase opens a case file for reading. Where the rules are to speak otherwise, its logs are read again from
// their stored evidence.
func (e *env) openCase(ctx context.Context, path string, o *options) (*opened, error) {
	c, err := store.OpenReadOnly(ctx, path)
	if err != nil {
		return nil, err
	}
	outdated, err := check.Outdated(ctx, c) // where looking at it again was interrupted
	if err != nil {
		return nil, errors.Join(err, c.Close())
	}
	if !o.changesRules() && !o.changesReading() && len(outdated) == 0 {
		if c, err = e.refresh(ctx, c); err != nil {
			return nil, err
		}
		if err := e.tellInterrupted(ctx, c); err != nil {
			return nil, errors.Join(err, c.Close())
		}
		return &opened{Case: c, t: e.t}, nil
	}
	op, err := e.again(ctx, c, o)
	return op, errors.Join(err, c.Close())
}

// tellInterrupted says which sources are not wholly in the case: what is printed of them is not all.
func (e *env) tellInterrupted(ctx context.Context, c *store.Case) error {
	sources, err := c.Sources(ctx)
	for _, s := range sources {
		if !s.Complete {
			e.tell(interruptedAt(e.t, s))
		}
	}
	return err
}

// refresh puts the transactions together where an import into the case was interrupted before it came to that.
func (e *env) refresh(ctx context.Context, c *store.Case) (*store.Case, error) {
	stale, err := c.Stale(ctx)
	if err != nil || !stale {
		return c, err
	}
	err = e.lock(c.Path())
	var w *store.Case
	if err == nil {
		w, err = store.Open(ctx, c.Path())
	}
	if err == nil {
		if _, err = check.Refresh(ctx, w, check.Options{}); err == nil {
			return w, c.Close()
		}
		err = errors.Join(err, w.Close())
	}
	if errors.Is(err, store.ErrReadOnly) || errors.Is(err, store.ErrLocked) || errors.Is(err, present.ErrInUse) {
		e.tell(e.t.Text("%s: an import was interrupted, and the case can't be written now; transactions may be missing", c.Path()))
		return c, nil
	}
	return nil, errors.Join(err, c.Close())
}

// openNamed opens or makes the case of --case and imports logs into it.
func (e *env) openNamed(ctx context.Context, path string, files []string, o *options) (*opened, error) {
	cases, err := findCases(files)
	if err != nil {
		return nil, err
	}
	if len(cases) > 0 {
		return nil, usagef("%s is a case file: give the logs themselves", cases[0])
	}
	if os.IsPathSeparator(path[len(path)-1]) {
		return nil, &fileError{present.UseCase, path, syscall.EISDIR}
	}
	if err := e.lock(path); err != nil {
		return nil, err
	}
	c, err := store.Create(ctx, path)
	if err != nil {
		return nil, err
	}
	e.goesOn = true
	op := &opened{Case: c, t: e.t}
	if err = e.adopt(ctx, c, o); err == nil {
		err = e.importInto(ctx, op, files, o)
	}
	if err == nil {
		err = e.readAgain(ctx, op, o)
	}
	if err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return op, nil
}

func (e *env) importInto(ctx context.Context, op *opened, files []string, o *options) error {
	inputs, err := e.inputs(files)
	if err != nil {
		return err
	}
	return e.run(ctx, op, inputs, o)
}

// run imports into a case, and fails where nothing at all could be read.
func (e *env) run(ctx context.Context, op *opened, inputs []importer.Input, o *options) error {
	opt, err := o.importing(e)
	if err != nil {
		return err
	}
	op.report, err = importer.Run(ctx, inputs, check.NewSink(op.Case, check.Options{}), opt)
	e.progress.clear()
	if err != nil {
		return err
	}
	op.partial, err = e.judge(op.report, func() (bool, error) { return present.SpeaksLaterOCPP(ctx, op.Case) })
	return err
}

// judge tells of each source that failed. It is an error if none of them holds a frame. Places that only look
// like frames are no reason to fail: their findings say what is wrong with them. later says whether the messages are of
// OCPP 2; nil where nothing was kept that says so.
func (e *env) judge(report importer.Report, later func() (bool, error)) (partial bool, err error) {
	var total model.Counts
	var failed []importer.SourceReport
	already := false // what is in it was told when it was imported
	for _, s := range report.Sources {
		total.Add(s.Source.Counts)
		already = already || s.Already
		if s.Err != nil && !errors.Is(s.Err, importer.ErrNoFrames) {
			failed = append(failed, s)
		}
	}
	nothing := total.Frames == 0 && total.Duplicates == 0 && total.Unread == 0 && !already
	if nothing && len(failed) == 1 && len(report.Sources) == 1 {
		return true, e.named(failed[0])
	}
	for _, s := range failed {
		e.tell(sentence(e.t, e.named(s)))
	}
	if nothing && len(failed) > 0 {
		return true, errPartial
	}
	if nothing {
		return true, e.noFrames(report)
	}
	for _, s := range report.Sources {
		if errors.Is(s.Err, importer.ErrNoFrames) {
			e.tell(sentence(e.t, e.named(s)))
		}
	}
	if total.MeterValues == 0 && total.Duplicates == 0 && !already && len(failed) == 0 {
		text := e.t.Text("there are OCPP messages, but no MeterValues among them")
		is := false
		if later != nil {
			is, err = later()
		}
		if is {
			text = e.t.Text("there are no MeterValues: the messages are of OCPP 2, and Meterscope reads OCPP 1.6")
		}
		e.tell(text)
	}
	return len(failed) > 0, err
}

// named is the error of a source, with its name.
func (e *env) named(s importer.SourceReport) error {
	name := s.Source.Name
	if name == stdinName {
		name = e.t.Said("standard input")
	}
	return &fileError{present.ReadLog, name, s.Err}
}

// noFrames says that there was nothing to import.
func (e *env) noFrames(report importer.Report) error {
	if len(report.Sources) == 1 {
		return e.named(report.Sources[0])
	}
	return usagef("none of %d files holds OCPP messages: check that they are the charger's communication logs", len(report.Sources))
}

// inputs checks that the files are there before any work is done.
func (e *env) inputs(files []string) ([]importer.Input, error) {
	var inputs []importer.Input
	for _, name := range files {
		if name == stdinName {
			inputs = append(inputs, importer.Input{Path: stdinName, Reader: e.stdin})
			continue
		}
		info, err := os.Stat(name)
		if err != nil {
			return nil, unreadable(name, err)
		}
		if info.Mode()&os.ModeDevice != 0 && name != os.DevNull { // it may have no end
			return nil, usagef("%s is a device and no file: give a log, or - for standard input", name)
		}
		inputs = append(inputs, importer.Input{Path: name})
	}
	return inputs, nil
}

// findCases picks the case files among files. A file with a case's ending that is no database is an error.
func findCases(files []string) ([]string, error) {
	var cases []string
	for _, name := range files {
		if name == stdinName {
			continue
		}
		database, err := isDatabase(name)
		if err != nil {
			return nil, unreadable(name, err)
		}
		if !database && strings.EqualFold(filepath.Ext(name), present.CaseEnding) {
			if info, err := os.Stat(name); err == nil && info.Mode().IsRegular() {
				return nil, unreadable(name, store.ErrNotCase)
			}
		}
		if database {
			cases = append(cases, name)
		}
	}
	return cases, nil
}

// sqliteMagic begins every SQLite database.
const sqliteMagic = "SQLite format 3\x00"

func isDatabase(name string) (bool, error) {
	info, err := os.Stat(name)
	if err != nil || !info.Mode().IsRegular() {
		return false, err
	}
	f, err := os.Open(name)
	if err != nil {
		return false, err
	}
	defer func() { _ = f.Close() }() // it was only read
	head := make([]byte, len(sqliteMagic))
	n, err := io.ReadFull(f, head)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	return bytes.Equal(head[:n], []byte(sqliteMagic)), err
}
