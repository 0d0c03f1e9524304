package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"iter"
	"strconv"
	"strings"

	"modernc.org/sqlite"
	"modernc.org/sqlite/vtab"

	"meterscope/model"
)

// SQL gives a handle for queries of one's own, read-only: the tables as they are, and the chunks as rows of a
// virtual table, sample, with the columns that an export's samples have. The handle is the caller's to close,
// before the case.
func (c *Case) SQL() (*sql.DB, error) {
	name, err := fileURI(c.path)
	if err != nil {
		return nil, c.wrap("open tables of", err)
	}
	d := &sqlite.Driver{}
	if err := d.RegisterModule("meterscope_sample", sampleModule{c}); err != nil {
		return nil, c.wrap("open tables of", err)
	}
	return sql.OpenDB(sampleConnector{d, name + "?mode=ro&_pragma=busy_timeout(5000)"}), nil
}

type sampleConnector struct {
	driver *sqlite.Driver
	name   string
}

// Connect is that of driver.Connector. The table is temporary, so each connection has to have its own.
func (s sampleConnector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := s.driver.Open(s.name)
	if err != nil {
		return nil, err
	}
	execer, ok := conn.(driver.ExecerContext)
	if !ok {
		return nil, errors.Join(errors.New("the driver executes nothing"), conn.Close())
	}
	if _, err := execer.ExecContext(ctx, `CREATE VIRTUAL TABLE temp.sample USING meterscope_sample`, nil); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return conn, nil
}

// Driver is that of driver.Connector.
func (s sampleConnector) Driver() driver.Driver { return s.driver }

// sampleModule makes the virtual table of a case.
type sampleModule struct{ c *Case }

// Create is that of vtab.Module.
func (m sampleModule) Create(ctx vtab.Context, _ []string) (vtab.Table, error) {
	return sampleTable(m), ctx.Declare(`CREATE TABLE sample (` + sampleColumns + `)`)
}

// Connect is that of vtab.Module.
func (m sampleModule) Connect(ctx vtab.Context, args []string) (vtab.Table, error) {
	return m.Create(ctx, args)
}

type sampleTable struct{ c *Case }

// chunkColumns are the columns of the virtual table by which chunks can be left out, by their position.
func chunkColumns() map[int]string {
	byName := map[string]string{
		"source": "source", "station": "station", "connector_id": "connector", "transaction_id": "transaction_id",
	}
	columns := map[int]string{}
	for i, name := range strings.Split(sampleColumns, ",") {
		if to, ok := byName[strings.TrimSpace(name)]; ok {
			columns[i] = to
		}
	}
	return columns
}

// Costs that SQLite weighs plans by; only their order matters.
const (
	costOfAll   = 1e9
	costDivisor = 30 // for each column that is given
)

// BestIndex is that of vtab.Table: what is asked to equal a value leaves chunks out.
func (t sampleTable) BestIndex(info *vtab.IndexInfo) error {
	columns := chunkColumns()
	var use []string
	cost := costOfAll
	for i := range info.Constraints {
		k := &info.Constraints[i]
		if k.Op != vtab.OpEQ || !k.Usable || columns[k.Column] == "" {
			continue
		}
		k.ArgIndex = len(use)
		use = append(use, strconv.Itoa(k.Column))
		cost /= costDivisor
	}
	info.IdxStr, info.EstimatedCost, info.EstimatedRows = strings.Join(use, ","), cost, int64(cost)
	return nil
}

// Open is that of vtab.Table.
func (t sampleTable) Open() (vtab.Cursor, error) {
	return &sampleCursor{c: t.c, look: frameLook{c: t.c}}, nil
}

// Disconnect is that of vtab.Table.
func (t sampleTable) Disconnect() error { return nil }

// Destroy is that of vtab.Table.
func (t sampleTable) Destroy() error { return nil }

// sampleCursor goes through the samples.
type sampleCursor struct {
	c     *Case
	look  frameLook
	next  func() (*model.Sample, error, bool)
	stop  func()
	row   []any
	rowid int64
	ended bool
}

// Filter is that of vtab.Cursor.
func (k *sampleCursor) Filter(_ int, plan string, values []vtab.Value) error {
	where, columns := `1`, chunkColumns()
	if plan != "" {
		for column := range strings.SplitSeq(plan, ",") {
			i, err := strconv.Atoi(column)
			if err != nil || columns[i] == "" {
				return errors.New("unknown column")
			}
			where += ` AND ` + columns[i] + ` = ?`
		}
	}
	args := make([]any, len(values))
	for i, v := range values {
		args[i] = v
	}
	k.end()
	k.next, k.stop = iter.Pull2(k.c.samples(context.Background(), nil, where, args...))
	k.rowid, k.ended = 0, false
	return k.Next()
}

// Next is that of vtab.Cursor.
func (k *sampleCursor) Next() error {
	s, err, ok := k.next()
	if !ok {
		k.ended = true
		return nil
	}
	if err != nil {
		return err
	}
	key, err := k.look.transaction(context.Background(), s.At.Source, s.Frame)
	k.row = sampleRow(s, key)
	k.rowid++
	return err
}

// Eof is that of vtab.Cursor.
func (k *sampleCursor) Eof() bool { return k.ended } //nolint:staticcheck // the driver's name for it

// Column is that of vtab.Cursor.
func (k *sampleCursor) Column(i int) (vtab.Value, error) {
	if i < 0 || i >= len(k.row) {
		return nil, errors.New("unknown column")
	}
	if b, ok := k.row[i].(bool); ok {
		if b {
			return int64(1), nil
		}
		return int64(0), nil
	}
	return k.row[i], nil
}

// Rowid is that of vtab.Cursor.
func (k *sampleCursor) Rowid() (int64, error) { return k.rowid, nil }

// Close is that of vtab.Cursor.
func (k *sampleCursor) Close() error {
	k.end()
	return nil
}

func (k *sampleCursor) end() {
	if k.stop != nil {
		k.stop()
		k.stop = nil
	}
}
