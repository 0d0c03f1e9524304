// Package charts draws plots of meter data. A plot is a value, the [Spec]: panels over one time axis, with
// gaps, charger states and marks. The same Spec gives an image for the window ([Renderer]), a PNG
// ([WritePNG]) and an SVG ([WriteSVG]).
//
// go-chart draws the frame: ground, grid, axes, ticks and titles. The lines are ours: go-chart strokes a
// million points in eight seconds and hangs on a value that is not finite, so a line is cut down to what a
// pixel column can show ([Line] says how points reach it) and drawn anti-aliased into the same image.
//
// A Spec is made of samples ([NewSamples], [FromSeries]): which panels there are, where lines break, what is derived.
// Points are given one by one, and 16 bytes are kept of each.
//
// All text and line widths are in design pixels; Spec.Scale makes image pixels of them. The package knows
// no window, no file and no clock; it may be used by present, desktop and cli. It imports only model and
// go-chart with the font packages below it.
package charts
