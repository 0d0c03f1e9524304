package cli

import (
	"io"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"
)

// lineWidth is for how many characters a line has room.
func lineWidth(w io.Writer) int {
	const elsewhere, least = 120, 40
	f, ok := w.(*os.File)
	if !ok {
		return elsewhere
	}
	columns, _, err := term.GetSize(int(f.Fd())) //nolint:gosec // a file descriptor fits
	if err != nil || columns <= 0 {
		return elsewhere
	}
	return max(columns-1, least) // a terminal may break behind a line that fills it
}

// helpWidth is how many characters a line of the help has.
func (e *env) helpWidth() int {
	const readable = 100
	return min(e.width, readable)
}

// fill breaks a text into lines of at most width characters; a longer word stands alone.
func fill(text string, width int) []string {
	var lines []string
	line, length := "", 0
	for word := range strings.FieldsSeq(text) {
		n := utf8.RuneCountInString(word)
		if line != "" && length+1+n > width {
			lines = append(lines, line)
			line, length = "", 0
		}
		if line != "" {
			line += " "
			length++
		}
		line += word
		length += n
	}
	return append(lines, line)
}

// addHelp gives a root its help: that of a command that isn't there is a mistake.
func addHelp(root *cobra.Command, e *env) {
	root.InitDefaultHelpCmd()
	for _, c := range root.Commands() {
		if c.Name() != "help" {
			continue
		}
		c.RunE = func(_ *cobra.Command, args []string) error {
			topic, rest, err := root.Find(args)
			if err != nil || len(rest) > 0 {
				return unknownTopic(root, strings.Join(args, " "))
			}
			return topic.Help()
		}
	}
	root.SetHelpFunc(e.help)
	root.SetUsageFunc(e.usage)
}

func unknownTopic(root *cobra.Command, name string) error {
	if s := root.SuggestionsFor(name); len(s) > 0 {
		return usagef("unknown command %q: did you mean %q?", name, s[0])
	}
	return usagef("unknown command %q: meterscope --help lists the commands", name)
}

// help prints all about a command.
func (e *env) help(c *cobra.Command, _ []string) {
	c.InitDefaultHelpFlag() // is listed too
	c.InitDefaultVersionFlag()
	text := c.Long
	if text == "" {
		text = c.Short
	}
	var b strings.Builder
	for paragraph := range strings.SplitSeq(strings.TrimSpace(text), "\n\n") {
		b.WriteString(strings.Join(fill(paragraph, e.helpWidth()), "\n") + "\n\n")
	}
	c.Print(b.String() + c.UsageString())
}

// usage is the part of the help that lists commands and flags.
func (e *env) usage(c *cobra.Command) error {
	var b strings.Builder
	section := func(title, text string) {
		if text = strings.TrimRight(text, " \n"); text != "" {
			b.WriteString("\n\n" + title + "\n" + text)
		}
	}
	b.WriteString(e.t.Text("Usage:"))
	if c.Runnable() {
		b.WriteString("\n  " + strings.Replace(c.UseLine(), "[flags]", e.t.Text("[flags]"), 1))
	}
	if c.HasAvailableSubCommands() {
		b.WriteString("\n  " + c.CommandPath() + " " + e.t.Text("[command]"))
	}
	section(e.t.Text("Examples:"), c.Example)
	var commands [][2]string
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() || sub.Name() == "help" {
			commands = append(commands, [2]string{"  " + sub.Name(), sub.Short})
		}
	}
	section(e.t.Text("Available Commands:"), e.twoColumns(commands))
	section(e.t.Text("Flags:"), e.flagUsages(c.LocalFlags()))
	section(e.t.Text("Global Flags:"), e.flagUsages(c.InheritedFlags()))
	if c.HasAvailableSubCommands() {
		b.WriteString("\n\n" + e.t.Text(`Use "%s [command] --help" for more information about a command.`, c.CommandPath()))
	}
	c.Println(b.String())
	return nil
}

// flagUsages lists flags, with their defaults.
func (e *env) flagUsages(flags *pflag.FlagSet) string {
	var rows [][2]string
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		value, text := pflag.UnquoteUsage(f)
		name := "      --" + f.Name
		if f.Shorthand != "" {
			name = "  -" + f.Shorthand + ", --" + f.Name
		}
		if value != "" {
			name += " " + value
		}
		switch {
		case slices.Contains([]string{"", "0", "false", "[]"}, f.DefValue): // nothing
		case f.Value.Type() == "string":
			text += " " + e.t.Text("(default ") + `"` + f.DefValue + `")`
		default:
			text += " " + e.t.Text("(default ") + f.DefValue + ")"
		}
		rows = append(rows, [2]string{name, text})
	})
	return e.twoColumns(rows)
}

// twoColumns lays out names and what is said about them, in lines that are not too long.
func (e *env) twoColumns(rows [][2]string) string {
	const gap, least = 3, 20
	names := 0
	for _, r := range rows {
		names = max(names, utf8.RuneCountInString(r[0]))
	}
	indent := names + gap
	var b strings.Builder
	for _, r := range rows {
		b.WriteString(r[0] + strings.Repeat(" ", indent-utf8.RuneCountInString(r[0])))
		b.WriteString(strings.Join(fill(r[1], max(e.helpWidth()-indent, least)), "\n"+strings.Repeat(" ", indent)) + "\n")
	}
	return b.String()
}
