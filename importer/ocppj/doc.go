// Package ocppj finds OCPP-J frames and bare MeterValues payloads anywhere in text, and decodes them.
//
// A [Scanner] goes over a window of a source once. Where a frame begins, it is decoded in place; only where
// that fails does it ask why. A frame whose lines were wrapped is put together again, with a segment for each
// line, so that every finding still names its source byte; so is what was escaped, or printed by a program. A frame that is cut off is read up to the cut. A
// frame that is broken is reported where reading failed. In no case does it swallow the next one: it ends
// where a log record or another frame begins.
//
// What a place means doesn't depend on where the window happens to end: a place that the window's end could
// change is left to the next window.
//
// The package imports model and model/schema, and is imported by importer.
package ocppj
