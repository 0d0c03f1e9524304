// Package store keeps a case in one SQLite file: the evidence byte for byte, what was read from it, the
// transactions joined from that, and the findings.
//
// It knows what a frame, a sample or a finding is, and nothing of how one is read or decided: importers write
// batches, model/check writes transactions, views read pages. It imports model, SQLite and zstd. Those who may
// import it are model/check and the programs above.
//
// # How a case is kept
//
// What comes in great numbers stands in packed blocks, not in rows. Evidence is cut into blocks of 256 KiB,
// compressed and with a checksum. Frames and events are blocks of some thousands. Samples are chunks of one
// series, about a thousand each, at some five bytes a sample. Findings that repeat are one row with a list of
// places. Each block decodes by itself, each decoder meets damage with [ErrBroken], and what it gives is
// exactly what was put in.
//
// # What counts
//
// All that was read from a source is kept with it. Whether it counts is kept beside it: a frame that another
// source has too counts in one of them, and a removed source not at all. So it can be decided anew whenever a
// source comes, goes or is read otherwise, and nothing has to be written again; what reads passes over what
// doesn't count. Another reading of a source is written under a hidden row of its own and takes the place of the
// one before in one database transaction.
//
// # Durable
//
// An import collects its packed blocks in memory and writes them in one database transaction after each 64 MB
// of evidence and at the end of a source, together with the source's row: how far it got, and the importer's
// own state. So a process that dies at any point leaves a file that opens, in which every source ends where
// its row says, and the import goes on from there. What was not yet committed was never there.
//
// # Who waits for whom
//
// There is one writer. Readers have connections of their own, see the last commit, and never wait.
package store
