package ocppj

import (
	"bytes"

	"meterscope/model"
	"meterscope/model/schema"
)

// Window is a stretch of a source.
type Window struct {
	Text  []byte
	Base  int64 // offset of Text in the source
	Line  int   // line on which Text begins, from 1
	Final bool  // the source ends with Text
	Full  bool  // there will be no larger window: a place that isn't complete in it is given up

	// Where Text isn't the source's own, but was decoded: what from, and where in it each byte comes from.
	Raw   []byte
	Map   model.Segments
	Whole bool // no frame goes on behind Text, although the source does
	Lines bool // Text has whole records, a line each: one isn't taken apart
	near  int  // the segment of Map that was looked at last

	// Where payloads were put together from the rows of a table.
	Put      bool                    // what they lack, or how they write times, isn't the station's doing
	Inferred bool                    // what their values are was concluded
	Said     func(sample int) string // what stands in the source for the value of a sample in Text, where that isn't its text; nil: it is
}

// Bytes gives the window as it stands in the source.
func (w *Window) Bytes() []byte {
	if w.Map == nil {
		return w.Text
	}
	return w.Raw
}

// ends says that no frame goes on behind the window.
func (w *Window) ends() bool { return w.Final || w.Whole }

// lines counts the line ends in the source of a stretch of Text.
func (w *Window) lines(from, to int) int {
	return bytes.Count(w.Bytes()[w.At(from):max(w.At(from), w.At(to))], []byte{'\n'})
}

// At gives where in the source, counted from Base, an offset in Text is.
func (w *Window) At(text int) int {
	switch {
	case w.Map == nil:
		return text
	case text >= len(w.Text):
		return len(w.Raw)
	}
	return int(w.Map.SourceNear(text, &w.near))
}

// Status says how much of a place could be read.
type Status uint8

// A place is a whole frame, a frame that is cut off but useful, or can't be read.
const (
	Whole Status = iota
	Partial
	Unread
)

// Item is a place in a window where a frame stands, or should. Offsets are in the window's text.
type Item struct {
	Status      Status
	Kind        model.FrameKind
	ID, Action  string
	Start, End  int
	Before      int    // from here to Start is the text before it on its line; also the line above, if that is blank
	Line        int    // on which it begins
	EndLine     int    // on which it ends
	Hash        uint64 // of kind, id, action and payload
	PayloadHash uint64
	Printed     bool // a program printed what it had read, in Python's or JavaScript's notation
	Shortened   bool // its text has "...": it may be a logger's shortened echo
	Payload     []byte
	PayloadAt   int64          // in the source, where Segments are empty
	Segments    model.Segments // of Payload, in the source
	Fields      schema.Fields
	Code, Text  string // of a CALLERROR: code and description
	Samples     [2]int // from, to in Result.Samples
	Findings    [2]int // from, to in Result.Findings
	Checked     bool
	SampleCount int
}

// Result is what a window holds, in log order. Samples and findings lack what only the source knows: source,
// frame and station.
type Result struct {
	Items    []Item
	Samples  []model.Sample
	Findings []model.Finding
	Brief    bool           // set by the caller: items only, without samples and findings
	segments model.Segments // of the items
	Stopped  bool           // the window holds more: the result is as large as one may be
}

// How large the result of a window may be: a text can hold a hundred times as many frames as a log does.
const (
	mostItems    = 16 << 10
	mostSamples  = 64 << 10
	mostFindings = 64 << 10
)

// full says that the result is as large as one may be.
func (s *Scanner) full(r *Result) bool {
	return len(r.Items) >= mostItems || s.found >= mostSamples || len(r.Findings) >= mostFindings
}

// Reset empties the result for the next window.
func (r *Result) Reset() {
	r.Stopped = false
	clear(r.Items)
	r.Items, r.Samples, r.Findings = r.Items[:0], r.Samples[:0], r.Findings[:0]
	if r.segments = r.segments[:0]; cap(r.segments) > keptSegments {
		r.segments = nil
	}
}

// keptSegments is how large the memory of segments may be to be kept for the next window.
const keptSegments = 512 << 10

const (
	// lookBack is how far before a place its line and its opening bracket are looked for.
	lookBack = 32 << 10
	// tail is what a window leaves to the next one, so that lookBack reaches as far there.
	tail = 64 << 10
)

// Scanner finds and decodes. It keeps buffers: use one per goroutine.
type Scanner struct {
	begins func(line []byte) bool
	dec    *schema.Decoder
	msg    schema.Message // what is being read; its samples stand behind those of the result
	found  int            // how many samples the result has
	names  map[string]string
	broken int // places in a row that were broken

	announces func(before []byte) bool // nil: nothing does
}

// NewScanner makes a scanner. beginsRecord says whether a line is the first of a log record: it ends a frame
// that was cut off.
func NewScanner(beginsRecord func(line []byte) bool) *Scanner {
	return &Scanner{begins: beginsRecord, dec: schema.NewDecoder(), names: map[string]string{}}
}

