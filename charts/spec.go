package charts

import (
	"image"
	"math"
	"time"

	"meterscope/model"
)

// Spec is a plot: panels over one time axis. The slices in it must not change once it has been drawn: a
// [Renderer] keeps what it computed from them.
type Spec struct {
	Title    string
	Subtitle string
	Footer   string   // below the plot, small; line ends are kept, long lines are wrapped
	Notes    []string // what is not drawn, and why: plain sentences, above the footer of an export
	Panels   []Panel
	From, To time.Time      // the visible window; zero: the extent of the data
	Zone     *time.Location // of the time axis; nil: UTC
	States   []State        // the band of charger states below; may be empty
	Marks    []Mark         // findings at their time
	Gaps     []Stretch      // stretches without samples, shaded in all panels
	Theme    Theme          // the zero Theme is Light
	Width    int            // image pixels; 0 is 960 design pixels
	Height   int            // image pixels; 0 is 600 design pixels
	Scale    float64        // image pixels per design pixel: 1, 2, 3; 0 is 1
	Handles  bool           // titles of panels have a triangle: a click folds them (windows)
	Bare     bool           // nothing but the lines, from edge to edge (an overview)
	Legend   bool           // draw the legend at the right (exports); the window draws its own
	Words    Words          // the language of numbers, dates and what the plot says by itself
}

// Panel is one quantity.
type Panel struct {
	ID       string // "energy", "power", "soc", …
	Title    string
	Unit     string // of the values: "kWh"
	Said     Unit   // in which they are written; zero: in Unit
	Lines    []Line
	Empty    string   // what to say where there is nothing to draw; "" is "No values"
	Weight   float64  // share of the height; 0 is 1
	Min      *float64 // fixed axis ends; nil: from the data (power and energy start at zero)
	Max      *float64
	FromZero bool
	Band     *Band // what the values should be within, tinted; the axis shows all of it
	Folded   bool  // only its title is drawn
}

// Unit is a smaller one than that of the values: one of theirs has 10 to the power of Digits of it.
type Unit struct {
	Name   string
	Digits int
}

// said is the unit in which the values of a panel are written, and how many of it are in one of theirs.
func (p *Panel) said() (unit string, times float64) {
	if p.Said.Name == "" {
		return p.Unit, 1
	}
	return p.Said.Name, math.Pow10(p.Said.Digits)
}

// label writes a value of the panel with the digits that a reader of a legend wants, without its unit.
func (p *panel) label(v float64) string {
	unit, times := p.said()
	return p.words.number(valueLabel(v*times, unit))
}

// Band is a stretch of a value axis.
type Band struct{ Min, Max float64 }

// Line is one series, as drawn. Points whose value is not finite, or whose time is outside the years 1930
// to 2200, are left out.
type Line struct {
	Name     string    // "Total", "L1", "Offered"
	Role     Role      // colour, width and dashes
	Times    []int64   // Unix nanoseconds, ascending
	Values   []float64 // in the panel's unit; one for each of Times
	Breaks   []int     // indexes i, ascending, before which the line is interrupted (a gap between i−1 and i)
	Starts   []int64   // where each value is about the time until its point: when that began; the line is bars
	Hollow   []Dot     // values that a rule found wrong: drawn hollow, apart from the line
	Digits   int       // how many the values have after the point at most; −1: they are not exact
	Step     bool      // holds its value until the next point (offered)
	Register bool      // counts: what matters is how much it rises
	Derived  bool      // not in the log: drawn dashed, and named as derived
	Hidden   bool
	Overlay  bool // of another transaction, laid over: thin and dotted, in a colour of its own

	limit int64 // how far apart two points of it may be; 0 is not known
}

// Dot is one value.
type Dot struct {
	At    int64 // Unix nanoseconds
	Value float64
}

// Role picks a line's colour, width and dashes from the theme.
type Role string

// The roles that the palette has a colour for. Lines of RoleOther share what is left, told apart by dashes.
const (
	RoleTotal   Role = "total"
	RoleL1      Role = "l1"
	RoleL2      Role = "l2"
	RoleL3      Role = "l3"
	RoleSoC     Role = "soc"
	RoleGauge   Role = "gauge" // the one line of a quantity that is no sum of phases
	RoleOffered Role = "offered"
	RoleOther   Role = "other"
)

// State is a stretch of one charger state.
type State struct {
	From, To time.Time
	Name     string // as the StatusNotification says
}

// Mark is a finding at its time.
type Mark struct {
	At       time.Time
	Severity model.Severity
	Label    string
	ID       int // the caller's
}

// Stretch is a span of time.
type Stretch struct{ From, To time.Time }

// Layout is where things stand in a drawn plot, in image pixels: what a window needs for zoom and crosshair.
type Layout struct {
	Plot     image.Rectangle   // from the top of the first panel to the bottom of the last
	Panels   []image.Rectangle // the canvas of each panel; empty where there was no room for it
	Axes     []Axis            // the value axis of each panel
	Heads    []image.Rectangle // the title of each panel, also of a folded one; empty where there was no room for it
	States   image.Rectangle   // the band of charger states; empty if there is none
	Marks    []image.Rectangle // the triangle of each of Spec.Marks; empty outside the window
	From, To time.Time         // the time axis, from Plot.Min.X to Plot.Max.X
}

// Axis is the range of a value axis, from the bottom to the top of its panel.
type Axis struct{ Min, Max float64 }

// TimeAt is the moment at an x of the image. Outside the plot it goes on in step.
func (l Layout) TimeAt(x float64) time.Time {
	w := float64(l.Plot.Dx())
	if w <= 0 {
		return l.From
	}
	span := float64(l.To.Sub(l.From))
	return l.From.Add(time.Duration(clamp((x-float64(l.Plot.Min.X))/w*span, -maxSpan, maxSpan)))
}

// X is where a moment stands in the image.
func (l Layout) X(t time.Time) float64 {
	span := float64(l.To.Sub(l.From))
	if span <= 0 {
		return float64(l.Plot.Min.X)
	}
	return float64(l.Plot.Min.X) + float64(t.Sub(l.From))/span*float64(l.Plot.Dx())
}

// Y is where a value stands in the canvas of a panel.
func (l Layout) Y(panel int, v float64) float64 {
	if panel < 0 || panel >= len(l.Axes) {
		return math.NaN()
	}
	r, a := l.Panels[panel], l.Axes[panel]
	return float64(r.Max.Y) - (v-a.Min)/(a.Max-a.Min)*float64(r.Dy())
}

// The times that can be drawn: within them every difference fits a time.Duration.
const (
	earliest = -1_262_304_000 * second // 1930-01-01
	latest   = 7_258_118_400 * second  // 2200-01-01

	second = int64(time.Second)
)

const (
	maxSpan  = float64(math.MaxInt64) / 2
	maxValue = 1e300 // larger ones are drawn here, so that ranges stay finite
)

func clamp(v, lo, hi float64) float64 { return math.Max(lo, math.Min(hi, v)) }
