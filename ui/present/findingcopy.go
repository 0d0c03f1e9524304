package present

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"strings"

	"meterscope/model"
)

// CopyText is a card as text: what was found, where, and what it means.
func (v *Findings) CopyText(c *Card) string {
	t := v.app.Texts()
	var b strings.Builder
	head := string(c.Rule)
	if c.Title != head {
		head += "  " + c.Title
	}
	b.WriteString(c.Severity.String() + "  " + head + "\n" + c.Message + "\n")
	for _, part := range [][2]string{
		{t.Text(TextGot), c.Got}, {t.Text(TextWant), c.Want}, {t.Text("At##place"), c.Pointer}, {t.Text("When"), c.When},
		{t.Text("Settings##rule"), c.Set}, {t.Text(TextWhat), c.Doc.What}, {t.Text(TextWhy), c.Doc.Why},
		{t.Text(TextRemedy), c.Doc.Remedy}, {t.Text(TextSpec), c.Doc.Spec},
	} {
		if part[1] != "" && part[1] != c.Message {
			b.WriteString(part[0] + ": " + part[1] + "\n")
		}
	}
	b.WriteString(JoinFacts(c.Places, c.Where))
	if src, ok := v.app.Status.SourceOf(c.First.At.Source); ok && src.Complete {
		b.WriteString(", SHA-256 " + hex.EncodeToString(src.SHA256[:]))
	}
	b.WriteByte('\n')
	return b.String()
}

// CopyJSON is a card as other programs read findings: the first of its places, and how many there are.
func (v *Findings) CopyJSON(c *Card) string {
	f := c.First
	f.Count = c.Count
	return v.app.findingJSON(&f, c.Title, c.Message)
}

// CopyJSON is the selected place as other programs read findings; "" where none is selected.
func (v *CaseFindings) CopyJSON() string {
	if v.selected < 0 || v.selected >= v.Places() {
		return ""
	}
	f := v.places.at(v.selected)
	title := string(f.Rule)
	if doc, ok := v.app.Engine.Rule(f.Rule); ok && doc.Title != "" {
		title = doc.in(v.app.Texts()).Title
	}
	return v.app.findingJSON(&f, title, Message(v.app.Texts(), f))
}

func (a *App) findingJSON(f *model.Finding, title, message string) string {
	src, _ := a.Status.SourceOf(f.At.Source)
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if e.Encode(AsFinding(f, src.Name, title, message, int64(f.Transaction), nil)) != nil {
		return "" // there is nothing in it that can't be written
	}
	return b.String()
}

// CopyText is what is known of the chosen source, as text; "" where none is chosen.
func (s *Sources) CopyText() string {
	row, ok := s.Row()
	if !ok {
		return ""
	}
	lines := []string{JoinFacts(row.Name, row.Size, row.Path)}
	if hash := s.Hash(); hash != "" {
		lines = append(lines, "SHA-256 "+hash)
	}
	if text := s.Sentence(); text != "" {
		lines = append(lines, text)
	}
	return strings.Join(lines, "\n") + "\n"
}
