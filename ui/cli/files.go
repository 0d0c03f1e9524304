package cli

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"meterscope/model"
	"meterscope/model/store"
	"meterscope/ui/lang"
)

// writeFile writes a file through a temporary one beside it, so that a failure leaves nothing half done.
func writeFile(path string, write func(io.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".meterscope-*")
	if err != nil {
		return unwritten(path, err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name()) // the error that matters is the first one
		}
	}()
	if err := errors.Join(write(f), f.Close()); err != nil {
		return unwritten(path, err)
	}
	const readable = 0o644
	return unwritten(path, errors.Join(os.Chmod(f.Name(), readable), os.Rename(f.Name(), path)))
}

func newEvidence(e *env) *cobra.Command {
	var caseFile, source string
	var sum bool
	cmd := &cobra.Command{
		Use:   "evidence --case CASE --source NAME",
		Short: "Write a log that is stored in a case back, byte for byte",
		Example: `  meterscope evidence --case dispute.meterscope --source day.log > day.log
  meterscope evidence --case dispute.meterscope --source day.log --sha256`,
		Args: noFiles,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			ctx := cmd.Context()
			if caseFile == "" {
				return usagef("evidence needs --case CASE")
			}
			if _, err := findCases([]string{caseFile}); err != nil {
				return err
			}
			c, err := store.OpenReadOnly(ctx, caseFile)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, c.Close()) }()
			s, err := findSource(ctx, c, source)
			if err != nil {
				return err
			}
			if !s.Complete {
				e.tell(interruptedAt(e.t, s))
			}
			return e.evidence(ctx, c, s, sum)
		},
	}
	f := cmd.Flags()
	f.StringVar(&caseFile, "case", "", "the case `file`")
	f.StringVar(&source, "source", "", "the `name` of the source, as it was imported")
	f.BoolVar(&sum, "sha256", false, "print the SHA-256 of the stored bytes instead")
	return cmd
}

// evidence writes a source, or its hash, and fails if its bytes are not those that were imported.
func (e *env) evidence(ctx context.Context, c *store.Case, s model.Source, sumOnly bool) error {
	r := c.EvidenceReader(ctx, s.ID)
	defer func() { _ = r.Close() }() // it was only read
	hash := sha256.New()
	var w io.Writer = hash
	if !sumOnly {
		w = io.MultiWriter(hash, e.out)
	}
	if _, err := io.Copy(w, r); err != nil {
		return fmt.Errorf("read the evidence of %s: %w", s.Name, err)
	}
	sum := hash.Sum(nil)
	if sumOnly {
		e.line("%s", hex.EncodeToString(sum))
	}
	if s.Complete && [sha256.Size]byte(sum) != s.SHA256 {
		return fmt.Errorf("%s: its SHA-256 is not the one of the import: %w", s.Name, store.ErrBroken)
	}
	return nil
}

// interruptedAt says that a source is not wholly in its case.
func interruptedAt(t *lang.Texts, s model.Source) string {
	return t.Text("the import of %s was interrupted after %d bytes: import it again, and it goes on from there",
		s.Name, s.Size)
}

// findSource finds a source by its name, or by the beginning of its SHA-256 where a name stands for several.
func findSource(ctx context.Context, c *store.Case, name string) (model.Source, error) {
	const hashDigits = 8
	sources, err := c.Sources(ctx)
	if err != nil {
		return model.Source{}, err
	}
	var found []model.Source
	var names []string
	for _, s := range sources {
		names = append(names, s.Name)
		byHash := len(name) >= hashDigits && strings.HasPrefix(hex.EncodeToString(s.SHA256[:]), strings.ToLower(name))
		if s.Name == name || byHash || name == "" && len(sources) == 1 {
			found = append(found, s)
		}
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(sources) == 0:
		return model.Source{}, usagef("nothing was imported into this case")
	case len(found) == 0 && name == "":
		return model.Source{}, usagef("evidence needs --source %s", strings.Join(quoted(names), " or "))
	case len(found) == 0:
		return model.Source{}, usagef("there is no source %q in the case: give --source %s", name, strings.Join(quoted(names), " or "))
	}
	hashes := make([]string, 0, len(found))
	for _, s := range found {
		hashes = append(hashes, hex.EncodeToString(s.SHA256[:hashDigits/2]))
	}
	return model.Source{}, usagef("%d sources have the name %q: give --source with the beginning of the SHA-256, %s",
		len(found), name, strings.Join(hashes, " or "))
}

func quoted(names []string) []string {
	const most = 8
	var q []string
	for i, n := range names {
		if i == most {
			return append(q, "…")
		}
		q = append(q, fmt.Sprintf("%q", n))
	}
	return q
}

func newExport(e *env) *cobra.Command {
	var o options
	var out string
	cmd := &cobra.Command{
		Use:   "export FILE… -o out.sqlite",
		Short: "Write plain SQLite tables, for your own SQL",
		Long: `Export writes what was read and found as plain tables: sources, transactions, accounts, frames, samples,
findings, settings. Quantities are exact decimals as text, in the unit that the column names; times are in UTC.`,
		Example: `  meterscope export day.log -o day.sqlite
  sqlite3 day.sqlite 'SELECT station, count(*) FROM samples GROUP BY station'`,
		Args: someFiles,
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			ctx := cmd.Context()
			if out == "" {
				return usagef("export needs -o FILE, such as out.sqlite")
			}
			if ending := strings.ToLower(filepath.Ext(out)); slices.Contains([]string{".csv", ".json", ".xlsx"}, ending) {
				return usagef("-o %s: export writes an SQLite file, such as out.sqlite; for other tables see meterscope samples --format", out)
			}
			if err := mayExportTo(ctx, out); err != nil {
				return err
			}
			op, err := e.open(ctx, args, &o)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, op.Close()) }()
			return op.done(export(ctx, op, out))
		},
	}
	cmd.Flags().StringVarP(&out, "output", "o", "", "the `file` to write")
	o.addImport(cmd)
	o.addRules(cmd)
	return cmd
}

// mayExportTo says whether path is free, or holds what an export wrote: a log or a case must not be lost to a
// slip of the hand.
func mayExportTo(ctx context.Context, path string) error {
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return nil // writing tells what is wrong
	}
	database, err := isDatabase(path)
	if err != nil {
		return unreadable(path, err)
	}
	if !database {
		return usagef("%s is there already and is no export: give another name to -o, or remove it first", path)
	}
	c, err := store.OpenReadOnly(ctx, path)
	if err != nil {
		return nil //nolint:nilerr // it is a database, and no case
	}
	return errors.Join(usagef("%s is a case file and would be lost: give another name to -o", path), c.Close())
}

// export writes the tables beside their place and moves them there when they are whole.
func export(ctx context.Context, op *opened, path string) (err error) {
	dir, err := os.MkdirTemp(filepath.Dir(path), ".meterscope-*")
	if err != nil {
		return unwritten(path, err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	temp := filepath.Join(dir, "export.sqlite")
	words, err := op.exported(ctx)
	if err != nil {
		return err
	}
	if err := op.Export(ctx, temp, words); err != nil {
		return unwritten(path, err)
	}
	return unwritten(path, os.Rename(temp, path))
}
