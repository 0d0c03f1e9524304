package present

import (
	"meterscope/charts"
	"meterscope/model"
)

// plotMark is a finding in the plot.
type plotMark struct {
	charts.Mark
	finding model.Finding
}

// framesAsked are the frames of findings that say no time; nil if there is none.
func (d *plotData) framesAsked() map[frameKey]model.Time {
	var frames map[frameKey]model.Time
	for i := range d.marks {
		if f := &d.marks[i].finding; f.From.IsZero() {
			if frames == nil {
				frames = map[frameKey]model.Time{}
			}
			frames[frameKey{f.At.Source, f.Frame}] = model.Time{}
		}
	}
	return frames
}

// placeMarks finds the time of each finding, where it says none that of its frame; those without one are left out.
func (d *plotData) placeMarks(e Engine, at map[frameKey]model.Time) {
	kept := d.marks[:0]
	for i, m := range d.marks {
		t := m.finding.From
		if t.IsZero() {
			t = at[frameKey{m.finding.At.Source, m.finding.Frame}]
		}
		if t.IsZero() {
			continue
		}
		m.Mark = charts.Mark{At: t.Time(), Severity: m.finding.Severity, ID: i, Label: string(m.finding.Rule)}
		if doc, ok := e.Rule(m.finding.Rule); ok {
			m.Label = e.Texts.Text(doc.Title)
		}
		kept = append(kept, m)
	}
	d.marks = kept
}
