package present

import "maps"

// messagePlace is how a message was left: what of its JSON was folded away, and how far JSON and line were scrolled.
type messagePlace struct {
	folded    map[int]bool
	json, raw float32 // design pixels
}

// leftMost is of how many messages it is remembered how they were left.
const leftMost = 2000

// Leave remembers how a message is left that was open: how far its JSON and its line are scrolled, and what is folded.
func (m *Messages) Leave(o *OpenMessage, json, raw float32) {
	if o == nil || o.row < 0 {
		return
	}
	if m.places == nil || len(m.places) >= leftMost {
		m.places = map[frameKey]messagePlace{}
	}
	p := messagePlace{json: json, raw: raw}
	if o.View != nil {
		p.folded = maps.Clone(o.View.folded)
	}
	m.places[o.key] = p
}

// Left is how far a message was scrolled when it was left. ok is false where it is open for the first time, and where
// something in it is to be shown: a finding that was chosen, or what is searched for.
func (m *Messages) Left(o *OpenMessage) (json, raw float32, ok bool) {
	p, known := m.places[o.key]
	if !known || o.row < 0 || o.pointed || o.View != nil && o.View.hit >= 0 {
		return 0, 0, false
	}
	return p.json, p.raw, true
}

// arrive folds what was folded when the message was left.
func (m *Messages) arrive(o *OpenMessage) {
	if p, ok := m.places[o.key]; ok && o.row >= 0 && o.View != nil {
		o.View.folded = maps.Clone(p.folded)
	}
}
