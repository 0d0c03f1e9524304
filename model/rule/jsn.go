package rule

import (
	"strings"

	"meterscope/model"
)

// jsnRules are about text and JSON. The decoder speaks for them.
func jsnRules() []*Rule {
	return []*Rule{
		{
			ID: "JSN001", Severity: model.SeverityError,
			Doc: Doc{
				Title:  "Not valid JSON",
				What:   "Text that begins like a frame is not valid JSON.",
				Why:    "Either the other side could not read this message, or whatever wrote the log changed it. Nothing in it is counted.",
				Remedy: "Look at the byte where reading failed. If the charger sent it like this, report it to its maker; if the log was edited or wrapped, ask for the original.",
				Spec:   "OCPP-J 1.6 §4.1.2; RFC 8259",
			},
			say: sayBroken,
		},
		{
			ID: "JSN002", Severity: model.SeverityError,
			Doc: Doc{
				Title:  "Frame is cut off",
				What:   "A frame ends before it closes: at the end of the file, at a column width, or where another line begins.",
				Why:    "What came after the cut is missing from every sum and plot. Sampled values that stand whole before it are used, and marked.",
				Remedy: "Ask for the log without a limit on line length, or for the file that follows.",
				Spec:   "OCPP-J 1.6 §4.1.2, §4.2",
			},
			say: func(f *model.Finding) string {
				if f.Want != "" {
					return "The frame is cut off: expected " + f.Want + "."
				}
				if f.Frame == model.NoFrame {
					return "The frame is cut off before it closes, and nothing of it can be used."
				}
				return "The frame is cut off before it closes; only what stands whole before the cut is used."
			},
		},
		{
			ID: "JSN003", Severity: model.SeverityWarning,
			Doc: Doc{
				Title:  "Key given twice",
				What:   "An object has the same key twice. Meterscope takes the last one.",
				Why:    "Readers differ in which of the two they take, so the operator's system may have read another value than is shown here.",
				Remedy: "Compare both values. Report it to the maker of the charger.",
				Spec:   "RFC 8259 §4",
			},
			say: func(f *model.Finding) string {
				return "The key " + quoteName(f.Pointer) + " is given twice in its object; the last one counts."
			},
		},
		{
			ID: "JSN004", Severity: model.SeverityWarning,
			Doc: Doc{
				Title:  "Broken character",
				What:   "A string holds bytes that are not valid UTF-8, or half of a surrogate pair.",
				Why:    "The string can't be shown or compared as it was meant; such an idTag may match nothing.",
				Remedy: "Check the encoding of the log first, then that of the charger.",
				Spec:   "OCPP-J 1.6 §4.1.2; RFC 8259 §8.1",
			},
			say: func(f *model.Finding) string {
				return sentence("The string is not well encoded", "expected", f.Want, f)
			},
		},
		{
			ID: "JSN005", Severity: model.SeverityError,
			Doc: Doc{
				Title:  "JSON, but no OCPP frame",
				What:   "An array looks like a frame, but its message type is not 2, 3 or 4, it has too few or too many elements, or its id is not a string.",
				Why:    "The receiver has to drop such a message, so what it reports is lost.",
				Remedy: "Look at the frame. Report it to the maker of the side that sent it.",
				Spec:   "OCPP-J 1.6 §4.1.3, §4.1.4, §4.2",
			},
			say: func(f *model.Finding) string {
				if f.Want == "" {
					return "This is JSON, but not an OCPP frame."
				}
				if strings.HasPrefix(f.Want, "a row ") {
					return "This row of the table can't be read: expected " + f.Want + "."
				}
				return "This is JSON, but not an OCPP frame: expected " + f.Want + "."
			},
		},
		{
			ID: "JSN006", Severity: model.SeverityInfo,
			Doc: Doc{
				Title:  "Logged again",
				What:   "The same frame, or a shortened echo of it, stands in the log again.",
				Why:    "Two parts of a program log the same message, or two files overlap. It is kept once, so nothing is counted twice.",
				Remedy: "Nothing to do.",
				Spec:   "",
			},
			say: func(*model.Finding) string {
				return "The same frame was logged before; it is kept once."
			},
		},
	}
}

// excerpt is the begin of what stands in a log, short enough for a sentence.
func excerpt(text string) string {
	const most = 24
	r := []rune(strings.TrimRight(text, "\r"))
	if len(r) > most {
		return string(r[:most]) + "…"
	}
	return string(r)
}

func sayBroken(f *model.Finding) string {
	switch {
	case f.Got != "" && f.Want != "":
		stood, _, _ := strings.Cut(f.Got, "\n")
		return "The frame is not valid JSON here: expected " + f.Want + ", found " + excerpt(stood) + "."
	case f.Want != "":
		return "The frame is not valid JSON here: expected " + f.Want + "."
	}
	return "This begins like a frame, but it is not valid JSON."
}
