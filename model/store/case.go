package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/klauspost/compress/zstd"
	_ "modernc.org/sqlite" // the driver "sqlite"

	"meterscope/model"
)

// commitBytes is the evidence after which an import commits.
const commitBytes = 64 << 20

// Sizes of the caches of a case, in blocks.
const (
	cachedEvidence = 16
	cachedFrames   = 8
	cachedOwners   = 32
)

// Case is an open case file: one writer, and readers that never wait for it. It is safe for concurrent use.
type Case struct {
	path     string
	readOnly bool
	temp     string // the folder that Close removes

	writer *sql.DB // one connection; nil if read-only
	reader *sql.DB

	encoder *zstd.Encoder
	decoder *zstd.Decoder
	scratch sync.Pool // of *[]byte, to compress into

	writing     sync.Mutex // held while writer is used, and for importing
	importing   *importing
	joining     sync.Mutex // one join at a time
	joins       atomic.Int64
	seed        maphash.Seed // of the ids of frames
	commitBytes int64

	evidenceCache *cache[blockKey, evidenceBlock]
	frameCache    *cache[blockKey, []model.Frame]
	ownerCache    *cache[blockKey, owners]
	standingCache *cache[struct{}, *standing]
}

// blockKey names a block of a source by where it begins.
type blockKey struct {
	source model.SourceID
	first  int64
}

// Create makes a new case file, or opens an existing one. An empty file becomes a case.
func Create(ctx context.Context, path string) (*Case, error) { return open(ctx, path, true) }

// Open opens an existing case file. Errors: [ErrNotCase], [ErrNewer], [ErrReadOnly], [ErrLocked],
// [ErrBroken], [fs.ErrNotExist].
func Open(ctx context.Context, path string) (*Case, error) { return open(ctx, path, false) }

func open(ctx context.Context, path string, create bool) (*Case, error) {
	c, err := newCase(path)
	if err != nil {
		return nil, err
	}
	if err := c.openWriter(ctx, create); err != nil {
		return nil, errors.Join(c.wrap("open", err), c.Close())
	}
	return c, nil
}

func (c *Case) openWriter(ctx context.Context, create bool) error {
	mode := "rw"
	empty, err := probe(c.path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && create:
		mode, empty = "rwc", true
	case err != nil:
		return err
	case empty && !create:
		return ErrNotCase
	}
	if !empty {
		// A database of another program must not be touched, so look before anything is set.
		if err := c.look(ctx, create); err != nil {
			return err
		}
		if err := probeWrite(c.path); err != nil {
			return err
		}
	}
	c.writer, err = connect(ctx, c.path, "mode="+mode+
		"&_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)"+
		"&_pragma=foreign_keys(1)&_pragma=temp_store(memory)&_txlock=immediate")
	if err != nil {
		switch {
		case isCantOpen(err) && mode == "rwc":
			return noPlace(c.path, err)
		case isCantOpen(err):
			return fmt.Errorf("%w: %w", ErrReadOnly, err)
		}
		return err
	}
	c.writer.SetMaxOpenConns(1)
	scripts, err := migrations()
	if err != nil {
		return err
	}
	if err := migrate(ctx, c.writer, scripts); err != nil {
		return err
	}
	c.reader, err = connect(ctx, c.path, "mode=ro&_pragma=busy_timeout(5000)")
	return err
}

// look reads what a database says about itself, changing nothing. One that was never written to is as good as
// a case where one may be created.
func (c *Case) look(ctx context.Context, create bool) error {
	db, err := connectReadOnly(ctx, c.path)
	if err != nil {
		return err
	}
	defer db.Close() //nolint:errcheck // it was only read
	i, err := readIdentity(ctx, db)
	if err != nil {
		return err
	}
	if create && i.empty() {
		return nil
	}
	scripts, err := migrations()
	if err != nil {
		return err
	}
	return i.check(len(scripts))
}

