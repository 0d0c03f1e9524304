package rule

import (
	"strings"
)

// Markdown writes the catalogue as the page that comes with the program.
func Markdown() string {
	var b strings.Builder
	b.WriteString("# The rules\n\n" +
		"What Meterscope says about a log, and when it says it. Each rule has a severity: *error*, *warning* or *info*. " +
		"Severities and the numbers in the rules can be changed, in the window (Settings) or with " +
		"`--rule ID=off|error|warning|info|default` and `--param NAME=VALUE`. A case keeps them, and findings say what " +
		"their rules were used with.\n\n" +
		"Where two readings are compared, each may be off by one unit of its last digit, on top of what a rule allows: a " +
		"register that counts in steps of 100 Wh is not blamed for 100 Wh.\n\n" +
		"Sections are those of OCPP 1.6 edition 2, OCPP-J 1.6 and the errata sheets.\n")
	family := ""
	for _, r := range Catalogue() {
		if f := string(r.ID[:3]); f != family {
			family = f
			b.WriteString("\n## " + f + ": " + familyTitle(f) + "\n")
		}
		b.WriteString("\n### " + string(r.ID) + " " + r.Doc.Title + "\n\n*" + r.Severity.String() + "*")
		if r.Doc.Spec != "" {
			b.WriteString(" · " + r.Doc.Spec)
		}
		b.WriteString("\n\n" + r.Doc.What + "\n\n**Why it matters.** " + r.Doc.Why + "\n\n**What to do.** " + r.Doc.Remedy + "\n")
		if len(r.Params) == 0 {
			continue
		}
		b.WriteString("\n| parameter | default | |\n| --- | --- | --- |\n")
		for _, p := range r.Params {
			b.WriteString("| `" + string(r.ID) + "." + p.Name + "` | " + p.Default + " | " + p.Text + " |\n")
		}
	}
	return b.String()
}

func familyTitle(f string) string {
	switch f {
	case "JSN":
		return "text and JSON"
	case "SCH":
		return "the schema"
	case "VAL":
		return "the value of a sample"
	case "UNI":
		return "units"
	case "PHS":
		return "phases and locations"
	case "CLK":
		return "time"
	case "REG":
		return "registers"
	case "PWR":
		return "power and electricity"
	case "SOC":
		return "the state of charge"
	case "OCP":
		return "the protocol"
	case "TXN":
		return "transactions"
	}
	return ""
}
