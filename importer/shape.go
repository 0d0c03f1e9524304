package importer

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"meterscope/importer/format"
	"meterscope/importer/ocppj"
	"meterscope/model"
)

// Check says whether the options can be followed: whether there is such a format, and whether the columns are well
// named. Run begins with it.
func (o *Options) Check() error {
	_, err := o.shape()
	return err
}

// errNoTable says that columns were named for a source that has none.
var errNoTable = errors.New("this is no table: nothing separates its lines into the same number of cells")

// shape is what the user said about how a source is read.
type shape struct {
	format  format.Format // nil: it is recognised
	columns format.Columns
	charset *charset // nil: it is recognised
}

func (o *Options) shape() (s shape, err error) {
	if o.Format != "" {
		f, ok := format.ByID(o.Format)
		if !ok {
			return s, fmt.Errorf("there is no log shape %q: there are %s", o.Format, strings.Join(formatIDs(), ", "))
		}
		s.format = f
	}
	if s.columns, err = format.ParseColumns(o.Columns); err != nil {
		return s, fmt.Errorf("columns %q: %w", o.Columns, err)
	}
	if o.Charset != "" {
		e, err := charsetNamed(o.Charset)
		if err != nil {
			return s, err
		}
		s.charset = &e
	}
	if o.Format != "" && o.Format != tableID && !s.columns.Empty() {
		return s, fmt.Errorf("columns are those of a table: they don't go with the log shape %q", o.Format)
	}
	return s, nil
}

// tableID is the ID of tables.
var tableID = format.CSV{}.Info().ID

func formatIDs() []string {
	var ids []string
	for _, f := range format.All() {
		ids = append(ids, f.Info().ID)
	}
	return ids
}

// rewriter decides from the beginning of a text how it is rewritten for the scanner. It is an error where the user
// said what it isn't.
func (s *shape) rewriter(text []byte) (format.Rewriter, error) {
	table := !s.columns.Empty() || s.format != nil && formatOf(s.format) == tableID
	if s.format != nil && !table {
		return format.FindLoose(text), nil
	}
	t, err := format.FindColumns(text, s.columns)
	switch {
	case t != nil:
		return t, nil
	case err != nil:
		return nil, err
	case table:
		return nil, errNoTable
	}
	return format.FindLoose(text), nil
}

// also names the formats that recognise a log as surely as the one that is taken, and would read its lines otherwise.
func also(head []byte, name string, taken format.Format, w ocppj.Window, items []ocppj.Item, anchor model.Time) string {
	var ids []string
	for _, f := range format.Rivals(head, name, taken) {
		a, b := prefixes{zone: time.UTC, anchor: anchor}, prefixes{zone: time.UTC, anchor: anchor}
		for i := range items {
			if a.of(taken, w.Text, &items[i]) != b.of(f, w.Text, &items[i]) {
				ids = append(ids, formatOf(f))
				break
			}
		}
	}
	return strings.Join(ids, " ")
}
