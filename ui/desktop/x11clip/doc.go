// Package x11clip reads the text of an X11 clipboard over a connection of its own.
//
// GLFW reads it on the thread of the window: a long text, or a program that doesn't hand over what was copied from it,
// freezes the window meanwhile. Here only the goroutine waits that asks, and it can be told to stop.
//
// It speaks the few requests of the X11 protocol that this takes, over the local socket of the display, and knows
// nothing of windows, Fyne or logs. Only ui/desktop imports it.
package x11clip
