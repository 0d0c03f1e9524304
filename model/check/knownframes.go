package check

import (
	"meterscope/model"
	"meterscope/model/rule"
)

// knownFrames is a rule.FrameReader that remembers what it read, for the steps that follow: what is amiss with CALLs
// is asked for in each of them.
type knownFrames struct {
	frameReader
	*memory
}

// mostFrames is how many frames, and how many events, are remembered.
const mostFrames = 1 << 15

// Frame gives a frame.
func (k *knownFrames) Frame(ref rule.FrameRef) (*model.Frame, error) {
	if f, ok := k.frames[ref]; ok {
		return &f, nil
	}
	f, err := k.frameReader.Frame(ref)
	if err == nil && len(k.frames) < mostFrames {
		k.frames[ref] = *f
	}
	return f, err
}

// Events gives the events of some frames.
func (k *knownFrames) Events(refs map[rule.FrameRef]bool) (map[rule.FrameRef]model.Event, error) {
	if len(refs) > mostFrames {
		return k.frameReader.Events(refs)
	}
	found := make(map[rule.FrameRef]model.Event, len(refs))
	for ref := range refs {
		e, ok := k.events[ref]
		if !ok {
			var err error
			if e, ok, err = k.run.c.EventIn(k.ctx, ref.Source, ref.Frame); err != nil {
				return nil, err
			}
			if ok && len(k.events) < mostFrames {
				k.events[ref] = e
			}
		}
		if ok {
			found[ref] = e
		}
	}
	return found, nil
}
