package present

import (
	"bytes"
	"context"

	"meterscope/model"
	"meterscope/model/store"
)

// messageHit is a stretch of a message that was searched for: bytes of its JSON.
type messageHit struct {
	frame    int // in the list
	from, to int
}

// wordSearch is what is looked for in the messages of a transaction, and where it was found.
type wordSearch struct {
	words string
	hits  []messageHit
	in    map[int]bool // messages with a hit
	at    int          // −1: at none
	start int          // the message that was open when the search began
	ended bool
	runs  int
}

// hitsMost is how many places a search finds.
const hitsMost = 10_000

// Find looks for words in the messages of the transaction, in upper or lower case. The first place at the open message
// or after it is opened.
func (m *Messages) Find(words string) {
	if m.found.words == words {
		return
	}
	m.found = wordSearch{words: words, at: -1, start: max(m.selected, 0), runs: m.found.runs + 1, in: map[int]bool{}}
	if words == "" || !m.loaded {
		m.finding.stop()
		m.light(m.opened)
		m.changed()
		m.openChanged()
		return
	}
	runs, file, frames := m.found.runs, m.app.file(), m.frames
	m.finding.do(func(ctx context.Context) func() {
		err := findIn(ctx, file, frames, words, func(hits []messageHit) {
			m.app.post.Post(func() { m.takeHits(runs, hits) })
		})
		if ctx.Err() != nil {
			return nil
		}
		return func() {
			m.app.failed(err)
			m.endOfHits(runs)
		}
	})
	m.changed()
}

// findIn looks for words in messages and tells what it finds, as it comes.
func findIn(ctx context.Context, file CaseFile, frames []store.FrameHead, words string, tell func([]messageHit)) error {
	const portion = 200 // messages
	word := lowered([]byte(words))
	var hits []messageHit
	n := 0
	for i := range frames {
		if err := ctx.Err(); err != nil {
			return err
		}
		text, err := frameText(ctx, file, &frames[i].Frame)
		if err != nil {
			return err
		}
		text = lowered(text)
		for at := 0; n < hitsMost; n++ {
			k := bytes.Index(text[at:], word)
			if k < 0 {
				break
			}
			hits = append(hits, messageHit{i, at + k, at + k + len(word)})
			at += k + len(word)
		}
		if len(hits) > 0 && (i%portion == portion-1 || n == len(hits)) {
			tell(hits)
			hits = nil
		}
	}
	if len(hits) > 0 {
		tell(hits)
	}
	return nil
}

// frameText is a message as its JSON is shown: as it stands in the source, or as it was before its log wrapped it.
func frameText(ctx context.Context, file CaseFile, f *model.Frame) ([]byte, error) {
	raw, err := file.Evidence(ctx, f.At.Source, f.At.Offset, min(f.Size, rawMost))
	if err != nil || verbatim(raw) {
		return raw, err
	}
	if d, ok := decode(raw, f); ok {
		return d.text, nil
	}
	return raw, nil
}

// lowered makes the letters of ASCII small; each byte stays where it is.
func lowered(b []byte) []byte {
	out := make([]byte, len(b))
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		out[i] = c
	}
	return out
}

func (m *Messages) takeHits(runs int, hits []messageHit) {
	if runs != m.found.runs {
		return
	}
	f := &m.found
	f.hits = append(f.hits, hits...)
	for _, h := range hits {
		f.in[h.frame] = true
	}
	for i := 0; f.at < 0 && i < len(f.hits); i++ {
		if f.hits[i].frame >= f.start {
			m.goTo(i)
			return
		}
	}
	m.changed()
}

func (m *Messages) endOfHits(runs int) {
	if runs != m.found.runs {
		return
	}
	m.found.ended = true
	if m.found.at < 0 && len(m.found.hits) > 0 {
		m.goTo(0)
		return
	}
	m.light(m.opened)
	m.changed()
	m.openChanged()
}

// FindNext goes so many places on, or back, among those that were found; round and round.
func (m *Messages) FindNext(by int) {
	if n := len(m.found.hits); n > 0 {
		m.goTo(((m.found.at+by)%n + n) % n)
	}
}

// goTo opens the message of a place that was found.
func (m *Messages) goTo(i int) {
	m.found.at = i
	m.proof = nil
	frame := m.found.hits[i].frame
	if frame == m.selected && m.opened != nil && m.openedAt == frame {
		m.light(m.opened)
		m.changed()
		m.openChanged()
		return
	}
	m.selectAt(frame, nil)
}

// Words are those that are looked for; "" if none are.
func (m *Messages) Words() string { return m.found.words }

// FindState says how many places were found, and at which one is: "3 of 57".
func (m *Messages) FindState() string {
	t, n := m.app.Texts(), len(m.found.hits)
	switch {
	case m.found.words == "":
		return ""
	case n == 0 && m.found.ended:
		return t.Text("not found")
	case n == 0:
		return t.Text("searching…")
	case n >= hitsMost:
		return t.Text("%s of more than %s", Count(t, m.found.at+1), Count(t, hitsMost))
	}
	return t.Text("%s of %s", Count(t, m.found.at+1), Count(t, n))
}

// light marks in the open message what was found there.
func (m *Messages) light(o *OpenMessage) {
	if o == nil {
		return
	}
	var hits [][2]int
	at := -1
	if m.openedAt >= 0 {
		for i, h := range m.found.hits {
			if h.frame == m.openedAt {
				if i == m.found.at {
					at = len(hits)
				}
				hits = append(hits, [2]int{h.from, h.to})
			}
		}
	}
	if o.View != nil {
		o.View.Find(hits, at)
	}
	o.Raw.hit = [2]int{}
	if at >= 0 && !o.Decoded {
		o.Raw.hit = [2]int{o.Raw.frame[0] + hits[at][0], o.Raw.frame[0] + hits[at][1]}
	}
}
