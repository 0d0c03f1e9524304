package present

import (
	"bytes"
	"encoding/json"
	"strconv"

	"meterscope/importer/format"
	"meterscope/importer/ocppj"
	"meterscope/model"
)

// decoded is a frame as it was before its log wrapped, escaped or printed it, with the way back to the source.
type decoded struct {
	text     []byte // the whole frame
	payload  int    // where its payload begins in text
	segments model.Segments
}

// decode reads a frame from the bytes that stand for it in the source, as the import did. ok is false where
// they stand there as they are, or nothing can be read.
func decode(raw []byte, f *model.Frame) (d decoded, ok bool) {
	var r ocppj.Result
	ocppj.NewScanner(format.BeginsRecord).Scan(ocppj.Window{Text: raw, Base: f.At.Offset, Line: f.At.Line, Final: true, Full: true}, &r)
	if len(r.Items) == 0 {
		return d, false
	}
	it := &r.Items[0]
	if it.Status == ocppj.Unread || len(it.Segments) == 0 || it.Kind != f.Kind {
		return d, false
	}
	d.text = head(it)
	d.payload, d.segments = len(d.text), it.Segments
	d.text = append(d.text, it.Payload...)
	if it.Kind != model.BarePayload && it.Status == ocppj.Whole {
		d.text = append(d.text, ']')
	}
	return d, true
}

// head is what stands before the payload of a frame.
func head(it *ocppj.Item) []byte {
	words := []string{it.ID}
	switch it.Kind {
	case model.Call:
		words = append(words, it.Action)
	case model.CallResult:
	case model.CallError:
		words = append(words, it.Code, it.Text)
	default:
		return nil
	}
	b := append([]byte{'['}, strconv.Itoa(int(it.Kind))...)
	for _, w := range words {
		quoted, err := json.Marshal(w)
		if err != nil { // no string has one
			quoted = []byte(`""`)
		}
		b = append(append(b, ','), quoted...)
	}
	return append(b, ',')
}

// offset is the place in the text that came from a byte of the source; with got where several did. ok is false
// where the byte is not the payload's.
func (d *decoded) offset(source int64, got string) (at int, ok bool) {
	payload := d.text[d.payload:]
	for i, s := range d.segments {
		end := len(payload)
		if i+1 < len(d.segments) {
			end = d.segments[i+1].Text
		}
		if k := source - s.Source; k >= 0 && k < int64(end-s.Text) {
			here := s.Text + int(k)
			if !ok || bytes.HasPrefix(payload[here:], []byte(got)) && !bytes.HasPrefix(d.text[at:], []byte(got)) {
				at, ok = d.payload+here, true
			}
		}
	}
	return at, ok
}

// verbatim says that a frame's bytes can be laid out as they are.
func verbatim(raw []byte) bool { return looksLikeJSON(raw) && json.Valid(raw) }
