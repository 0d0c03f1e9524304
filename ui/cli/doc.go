// Package cli is the command line: the same engine as the window, for scripts and pipelines. Its words, flags,
// JSON keys and exit statuses are a promise to those scripts.
//
// A command reads logs into a temporary case (or the one that --case names), and writes what the case says to
// standard output as text for people, JSON or CSV. Everything streams: what is printed is read as it is
// written. Errors are one sentence on standard error. Nothing here needs a display, and nothing imports Fyne.
//
// Only package ui may import it.
package cli
