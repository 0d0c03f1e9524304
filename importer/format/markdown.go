package format

import "strings"

// Markdown writes the reference of the formats that Help shows.
func Markdown() string {
	var b strings.Builder
	b.WriteString("# Log shapes\n\nMeterscope recognises a log by its lines, never by its name. " +
		"Frames are found anywhere in the text; the shapes below add what a frame doesn't say about itself.\n")
	for _, f := range All() {
		i := f.Info()
		b.WriteString("\n## " + i.Title + "\n\n`" + i.ID + "`: " + i.Doc + "\n\n```\n")
		for _, line := range i.Samples {
			b.WriteString(line + "\n")
		}
		b.WriteString("```\n")
	}
	return b.String()
}
