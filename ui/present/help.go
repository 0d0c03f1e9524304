package present

import (
	"slices"
	"strings"

	"meterscope/assets"
	"meterscope/importer/format"
	"meterscope/model/rule"
	"meterscope/ui/lang"
)

// Chapter is a page of the help.
type Chapter struct {
	Group string // what it is part of
	Title string
	Text  string // Markdown
}

// Help is what F1 shows: the guide, the keys, the rules and the shapes of logs, in the user's language.
type Help struct {
	chapters []Chapter
	found    []Chapter
	chosen   int // of found; −1: none
}

// NewHelp makes the help. mod is what the platform calls its own modifier.
func NewHelp(t *lang.Texts, mod string) *Help {
	h := &Help{}
	h.chapters = append(h.chapters, guide(t)...)
	h.chapters = append(h.chapters, Chapter{Group: t.Text(TextGuide), Title: t.Text("Search language"), Text: SearchHelp(t)})
	h.chapters = append(h.chapters, keysChapter(t, mod))
	h.chapters = append(h.chapters, ruleChapters(t)...)
	for _, f := range format.All() {
		h.chapters = append(h.chapters, formatChapter(t, f.Info()))
	}
	h.Find("")
	return h
}

// guide cuts the guide into its sections. Where there is none in the language it is the English one.
func guide(t *lang.Texts) []Chapter {
	text, err := assets.Doc("guide." + t.Code())
	if err != nil {
		if text, err = assets.Doc("guide"); err != nil {
			return nil // it is built in
		}
	}
	lines := slices.DeleteFunc(strings.Split(text, "\n"), func(l string) bool { return strings.HasPrefix(l, "![") }) // pictures of this window
	text = strings.Join(lines, "\n")
	intro, rest, _ := strings.Cut("\n"+withoutPictures(text), "\n## ")
	if _, body, ok := strings.Cut(strings.TrimSpace(intro), "\n"); ok {
		intro = body // without its title
	}
	var all []Chapter
	for i, part := range strings.Split(rest, "\n## ") {
		title, body, _ := strings.Cut(part, "\n")
		if i == 0 {
			body = intro + "\n\n" + body
		}
		all = append(all, Chapter{Group: t.Text(TextGuide), Title: title, Text: strings.TrimSpace(body)})
	}
	return all
}

// withoutPictures leaves out the lines that show a picture: they are beside the page, not in the program.
func withoutPictures(text string) string {
	lines := strings.Split(text, "\n")
	return strings.Join(slices.DeleteFunc(lines, func(l string) bool { return strings.HasPrefix(l, "![") }), "\n")
}

func keysChapter(t *lang.Texts, mod string) Chapter {
	var b strings.Builder
	for _, k := range Keys(t) {
		b.WriteString("- **" + strings.ReplaceAll(k[0], "Mod", mod) + "**  " + k[1] + "\n")
	}
	return Chapter{Group: t.Text(TextGuide), Title: t.Text(TextKeys), Text: b.String()}
}

func ruleChapters(t *lang.Texts) []Chapter {
	var all []Chapter
	for _, r := range rule.Catalogue() {
		d := RuleDoc(r.Doc).in(t)
		var b strings.Builder
		b.WriteString("*" + SeverityChoices(t)[r.Severity] + "*")
		if d.Spec != "" {
			b.WriteString(" · " + d.Spec)
		}
		b.WriteString("\n\n" + d.What + "\n\n**" + t.Text(TextWhy) + "**  " + d.Why + "\n\n**" + t.Text(TextRemedy) + "**  " + d.Remedy + "\n")
		for _, p := range r.Params {
			b.WriteString("\n- `" + string(r.ID) + "." + p.Name + "` " + t.Text(p.Text) + " " + t.Text("(normally %s)", p.Default))
		}
		all = append(all, Chapter{Group: t.Text(TextHelpRules), Title: string(r.ID) + "  " + d.Title, Text: b.String()})
	}
	return all
}

func formatChapter(t *lang.Texts, info format.Info) Chapter {
	var b strings.Builder
	b.WriteString(t.Text(info.Doc) + "\n\n```\n")
	for _, s := range info.Samples {
		b.WriteString(s + "\n")
	}
	b.WriteString("```\n")
	return Chapter{Group: t.Text(TextHelpFormats), Title: t.Text(info.Title), Text: b.String()}
}

// Find shows only chapters with all these words, those with them in their titles first.
func (h *Help) Find(words string) {
	list := strings.Fields(strings.ToLower(words))
	has := func(text string) bool {
		text = strings.ToLower(text)
		return !slices.ContainsFunc(list, func(w string) bool { return !strings.Contains(text, w) })
	}
	var titled, others []Chapter
	for _, c := range h.chapters {
		switch {
		case has(c.Group + " " + c.Title):
			titled = append(titled, c)
		case has(c.Title + " " + c.Text):
			others = append(others, c)
		}
	}
	h.found, h.chosen = append(titled, others...), 0
	if len(h.found) == 0 {
		h.chosen = -1
	}
}

// Chapters are those that were found.
func (h *Help) Chapters() []Chapter { return h.found }

// Selected is the chapter that is read; −1 for none.
func (h *Help) Selected() int { return h.chosen }

// Select opens a chapter.
func (h *Help) Select(i int) {
	if i >= 0 && i < len(h.found) {
		h.chosen = i
	}
}

// Open opens the chapter of this title, or the one that begins so.
func (h *Help) Open(title string) {
	if i := slices.IndexFunc(h.found, func(c Chapter) bool { return strings.HasPrefix(c.Title, title) }); i >= 0 {
		h.chosen = i
	}
}

// Chapter is the one that is read.
func (h *Help) Chapter() (Chapter, bool) {
	if h.chosen < 0 {
		return Chapter{}, false
	}
	return h.found[h.chosen], true
}
