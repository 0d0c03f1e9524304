package schema

import (
	"bytes"
	"errors"
	"slices"
	"strconv"

	"meterscope/model"
)

// meterState is where the decoder is in the list of meter values.
type meterState struct {
	index         int        // of the meter value
	base          int        // its first sample in out.Samples
	time          model.Time // its timestamp, once read
	fromStop      bool
	namedMeasured bool // the sampled value at hand names its measurand
}

// takeStart notes that a list, or an element of one, begins.
func (d *Decoder) takeStart(r role, k kind) {
	switch r {
	case roleMeterList, roleStopList:
		d.clearList(r)
	case roleSampleList:
		d.out.Samples = d.out.Samples[:d.meter.base]
	case roleMeterValue:
		if k == kindObject {
			d.meter.base, d.meter.time = len(d.out.Samples), model.Time{}
		}
	case roleSample:
		if k == kindObject {
			d.add(&model.Sample{At: model.Place{Offset: int64(d.pos)}, Absent: true, FromStop: d.meter.fromStop})
			d.meter.namedMeasured = false
		}
	}
}

// clearList forgets what an earlier list of the same name said: the last counts.
func (d *Decoder) clearList(r role) {
	f := &d.out.Fields
	d.out.Samples = d.out.Samples[:d.base]
	f.HasMeterValue, f.MeterValues, f.First, f.Last = true, 0, model.Time{}, model.Time{}
	d.meter = meterState{base: d.base, fromStop: r == roleStopList}
}

// takeIndex notes that the i-th element of a list begins.
func (d *Decoder) takeIndex(r role, i int) {
	if r == roleMeterList || r == roleStopList {
		d.meter.index, d.out.Fields.MeterValues = i, i
	}
}

// takeCount notes how many elements a list had.
func (d *Decoder) takeCount(r role, n int) {
	if r == roleMeterList || r == roleStopList {
		d.out.Fields.MeterValues = n
	}
	if n == 0 && (r == roleMeterList || r == roleSampleList) {
		d.out.Fields.Hollow = true
	}
}

// takeEnd notes that an array or an object was read whole.
func (d *Decoder) takeEnd(r role, k kind, start int) {
	switch r {
	case noRole, roleMeterList, roleStopList, roleSampleList:
	case roleMeterValue:
		d.out.Fields.MeterValues = d.meter.index + 1
		if k == kindObject {
			d.endMeterValue()
		}
	case roleSample:
		if k == kindObject {
			d.endSample()
		}
	default:
		d.takeOther(r, k, start)
	}
}

// takeCut notes that reading failed inside an object.
func (d *Decoder) takeCut(r role) {
	switch r {
	case roleMeterValue:
		d.out.Fields.MeterValues = d.meter.index + 1
		d.endMeterValue()
	case roleSample:
		d.out.Samples = d.out.Samples[:len(d.out.Samples)-1]
	}
}

func (d *Decoder) endMeterValue() {
	t, f := d.meter.time, &d.out.Fields
	if t.IsZero() {
		return
	}
	samples := d.out.Samples[d.meter.base:]
	for i := range samples {
		samples[i].Time = t
	}
	if f.First.IsZero() || t.Before(f.First) {
		f.First = t
	}
	if f.Last.Before(t) {
		f.Last = t
	}
}

func (d *Decoder) endSample() {
	s := d.sample()
	if !d.meter.namedMeasured {
		s.Key.Measurand = model.DefaultMeasurand
	}
	if s.Format == model.SignedData && s.Number {
		s.Text = s.RawValue()
		s.Value, s.Number = model.Decimal{}, false
	}
}

// manySamples is how many samples a message may have before the memory for all of them is made at once.
const manySamples = 1 << 14

// add adds a sample.
func (d *Decoder) add(s *model.Sample) {
	list := d.out.Samples
	switch n := len(list) - d.base; {
	case n >= manySamples && d.Brief:
		list = list[:len(list)-1]
	case n >= manySamples && len(list) == cap(list):
		list = slices.Grow(list, min(bytes.Count(d.text[d.pos:], []byte{'{'}), MaxSamples-n))
	}
	d.out.Samples = append(list, *s)
}

// sample is the sampled value at hand.
func (d *Decoder) sample() *model.Sample { return &d.out.Samples[len(d.out.Samples)-1] }

// takeText takes a string, without its escapes.
func (d *Decoder) takeText(r role, s []byte) {
	if r == roleValue {
		d.takeValue(s)
		return
	}
	d.takeWord(r, d.words.intern(s))
}

