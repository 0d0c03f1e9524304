package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"meterscope/assets/version"
	"meterscope/ui/cli"
)

// manPages are the manual, made from the texts of the commands' help, in each language that has them.
func (j *job) manPages() ([]file, error) {
	var files []file
	for language, dir := range map[string]string{"en": "usr/share/man/man1/", "de": "usr/share/man/de/man1/"} {
		root, err := cli.Tree(language)
		if err != nil {
			return nil, err
		}
		data, err := gzipped([]byte(manPage(root, manHeadings(language), j.when)))
		if err != nil {
			return nil, err
		}
		files = append(files, file{dir + command + ".1.gz", data, 0o644})
	}
	return sorted(files), nil
}

type headings struct{ name, synopsis, description, commands, options, examples, flags string }

func manHeadings(language string) headings {
	if language == "de" {
		return headings{"BEZEICHNUNG", "ÜBERSICHT", "BESCHREIBUNG", "BEFEHLE", "OPTIONEN", "BEISPIELE", "[Optionen]"}
	}
	return headings{"NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS", "OPTIONS", "EXAMPLES", "[flags]"}
}

// manPage writes one page over all commands, in the language man of troff.
func manPage(root *cobra.Command, h headings, when time.Time) string {
	var b strings.Builder
	fmt.Fprintf(&b, ".TH %s 1 %s %q\n", strings.ToUpper(command), when.Format(time.DateOnly), appName+" "+version.Number)
	fmt.Fprintf(&b, ".SH %s\n%s \\- %s\n", h.name, command, roff(root.Short))
	fmt.Fprintf(&b, ".SH %s\n.B %s\n%s\n", h.synopsis, command, roff(strings.TrimPrefix(root.Use, command+" ")))
	fmt.Fprintf(&b, ".SH %s\n%s", h.description, paragraphs(root.Long))
	fmt.Fprintf(&b, ".SH %s\n", h.commands)
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() {
			manCommand(&b, c, h)
		}
	}
	fmt.Fprintf(&b, ".SH %s\n", h.options)
	manFlags(&b, root.PersistentFlags())
	fmt.Fprintf(&b, ".SH %s\n.nf\n%s.fi\n", h.examples, lines(root.Example))
	return b.String()
}

func manCommand(b *strings.Builder, c *cobra.Command, h headings) {
	use := strings.Replace(c.UseLine(), "[flags]", h.flags, 1)
	fmt.Fprintf(b, ".SS %s\n%s\n", roff(use), roff(c.Short)+".")
	if c.Long != "" {
		b.WriteString(".PP\n" + paragraphs(c.Long))
	}
	manFlags(b, c.LocalNonPersistentFlags())
	if c.Example != "" {
		fmt.Fprintf(b, ".PP\n.nf\n%s.fi\n", lines(c.Example))
	}
}

func manFlags(b *strings.Builder, flags *pflag.FlagSet) {
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" {
			return
		}
		value, usage := pflag.UnquoteUsage(f)
		b.WriteString(".TP\n")
		if f.Shorthand != "" {
			fmt.Fprintf(b, "\\fB\\-%s\\fR, ", roff(f.Shorthand))
		}
		fmt.Fprintf(b, "\\fB%s\\fR \\fI%s\\fR\n%s\n", roff("--"+f.Name), roff(value), roff(usage))
	})
}

// roff makes a text safe: a hyphen is one, a backslash is shown, and no line is taken for a request.
func roff(s string) string {
	s = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(strings.TrimSpace(s))
	if strings.HasPrefix(s, ".") || strings.HasPrefix(s, "'") {
		s = `\&` + s
	}
	return s
}

func lines(s string) string {
	var b strings.Builder
	for l := range strings.Lines(s) {
		b.WriteString(roff(l) + "\n")
	}
	return b.String()
}

func paragraphs(s string) string {
	return strings.ReplaceAll(lines(s), "\n\n", "\n.PP\n")
}
