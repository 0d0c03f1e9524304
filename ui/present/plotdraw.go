package present

import (
	"image"
	"sync"

	"meterscope/charts"
)

// newDraw draws with one renderer, which remembers the series it drew last.
func newDraw() func(*image.RGBA, charts.Spec) (*image.RGBA, charts.Layout, error) {
	var mu sync.Mutex // two lanes may meet while one case makes way for another
	var r *charts.Renderer
	return func(dst *image.RGBA, s charts.Spec) (*image.RGBA, charts.Layout, error) {
		mu.Lock()
		defer mu.Unlock()
		if r == nil {
			var err error
			if r, err = charts.NewRenderer(); err != nil {
				return nil, charts.Layout{}, err
			}
		}
		return r.Draw(dst, s)
	}
}

// drawNew draws into a new image each time.
func drawNew(draw func(*image.RGBA, charts.Spec) (*image.RGBA, charts.Layout, error)) func(charts.Spec) (*image.RGBA, charts.Layout, error) {
	return func(s charts.Spec) (*image.RGBA, charts.Layout, error) { return draw(nil, s) }
}
