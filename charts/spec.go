// Package charts draws a plot of meter data: a plot is a value, the Spec.
package charts

import (
	"image"
	"image/color"
	"io"
	"time"

	"meterscope/model"
)

// Spec is a plot: panels over one time axis.
type Spec struct {
	Title    string
	Subtitle string
	Panels   []Panel
	From, To time.Time      // the visible window; zero: the extent of the data
	Zone     *time.Location // of the time axis; nil: UTC
	States   []State        // the band of charger states below; may be empty
	Marks    []Mark         // findings at their time
	Gaps     []Stretch      // stretches without samples, shaded in all panels
	Theme    Theme
	Width    int     // pixels
	Height   int     // pixels
	Scale    float64 // pixels per design pixel: 1, 2, 3; 0 is 1
	Legend   bool    // draw the legend at the right (exports); the window draws its own
}

// Panel is one quantity.
type Panel struct {
	ID       string // "energy", "power", "soc", …
	Title    string
	Unit     string // of the axis: "kWh"
	Lines    []Line
	Weight   float64  // share of the height; 0 is 1
	Min      *float64 // fixed axis ends; nil: from the data (power and energy start at zero)
	Max      *float64
	FromZero bool
}

// Line is one series, as drawn.
type Line struct {
	Name    string    // "Total", "L1", "Offered"
	Role    Role      // colour, width and dashes
	Times   []int64   // Unix nanoseconds, ascending
	Values  []float64 // in the panel's unit; never NaN or Inf
	Breaks  []int     // indexes i before which the line is interrupted (a gap between i−1 and i)
	Step    bool      // holds its value until the next point (offered)
	Derived bool      // not in the log: drawn dashed, and named as derived
	Hidden  bool
}

// Role picks a line's colour, width and dashes from the theme.
type Role string

const (
	RoleTotal   Role = "total"
	RoleL1      Role = "l1"
	RoleL2      Role = "l2"
	RoleL3      Role = "l3"
	RoleSoC     Role = "soc"
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

// Theme holds the colours.
type Theme struct {
	Ground, Line, Text, Muted, Accent, Gap color.NRGBA
	Error, Warning, Info                   color.NRGBA
	Total, L1, L2, L3, SoC, Offered        color.NRGBA
	Charging, Suspended                    color.NRGBA
}

// Light and Dark are the palettes of the window.
func Light() Theme { return Theme{} }
func Dark() Theme  { return Theme{} }

// FromSeries makes the panels of a transaction: plot is energy, power, current, voltage, soc, temperature or
// all (those that there is data for). usual gives the gap limit.
func FromSeries(plot string, series []model.Series, zone *time.Location) (Spec, error) {
	return Spec{}, nil
}

// Layout is where things stand in a drawn plot, in image pixels: what a window needs for zoom and crosshair.
type Layout struct {
	Plot     image.Rectangle   // from the top of the first panel to the bottom of the last
	Panels   []image.Rectangle // the canvas of each panel
	States   image.Rectangle
	From, To time.Time
}

// Draw draws the plot into a new image.
func Draw(s Spec) (*image.RGBA, Layout, error) { return nil, Layout{}, nil }

// WritePNG and WriteSVG export the plot.
func WritePNG(w io.Writer, s Spec) error { return nil }
func WriteSVG(w io.Writer, s Spec) error { return nil }
