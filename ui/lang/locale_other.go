//go:build !windows

package lang

// localeOfSystem is "": elsewhere the environment says it all.
func localeOfSystem() string { return "" }

// mannerOfSystem is not known: elsewhere the environment says it all.
func mannerOfSystem() (m Manner, ok bool) { return m, false }
