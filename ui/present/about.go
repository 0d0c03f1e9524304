package present

import (
	"strings"
	"unicode/utf8"

	"meterscope/assets"
	"meterscope/assets/version"
	"meterscope/model/schema"
	"meterscope/ui/lang"
)

// The sheet about the program, and that of the licences.
const (
	TextLicences       = "Licences"
	TextLicencesDots   = "Licences…"
	TextAboutWhat      = "Finds out what really happened in a charging session, from the OCPP 1.6 messages in a log."
	TextAboutNoNetwork = "It works without a network and sends nothing anywhere."
)

// About is what the program says of itself: its version with the commit, what it is for, and against which schemas it
// checks.
func About(t *lang.Texts, number string) string {
	said := []string{"Meterscope " + number, t.Text(TextAboutWhat), t.Text(TextAboutNoNetwork)}
	if c := version.Commit(); c != "" {
		said[0] += "\n" + t.Text("Commit %s", c)
	}
	if ids, err := schema.IDs(); err == nil { // they are built in; a test reads them
		said = append(said, t.Text("Schemas: %s", schemaNames(ids)))
	}
	return strings.Join(said, "\n\n")
}

// schemaNames joins ids, with what they begin with said once: "urn:OCPP:1.6:2019:12: AuthorizeRequest, …".
func schemaNames(ids []string) string {
	var b strings.Builder
	last := ""
	for i, id := range ids {
		cut := strings.LastIndex(id, ":") + 1
		if i > 0 {
			b.WriteString(", ")
		}
		if id[:cut] != last {
			if last = id[:cut]; last != "" {
				b.WriteString(last + " ")
			}
		}
		b.WriteString(id[cut:])
	}
	return b.String()
}

// Licences are the texts of the licences of all that is in the program.
func Licences() string { return assets.Licences() }

// LicenceRows are those texts in rows of at most so many characters, broken between words.
func LicenceRows(columns int) []string {
	var rows []string
	for line := range strings.Lines(assets.Licences()) {
		rows = append(rows, wrapped(strings.ReplaceAll(strings.TrimRight(line, " \r\n\f"), "\t", "    "), columns)...)
	}
	return rows
}

// wrapped breaks a line between words. A word that is longer than a row is broken too.
func wrapped(line string, columns int) []string {
	columns = max(columns, 1)
	var rows []string
	for utf8.RuneCountInString(line) > columns {
		end := len(string([]rune(line)[:columns]))
		cut := strings.LastIndexByte(line[:end+1], ' ')
		if cut <= 0 || strings.TrimSpace(line[:cut]) == "" {
			cut = end
		}
		rows = append(rows, strings.TrimRight(line[:cut], " "))
		line = strings.TrimLeft(line[cut:], " ")
	}
	return append(rows, line)
}