// takeWord takes a string that may be kept.
func (d *Decoder) takeWord(r role, s string) {
	f := &d.out.Fields
	switch r {
	case roleContext:
		d.sample().Context = model.Context(s)
	case roleFormat:
		d.sample().Format = model.Format(s)
	case roleMeasurand:
		d.sample().Key.Measurand, d.meter.namedMeasured = model.Measurand(s), true
	case rolePhase:
		d.sample().Key.Phase = model.Phase(s)
	case roleLocation:
		d.sample().Key.Location = model.Location(s)
	case roleUnit:
		d.sample().Unit = model.Unit(s)
	case roleIDTag:
		f.IDTag = s
	case roleReason:
		f.Reason = s
	case roleStatus:
		f.Status = s
	case roleErrorCode:
		f.ErrorCode = s
	case roleInfo:
		f.Info = s
	case roleVendorError:
		f.VendorError = s
	case roleValue:
		d.takeValue([]byte(s))
	default:
		d.takeNothing(r)
	}
}

// takeTime takes a timestamp; zero where it can't be read.
func (d *Decoder) takeTime(r role, t model.Time) {
	switch r {
	case roleTime:
		d.out.Fields.Time = t
	case roleMeterTime:
		d.meter.time = t
	case roleCurrentTime:
		d.out.Fields.CurrentTime = t
	}
}

// takeNumber takes a number: for an integer if it is one, for a text in its digits.
func (d *Decoder) takeNumber(r role, k kind, digits []byte) {
	var v model.Opt[int64]
	if k == kindInteger {
		i, err := strconv.ParseInt(string(digits), 10, 64)
		if err == nil {
			v = model.Some(i)
		}
		if r == roleTransaction {
			d.out.Fields.HugeID = errors.Is(err, strconv.ErrRange)
		}
	}
	switch r {
	case roleConnector:
		d.out.Fields.Connector = v
	case roleTransaction:
		d.out.Fields.Transaction = v
	case roleMeter:
		d.out.Fields.Meter = v
	case roleTime, roleMeterTime, roleCurrentTime:
		d.takeTime(r, model.Time{})
	default:
		d.takeText(r, digits)
	}
}

// takeOther takes what is neither a string nor a number where one of them belongs.
func (d *Decoder) takeOther(r role, k kind, start int) {
	if k == kindNull || r != roleValue && r != roleMeasurand {
		d.takeNothing(r)
		return
	}
	// What stands there is no number and no measurand. It is shown, and not taken for an absent one.
	text := d.words.intern(cut(d.text[start:d.pos]))
	if r == roleMeasurand {
		d.takeWord(r, text)
		return
	}
	s := d.sample()
	s.Value, s.Number, s.Absent, s.Text = model.Decimal{}, false, false, text
}

// takeNothing notes that there is nothing to read in a place, whatever an earlier value of the same key said.
func (d *Decoder) takeNothing(r role) {
	f := &d.out.Fields
	switch r {
	case roleConnector:
		f.Connector = model.Opt[int64]{}
	case roleTransaction:
		f.Transaction, f.HugeID = model.Opt[int64]{}, false
	case roleMeter:
		f.Meter = model.Opt[int64]{}
	case roleTime, roleMeterTime, roleCurrentTime:
		d.takeTime(r, model.Time{})
	case roleMeterList, roleStopList:
		d.clearList(r)
	case roleSampleList:
		d.out.Samples = d.out.Samples[:d.meter.base]
	case roleMeasurand:
		d.sample().Key.Measurand, d.meter.namedMeasured = "", false
	case roleValue:
		s := d.sample()
		s.Value, s.Number, s.Absent, s.Text = model.Decimal{}, false, true, ""
	case roleContext, roleFormat, rolePhase, roleLocation, roleUnit,
		roleIDTag, roleReason, roleStatus, roleErrorCode, roleInfo, roleVendorError:
		d.takeWord(r, "")
	}
}

// takeNumeral takes the text of a value if it is a plain number.
func (d *Decoder) takeNumeral(text []byte) bool {
	v, err := model.ParseDecimalBytes(text)
	if err != nil {
		return false
	}
	s := d.sample()
	s.Absent, s.Value, s.Number, s.Text = false, v, true, ""
	if !printsAs(v, text) {
		s.Text = d.words.intern(text)
	}
	return true
}

// takeValue takes the text of a value, and the number that it is where it is one.
func (d *Decoder) takeValue(text []byte) {
	if d.takeNumeral(text) {
		return
	}
	s := d.sample()
	s.Absent = false
	s.Text = d.words.intern(text)
	s.Value, _, s.Number = model.ReadNumber(s.Text)
}

// printsAs says that v, which was read from the text, is written just so: without needless zeros before it
// and not as minus zero.
func printsAs(v model.Decimal, text []byte) bool {
	if text[0] == '-' {
		if v.Sign() == 0 {
			return false
		}
		text = text[1:]
	}
	return text[0] != '0' || len(text) == 1 || text[1] == '.'
}
