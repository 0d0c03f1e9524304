// Package version says which Meterscope this is: its number, and the commit that it was built from. It imports the
// standard library only, and anybody may import it.
package version

import "runtime/debug"

// Number is the program's version, as FyneApp.toml has it: a test holds the two together. What is packaged, and the
// tag of a release, take theirs from that file.
const Number = "0.1.0"

// Commit is the commit that this program was built from, "" where the build didn't note it.
func Commit() string { return commitOf(debug.ReadBuildInfo()) }

// Line says both in one line: "Meterscope 0.1.0, commit 1f0c…".
func Line() string { return line(Commit()) }

func line(commit string) string {
	if commit == "" {
		return "Meterscope " + Number
	}
	return "Meterscope " + Number + ", commit " + commit
}

func commitOf(info *debug.BuildInfo, ok bool) string {
	if !ok {
		return ""
	}
	commit, changed := "", false
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			commit = s.Value
		case "vcs.modified":
			changed = s.Value == "true"
		}
	}
	if commit != "" && changed {
		commit += " (with changes)"
	}
	return commit
}