// name gives an action's name without making a new string for each frame.
func (s *Scanner) name(b []byte) string {
	if v, ok := s.names[string(b)]; ok {
		return v
	}
	v := string(b)
	if len(s.names) < 256 && isName(b) {
		s.names[v] = v
	}
	return v
}

// Scan appends what it finds in the window to out. It gives the number of bytes it is done with; the next
// window begins there. It is 0 where a larger window is needed.
func (s *Scanner) Scan(w Window, out *Result) (done int) {
	s.msg.Samples, s.found, s.dec.Brief = out.Samples, len(out.Samples), out.Brief
	done = s.scan(w, out)
	out.Samples, s.msg.Samples = s.msg.Samples[:s.found], nil
	return done
}

func (s *Scanner) scan(w Window, out *Result) (done int) {
	c := finder{text: w.Text, keyName: -1, frame: -1, list: -1}
	l := counter{window: &w, line: w.Line}
	for {
		k, ok := c.next()
		if !ok {
			break
		}
		o := s.resolve(w, k)
		switch {
		case o.more && (!w.Full || c.before(k.start) > 0):
			return c.before(k.start)
		case o.more:
			o = s.tooLarge(w, k.start, k.bare)
		case o.verdict == nothing:
			c.pass(k)
			continue
		}
		it := Item{Start: k.start, End: o.end, Before: c.before(k.start)}
		it.Line = l.at(k.start)
		it.EndLine = l.at(o.end)
		s.emit(&w, &o, it, out)
		c.done(o.end)
		if s.full(out) && c.from < len(w.Text) {
			out.Stopped = true
			return c.from
		}
	}
	if w.ends() {
		return len(w.Text)
	}
	return c.rest()
}

// finder goes from candidate to candidate.
type finder struct {
	text    []byte
	from    int    // everything before is done
	frame   int    // the next bracket that may begin a frame; below seek: not known
	esc     escape // how that frame was escaped
	printed bool   // a program printed it
	seek    int    // where to look for it from
	key     int    // the next "meterValue" key before the frame
	keyName int    // where the key's first letter is; below keySeek: not known
	keySeek int    // where to look for it from
	failed  int    // the last key that no object encloses
	list    int    // a list of meter values of its own begins here; −1: none does
}

// candidate is a place where something may begin.
type candidate struct {
	start int
	bare  bool   // a payload without its frame
	repr  bool   // one, or a frame, that a program printed, in Python's or JavaScript's notation
	open  int    // where that begins: its "{", or the "[" of a frame or of a list of meter values alone
	esc   escape // how it was escaped
	call  string // the action of the Call that it is part of
	id    string // of that Call
}

// next finds the next place where a frame or a bare payload may begin.
func (c *finder) next() (candidate, bool) {
	for {
		if c.frame < c.seek {
			c.frame, c.esc, c.printed = nextBracket(c.text, c.seek)
		}
		if c.keyName < c.keySeek && c.keySeek < c.frame {
			c.key, c.keyName = nextKey(c.text, c.keySeek, c.frame)
			if c.keyName < 0 {
				c.keySeek = c.frame
			}
		}
		if c.list >= 0 {
			return candidate{start: c.list, bare: true, repr: true, open: c.list}, true
		}
		if c.keyName >= c.keySeek && c.key < c.frame {
			if k, ok := c.payload(); ok {
				return k, true
			}
			c.failed = c.key // what doesn't enclose this key doesn't enclose the next one either
			c.keySeek = c.keyName + 1
			continue
		}
		if c.frame >= len(c.text) {
			return candidate{}, false
		}
		return candidate{start: c.frame, esc: c.esc, repr: c.printed, open: c.frame}, true
	}
}

// payload is the object that encloses the key at hand.
func (c *finder) payload() (candidate, bool) {
	if list := listOfLists(c.text, c.key); list >= 0 {
		c.list = list
		return candidate{start: list, bare: true, repr: true, open: list}, true
	}
	floor := max(c.from, c.failed, c.key-lookBack)
	esc, size := escapedQuote(c.text, c.key)
	find := enclosing
	if size > 0 {
		find = enclosingEscaped
	}
	open := find(c.text, floor, c.key)
	if open < 0 {
		return candidate{}, false
	}
	k := candidate{start: open, bare: true, esc: esc}
	if esc.kind != plain {
		return k, true
	}
	if c.text[c.key] != '"' {
		k.repr, k.open = true, open
		if start, id, action, ok := pythonCall(c.text, c.from, open); ok {
			k.start, k.id, k.call = start, id, action
		}
	}
	return k, true
}

// pass gives a candidate up.
func (c *finder) pass(k candidate) {
	if c.list >= 0 {
		c.list = -1
		c.keySeek = max(c.keySeek, k.start)
		return
	}
	if k.bare {
		c.keySeek = c.keyName + 1
	} else {
		c.seek = k.start + 1
	}
}

