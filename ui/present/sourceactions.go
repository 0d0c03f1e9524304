package present

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"meterscope/importer"
	"meterscope/model"
)

// CanChange says that the chosen source can be removed: it is in a case that can be written, its file is not followed,
// and nothing is being imported.
func (s *Sources) CanChange() bool {
	src, ok := s.Chosen()
	return ok && s.app.c != nil && !s.app.file().ReadOnly() && !s.app.Importing() && !s.app.grows(src.ID)
}

// ReadAgain reads the chosen source again, as the draft says. It can be undone.
func (s *Sources) ReadAgain() {
	if !s.CanReread() {
		return
	}
	src, _ := s.Chosen()
	how, before := s.draft, s.kept
	s.reread(src, how, func(ok bool) {
		if ok {
			s.app.did(step{
				label: s.app.Texts().Text("Read %s again", sourceName(src.Name)),
				undo:  func(ended func(bool)) { s.reread(src, before, ended) },
				redo:  func(ended func(bool)) { s.reread(src, how, ended) },
			})
		}
	})
}

func (s *Sources) reread(src model.Source, how Reading, ended func(ok bool)) {
	a := s.app
	src = a.history.now(src)
	a.work(importer.Progress{Source: src.Name, Total: src.Size, SourcesTotal: 1}, func(ctx context.Context, c CaseFile, progress func(importer.Progress)) (importer.Report, error) {
		return a.Engine.Reread(ctx, c, src, how, progress)
	}, func(rep importer.Report, err error) {
		ok := err == nil && len(rep.Sources) == 1 && rep.Sources[0].Err == nil
		if ok {
			now := rep.Sources[0].Source
			s.chosen = rowKey{now.ID, now.Name}
			a.Status.Say(a.Texts().Text(TextReadAgain) + ": " + sourceName(now.Name))
			a.history.replaced(src.ID, now.ID)
		}
		ended(ok)
	})
}

// Remove takes the chosen source out of the case, with all that was read from it. It can be undone until the case
// is closed.
func (s *Sources) Remove() {
	if !s.CanChange() || s.app.Engine.Remove == nil {
		return
	}
	src, _ := s.Chosen()
	s.remove(src, func(ok bool) {
		if ok {
			s.app.did(step{
				label: s.app.Texts().Text("Remove %s", sourceName(src.Name)),
				undo:  func(ended func(bool)) { s.restore(src, ended) },
				redo:  func(ended func(bool)) { s.remove(src, ended) },
			})
		}
	})
}

func (s *Sources) remove(src model.Source, ended func(ok bool)) {
	a := s.app
	a.alter([]model.Source{src}, a.Engine.Remove, sourceName(src.Name)+" "+a.Texts().Text(TextRemoved), ended)
}

func (s *Sources) restore(src model.Source, ended func(ok bool)) {
	a := s.app
	a.alter([]model.Source{src}, a.Engine.Restore, sourceName(src.Name)+" "+a.Texts().Text(TextRestored), func(ok bool) {
		if ok {
			s.chosen = rowKey{a.history.now(src).ID, src.Name}
		}
		ended(ok)
	})
}

// SaveName is what the chosen source's log is called when it is saved.
func (s *Sources) SaveName() string {
	row, _ := s.Row()
	return filepath.Base(row.Name)
}

// Save writes the chosen source, byte for byte as it was imported, into a file.
func (s *Sources) Save(path string) {
	src, ok := s.Chosen()
	c := s.app.c
	if !ok || c == nil {
		return
	}
	a := s.app
	a.Status.Say(a.Texts().Text(TextSaving))
	c.wg.Add(1)
	go func() {
		defer c.wg.Done()
		err := saveEvidence(c.ctx, c.file, src.ID, path)
		a.post.Post(func() {
			switch {
			case isCancel(err):
			case err != nil:
				a.problem(explainWriting(a.Texts(), a.Texts().Text(TextNotSaved), path, err))
			default:
				a.Status.Say(filepath.Base(path) + ": " + a.Texts().Bytes(src.Size) + " " + a.Texts().Text(TextSaved))
			}
		})
	}()
}

// saveEvidence writes a source into a file, which it replaces once all of it is written.
func saveEvidence(ctx context.Context, c CaseFile, src model.SourceID, path string) (err error) {
	part := path + ".part"
	f, err := os.OpenFile(part, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("save the log: %w", err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(part) // the first error is the one to tell
		}
	}()
	evidence := c.EvidenceReader(ctx, src)
	defer evidence.Close() //nolint:errcheck // only read from
	_, err = io.Copy(f, evidence)
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = os.Rename(part, path)
	}
	if err != nil {
		return fmt.Errorf("save the log: %w", err)
	}
	return nil
}
