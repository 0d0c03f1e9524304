package rule

import "meterscope/model"

// Zone is what was taken for times without one, and why.
type Zone struct {
	Name string
	From model.Origin
}

// Frame is one frame of a batch, as frame rules see it.
type Frame struct {
	*model.Frame
	Values  []Value         // those of its samples that are more than a plain number in a fitting unit
	Formats []model.Finding // what the decoder says of its times (SCH005)
	Marks   []property      // its ids, times and lists, if a rule may speak of one of them
	own     []model.Sample  // all its samples
}

// Value is a sample with the places of its properties. They are only looked up for samples that a rule may
// speak of.
type Value struct {
	*model.Sample
	value, unit, phase, location property

	object string        // the pointer to the sampled value; "" if it isn't known
	twin   *model.Sample // of the same meter value, with the same measurand, phase, location and context
	twinAt int           // its index among the samples of the frame
}

// Frames runs the frame rules over a batch: it appends their findings to those of the decoder, and gives all
// of them their severities. Findings of rules that are switched off are removed.
func Frames(b *model.Batch, set *Settings, zone Zone) {
	kept := b.Findings[:0]
	for _, f := range b.Findings {
		if f.Severity = set.decoderSeverity(f.Rule); f.Severity != model.SeverityNone {
			kept = append(kept, f)
		}
	}
	times := timeFindings(b.Findings)
	b.Findings = kept
	p := &Pass{set: set, zone: zone}
	samples, events := b.Samples, b.Events
	var alike shapes
	var seen Frame
	for i := range b.Frames {
		f := &b.Frames[i]
		var own []model.Sample
		own, samples = ownSamples(samples, f.Seq)
		var e *model.Event
		e, events = eventOf(events, f.Seq)
		seen = Frame{Frame: f, Formats: times[f.Seq], Values: seen.Values[:0]}
		if odd(f, e, own) {
			seen.Marks = marks(b, f)
		}
		seen.own = own
		shape := alike.shape(own)
		for k := range own {
			if twin, ok := shape.remarkable(own, k); ok {
				seen.Values = append(seen.Values, Value{Sample: &own[k], twin: twin, twinAt: shape.looks[k].twin})
			}
		}
		if len(seen.Values) == 0 && len(seen.Formats) == 0 && len(seen.Marks) == 0 {
			continue
		}
		locate(b, f, own, seen.Values)
		p.frame(&seen)
	}
	b.Findings = append(b.Findings, p.findings...)
}

// decoderSeverity is the severity of a rule that the decoder speaks for.
func (s *Settings) decoderSeverity(id model.RuleID) model.Severity {
	r := s.byID[id]
	if r == nil {
		return model.SeverityNone
	}
	return s.severity(r, model.SeverityNone)
}

func (p *Pass) frame(f *Frame) {
	for _, r := range p.set.rules {
		if r.Frame != nil && !p.set.off(r.ID) {
			p.rule = r
			r.Frame(p, f)
		}
	}
}

// ownSamples cuts the samples of a frame off. Samples stand in the order of their frames.
func ownSamples(samples []model.Sample, seq int64) (own, rest []model.Sample) {
	for len(samples) > 0 && samples[0].Frame < seq {
		samples = samples[1:]
	}
	n := 0
	for n < len(samples) && samples[n].Frame == seq {
		n++
	}
	return samples[:n], samples[n:]
}

// timeFindings gives what the decoder says of times, by frame.
func timeFindings(findings []model.Finding) map[int64][]model.Finding {
	var out map[int64][]model.Finding
	for _, f := range findings {
		if f.Rule == "SCH005" && f.Frame != model.NoFrame {
			if out == nil {
				out = map[int64][]model.Finding{}
			}
			out[f.Frame] = append(out[f.Frame], f)
		}
	}
	return out
}
