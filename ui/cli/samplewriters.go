package cli

import (
	"strconv"

	"meterscope/model"
	"meterscope/ui/lang"
	"meterscope/ui/present"
)

// sampleWriter prints samples in one of the formats.
type sampleWriter interface {
	begin() error
	sample(s *model.Sample, received model.Time, source string) error
	end() error
}

func (e *env) samplePrinter(format string) sampleWriter {
	switch format {
	case formatJSON:
		return &sampleJSONWriter{env: e}
	case formatCSV:
		return &sampleCSVWriter{csvWriter: newCSV(e.out)}
	}
	return &sampleTextWriter{t: e.t, table: newTable(e,
		column{"Time", false}, column{"Station", false}, column{"Id", true}, column{"Measurand", false},
		column{"Phase", false}, column{"Location", false}, column{"Context", false}, column{"Value", true},
		column{"Unit", false}, column{"Line", true})}
}

// baseValue is the value in its base unit, without trailing zeros; ok is false for what is no number.
func baseValue(s *model.Sample) (value string, unit model.Unit, ok bool) {
	v, unit, ok := s.Base()
	if !ok || s.FormatOrDefault() == model.SignedData {
		return "", unit, false
	}
	return v.Plain(), unit, true
}

// inferred says that a part of the sample was concluded rather than read: its frame is cut off, or its time
// has no zone.
func inferred(s *model.Sample) bool {
	return s.Inferred || !s.Time.IsZero() && s.Time.Zone() == model.ZoneAssumed
}

func digits(o model.Opt[int64]) string { return number(o.Ptr()) }

type sampleCSVWriter struct{ *csvWriter }

func (w *sampleCSVWriter) begin() error {
	return w.row("time", "received", "station", "connectorId", "transactionId", "measurand", "phase", "location",
		"context", "format", "value", "unit", "rawValue", "rawUnit", "source", "line", "inferred")
}

func (w *sampleCSVWriter) sample(s *model.Sample, received model.Time, source string) error {
	value, unit, _ := baseValue(s)
	return w.row(s.Time.String(), received.String(), s.Station, digits(s.Connector), digits(s.Transaction),
		string(s.Key.Measurand), string(s.Key.Phase), string(s.Key.Where()), string(s.ContextOrDefault()),
		string(s.FormatOrDefault()), value, string(unit), s.RawValue(), string(s.Unit), source,
		strconv.Itoa(s.At.Line), strconv.FormatBool(inferred(s)))
}

func (w *sampleCSVWriter) end() error { return nil }

type sampleJSON struct {
	Time          *string `json:"time"`
	Received      *string `json:"received"`
	Station       *string `json:"station"`
	ConnectorID   *int64  `json:"connectorId"`
	TransactionID *int64  `json:"transactionId"`
	Measurand     string  `json:"measurand"`
	Phase         *string `json:"phase"`
	Location      string  `json:"location"`
	Context       string  `json:"context"`
	Format        string  `json:"format"`
	Value         *string `json:"value"`
	Unit          *string `json:"unit"`
	RawValue      *string `json:"rawValue"`
	RawUnit       *string `json:"rawUnit"`
	Source        string  `json:"source"`
	Line          int     `json:"line"`
	Inferred      bool    `json:"inferred"`
}

type sampleJSONWriter struct {
	env *env
	doc *document
}

func (w *sampleJSONWriter) begin() error {
	w.doc = newDocument(w.env.out)
	w.doc.list("samples")
	return w.doc.err
}

func (w *sampleJSONWriter) sample(s *model.Sample, received model.Time, source string) error {
	value, unit, ok := baseValue(s)
	j := sampleJSON{
		Time: knownTime(s.Time), Received: knownTime(received), Station: present.Known(s.Station),
		ConnectorID: s.Connector.Ptr(), TransactionID: s.Transaction.Ptr(), Measurand: string(s.Key.Measurand),
		Phase: present.Known(string(s.Key.Phase)), Location: string(s.Key.Where()), Context: string(s.ContextOrDefault()),
		Format: string(s.FormatOrDefault()), Unit: present.Known(string(unit)), RawUnit: present.Known(string(s.Unit)),
		Source: source, Line: s.At.Line, Inferred: inferred(s),
	}
	if ok {
		j.Value = &value
	}
	if !s.Absent {
		raw := s.RawValue()
		j.RawValue = &raw
	}
	w.doc.item(j)
	return w.doc.err
}

func (w *sampleJSONWriter) end() error {
	w.doc.endList()
	return w.doc.close()
}

type sampleTextWriter struct {
	*table
	t *lang.Texts
}

func (w *sampleTextWriter) begin() error { return nil }

func (w *sampleTextWriter) sample(s *model.Sample, _ model.Time, _ string) error {
	value, unit, ok := baseValue(s)
	shown := cell{text: w.t.Exact(value)}
	if !ok {
		shown = cell{s.RawValue(), escRed}
	}
	station := s.Station
	if s.Connector.OK {
		station += "/" + strconv.FormatInt(s.Connector.V, 10)
	}
	w.row(cell{text: s.Time.String()}, cell{text: station}, cell{text: digits(s.Transaction)},
		cell{text: string(s.Key.Measurand)}, cell{text: string(s.Key.Phase)}, cell{text: string(s.Key.Where())},
		cell{text: string(s.ContextOrDefault())}, shown, cell{text: string(unit)},
		cell{strconv.Itoa(s.At.Line), escDim})
	return nil
}

func (w *sampleTextWriter) end() error {
	w.table.end()
	return nil
}
