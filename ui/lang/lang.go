package lang

import (
	"strings"
)

// English is the language of the code; German has its words in assets/translations/de.
const (
	English = "en"
	German  = "de"
)

// Languages lists the codes of the languages that there are texts in.
func Languages() []string { return []string{English, German} }

// Known says whether there are texts in the language with this code.
func Known(code string) bool { return code == English || code == German }

// Name is what a language calls itself.
func Name(code string) string {
	switch code {
	case English:
		return "English"
	case German:
		return "Deutsch"
	}
	return code
}

// System is the language that the environment asks for: the first of LANGUAGE, LC_ALL, LC_MESSAGES and LANG
// that names one, English where that is none of ours. LANGUAGE may list several, the best first.
func System(env func(key string) string) string {
	for _, key := range []string{"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"} {
		v := env(key)
		if v == "" {
			continue
		}
		for _, name := range strings.Split(v, ":") {
			if code := codeOf(name); Known(code) {
				return code
			}
		}
		return English
	}
	return English
}

// codeOf is the language of a locale's name: "de" of "de_AT.UTF-8".
func codeOf(locale string) string {
	if i := strings.IndexAny(locale, "_-.@"); i >= 0 {
		locale = locale[:i]
	}
	return strings.ToLower(locale)
}
