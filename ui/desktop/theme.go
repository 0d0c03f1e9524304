package desktop

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"meterscope/charts"
	"meterscope/ui/present"
)

// The colours of our own, beside those that Fyne's widgets ask for.
const (
	colorGround    = theme.ColorNameBackground
	colorSurface   = theme.ColorNameHeaderBackground
	colorSheet     = theme.ColorNameOverlayBackground
	colorLine      = theme.ColorNameSeparator
	colorText      = theme.ColorNameForeground
	colorMuted     = theme.ColorNamePlaceHolder
	colorAccent    = theme.ColorNamePrimary
	colorOnAccent  = theme.ColorNameForegroundOnPrimary
	colorSelection = theme.ColorNameSelection
	colorHover     = theme.ColorNameHover
	colorError     = theme.ColorNameError
	colorWarning   = theme.ColorNameWarning

	colorInfo      fyne.ThemeColorName = "meterscope-info"
	colorGap       fyne.ThemeColorName = "meterscope-gap"
	colorKey       fyne.ThemeColorName = "meterscope-json-key"
	colorString    fyne.ThemeColorName = "meterscope-json-string"
	colorNumber    fyne.ThemeColorName = "meterscope-json-number"
	colorErrorBg   fyne.ThemeColorName = "meterscope-error-ground"
	colorWarningBg fyne.ThemeColorName = "meterscope-warning-ground"
	// colorWarningDeep is the warning's colour on the selection, where the plain one is a little too faint.
	colorWarningDeep fyne.ThemeColorName = "meterscope-warning-deep"
	colorInfoBg      fyne.ThemeColorName = "meterscope-info-ground"
	colorFrame       fyne.ThemeColorName = "meterscope-frame-ground"
	colorTotal       fyne.ThemeColorName = "meterscope-total"
	colorBar         fyne.ThemeColorName = "meterscope-bar"
	colorBarFaint    fyne.ThemeColorName = "meterscope-bar-faint" // one that isn't chosen
	colorL1          fyne.ThemeColorName = "meterscope-l1"
	colorL2          fyne.ThemeColorName = "meterscope-l2"
	colorL3          fyne.ThemeColorName = "meterscope-l3"
	colorSoC         fyne.ThemeColorName = "meterscope-soc"
	colorOffered     fyne.ThemeColorName = "meterscope-offered"
)

// The sizes of our own.
const (
	sizeSmall = theme.SizeNameCaptionText
	sizeText  = theme.SizeNameText
	sizeTitle = theme.SizeNameSubHeadingText

	rowHeight     = 32
	headerHeight  = 30
	toolbarHeight = 52
	statusHeight  = 30
	gutter        = 12
)

// pair is a colour in the light and in the dark theme, as 0xRRGGBB.
type pair struct{ light, dark uint32 }

// tokens are the colours of the window. Texts have a contrast of at least 4.5:1 on ground, surface, selection
// and the grounds of marks; a test holds that.
func tokens(name fyne.ThemeColorName) (pair, bool) {
	switch name {
	case colorGround, theme.ColorNameMenuBackground:
		return pair{0xFFFFFF, 0x12161C}, true
	case colorSheet:
		return pair{0xFFFFFF, 0x1A2029}, true
	case theme.ColorNameInputBackground:
		return pair{0xFFFFFF, 0x12161C}, true
	case theme.ColorNameButton, theme.ColorNameDisabledButton:
		return pair{0xFFFFFF, 0x12161C}, true
	case colorSurface:
		return pair{0xF5F6F8, 0x1A2029}, true
	case colorLine, theme.ColorNameInputBorder:
		return pair{0xE1E5EA, 0x2B333E}, true
	case colorText:
		return pair{0x14181F, 0xE8ECF1}, true
	case colorMuted, theme.ColorNameDisabled:
		return pair{0x5B6573, 0x9AA6B5}, true
	case colorAccent, theme.ColorNameHyperlink:
		return pair{0x0B62D6, 0x6AAEFF}, true
	case colorOnAccent:
		return pair{0xFFFFFF, 0x12161C}, true
	case colorSelection:
		return pair{0xE3EEFC, 0x1D3350}, true
	case colorHover:
		return pair{0xEEF1F5, 0x1F2732}, true
	case theme.ColorNamePressed:
		return pair{0xE1E5EA, 0x2B333E}, true
	case colorGap:
		return pair{0xEEF0F3, 0x1E252F}, true
	case colorError:
		return pair{0xC62828, 0xFF7A70}, true
	case colorWarning:
		return pair{0xA15C00, 0xFFB74D}, true
	case colorInfo:
		return pair{0x3F6AA8, 0x8FB3E8}, true
	case theme.ColorNameScrollBar:
		return pair{0xB4BCC7, 0x4A5563}, true
	}
	return codeTokens(name)
}

