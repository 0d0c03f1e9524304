// Package locale names a language where the system names none.
//
// Fyne reads the system's locale while its packages are initialised, and logs an error for "C.UTF-8", which
// containers and fresh Debian systems have: every command would begin with three lines that mean nothing to
// its user. Go initialises packages whose imports are ready in the order of their paths, and Fyne's language
// package needs text/template, so this package, which needs only os and strings, comes first. It imports
// nothing else, and is imported by main for its effect.
package locale

import (
	"os"
	"strings"
)

var _ = settle(os.Getenv, os.Setenv)

// settle sets LANGUAGE to English for locales like "C.UTF-8". LANGUAGE is only asked for the language of
// messages: what the C library takes from the locale stays.
func settle(get func(string) string, set func(key, value string) error) error {
	if get("LANGUAGE") != "" {
		return nil
	}
	for _, key := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := get(key); v != "" {
			if strings.HasPrefix(v, "C.") || strings.HasPrefix(v, "POSIX.") {
				return set("LANGUAGE", "en")
			}
			return nil
		}
	}
	return nil
}
