package format

import "strings"

// Markdown writes the reference of the formats that Help shows.
func Markdown() string {
	var b strings.Builder
	b.WriteString("# Log shapes\n\nMeterscope recognises a log by its lines, never by its name. " +
		"Frames are found anywhere in the text; the shapes below add what a frame doesn't say about itself.\n\n" +
		"A station that no line names stays unnamed, whatever the file is called; `--station` names it. " +
		"A log may change its shape on the way: lines of another one are read as theirs. " +
		"What was concluded, such as a zone, is marked wherever it appears.\n")
	for _, f := range All() {
		i := f.Info()
		b.WriteString("\n## " + i.Title + "\n\n`" + i.ID + "`: " + i.Doc + "\n\n")
		for _, r := range [][2]string{{"Time", i.Reads.Time}, {"Station", i.Reads.Station}, {"Direction", i.Reads.Direction}} {
			b.WriteString("- " + r[0] + ": " + r[1] + "\n")
		}
		b.WriteString("\n```\n")
		for _, line := range i.Samples {
			b.WriteString(line + "\n")
		}
		b.WriteString("```\n")
	}
	return b.String()
}