func codeTokens(name fyne.ThemeColorName) (pair, bool) {
	switch name {
	case colorKey:
		return pair{0x0B4F9E, 0x8FC1FF}, true
	case colorString:
		return pair{0x14181F, 0xE8ECF1}, true
	case colorNumber:
		return pair{0x8A3FA0, 0xD69BF0}, true
	case colorWarningDeep:
		return pair{0x8F5200, 0xFFB74D}, true
	case colorErrorBg:
		return pair{0xFCE0DE, 0x4A211F}, true
	case colorWarningBg:
		return pair{0xFFF4DE, 0x45340F}, true
	case colorInfoBg:
		return pair{0xE8F0FA, 0x22324A}, true
	case colorFrame:
		return pair{0xF1F5FB, 0x182130}, true
	case colorBar:
		return pair{0xB9C0C9, 0x4A5563}, true
	case colorBarFaint:
		return pair{0xDADEE4, 0x333C48}, true
	case colorTotal:
		return pair{0x14181F, 0xF2F5F8}, true
	case colorL1:
		return pair{0xB84A00, 0xFF9D5C}, true
	case colorL2:
		return pair{0x0066A8, 0x6CB8FF}, true
	case colorL3:
		return pair{0x00785A, 0x4FD1A5}, true
	case colorSoC:
		return pair{0x8A3FA0, 0xD69BF0}, true
	case colorOffered:
		return pair{0x8792A0, 0x77838F}, true
	}
	return pair{}, false
}

func rgb(v uint32) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xFF} //nolint:gosec // the low byte is meant
}

func (p pair) in(v fyne.ThemeVariant) color.NRGBA {
	if v == theme.VariantDark {
		return rgb(p.dark)
	}
	return rgb(p.light)
}

// choice is what the user wants: light, dark, or as the system has it.
type choice string

const (
	likeSystem choice = ""
	light      choice = "light"
	dark       choice = "dark"
)

// houseTheme is Fyne's theme in our colours and sizes.
type houseTheme struct {
	fyne.Theme
	choice  choice
	symbols fyne.Resource
}

func newTheme(c choice) *houseTheme {
	return &houseTheme{Theme: theme.DefaultTheme(), choice: c, symbols: fyne.NewStaticResource("meterscope-symbols.ttf", symbols)}
}

// variant is the one to draw in, given the system's.
func (t *houseTheme) variant(system fyne.ThemeVariant) fyne.ThemeVariant {
	switch t.choice {
	case light:
		return theme.VariantLight
	case dark:
		return theme.VariantDark
	}
	return system
}

// Color gives our colours, and Fyne's for what has none of ours.
func (t *houseTheme) Color(name fyne.ThemeColorName, system fyne.ThemeVariant) color.Color {
	v := t.variant(system)
	if p, ok := tokens(name); ok {
		return p.in(v)
	}
	switch name {
	case theme.ColorNameFocus:
		c := pair{0x0B62D6, 0x6AAEFF}.in(v)
		c.A = 0x2A
		return c
	case theme.ColorNameScrollBarBackground:
		return color.Transparent
	case theme.ColorNameShadow:
		return color.NRGBA{A: 0x30}
	}
	return t.Theme.Color(name, v)
}

// Size gives our sizes.
func (t *houseTheme) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case sizeText:
		return 13
	case sizeSmall:
		return 12
	case sizeTitle:
		return 18
	case theme.SizeNamePadding:
		return 4
	case theme.SizeNameInnerPadding:
		return 7
	case theme.SizeNameInputRadius, theme.SizeNameSelectionRadius:
		return 4
	case theme.SizeNameScrollBar:
		return 10
	case theme.SizeNameScrollBarSmall:
		return 4
	case theme.SizeNameInlineIcon:
		return 18
	}
	return t.Theme.Size(name)
}

// isDark says which palette is on the screen.
func isDark() bool {
	s := fyne.CurrentApp().Settings()
	if t, ok := s.Theme().(*houseTheme); ok {
		return t.variant(s.ThemeVariant()) == theme.VariantDark
	}
	return s.ThemeVariant() == theme.VariantDark
}

// chartTheme is the palette of plots that fits the screen.
func chartTheme() charts.Theme {
	if isDark() {
		return charts.Dark()
	}
	return charts.Light()
}

// toneColor is the colour of a tone, and of the ground behind a mark of it.
func toneColor(t present.Tone) (text, ground fyne.ThemeColorName) {
	switch t {
	case present.ToneError:
		return colorError, colorErrorBg
	case present.ToneWarning:
		return colorWarning, colorWarningBg
	case present.ToneInfo:
		return colorInfo, colorInfoBg
	case present.ToneMuted:
		return colorMuted, colorSurface
	}
	return colorText, colorSurface
}

// roleColor is the colour of a line of a plot.
func roleColor(r charts.Role) fyne.ThemeColorName {
	switch r {
	case charts.RoleTotal, charts.RoleGauge:
		return colorTotal
	case charts.RoleL1:
		return colorL1
	case charts.RoleL2:
		return colorL2
	case charts.RoleL3:
		return colorL3
	case charts.RoleSoC:
		return colorSoC
	case charts.RoleOffered:
		return colorOffered
	}
	return colorMuted
}
