package store

import (
	"encoding/binary"
	"math"

	"meterscope/model"
)

// Frames are kept in blocks: their heads one after the other, then their hashes, which nothing can shorten,
// all compressed.
const (
	frameBlock    = 4096    // frames in a block
	maxFrameBlock = 1 << 14 // more than that is damage
)

// The bits of a frame's tag.
const (
	frameStation = 1 << iota // another station than the frame before
	frameLogged              // it has a log time
	frameAnswers             // it answers a frame
	frameSameID              // its id is that of the frame it answers, in this block
	framePartial
	frameAction // another action than the frame before
	frameBits   = iota
)

// frameWriter packs the heads of frames. Sequence numbers must be consecutive from first on.
type frameWriter struct {
	p      packer
	hashes []byte
	ids    []string
	first  int64
	n      int
	logged loggedExtent
	prev   frameTrail
}

// loggedExtent is the extent of the log times of some frames, in Unix seconds.
type loggedExtent struct {
	from, to int64
	any      bool
}

func (x *loggedExtent) add(t model.Time) {
	sec, _ := t.Unix()
	if !x.any {
		*x = loggedExtent{sec, sec, true}
		return
	}
	x.from, x.to = min(x.from, sec), max(x.to, sec)
}

// columns are those of the table: null where no frame has a log time.
func (x *loggedExtent) columns() (from, to any) {
	if !x.any {
		return nil, nil
	}
	return x.from, x.to
}

type frameTrail struct {
	station, action string
	line, offset    int64
	sec             int64
}

func (w *frameWriter) reset() {
	w.p.reset()
	clear(w.ids)
	w.hashes, w.ids, w.n, w.logged, w.prev = w.hashes[:0], w.ids[:0], 0, loggedExtent{}, frameTrail{}
}

func (w *frameWriter) add(f *model.Frame) {
	if w.n == 0 {
		w.first = f.Seq
	}
	p, prev := &w.p, &w.prev
	var tag uint64
	if f.Station != prev.station {
		tag |= frameStation
	}
	if f.Action != prev.action {
		tag |= frameAction
	}
	if !f.LoggedAt.IsZero() {
		tag |= frameLogged
		w.logged.add(f.LoggedAt)
	}
	if f.Partial {
		tag |= framePartial
	}
	if f.AnswerTo >= 0 {
		tag |= frameAnswers
		if i := f.AnswerTo - w.first; i >= 0 && i < int64(w.n) && w.ids[i] == f.ID {
			tag |= frameSameID
		}
	}
	p.uint(tag<<8 | uint64(f.Kind)<<2&0xfc | uint64(f.Dir)&3)
	if tag&frameStation != 0 {
		p.word(f.Station)
	}
	if tag&frameAction != 0 {
		p.word(f.Action)
	}
	p.int(int64(f.At.Line) - prev.line)
	p.int(f.At.Offset - prev.offset)
	p.uint(uint64(max(f.Size, 0))) //nolint:gosec // not negative
	if tag&frameLogged != 0 {
		p.time(f.LoggedAt, &prev.sec)
	}
	if tag&frameAnswers != 0 {
		p.int(f.Seq - f.AnswerTo)
	}
	if tag&frameSameID == 0 {
		p.text(f.ID)
	}
	prev.station, prev.action = f.Station, f.Action
	prev.line, prev.offset = int64(f.At.Line), f.At.Offset
	w.ids = append(w.ids, f.ID)
	w.hashes = binary.LittleEndian.AppendUint64(w.hashes, f.Hash)
	w.n++
}

// pack gives the block, not yet compressed.
func (w *frameWriter) pack() []byte { return append(w.p.b, w.hashes...) }

// readFrames unpacks a block of count frames from first on.
func readFrames(data []byte, source model.SourceID, first int64, count int) ([]model.Frame, error) {
	const hash = 8
	if count < 0 || count > maxFrameBlock || len(data) < count*hash {
		return nil, broken("count of a frame block")
	}
	hashes := data[len(data)-count*hash:]
	u := unpacker{b: data[:len(data)-count*hash]}
	if count > len(u.b) {
		return nil, broken("count of a frame block")
	}
	frames := make([]model.Frame, 0, count)
	prev := frameTrail{}
	for i := range count {
		f := u.frame(&prev, frames, first)
		if u.bad {
			return nil, broken("frame block")
		}
		f.At.Source = source
		f.Hash = binary.LittleEndian.Uint64(hashes[i*hash:])
		frames = append(frames, f)
	}
	if !u.end() {
		return nil, broken("frame block")
	}
	return frames, nil
}

// eachAnswer gives the answers among the frames of a block, and the frames that they answer. It reads the same as
// readFrames, and makes nothing of the rest.
func eachAnswer(data []byte, first int64, count int, yield func(seq, answerTo int64)) error {
	const hash = 8
	if count < 0 || count > maxFrameBlock || len(data) < count*hash {
		return broken("count of a frame block")
	}
	u, sec := unpacker{b: data[:len(data)-count*hash]}, int64(0)
	for i := range int64(count) {
		tag := u.uint() >> 8
		if tag>>frameBits != 0 {
			u.fail()
		}
		if tag&frameStation != 0 {
			u.word()
		}
		if tag&frameAction != 0 {
			u.word()
		}
		u.uint() // line
		u.uint() // offset
		u.uint() // size
		if tag&frameLogged != 0 {
			u.time(&sec)
		}
		if tag&frameAnswers != 0 {
			yield(first+i, first+i-u.int())
		}
		if tag&frameSameID == 0 {
			u.skip()
		}
		if u.bad {
			break
		}
	}
	if !u.end() {
		return broken("frame block")
	}
	return nil
}

func (u *unpacker) frame(prev *frameTrail, before []model.Frame, first int64) model.Frame {
	head := u.uint()
	tag := head >> 8
	if tag>>frameBits != 0 {
		u.fail()
	}
	f := model.Frame{
		Seq: first + int64(len(before)), Kind: model.FrameKind(head >> 2 & 0x3f), Dir: model.Direction(head & 3), //nolint:gosec // bounded
		AnswerTo: model.NoFrame, Partial: tag&framePartial != 0,
	}
	if tag&frameStation != 0 {
		prev.station = u.word()
	}
	if tag&frameAction != 0 {
		prev.action = u.word()
	}
	f.Station, f.Action = prev.station, prev.action
	prev.line += u.int()
	prev.offset += u.int()
	f.At.Line, f.At.Offset = int(prev.line), prev.offset
	f.Size = u.size()
	if tag&frameLogged != 0 {
		f.LoggedAt = u.time(&prev.sec)
	}
	if tag&frameAnswers != 0 {
		f.AnswerTo = f.Seq - u.int()
	}
	if tag&frameSameID == 0 {
		f.ID = u.text()
		return f
	}
	i := f.AnswerTo - first
	if i < 0 || i >= int64(len(before)) {
		u.fail()
		return f
	}
	f.ID = before[i].ID
	return f
}

func (u *unpacker) size() int {
	v := u.uint()
	if v > math.MaxInt32 {
		u.fail()
		return 0
	}
	return int(v) //nolint:gosec // bounded above
}
