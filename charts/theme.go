package charts

import "image/color"

// Theme holds the colours of a plot.
type Theme struct {
	Ground, Surface, Line, Text, Muted color.NRGBA
	Accent, Selection, Gap             color.NRGBA
	Error, Warning, Info               color.NRGBA
	Total, L1, L2, L3, SoC, Offered    color.NRGBA
	Overlay                            color.NRGBA // of another transaction
	Charging, Suspended                color.NRGBA
}

func rgb(v uint32) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xFF} //nolint:gosec // the low byte of each is meant
}

// Light is the palette of the window on a white ground.
func Light() Theme {
	return Theme{
		Ground: rgb(0xFFFFFF), Surface: rgb(0xF5F6F8), Line: rgb(0xE1E5EA), Text: rgb(0x14181F), Muted: rgb(0x5B6573),
		Accent: rgb(0x0B62D6), Selection: rgb(0xE3EEFC), Gap: rgb(0xEEF0F3),
		Error: rgb(0xC62828), Warning: rgb(0xA15C00), Info: rgb(0x3F6AA8),
		Total: rgb(0x14181F), L1: rgb(0xB84A00), L2: rgb(0x0066A8), L3: rgb(0x00785A), SoC: rgb(0x8A3FA0), Offered: rgb(0x8792A0), Overlay: rgb(0xC2006B),
		Charging: rgb(0xBFE3CF), Suspended: rgb(0xF5E1B8),
	}
}

// Dark is the palette of the window on a dark ground.
func Dark() Theme {
	return Theme{
		Ground: rgb(0x12161C), Surface: rgb(0x1A2029), Line: rgb(0x2B333E), Text: rgb(0xE8ECF1), Muted: rgb(0x9AA6B5),
		Accent: rgb(0x6AAEFF), Selection: rgb(0x1D3350), Gap: rgb(0x1E252F),
		Error: rgb(0xFF7A70), Warning: rgb(0xFFB74D), Info: rgb(0x8FB3E8),
		Total: rgb(0xF2F5F8), L1: rgb(0xFF9D5C), L2: rgb(0x6CB8FF), L3: rgb(0x4FD1A5), SoC: rgb(0xD69BF0), Offered: rgb(0x77838F), Overlay: rgb(0xFF7CC4),
		Charging: rgb(0x1F4D38), Suspended: rgb(0x54431B),
	}
}

// Stroke is how a line is drawn: what a legend needs to draw a sample of it.
type Stroke struct {
	Color color.NRGBA
	Width float64   // design pixels
	Dash  []float64 // on, off, … in design pixels; nil is solid

	dot float64 // the radius of what stands alone; 0 is dotRadius
}

// derivedDash marks what is not in the log. It is unlike every dash of a phase.
var derivedDash = []float64{10, 3}

// overlayDash marks what is of another transaction; its phases are told apart by theirs.
func overlayDash(r Role) []float64 {
	switch r {
	case RoleL2:
		return []float64{7, 3}
	case RoleL3:
		return []float64{7, 3, 1.5, 3}
	}
	return []float64{1.5, 3}
}

// band is the tint of what values should be within.
func (t Theme) band() color.NRGBA { return blend(t.Ground, t.Charging, 0.35) }

// Stroke gives the stroke of a line. other counts the lines of RoleOther before it in its panel: they take
// turns through the palette, each turn with other dashes.
func (t Theme) Stroke(l *Line, other int) Stroke {
	s := Stroke{Width: 1.3}
	switch l.Role {
	case RoleTotal:
		s.Color, s.Width = t.Total, 2
	case RoleGauge:
		s.Color = t.Total
	case RoleL1:
		s.Color = t.L1
	case RoleL2:
		s.Color, s.Dash = t.L2, []float64{6, 3}
	case RoleL3:
		s.Color, s.Dash = t.L3, []float64{2, 2}
	case RoleSoC:
		s.Color, s.Width = t.SoC, 1.6
	case RoleOffered:
		s.Color, s.Dash = t.Offered, []float64{8, 4}
	default:
		colors := [...]color.NRGBA{t.Accent, t.SoC, t.Warning, t.L3, t.Error, t.Muted}
		dashes := [...][]float64{{12, 3, 2, 3}, {4, 4}, nil, {1, 3}, {16, 4}, {6, 2, 2, 2, 2, 2}, {3, 1}}
		s.Color, s.Dash = colors[other%len(colors)], dashes[other/len(colors)%len(dashes)]
	}
	if l.Derived {
		s.Dash = derivedDash
	}
	if l.Overlay {
		s = Stroke{Color: t.Overlay, Width: 1.6, Dash: overlayDash(l.Role)}
	}
	return s
}

// strokes gives the strokes of a panel's lines, in their order.
func (t Theme) strokes(lines []Line) []Stroke {
	out := make([]Stroke, len(lines))
	other := 0
	for i := range lines {
		out[i] = t.Stroke(&lines[i], other)
		switch lines[i].Role {
		case RoleTotal, RoleGauge, RoleL1, RoleL2, RoleL3, RoleSoC, RoleOffered:
		default:
			other++
		}
	}
	return out
}

// orLight gives Light where no theme was set.
func (t Theme) orLight() Theme {
	if t == (Theme{}) {
		return Light()
	}
	return t
}

// blend lays c over ground with an opacity of a.
func blend(ground, c color.NRGBA, a float64) color.NRGBA {
	mix := func(g, v uint8) uint8 { return uint8(float64(g)*(1-a) + float64(v)*a + 0.5) }
	return color.NRGBA{R: mix(ground.R, c.R), G: mix(ground.G, c.G), B: mix(ground.B, c.B), A: 0xFF}
}
