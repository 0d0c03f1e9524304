package archive

import (
	"path"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// nameMost is how long a member's name may be, in bytes. The end of a longer one is kept: it says most.
const nameMost = 300

// Label makes a member's name fit to be shown: a path below its archive with forward slashes, without control
// characters and marks that turn the direction of writing.
func Label(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case r == '\\':
			return '/'
		case r == utf8.RuneError, unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == '\u2028', r == '\u2029':
			return '_'
		}
		return r
	}, name)
	name = strings.TrimPrefix(path.Clean("/"+name), "/")
	if name == "" {
		return "unnamed"
	}
	if len(name) > nameMost {
		cut := len(name) - nameMost
		for !utf8.RuneStart(name[cut]) {
			cut++
		}
		name = "…" + name[cut:]
	}
	return name
}

// labels gives each member of an archive a name of its own.
type labels map[string]int

func (l labels) of(name string) string {
	name = Label(name)
	l[name]++
	if n := l[name]; n > 1 {
		return l.of(name + " (" + strconv.Itoa(n) + ")")
	}
	return name
}
