package present

import (
	"encoding/json"

	"meterscope/model"
)

// FindingJSON is a finding as other programs get it: on the command line, and copied from the window.
type FindingJSON struct {
	Rule        string  `json:"rule"`
	Severity    string  `json:"severity"`
	Title       string  `json:"title"`
	Message     string  `json:"message"`
	Source      string  `json:"source"`
	Frame       *string `json:"frame"`
	FrameLine   *int    `json:"frameLine"`
	Line        int     `json:"line"`
	Offset      int64   `json:"offset"`
	EndLine     *int    `json:"endLine"`
	EndOffset   *int64  `json:"endOffset"`
	From        *string `json:"from"`
	To          *string `json:"to"`
	Count       int     `json:"count"`
	Pointer     *string `json:"pointer"`
	Got         *string `json:"got"`
	Want        *string `json:"want"`
	Transaction *int64  `json:"transaction"`
	Inferred    bool    `json:"inferred"`

	Params json.RawMessage `json:"params,omitempty"` // of the rule, as used; absent where it has none
}

// AsFinding writes a finding down. number is that of its transaction; 0: it has none.
func AsFinding(f *model.Finding, source, title, message string, number int64, params json.RawMessage) FindingJSON {
	j := FindingJSON{
		Params: params,
		Rule:   string(f.Rule), Severity: f.Severity.String(), Title: title, Message: message,
		Source: source, Frame: Known(f.FrameID), Line: f.At.Line, Offset: f.At.Offset,
		From: Known(f.From.String()), To: Known(f.To.String()), Count: max(1, f.Count),
		Want: Known(f.Want), Inferred: f.Inferred,
	}
	if f.FrameLine > 0 {
		j.FrameLine = &f.FrameLine
	}
	if f.End.Line > 0 {
		j.EndLine, j.EndOffset = &f.End.Line, &f.End.Offset
	}
	if f.HasPointer {
		j.Pointer = &f.Pointer
	}
	if f.HasGot {
		j.Got = &f.Got
	}
	if number > 0 {
		j.Transaction = &number
	}
	return j
}

// Known is a text of a document: null where it is not known, which is "".
func Known(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
