package store

import "meterscope/model"

// A chunk is the samples of one meter (a connector under one transactionId as sent) from one source, in the
// order of the log. Each series is a strip of its own, because one sample foretells the next only there. All
// series of a meter share a chunk, and the frames and times in it: a transaction of some minutes is one chunk and
// not one for each series.
const (
	chunkSamples = 4000     // samples after which a chunk is closed
	chunkBytes   = 64 << 10 // and bytes: texts may be long
	chunkMark    = 0        // the first byte
)

// packedChunk is a row of chunk.
type packedChunk struct {
	origin
	number                int // of the chunks of this origin since the last commit
	firstFrame, lastFrame int64
	minTime, maxTime      any // Unix seconds as int64, or nil
	count                 int
	data                  []byte
}

// pack closes the chunk of a meter: the mark, the words, the rows, then for each series its key, how many samples, how many
// bytes, and these.
func (m *meter) pack() packedChunk {
	c := packedChunk{
		origin: m.origin, number: m.chunks, count: m.count, firstFrame: m.rows.firstFrame, lastFrame: m.rows.lastFrame,
	}
	if m.rows.minTime <= m.rows.maxTime {
		c.minTime, c.maxTime = m.rows.minTime, m.rows.maxTime
	}
	var head packer
	strips := 0
	for _, s := range m.series {
		w := &s.strip
		if w.n == 0 {
			continue
		}
		strips++
		head.uint(m.words.index(string(s.key.Measurand)))
		head.uint(m.words.index(string(s.key.Phase)))
		head.uint(m.words.index(string(s.key.Location)))
		head.uint(uint64(w.n))      //nolint:gosec // a count
		head.uint(uint64(len(w.b))) //nolint:gosec // a length
	}
	p := packer{b: make([]byte, 0, m.size+len(m.rows.p.b)+len(head.b)+64*len(m.words.list))}
	p.b = append(p.b, chunkMark)
	p.uint(uint64(len(m.words.list)))
	for _, word := range m.words.list {
		p.text(word)
	}
	p.uint(uint64(m.rows.n)) //nolint:gosec // a count
	p.b = append(p.b, m.rows.p.b...)
	p.uint(uint64(strips)) //nolint:gosec // a count
	p.b = append(p.b, head.b...)
	for _, s := range m.series {
		p.b = append(p.b, s.strip.b...)
		s.strip.reset()
	}
	c.data = sealed(p.b)
	m.rows.reset()
	m.words.reset()
	m.count, m.size = 0, 0
	m.chunks++
	return c
}

// strip is one series in a chunk.
type strip struct {
	key   model.SeriesKey
	count int
	data  []byte
}

// chunkReader takes chunks apart. It keeps texts, so that those of another chunk are not made again.
type chunkReader struct {
	words  []string // of the chunk at hand
	rows   []row    // likewise
	strips []strip  // likewise
	texts  map[string]string
}

// keptTexts bounds the texts that a reader keeps.
const keptTexts = 1 << 12

// open takes a chunk apart, as it stands in the table. What it gives is valid until the next one is opened.
func (r *chunkReader) open(sealed []byte, count int) ([]strip, error) {
	data, err := unseal(sealed)
	if err != nil {
		return nil, err
	}
	if len(data) == 0 || data[0] != chunkMark {
		if data, err = r.repack(data, count); err != nil {
			return nil, err
		}
	}
	u := unpacker{b: data[1:]}
	r.readWords(&u)
	rows := u.uint()
	if rows > uint64(len(u.b)) {
		return nil, broken("chunk")
	}
	r.rows = u.rows(int(rows), r.rows) //nolint:gosec // bounded by a length
	if !r.readStrips(&u, count) {
		return nil, broken("chunk")
	}
	return r.strips, nil
}

func (r *chunkReader) readWords(u *unpacker) {
	r.words = r.words[:0]
	for n := u.uint(); n > 0 && !u.bad; n-- {
		r.words = append(r.words, r.text(u))
	}
}

// readStrips reads the strips, which have so many samples in all; it says whether all is well.
func (r *chunkReader) readStrips(u *unpacker, count int) bool {
	r.strips = r.strips[:0]
	for n := u.uint(); n > 0 && !u.bad; n-- {
		s := strip{key: model.SeriesKey{
			Measurand: model.Measurand(u.pick(r.words)), Phase: model.Phase(u.pick(r.words)), Location: model.Location(u.pick(r.words)),
		}}
		samples, length := u.uint(), u.uint()
		if length > uint64(len(u.b)) || samples > length {
			return false
		}
		s.count, s.data = int(samples), u.b[:length] //nolint:gosec // bounded by a length
		r.strips = append(r.strips, s)
	}
	for i := range r.strips {
		s := &r.strips[i]
		if len(s.data) > len(u.b) {
			return false
		}
		s.data, u.b = u.b[:len(s.data)], u.b[len(s.data):]
		count -= s.count
	}
	return u.end() && count == 0
}

// text reads a text, of which there is one copy.
func (r *chunkReader) text(u *unpacker) string {
	n := u.uint()
	if n > uint64(len(u.b)) {
		u.fail()
		return ""
	}
	raw := u.b[:n]
	u.b = u.b[n:]
	if s, ok := r.texts[string(raw)]; ok {
		return s
	}
	if r.texts == nil || len(r.texts) >= keptTexts {
		r.texts = map[string]string{}
	}
	s := string(raw)
	r.texts[s] = s
	return s
}
