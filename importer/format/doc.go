// Package format knows the shapes in which logs come: one file a shape, and an ordered list of them.
//
// A [Format] recognises its shape from the beginning of a log, and reads what stands before a frame on its
// line: the log's own time, the station, and whether the frame was sent or received. Finding the frames is
// not its business: package ocppj finds them in any text, so a log that no format knows is read all the same,
// by the last of the list, [Text]. The rows of a table are different: a [Table] writes them as lines for the
// scanner, and knows where each byte comes from.
//
// To add a shape: a file with one type, its lines of sample, and its place in [All]. Tests try each format on
// each other's samples. The package imports model and nothing above it.
package format