// OpenReadOnly opens an existing case file for reading only (a read-only medium included). One of an older version is
// brought to ours before, and is an [ErrReadOnly] where that can't be.
func OpenReadOnly(ctx context.Context, path string) (*Case, error) {
	c, err := newCase(path)
	if err != nil {
		return nil, err
	}
	c.readOnly = true
	err = c.openReader(ctx)
	if errors.Is(err, errOlder) && bringUp(ctx, path) == nil {
		err = errors.Join(c.reader.Close(), c.openReader(ctx))
	}
	if err != nil {
		return nil, errors.Join(c.wrap("open", err), c.Close())
	}
	return c, nil
}

// errOlder says that a case is of an older version.
var errOlder = errors.New("it is of an older version")

// bringUp brings a case to our version.
func bringUp(ctx context.Context, path string) error {
	c, err := Open(ctx, path)
	if err != nil {
		return err
	}
	return c.Close()
}

func (c *Case) openReader(ctx context.Context) error {
	empty, err := probe(c.path)
	switch {
	case err != nil:
		return err
	case empty:
		return ErrNotCase
	}
	if c.reader, err = connectReadOnly(ctx, c.path); err != nil {
		return err
	}
	i, err := readIdentity(ctx, c.reader)
	if err != nil {
		return err
	}
	scripts, err := migrations()
	if err == nil {
		err = i.check(len(scripts))
	}
	if err == nil && i.version < int64(len(scripts)) {
		err = fmt.Errorf("%w, and %w (%d)", ErrReadOnly, errOlder, i.version)
	}
	return err
}

// TempCopy makes a copy of the case in the temporary directory, which Close removes.
func (c *Case) TempCopy(ctx context.Context) (*Case, error) {
	dir, err := os.MkdirTemp("", "meterscope-")
	if err != nil {
		return nil, fmt.Errorf("make a temporary case: %w", explain(err))
	}
	path := filepath.Join(dir, "case.meterscope")
	if err := c.SaveCopy(ctx, path); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	t, err := Open(ctx, path)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	t.temp = dir
	return t, nil
}

// Temp makes a case file in the temporary directory, which Close removes.
func Temp(ctx context.Context) (*Case, error) {
	dir, err := os.MkdirTemp("", "meterscope-")
	if err != nil {
		return nil, fmt.Errorf("make a temporary case: %w", explain(err))
	}
	c, err := Create(ctx, filepath.Join(dir, "case.meterscope"))
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	c.temp = dir
	return c, nil
}

func newCase(path string) (*Case, error) {
	encoder, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithWindowSize(evidenceLength),
		zstd.WithLowerEncoderMem(true), zstd.WithEncoderCRC(false)) // what it gives is sealed
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	decoder, err := zstd.NewReader(nil, zstd.WithDecoderMaxMemory(maxExpanded), zstd.WithDecoderConcurrency(0))
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	return &Case{
		path: path, encoder: encoder, decoder: decoder, commitBytes: commitBytes,
		evidenceCache: newCache[blockKey, evidenceBlock](cachedEvidence),
		seed:          maphash.MakeSeed(),
		frameCache:    newCache[blockKey, []model.Frame](cachedFrames),
		ownerCache:    newCache[blockKey, owners](cachedOwners),
		standingCache: newCache[struct{}, *standing](1),
	}, nil
}

