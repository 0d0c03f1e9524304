package cli

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"meterscope/ui/lang"
)

// addLang adds --lang to every command.
func addLang(root *cobra.Command, e *env) {
	root.PersistentFlags().StringVar(&e.language, "lang", e.language,
		"language of the texts: "+strings.Join(lang.Languages(), ", ")+"; default: the system's")
	root.PersistentFlags().Lookup("lang").DefValue = "" // it isn't the same everywhere
	completes(root, "lang", lang.Languages())
}

// speak chooses the language: that of --lang, else the system's. The texts are needed before the flags are read,
// for those have texts themselves.
func (e *env) speak(args []string, system func(string) string) (err error) {
	e.language = lang.System(system)
	chosen, _ := cutLang(args)
	if chosen == "" || lang.Known(chosen) {
		if chosen != "" {
			e.language = chosen
		}
		e.t, err = lang.Load(e.language)
		return err
	}
	if e.t, err = lang.Load(e.language); err != nil {
		return err
	}
	return unknownLanguage(chosen)
}

// Language gives the words for the window: in the language of --lang, its code is once, else in the system's. rest
// are the arguments without it. Where there are no texts in it the error says so, in the system's language.
func Language(args []string, system string) (t *lang.Texts, once string, rest []string, err error) {
	once, rest = cutLang(args)
	code := system
	if lang.Known(once) {
		code = once
	}
	if t, err = lang.Load(code); err == nil && code != once && once != "" {
		err = errors.New(sentence(t, unknownLanguage(once)))
	}
	return t, once, rest, err
}

func unknownLanguage(code string) error {
	return usagef("there are no texts in --lang %q: it knows %s", code, strings.Join(lang.Languages(), ", "))
}

// cutLang gives the value of --lang, "" where there is none, and the arguments without it.
func cutLang(args []string) (value string, rest []string) {
	for i := 0; i < len(args); i++ {
		a := args[i]
		switch {
		case a == "--":
			return value, append(rest, args[i:]...)
		case a == "--lang" && i+1 < len(args):
			i++
			value = args[i]
		case strings.HasPrefix(a, "--lang="):
			value = strings.TrimPrefix(a, "--lang=")
		default:
			rest = append(rest, a)
		}
	}
	return value, rest
}

// translate puts the texts of commands and flags into the user's language.
func (e *env) translate(root *cobra.Command) {
	if e.t == nil {
		return
	}
	root.InitDefaultHelpCmd()
	root.InitDefaultVersionFlag()
	eachCommand(root, func(c *cobra.Command) {
		c.InitDefaultHelpFlag()
		for _, text := range []*string{&c.Use, &c.Short, &c.Long, &c.Example} {
			if *text != "" {
				*text = e.t.Text(*text)
			}
		}
		flags := func(f *pflag.Flag) { f.Usage = e.flagText(c, f) }
		c.LocalNonPersistentFlags().VisitAll(flags)
		c.PersistentFlags().VisitAll(flags)
	})
}

func eachCommand(c *cobra.Command, do func(*cobra.Command)) {
	for _, sub := range c.Commands() {
		eachCommand(sub, do)
	}
	do(c)
}

// flagText is what the help says about a flag. Those that cobra adds name the command.
func (e *env) flagText(c *cobra.Command, f *pflag.Flag) string {
	switch f.Usage {
	case "help for " + c.Name():
		return e.t.Text("help for %s", c.Name())
	case "version for " + c.Name():
		return e.t.Text("version for %s", c.Name())
	}
	return e.t.Text(f.Usage)
}
