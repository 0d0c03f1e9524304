package cli

import (
	"io"
	"os"

	"meterscope/model"
)

// style colours text for people; its zero value doesn't.
type style struct{ on bool }

// newStyle colours only on a terminal, and never where NO_COLOR is set (https://no-color.org).
func newStyle(w io.Writer) style {
	return style{on: isTerminal(w) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"}
}

const (
	escBold   = "\x1b[1m"
	escDim    = "\x1b[2m"
	escRed    = "\x1b[31m"
	escYellow = "\x1b[33m"
	escBlue   = "\x1b[34m"
	escReset  = "\x1b[0m"
)

func (s style) paint(code, text string) string {
	if !s.on || code == "" || text == "" {
		return text
	}
	return code + text + escReset
}

func (s style) bold(text string) string { return s.paint(escBold, text) }
func (s style) dim(text string) string  { return s.paint(escDim, text) }

// severity paints a text in the colour of a severity.
func (s style) severity(v model.Severity, text string) string { return s.paint(severityCode(v), text) }

func severityCode(v model.Severity) string {
	switch v {
	case model.SeverityError:
		return escRed
	case model.SeverityWarning:
		return escYellow
	case model.SeverityInfo:
		return escBlue
	}
	return escDim
}

// mark is the shape of a severity, as in the window.
func mark(v model.Severity) string {
	switch v {
	case model.SeverityError:
		return "✗"
	case model.SeverityWarning:
		return "▲"
	case model.SeverityInfo:
		return "i"
	}
	return "·"
}