// connect opens a database and makes sure that it opens.
func connect(ctx context.Context, path, parameters string) (*sql.DB, error) {
	name, err := fileURI(path)
	if err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", name+"?"+parameters)
	if err != nil {
		return nil, err
	}
	var version int64
	if err := db.QueryRowContext(ctx, "PRAGMA schema_version").Scan(&version); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// connectReadOnly opens a database of which nothing may change. Where SQLite can't put its files beside it, as
// on a read-only medium, it is taken as immutable, unless a -wal says that the file alone is not all.
func connectReadOnly(ctx context.Context, path string) (*sql.DB, error) {
	db, err := connect(ctx, path, "mode=ro&_pragma=busy_timeout(5000)")
	if err == nil || meaning(err) == ErrNotCase || ctx.Err() != nil {
		return db, err
	}
	if info, statErr := os.Stat(path + "-wal"); statErr == nil && info.Size() > 0 {
		return nil, err
	}
	if !isCantOpen(err) && meaning(err) != ErrReadOnly {
		return nil, err
	}
	return connect(ctx, path, "mode=ro&immutable=1")
}

// fileURI writes a path as SQLite's URI, in which ?, # and % are escaped.
func fileURI(path string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	abs = filepath.ToSlash(abs)
	if !strings.HasPrefix(abs, "/") {
		abs = "/" + abs // C:/…
	}
	return "file://" + (&url.URL{Path: abs}).EscapedPath(), nil
}

// probe says whether a file is empty, and refuses one that is no SQLite database.
func probe(path string) (empty bool, err error) {
	f, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer f.Close() //nolint:errcheck // it was only read
	const magic = "SQLite format 3\x00"
	head := make([]byte, len(magic))
	switch n, err := io.ReadFull(f, head); {
	case err == io.EOF && n == 0:
		return true, nil
	case err == io.ErrUnexpectedEOF || err == nil && string(head) != magic:
		return false, ErrNotCase
	default:
		return false, err
	}
}

// probeWrite says whether a file may be written.
func probeWrite(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return f.Close()
}

// CommitEvery sets after how many bytes of evidence an import commits: 64 MB, unless something is to be seen of it
// earlier. It is to be called before an import.
func (c *Case) CommitEvery(bytes int64) {
	c.writing.Lock()
	defer c.writing.Unlock()
	c.commitBytes = bytes
}

// Path is the case's file.
func (c *Case) Path() string { return c.path }

// ReadOnly says that the case can't be written: what would write gives [ErrReadOnly].
func (c *Case) ReadOnly() bool { return c.readOnly }

// Close commits what an unfinished import has brought, lets go of removed sources, makes the case one file again,
// and closes it.
func (c *Case) Close() error {
	c.writing.Lock()
	defer c.writing.Unlock()
	var errs []error
	errs = append(errs, c.settle(context.Background()))
	if c.reader != nil {
		errs = append(errs, c.reader.Close())
	}
	if c.writer != nil {
		if c.temp == "" {
			errs = append(errs, c.purge(context.Background()))
			_, err := c.writer.Exec("PRAGMA wal_checkpoint(TRUNCATE)")
			errs = append(errs, err)
			// Without its WAL the file can be read where no file can be put beside it. Where another program
			// has the case open this fails, and is that program's to do.
			_, _ = c.writer.Exec("PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE")
		}
		errs = append(errs, c.writer.Close())
	}
	errs = append(errs, c.encoder.Close())
	c.decoder.Close()
	if c.temp != "" {
		errs = append(errs, os.RemoveAll(c.temp))
	}
	return c.wrap("close", errors.Join(errs...))
}

// SaveCopy writes the case into a file of its own, which it replaces if it is there. It holds all that is
// committed, without room to spare and without removed sources.
func (c *Case) SaveCopy(ctx context.Context, path string) error {
	if same(c.path, path) {
		return fmt.Errorf("save a copy as %s: %w", path, ErrSelf)
	}
	part := path + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("save a copy as %s: %w", path, explain(err))
	}
	_, err := c.reader.ExecContext(ctx, "VACUUM INTO ?", part)
	if err == nil {
		err = c.withoutRemoved(ctx, part)
	}
	if err == nil {
		err = os.Rename(part, path)
	}
	if err != nil {
		_ = os.Remove(part) // it may not be there
		return fmt.Errorf("save a copy as %s: %w", path, explain(err))
	}
	return nil
}

// withoutRemoved lets go of the removed sources in a copy of the case.
func (c *Case) withoutRemoved(ctx context.Context, path string) error {
	var n int
	if err := c.reader.QueryRowContext(ctx, `SELECT count(*) FROM source WHERE hidden <> 0`).Scan(&n); err != nil || n == 0 {
		return err
	}
	return bringUp(ctx, path) // closing it does
}

func same(a, b string) bool {
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}

// write runs do in a database transaction of the writer. c.writing must be held.
func (c *Case) write(ctx context.Context, do func(tx *sql.Tx) error) error {
	if c.readOnly {
		return ErrReadOnly
	}
	tx, err := c.writer.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := do(tx); err != nil {
		_ = tx.Rollback() // the first error is the one to tell
		return err
	}
	return tx.Commit()
}
