package importer

import (
	"bytes"
	"context"
	"slices"
	"testing"

	"meterscope/model"
)

// memory is a sink that keeps everything, and can be resumed like a case file.
type memory struct {
	sources  []*kept0
	finished int
	failAt   int // fail the nth Write from now; 0: never
}

// kept0 is one source as memory keeps it.
type kept0 struct {
	ann      model.Announcement
	src      model.Source
	evidence []byte
	frames   []model.Frame
	samples  []model.Sample
	events   []model.Event
	findings []model.Finding
	counts   model.Counts
	lines    int
	states   []model.Resume // after each batch
	batches  int
}

func (m *memory) Begin(_ context.Context, ann model.Announcement, sum func() ([32]byte, error)) (model.Resume, error) {
	if !ann.Fresh {
		for i, k := range m.sources {
			if k.ann.Head != ann.Head {
				continue
			}
			if !k.src.Complete {
				return k.states[len(k.states)-1], nil
			}
			h, err := sum()
			if err != nil {
				return model.Resume{}, err
			}
			if h == k.src.SHA256 {
				return model.Resume{Source: model.SourceID(i + 1), Complete: true}, nil
			}
		}
	}
	m.sources = append(m.sources, &kept0{ann: ann})
	id := model.SourceID(len(m.sources))
	k := m.sources[id-1]
	k.states = append(k.states, model.Resume{Source: id})
	return k.states[0], nil
}

func (m *memory) Write(_ context.Context, b *model.Batch) error {
	if m.failAt > 0 {
		if m.failAt--; m.failAt == 0 {
			return errFull
		}
	}
	k := m.sources[b.Source-1]
	k.batches++
	k.evidence = append(k.evidence, b.Evidence...)
	for _, f := range b.Frames {
		f.Payload, f.Segments = bytes.Clone(f.Payload), slices.Clone(f.Segments)
		k.frames = append(k.frames, f)
	}
	k.samples = append(k.samples, b.Samples...)
	k.events = append(k.events, b.Events...)
	k.findings = append(k.findings, b.Findings...)
	k.counts.Add(b.Counts)
	k.lines = b.Lines
	k.states = append(k.states, model.Resume{
		Source: b.Source, Offset: b.End(), Lines: b.Lines, Frames: int64(len(k.frames)), State: slices.Clone(b.State),
	})
	return nil
}

func (m *memory) Complete(_ context.Context, src model.Source) error {
	m.sources[src.ID-1].src = src
	return nil
}

func (m *memory) Finish(context.Context) error {
	m.finished++
	return nil
}

// importText imports one text and gives what the sink got.
func importText(t testing.TB, text string, opt Options) *kept0 {
	t.Helper()
	m := &memory{}
	rep, err := Run(t.Context(), []Input{{Path: "test.log", Reader: bytes.NewReader([]byte(text))}}, m, opt)
	if err != nil {
		t.Fatal(err)
	}
	if rep.Sources[0].Err != nil {
		t.Fatal(rep.Sources[0].Err)
	}
	return m.sources[0]
}
