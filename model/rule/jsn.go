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
				Title:  "No valid JSON",
				What:   "At the place of a frame stands a text that is no valid JSON.",
				Why:    "The other side can't have read this message either, or the log changed it on its way. Nothing of it is counted.",
				Remedy: "Look at the byte where reading failed. If the charger sent it so, report it to its maker; if the log was edited or wrapped, ask for the original.",
				Spec:   "OCPP-J 1.6 §4.1; RFC 8259",
			},
			say: sayBroken,
		},
		{
			ID: "JSN002", Severity: model.SeverityError,
			Doc: Doc{
				Title:  "Frame is cut off",
				What:   "A frame ends before it closes: at the end of the file, at a column width, or where another line begins.",
				Why:    "What stood after the cut is missing from every sum and plot. Whole sampled values before it are used, and marked.",
				Remedy: "Ask for the log without a length limit, or for the part of it that follows.",
				Spec:   "OCPP-J 1.6 §4.1",
			},
			say: func(f *model.Finding) string {
				if f.Want != "" {
					return "The frame is cut off: expected " + f.Want + "."
				}
				return "The frame is cut off before it closes; only what stands whole before the cut is used."
			},
		},
		{
			ID: "JSN003", Severity: model.SeverityWarning,
			Doc: Doc{
				Title:  "Key stands twice",
				What:   "An object has the same key twice. The last one counts.",
				Why:    "Readers differ in which of the two they take, so the charger and the operator may have read different values.",
				Remedy: "Compare both values. Report it to the maker of the charger.",
				Spec:   "RFC 8259 §4",
			},
			say: func(f *model.Finding) string {
				return "The key " + quoteName(f.Pointer) + " stands twice in its object; the last one counts."
			},
		},
		{
			ID: "JSN004", Severity: model.SeverityWarning,
			Doc: Doc{
				Title:  "Broken character",
				What:   "A text holds bytes that are no valid UTF-8, or one half of a surrogate pair.",
				Why:    "The text can't be shown or compared as it was meant; an idTag with it may match nothing.",
				Remedy: "Check the encoding of the log first, then that of the charger.",
				Spec:   "RFC 8259 §8.1",
			},
			say: func(f *model.Finding) string {
				return sentence("The text is not well encoded", "expected", f.Want, f)
			},
		},
		{
			ID: "JSN005", Severity: model.SeverityError,
			Doc: Doc{
				Title:  "JSON, but no OCPP frame",
				What:   "An array begins like a frame, but its message type is not 2, 3 or 4, its length is wrong, or its id is not a string.",
				Why:    "The other side has to drop such a message, so what it reports is lost.",
				Remedy: "Look at the frame. Report it to the maker of the side that sent it.",
				Spec:   "OCPP-J 1.6 §4.1",
			},
			say: func(f *model.Finding) string {
				if f.Want == "" {
					return "This is JSON, but no OCPP frame."
				}
				return "This is JSON, but no OCPP frame: expected " + f.Want + "."
			},
		},
		{
			ID: "JSN006", Severity: model.SeverityInfo,
			Doc: Doc{
				Title:  "Logged again",
				What:   "The same frame, or a shortened echo of it, stands in the log again.",
				Why:    "Two parts of a program log the same message, or files overlap. It is kept once, so nothing is counted twice.",
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
		return "The frame is no valid JSON here: " + f.Want + " was expected, and there stands " + excerpt(stood) + "."
	case f.Want != "":
		return "The frame is no valid JSON here: " + f.Want + " was expected."
	}
	return "The text at a frame's place is no valid JSON."
}
