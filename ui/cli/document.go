package cli

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"encoding/json"

	"meterscope/model"
	"meterscope/model/account"
	"meterscope/model/store"
	"meterscope/ui/lang"
	"meterscope/ui/present"
)

// document writes one JSON document as it comes: {"meterscope": …, "name": [one value a line, …], …}.
type document struct {
	out   *bufio.Writer
	buf   bytes.Buffer
	enc   *json.Encoder
	first bool // of the current list
	err   error
}

func newDocument(out *bufio.Writer) *document { return beginDocument(out, "meterscope", Version) }

// beginDocument begins a document with its first member.
func beginDocument(out *bufio.Writer, key string, v any) *document {
	d := &document{out: out}
	d.enc = json.NewEncoder(&d.buf)
	d.enc.SetEscapeHTML(false)
	d.text("{\n \"" + key + "\": ")
	d.value(v)
	return d
}

func (d *document) text(s string) {
	if d.err == nil {
		_, d.err = d.out.WriteString(s)
	}
}

// value writes v on one line.
func (d *document) value(v any) {
	if d.err != nil {
		return
	}
	d.buf.Reset()
	if d.err = d.enc.Encode(v); d.err == nil {
		_, d.err = d.out.Write(bytes.TrimSuffix(d.buf.Bytes(), []byte("\n")))
	}
}

// member writes a value under a key.
func (d *document) member(key string, v any) {
	d.text(",\n \"" + key + "\": ")
	d.value(v)
}

// list begins an array under a key.
func (d *document) list(key string) {
	d.text(",\n \"" + key + "\": [")
	d.first = true
}

// item writes an element of the list that was begun.
func (d *document) item(v any) {
	if d.first {
		d.text("\n  ")
	} else {
		d.text(",\n  ")
	}
	d.first = false
	d.value(v)
}

// endList closes the list.
func (d *document) endList() {
	if !d.first {
		d.text("\n ")
	}
	d.text("]")
}

// close ends the document and gives the first error.
func (d *document) close() error {
	d.text("\n}\n")
	return d.err
}

// The values of the document. The keys, their order and their meaning are a promise.

type sourceJSON struct {
	Name          string  `json:"name"`
	Bytes         int64   `json:"bytes"`
	SHA256        *string `json:"sha256"`
	Format        *string `json:"format"`
	Frames        int64   `json:"frames"`
	Duplicates    int64   `json:"duplicates"`
	MeterValues   int64   `json:"meterValues"`
	SampledValues int64   `json:"sampledValues"`
	Unread        int64   `json:"unread"`
}

type transactionJSON struct {
	Key           int64      `json:"key"`
	Station       *string    `json:"station"`
	ConnectorID   *int64     `json:"connectorId"`
	TransactionID *int64     `json:"transactionId"`
	IDTag         *string    `json:"idTag"`
	Start         *string    `json:"start"`
	Stop          *string    `json:"stop"`
	StopReason    *string    `json:"stopReason"`
	Complete      bool       `json:"complete"`
	MeterStartWh  *string    `json:"meterStartWh"`
	MeterStopWh   *string    `json:"meterStopWh"`
	EnergyWh      *string    `json:"energyWh"`
	EnergyFrom    *string    `json:"energyFrom"`
	MaxPowerW     *string    `json:"maxPowerW"`
	SoCStart      *string    `json:"socStart"`
	SoCEnd        *string    `json:"socEnd"`
	MeterValues   int64      `json:"meterValues"`
	SampledValues int64      `json:"sampledValues"`
	Findings      countsJSON `json:"findings"`
	Summary       string     `json:"summary"`
}

type countsJSON struct {
	Error   int `json:"error"`
	Warning int `json:"warning"`
	Info    int `json:"info"`
}

type findingJSON = present.FindingJSON

func knownTime(t model.Time) *string { return present.Known(t.String()) }

func quantity(o model.Opt[model.Decimal]) *string {
	if !o.OK {
		return nil
	}
	s := o.V.Plain()
	return &s
}

func wholeWh(o model.Opt[int64]) *string {
	if !o.OK {
		return nil
	}
	s := model.NewDecimal(o.V, 0).Plain()
	return &s
}

func asSource(s model.Source) sourceJSON {
	j := sourceJSON{
		Name: s.Name, Bytes: s.Size, Format: present.Known(s.Format),
		Frames: s.Counts.Frames, Duplicates: s.Counts.Duplicates, MeterValues: s.Counts.MeterValues,
		SampledValues: s.Counts.SampledValues, Unread: s.Counts.Unread,
	}
	if s.Complete {
		j.SHA256 = present.Known(hex.EncodeToString(s.SHA256[:]))
	}
	return j
}

func asTransaction(tx *model.Transaction, s *account.Statement, number int64, groups []store.FindingGroup, t *lang.Texts) transactionJSON {
	return transactionJSON{
		Key: number, Station: present.Known(tx.Station), ConnectorID: tx.Connector.Ptr(), TransactionID: tx.ID.Ptr(),
		IDTag: present.Known(tx.IDTag), Start: knownTime(tx.Start), Stop: knownTime(tx.Stop),
		StopReason: present.Known(tx.StopReason), Complete: tx.Complete,
		MeterStartWh: wholeWh(tx.MeterStart), MeterStopWh: wholeWh(tx.MeterStop),
		EnergyWh: quantity(tx.Energy), EnergyFrom: present.Known(string(tx.EnergyFrom)), MaxPowerW: quantity(tx.MaxPower),
		SoCStart: quantity(tx.SoCStart), SoCEnd: quantity(tx.SoCEnd),
		MeterValues: tx.MeterValues, SampledValues: tx.SampledValues,
		Findings: countsJSON{tx.Errors, tx.Warnings, tx.Infos},
		Summary:  present.Summary(t, *tx, s, groups, nil),
	}
}
