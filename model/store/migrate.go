package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
)

// applicationID stands in the header of every case file: "Mscp".
const applicationID = 0x4d736370

//go:embed migrations/*.sql
var migrationFiles embed.FS

// migrations gives the scripts in order; a file that went through the first n of them has user_version n.
func migrations() ([]string, error) {
	names, err := fs.Glob(migrationFiles, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	scripts := make([]string, 0, len(names))
	for _, name := range names {
		text, err := migrationFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		scripts = append(scripts, string(text))
	}
	return scripts, nil
}

// identity is what the header of a database says about itself.
type identity struct {
	application, version int64
	tables               int64
}

// empty says that nothing was ever put into the database.
func (i identity) empty() bool { return i == identity{} }

type queryer interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func readIdentity(ctx context.Context, db queryer) (identity, error) {
	var i identity
	err := db.QueryRowContext(ctx, `SELECT (SELECT application_id FROM pragma_application_id),
		(SELECT user_version FROM pragma_user_version), (SELECT count(*) FROM sqlite_schema)`).
		Scan(&i.application, &i.version, &i.tables)
	return i, err
}

// check says whether a database is a case that a program with so many migrations can read.
func (i identity) check(latest int) error {
	switch {
	case i.application != applicationID:
		return ErrNotCase
	case i.version > int64(latest):
		return fmt.Errorf("%w (its version is %d, ours %d)", ErrNewer, i.version, latest)
	case i.version < 0:
		return broken("version")
	}
	return nil
}

// migrate brings the database to the version of the scripts, in one transaction: it is either of that version
// or as it was.
func migrate(ctx context.Context, db *sql.DB, scripts []string) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after a commit there is nothing to roll back
	i, err := readIdentity(ctx, tx)
	if err != nil {
		return err
	}
	if !i.empty() {
		if err := i.check(len(scripts)); err != nil {
			return err
		}
	}
	if i.version == int64(len(scripts)) {
		return nil
	}
	for _, script := range scripts[i.version:] {
		if _, err := tx.ExecContext(ctx, script); err != nil {
			return err
		}
	}
	_, err = tx.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d", applicationID, len(scripts)))
	if err != nil {
		return err
	}
	return tx.Commit()
}
