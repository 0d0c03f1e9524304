package charts

import (
	"fmt"
	"image/color"
	"math"
	"testing"
)

func linear(v uint8) float64 {
	c := float64(v) / 255
	if c <= 0.04045 {
		return c / 12.92
	}
	return math.Pow((c+0.055)/1.055, 2.4)
}

func luminance(c color.NRGBA) float64 {
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

func contrast(a, b color.NRGBA) float64 {
	x, y := luminance(a), luminance(b)
	return (math.Max(x, y) + 0.05) / (math.Min(x, y) + 0.05)
}

func themes() map[string]Theme { return map[string]Theme{"light": Light(), "dark": Dark()} }

func TestEveryLineStandsOutFromItsGround(t *testing.T) {
	for name, th := range themes() {
		lines := map[string]color.NRGBA{"total": th.Total, "L1": th.L1, "L2": th.L2, "L3": th.L3, "SoC": th.SoC, "offered": th.Offered,
			"error": th.Error, "warning": th.Warning, "info": th.Info}
		for i := range 12 {
			lines[fmt.Sprintf("other %d", i)] = th.Stroke(&Line{Role: RoleOther}, i).Color
		}
		for line, c := range lines {
			if got := contrast(c, th.Ground); got < 3 {
				t.Errorf("%s: %s has a contrast of %.2f to the ground, want 3", name, line, got)
			}
		}
		for _, c := range []color.NRGBA{th.Total, th.L1, th.L2, th.L3, th.SoC} {
			if got := contrast(c, th.Gap); got < 3 {
				t.Errorf("%s: %v has a contrast of %.2f to a gap, want 3", name, c, got)
			}
		}
		over := th.Stroke(&Line{Role: RoleTotal, Overlay: true}, 0).Color
		bars := blend(th.Ground, th.Total, barShade)
		for _, p := range [][2]color.NRGBA{{over, th.Ground}, {over, th.Gap}, {th.L1, th.band()}, {th.L2, th.band()}, {th.L3, th.band()}, {th.Total, th.band()},
			{th.Total, bars}, {th.L1, bars}, {th.L2, bars}, {th.L3, bars}} {
			if got := contrast(p[0], p[1]); got < 3 {
				t.Errorf("%s: %v on %v has a contrast of %.2f, want 3", name, p[0], p[1], got)
			}
		}
		for what, c := range map[string]color.NRGBA{"text": th.Text, "muted": th.Muted} {
			if got := contrast(c, th.Ground); got < 4.5 {
				t.Errorf("%s: %s has a contrast of %.2f, want 4.5", name, what, got)
			}
		}
		for _, state := range []string{"Charging", "SuspendedEV", "Preparing", "Faulted", "Unavailable", "Available", "?"} {
			if got := contrast(th.Text, th.State(state)); got < 4.5 {
				t.Errorf("%s: text on %s has a contrast of %.2f, want 4.5", name, state, got)
			}
		}
	}
}

// Machado, Oliveira and Fernandes (2009), complete deficiency, on linear RGB.
var deficiencies = map[string][9]float64{
	"normal": {1, 0, 0, 0, 1, 0, 0, 0, 1},
	"protan": {0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998},
	"deutan": {0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881},
	"tritan": {1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900},
}

// oklab is a colour, as an eye with a deficiency sees it, in Oklab.
func oklab(c color.NRGBA, m [9]float64) [3]float64 {
	r, g, b := linear(c.R), linear(c.G), linear(c.B)
	r, g, b = m[0]*r+m[1]*g+m[2]*b, m[3]*r+m[4]*g+m[5]*b, m[6]*r+m[7]*g+m[8]*b
	l := math.Cbrt(0.4122214708*r + 0.5363325363*g + 0.0514459929*b)
	n := math.Cbrt(0.2119034982*r + 0.6806995451*g + 0.1073969566*b)
	s := math.Cbrt(0.0883024619*r + 0.2817188376*g + 0.6299787005*b)
	return [3]float64{0.2104542553*l + 0.7936177850*n - 0.0040720468*s, 1.9779984951*l - 2.4285922050*n + 0.4505937099*s,
		0.0259040371*l + 0.7827717662*n - 0.8086757660*s}
}

func TestColourBlindEyesTellTheLinesApart(t *testing.T) {
	for name, th := range themes() {
		lines := []Line{{Role: RoleTotal}, {Role: RoleL1}, {Role: RoleL2}, {Role: RoleL3}, {Role: RoleOffered}, {Role: RoleTotal, Overlay: true}, {Role: RoleSoC}}
		for eye, m := range deficiencies {
			for i := range lines {
				for k := range i {
					a, b := th.Stroke(&lines[i], 0), th.Stroke(&lines[k], 0)
					p, q := oklab(a.Color, m), oklab(b.Color, m)
					d := math.Sqrt((p[0]-q[0])*(p[0]-q[0]) + (p[1]-q[1])*(p[1]-q[1]) + (p[2]-q[2])*(p[2]-q[2]))
					if d < 0.03 { // 0.02 can just be told apart
						t.Errorf("%s, %s eye: %s and %s are %.3f apart, want 0.03", name, eye, lines[i].Role, lines[k].Role, d)
					}
					if fmt.Sprint(a.Dash) == fmt.Sprint(b.Dash) && a.Width == b.Width {
						t.Errorf("%s and %s have the same dashes and width", lines[i].Role, lines[k].Role)
					}
				}
			}
		}
	}
}

func TestDerivedLinesLookLikeNoOther(t *testing.T) {
	derived := Light().Stroke(&Line{Role: RoleTotal, Derived: true}, 0)
	for _, r := range []Role{RoleTotal, RoleL1, RoleL2, RoleL3, RoleSoC, RoleOffered} {
		if s := Light().Stroke(&Line{Role: r}, 0); fmt.Sprint(s.Dash) == fmt.Sprint(derived.Dash) {
			t.Errorf("%s has the dashes of a derived line", r)
		}
	}
}

func TestOtherLinesTakeTurns(t *testing.T) {
	lines := make([]Line, 30)
	for i := range lines {
		lines[i].Role = RoleOther
	}
	seen := make(map[string]bool)
	for _, s := range Dark().strokes(lines) {
		seen[fmt.Sprint(s)] = true
	}
	if len(seen) != len(lines) {
		t.Errorf("%d looks for %d lines", len(seen), len(lines))
	}
}
