// Package importer takes logs from bytes to a sink: it opens sources, recognises their shape, cuts them into
// records, decodes the frames in them, and hands everything over in batches, with progress, cancel and
// resume. It knows no database: what becomes of the batches is the sink's business.
package importer
