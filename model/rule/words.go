package rule

import (
	"encoding/json"
	"strconv"
	"strings"

	"meterscope/model"
)

// lastName is the name of the property that a pointer points to, in plain words where it points to an element
// or to the payload.
func lastName(pointer string) string {
	i := strings.LastIndexByte(pointer, '/')
	if i < 0 {
		return "the payload"
	}
	name := strings.NewReplacer("~1", "/", "~0", "~").Replace(pointer[i+1:])
	if _, err := strconv.Atoi(name); err == nil {
		return "an element of " + lastName(pointer[:i])
	}
	return name
}

// whole is what lacks a property, at the begin of a sentence.
func whole(pointer string) string {
	i := strings.LastIndexByte(pointer, '/')
	if i < 0 {
		return "The payload"
	}
	if _, err := strconv.Atoi(pointer[i+1:]); err == nil {
		switch lastName(pointer[:i]) {
		case "meterValue", "transactionData":
			return "A meter value"
		case "sampledValue":
			return "A sampled value"
		}
		return "An element of " + lastName(pointer[:i])
	}
	return lastName(pointer)
}

func quoteName(pointer string) string { return strconv.Quote(lastName(pointer)) }

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// hint is what follows a statement to explain it.
func hint(s string) string {
	if s == "" {
		return ""
	}
	return " (" + s + ")"
}

func article(word string) string {
	switch {
	case strings.Contains(word, " "):
		return word
	case strings.ContainsRune("aeiou", rune(word[0])):
		return "an " + word
	}
	return "a " + word
}

// sentence says what stood there and what was expected, where they are known.
func sentence(what, link, want string, f *model.Finding) string {
	if f.HasGot && f.Got != "" {
		what += " at " + f.Got
	}
	if want != "" {
		what += "; " + link + " " + want
	}
	return what + "."
}

// isNumeral says that a JSON text begins a number.
func isNumeral(s string) bool {
	return s != "" && (s[0] == '-' || s[0] >= '0' && s[0] <= '9')
}

// timeOf reads the time in a JSON text. readable is false where it isn't one.
func timeOf(got string) (t model.Time, readable bool) {
	var s string
	if err := json.Unmarshal([]byte(got), &s); err != nil {
		return model.Time{}, false
	}
	t, _ = model.ParseTimestamp(s)
	return t, !t.IsZero()
}
