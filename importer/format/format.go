package format

import (
	"bytes"

	"meterscope/model"
)

// Format is a log shape.
type Format interface {
	// Info describes the shape to people.
	Info() Info
	// Sniff says how surely a log is of this shape, from some lines of it that have frames among them. It
	// looks at nothing else, and gives the same answer for the same bytes.
	Sniff(head []byte, name string) Confidence
	// Prefix reads what stands before a frame on its line: the text from the line's first byte, or from the
	// end of the frame before on the same line, to the frame's first byte.
	Prefix(before []byte) Prefix
}

// Surrounded is a format that also reads what stands behind a frame on its line.
type Surrounded interface {
	Format
	// Around is Prefix with the text from the frame's last byte to the end of the line.
	Around(before, after []byte) Prefix
}

// Info describes a format.
type Info struct {
	ID      string   // as the command line names it
	Title   string   // what writes such logs
	Doc     string   // what there is to know of them, in a sentence or two
	Reads   Reads    // what is read from them
	Samples []string // lines that it recognises; at least one
}

// Reads says in words what a format's lines tell about their frames.
type Reads struct {
	Time      string // and its zone
	Station   string
	Direction string
}

// Confidence orders the formats that recognise a log.
type Confidence uint8

// From not at all to beyond doubt.
const (
	No       Confidence = iota
	Possible            // nothing speaks against it
	Likely              // a line has its shape
	Certain             // several lines have its shape
)

// Role says what the program that wrote a line did with the frame on it.
type Role uint8

// A line says that the frame was received or sent, or says nothing. Who that makes the sender depends on
// whose log it is.
const (
	Unsaid Role = iota
	Received
	Sent
)

// Prefix is what a line says about the frame on it.
type Prefix struct {
	LoggedAt model.Time // a time without a zone is read as UTC and marked model.ZoneAssumed
	Lacks    Lacks      // what LoggedAt doesn't say
	Station  string     // "" where the line names none
	Role     Role
	Action   string // of the request that an answer belongs to; "" where the line doesn't say
}

// Lacks says what a time in a log doesn't say, and has to be concluded.
type Lacks uint8

// A time lacks nothing; its year, which is 2000 then; or its date, which is the first day of 1970 then.
const (
	LacksNothing Lacks = iota
	LacksYear
	LacksDate
)

// All lists the formats in order of preference. The last one takes any text.
func All() []Format {
	return []Format{CSV{}, JSONLines{}, Logfmt{}, HomeAssistant{}, EVCC{}, SteVe{}, MicroOcpp{}, EVerest{}, Delta{}, Container{}, Syslog{}, Records{}, Text{}}
}

// ByID finds a format of the list.
func ByID(id string) (Format, bool) {
	for _, f := range All() {
		if f.Info().ID == id {
			return f, true
		}
	}
	return nil, false
}

// Recognise picks the format that is surest of a log; of equally sure ones the first of the list.
func Recognise(head []byte, name string) Format {
	var best Format = Text{}
	top := No
	for _, f := range All() {
		if c := f.Sniff(head, name); c > top {
			best, top = f, c
		}
	}
	return best
}

// Rivals gives the formats that are as sure of a log as the one that is taken, where they know its lines by their
// shape.
func Rivals(head []byte, name string, taken Format) []Format {
	own := taken.Sniff(head, name)
	if own < Likely {
		return nil
	}
	var all []Format
	for _, f := range All() {
		if f != taken && f.Sniff(head, name) == own {
			all = append(all, f)
		}
	}
	return all
}

// countLines gives the confidence that comes with so many lines of a shape.
func countLines(head []byte, has func(line []byte) bool) Confidence {
	n := 0
	for line := range bytes.Lines(head) {
		if !has(line) {
			continue
		}
		if n++; n > 1 {
			return Certain
		}
	}
	if n == 1 {
		return Likely
	}
	return No
}
