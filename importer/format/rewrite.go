package format

import (
	"bytes"
	"slices"

	"meterscope/model"
)

// Rewriter writes the text of a log whose frames don't stand in it as frames, so that the scanner finds them:
// the rows of a table, messages whose action stands beside their payload, answers in words.
type Rewriter interface {
	// Rows rewrites what is whole at the beginning of raw, in the memory of an earlier text that isn't needed any
	// more. It gives the text for the scanner, and how much of raw that is. With final nothing follows raw.
	Rows(memory Rewritten, raw []byte, final bool) (_ Rewritten, used int)
	// Whole says that no frame goes on behind what Rows gave.
	Whole() bool
}

// Rewritten is a text for the scanner, and where its bytes come from.
type Rewritten struct {
	Text []byte
	From model.Segments
	At   func(raw int) int64 // given to Rows: where in the source a byte of raw is; nil: raw is the source

	MayEnd bool // given to Rows: it may find that something else begins in raw
	Ended  bool // something else begins behind what was used
}

// Whole is true: a frame stands in one row.
func (*Table) Whole() bool { return true }

// FindLoose decides from the beginning of a text that is no table how it has to be rewritten; nil where it stays as
// it is.
func FindLoose(head []byte) Rewriter {
	messages, words := hasLooseMessage(head), bytes.Contains(head, []byte(wordsMark))
	if !messages && !words {
		return nil
	}
	return looseText{messages: messages, words: words}
}

// looseText rewrites text in which messages stand that are no frames. All other text stays as it is.
type looseText struct {
	messages bool // JSON objects with the action beside the payload
	words    bool // answers in words
}

// Whole is false: a frame among the other text may go on.
func (looseText) Whole() bool { return false }

// Rows rewrites the messages in raw.
func (l looseText) Rows(memory Rewritten, raw []byte, final bool) (_ Rewritten, used int) {
	w := looseWriter{raw: raw, text: slices.Grow(memory.Text[:0], len(raw)+len(raw)/8), from: memory.From[:0]}
	for i := 0; i < len(raw); {
		next, whole := l.record(&w, i, final)
		if !whole {
			break
		}
		i = next
	}
	if used = w.done; used < len(raw) && final {
		w.copy(len(raw))
		used = len(raw)
	}
	return Rewritten{Text: w.text, From: w.from}, used
}

// record goes on from raw[i], where a line begins, to where the next record does. It is not whole where that
// stands behind raw.
func (l looseText) record(w *looseWriter, i int, final bool) (next int, whole bool) {
	if l.messages {
		if next, whole, ok := w.message(i, final); ok {
			return next, whole
		}
	}
	end := bytes.IndexByte(w.raw[i:], '\n')
	if end < 0 && !final {
		return i, false
	}
	next = len(w.raw)
	if end >= 0 {
		next = i + end + 1
	}
	if l.words {
		w.words(i, next)
	}
	w.copy(next)
	return next, true
}

// looseWriter writes a text for the scanner.
type looseWriter struct {
	raw  []byte
	done int // of raw
	text []byte
	from model.Segments
	next int // the source offset that continues the last segment
}

// copy takes raw over up to end.
func (w *looseWriter) copy(end int) {
	if end <= w.done {
		return
	}
	w.segment(w.done)
	w.text = append(w.text, w.raw[w.done:end]...)
	w.done, w.next = end, end
}

// flat is copy for a stretch whose line ends are white space between tokens.
func (w *looseWriter) flat(end int) {
	n := len(w.text)
	w.copy(end)
	for i := n; i < len(w.text); i++ {
		if c := w.text[i]; c == '\n' || c == '\r' {
			w.text[i] = ' '
		}
	}
}

// invent writes what raw doesn't have, all at one of its places.
func (w *looseWriter) invent(s string, source int) {
	for i := range len(s) {
		w.segment(source)
		w.text = append(w.text, s[i])
		w.next = source + 1
	}
}

func (w *looseWriter) segment(source int) {
	if len(w.from) == 0 || source != w.next {
		w.from = append(w.from, model.Segment{Text: len(w.text), Source: int64(source)})
	}
}
