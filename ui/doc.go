// Package ui hands the program's arguments to the command line, or to the window. Built with the tag headless
// there is no window, and no part of the program needs a display or cgo.
package ui
