package model

import (
	"errors"
	"fmt"
)

// SourceID numbers the sources of a case file.
type SourceID int64

// Source is one imported file, archive member or paste: the evidence.
type Source struct {
	ID       SourceID
	Name     string   // as given; "a.zip/b.log" in an archive; the relative path below a folder
	Size     int64    // bytes, decompressed; of what was read so far while Complete is false
	SHA256   [32]byte // of the decompressed bytes; set when Complete
	Format   string   // ID of the format it was read as
	Zone     string   // IANA name or offset ("+02:00") taken for times without a zone
	ZoneFrom Origin   // where Zone comes from
	Station  string   // the station of frames whose lines name none: as the user named it, or concluded; else ""
	Columns  string   // of a table: what its columns were read as ("time=A,station=B,message=F"), else ""
	Also     string   // IDs of formats that recognise it as surely and read it otherwise, with spaces between
	Charset  string   // what its characters are written in where that isn't UTF-8: "windows-1252", "utf-16le", "utf-16be"; all of them
	Complete bool
	Counts   Counts
	// UnreadBytes is how many bytes the places have that Counts.Unread counts: they looked like JSON.
	UnreadBytes int64

	FormatFrom  Origin // where Format comes from: Inferred or FromUser
	StationFrom Origin // where Station comes from: FromUser, or Inferred (its name, or another source that logged the same); "" without one
	ColumnsFrom Origin // where Columns come from: Inferred or FromUser; "" without any
	CharsetFrom Origin // where Charset comes from: FromUser, also where that is UTF-8; else ""
}

// Origin says who decided a thing that the log left open.
type Origin string

// What a setting of a source comes from.
const (
	FromLog     Origin = "log"      // the log says it
	Inferred    Origin = "inferred" // concluded from the log's content
	FromUser    Origin = "user"     // a flag or a setting
	FromDefault Origin = "default"  // nothing said anything: the default
)

// Counts is what an import found in a source. The words are those of the command line's JSON.
type Counts struct {
	Frames        int64 // OCPP-J frames and bare payloads kept
	Duplicates    int64 // the same frame logged again, dropped
	MeterValues   int64 // MeterValues requests among Frames
	SampledValues int64 // sampled values of those; transactionData is not counted
	Unread        int64 // places that looked like a frame and could not be read as one
}

// Add adds another source's counts.
func (c *Counts) Add(d Counts) {
	c.Frames += d.Frames
	c.Duplicates += d.Duplicates
	c.MeterValues += d.MeterValues
	c.SampledValues += d.SampledValues
	c.Unread += d.Unread
}

// Place is a position in the evidence. Line counts from 1, Offset in bytes from 0, both in the decompressed
// source.
type Place struct {
	Source SourceID
	Line   int
	Offset int64
}

// Announcement is what is known of a source before it is read.
type Announcement struct {
	Source
	Head  [32]byte // SHA-256 of its first 64 KiB
	Fresh bool     // it is not the source whose import was interrupted, although it began alike

	// Parts are the sources of this import that are earlier files of the same log, which was written in several.
	// What their frames don't say of their station they don't say of one station.
	Parts []SourceID
}

// ErrAlready says that a source is, byte for byte, one that was imported before.
var ErrAlready = errors.New("the case file holds this source already")

// AlreadyError is [ErrAlready] of a source of which it shows only at its end: nothing of it was kept.
type AlreadyError struct{ Source SourceID } // the one that is held

// Error is that of error.
func (e *AlreadyError) Error() string { return fmt.Sprintf("%v (source %d)", ErrAlready, e.Source) }

// Unwrap gives ErrAlready.
func (e *AlreadyError) Unwrap() error { return ErrAlready }
