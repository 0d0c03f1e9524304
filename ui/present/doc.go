// Package present holds the state and the commands of each screen, without a window: what a list shows, what
// a click does, what an error says.
//
// It is the border between the engine and the views. It knows no Fyne and no terminal: the desktop binds
// widgets to its view models, the command line takes its sentences. Only ui/desktop and ui/cli may import it.
//
// All view models belong to one goroutine, the window's. Whatever touches storage runs beside it in a lane,
// and its result comes back through [Poster]; where several requests of one kind are made, the newest wins.
// So storage that never answers leaves the window alive.
package present
