//go:build !ci

package desktop

import (
	"fyne.io/fyne/v2"
	"github.com/go-gl/glfw/v3.3/glfw"
)

// glfwWindow is the window of the toolkit below Fyne.
type glfwWindow struct{ *glfw.Window }

// placedWindow finds what shows a window of Fyne's; nil where that isn't GLFW. It is to be called on the window's
// goroutine, while the window is there.
func placedWindow(w fyne.Window) placed {
	drawn, ok := w.(interface{ RunWithContext(f func()) })
	if !ok {
		return nil
	}
	var found *glfw.Window
	drawn.RunWithContext(func() { found = glfw.GetCurrentContext() })
	if found == nil {
		return nil
	}
	return glfwWindow{found}
}

func (w glfwWindow) rectangle() (r rectangle) {
	r.x, r.y = w.GetPos()
	r.width, r.height = w.GetSize()
	return r
}

func (w glfwWindow) frame() (left, top, right, bottom int) { return w.GetFrameSize() }
func (w glfwWindow) maximised() bool                       { return w.GetAttrib(glfw.Maximized) == glfw.True }
func (w glfwWindow) move(x, y int)                         { w.SetPos(x, y) }
func (w glfwWindow) resize(width, height int)              { w.SetSize(width, height) }
func (w glfwWindow) maximise()                             { w.Maximize() }

func (w glfwWindow) screens() (all []rectangle) {
	for _, m := range glfw.GetMonitors() {
		var r rectangle
		r.x, r.y, r.width, r.height = m.GetWorkarea()
		all = append(all, r)
	}
	return all
}
