package present

import (
	"slices"
	"strings"
	"unicode"

	"meterscope/ui/lang"
)

// Action is something that can be done, as the command palette lists it.
type Action struct {
	Path []string // the menus that lead to it, and its own name last
	Keys string   // "Ctrl+O"; "" for none
	Off  bool     // it can't be done now
	Run  func()
}

// Label is the path in one line.
func (a *Action) Label() string { return strings.Join(a.Path, " ▸ ") }

// Palette finds actions by words. The best come first.
type Palette struct {
	t      *lang.Texts
	all    []Action
	more   func(words string) []Action // what depends on what was typed; may be nil
	found  []Action
	chosen int
}

// NewPalette makes a palette of these actions.
func NewPalette(t *lang.Texts, all []Action, more func(words string) []Action) *Palette {
	p := &Palette{t: t, all: all, more: more}
	p.Find("")
	return p
}

// Find shows only actions that have all these words, each at least in part.
func (p *Palette) Find(words string) {
	type ranked struct {
		Action
		rank int
	}
	var list []ranked
	for _, a := range p.all {
		if rank, ok := rankOf(&a, strings.Fields(strings.ToLower(words))); ok {
			list = append(list, ranked{a, rank})
		}
	}
	slices.SortStableFunc(list, func(a, b ranked) int { return a.rank - b.rank })
	p.found, p.chosen = nil, 0
	for _, r := range list {
		p.found = append(p.found, r.Action)
	}
	if text := strings.TrimSpace(words); p.more != nil && text != "" {
		p.found = append(p.found, p.more(text)...)
	}
}

// rankOf says how well an action fits; the lower the better. It is not ok where a word isn't in it.
func rankOf(a *Action, words []string) (rank int, ok bool) {
	name, label := strings.ToLower(a.Path[len(a.Path)-1]), strings.ToLower(a.Label())
	for _, w := range words {
		switch {
		case strings.HasPrefix(name, w):
		case beginsAWord(name, w):
			rank++
		case beginsAWord(label, w):
			rank += 3
		case strings.Contains(label, w):
			rank += 6
		default:
			return 0, false
		}
	}
	if a.Off {
		rank += 20
	}
	return rank, true
}

// beginsAWord says that a word of the text begins so.
func beginsAWord(text, w string) bool {
	for i := strings.Index(text, w); i >= 0; {
		if i == 0 {
			return true
		}
		before := []rune(text[:i])
		if last := before[len(before)-1]; !unicode.IsLetter(last) && !unicode.IsDigit(last) {
			return true
		}
		next := strings.Index(text[i+len(w):], w)
		if next < 0 {
			return false
		}
		i += len(w) + next
	}
	return false
}

// Actions are those that were found.
func (p *Palette) Actions() []Action { return p.found }

// Selected is the one that Enter does; −1 for none.
func (p *Palette) Selected() int {
	if len(p.found) == 0 {
		return -1
	}
	return p.chosen
}

// Select chooses one.
func (p *Palette) Select(i int) {
	if i >= 0 && i < len(p.found) {
		p.chosen = i
	}
}

// Move goes so many lines down, or up.
func (p *Palette) Move(by int) { p.Select(min(max(p.chosen+by, 0), len(p.found)-1)) }

// Chosen is the one that Enter does.
func (p *Palette) Chosen() (Action, bool) {
	if p.Selected() < 0 || p.found[p.chosen].Off || p.found[p.chosen].Run == nil {
		return Action{}, false
	}
	return p.found[p.chosen], true
}
