package importer

import (
	"slices"

	"meterscope/importer/archive"
	"meterscope/model"
)

// rotations remembers which sources of an import are files of one log that was written in several.
type rotations map[string]*rotated

// rotated is what was read of one log.
type rotated struct {
	names   []string
	sources []model.SourceID
}

// parts gives the sources that were read before and that are files of the same log as one of this name.
func (r rotations) parts(name string) []model.SourceID {
	log := archive.RotationOf(name).Log
	l := r[log]
	if l == nil || slices.Contains(l.names, name) || !archive.Rotated(log, append(l.names, name)) {
		return nil
	}
	return l.sources
}

// read notes a source.
func (r rotations) read(name string, id model.SourceID) {
	log := archive.RotationOf(name).Log
	if r[log] == nil {
		r[log] = &rotated{}
	}
	r[log].names, r[log].sources = append(r[log].names, name), append(r[log].sources, id)
}
