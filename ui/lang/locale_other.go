//go:build !windows

package lang

// localeOfSystem is "": elsewhere the environment says it all.
func localeOfSystem() string { return "" }
