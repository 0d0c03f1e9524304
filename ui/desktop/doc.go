// Package desktop is the window: Fyne widgets bound to the view models of ui/present. It decides where things
// stand and how they look, never what they say or what happens; it is the only package that imports Fyne.
//
// Views keep no state of their own but layout. They read their view model when it says that it changed, and
// call its methods when the user does something. All of this happens on Fyne's goroutine; the one way onto it
// from elsewhere is the poster in seam.go.
package desktop