// done goes on behind a place.
func (c *finder) done(end int) {
	if c.list >= 0 {
		c.list = nextList(c.text, end)
	}
	c.from, c.seek = end, end
	c.keySeek = max(c.keySeek, end)
}

// before is where the text before a place on its line begins; if it is the first on its line, where the line
// above does, and if the line is one of a key and its value, where those lines begin, as far as that isn't part of the
// place before.
func (c *finder) before(start int) int {
	floor := max(c.from, start-lookBack)
	line := floor + bytes.LastIndexByte(c.text[floor:start], '\n') + 1
	if line == floor || line < start && !blank(c.text[line:start]) {
		if line > floor && start-line <= longestAnnouncement && isPair(c.text[line:start]) {
			return recordAbove(c.text, floor, line)
		}
		return line
	}
	above := floor + bytes.LastIndexByte(c.text[floor:line-1], '\n') + 1
	if above > floor && blank(c.text[above:line-1]) {
		above = floor + bytes.LastIndexByte(c.text[floor:above-1], '\n') + 1
	}
	if line-above <= longestAnnouncement {
		return above
	}
	return line
}

// rest is where the next window is to begin when nothing more is found in this one.
func (c *finder) rest() int {
	n := len(c.text) - tail
	if n <= c.from {
		return c.from
	}
	if i := bytes.LastIndexByte(c.text[c.from:n], '\n'); i >= 0 {
		return c.from + i + 1
	}
	return n
}

// nextBracket finds the next "[" that has a number and a comma behind it, escaped, printed or neither; len(text)
// if there is none.
func nextBracket(text []byte, i int) (bracket int, e escape, printed bool) {
	for {
		n := bytes.IndexByte(text[i:], '[')
		if n < 0 {
			return len(text), escape{}, false
		}
		i += n
		kind, id, ok := beginsFrame(text, i)
		if ok {
			if at(text, id+1) == '"' { // an empty id, or a quote that is doubled
				e, _ = beginsEscaped(text, i)
			}
			return i, e, false
		}
		if kind != 0 && at(text, id) == '\'' {
			return i, escape{}, true
		}
		if mayBeOdd(text, i) {
			return i, escape{}, false
		}
		if e, ok := beginsEscaped(text, i); ok {
			return i, e, false
		}
		if beginsSplit(text, i) {
			return i, escape{backslash, 1}, false
		}
		i++
	}
}

// mayBeOdd says whether an array may be taken for a frame by readOdd.
func mayBeOdd(text []byte, i int) bool {
	i = skipSpace(text, i+1)
	if c := at(text, i); !isDigit(c) && c != '-' && (c != '"' || !isDigit(at(text, i+1))) {
		return false
	}
	end := scalarEnd(text, i)
	if end == i || end-i > 8 {
		return false
	}
	i = skipSpace(text, end)
	if at(text, i) != ',' {
		return false
	}
	i = skipSpace(text, i+1)
	return at(text, i) == '"' || isDigit(at(text, i)) || bytes.HasPrefix(text[min(i, len(text)):], []byte("null"))
}

// enclosing finds the "{" of the object that has the key at text[key], going back no further than floor; −1
// if there is none.
func enclosing(text []byte, floor, key int) int {
	depth := 0
	for i := key - 1; i >= floor; i-- {
		switch c := text[i]; c {
		case '"', '\'':
			if q := text[key]; c != q && (q == '"' || q == '\'') {
				continue // Python's other quote, or an apostrophe
			}
			if i = openingQuote(text, floor, i); i < 0 {
				return -1
			}
		case '}', ']':
			depth++
		case '{':
			if depth == 0 {
				return i
			}
			depth--
		case '[':
			if depth == 0 {
				return -1
			}
			depth--
		}
	}
	return -1
}

// enclosingEscaped is enclosing for text that was escaped. Its strings aren't told from the rest.
func enclosingEscaped(text []byte, floor, key int) int {
	depth := 0
	for i := key - 1; i >= floor; i-- {
		switch text[i] {
		case '}', ']':
			depth++
		case '{', '[':
			if depth == 0 {
				if text[i] == '[' {
					return -1
				}
				return i
			}
			depth--
		}
	}
	return -1
}

// openingQuote finds the quote that opens the string which closes at text[i].
func openingQuote(text []byte, floor, i int) int {
	quote := text[i]
	for i--; i >= floor; i-- {
		if text[i] != quote {
			continue
		}
		if !escapedAt(text, floor, i) {
			return i
		}
	}
	return -1
}

// counter counts lines forward.
type counter struct {
	window *Window
	pos    int
	line   int // of the window's text at pos
}

// at gives the line of the text at pos, which must not go back.
func (l *counter) at(pos int) int {
	if pos > l.pos {
		l.line += l.window.lines(l.pos, pos)
		l.pos = pos
	}
	return l.line
}
