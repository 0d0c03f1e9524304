package archive

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Rotation is what a file's name says about a log that is written in several files.
type Rotation struct {
	Log string // the name of the log: that of the file that is written to now
	age string // sorts from the oldest to the newest
}

var (
	compressedName = regexp.MustCompile(`(?i)\.(gz|zst|bz2|xz|zip)$`)
	numberedName   = regexp.MustCompile(`^(.*[^./])\.(\d{1,4})$`)
	// messages-20250301, x.log.2025-03-01, x.log.2025-03-01-17, and the same before the ending
	datedName   = regexp.MustCompile(`^(.*[^./])[-._]((?:19|20)\d\d[-_]?(?:0[1-9]|1[0-2])[-_]?(?:0[1-9]|[12]\d|3[01])(?:[-_T]\d\d(?:[-_:]?\d\d)*)?)(\.[A-Za-z][A-Za-z0-9]{0,5})?$`)
	endsLikeLog = regexp.MustCompile(`\.[A-Za-z][A-Za-z0-9]{0,7}$`)
)

// RotationOf reads a file's name: "x.log", "x.log.1", "x.log.2.gz", "x.log.2025-03-01", "x-20250301.log" are
// parts of "x.log".
func RotationOf(name string) Rotation {
	name = compressedName.ReplaceAllString(name, "")
	const newest, highest = "~", 99999
	if m := numberedName.FindStringSubmatch(name); m != nil {
		n, _ := strconv.Atoi(m[2])      // at most four digits
		if day, ok := dated(m[1]); ok { // counted up within a day
			return Rotation{day.Log, day.age + "." + strconv.Itoa(highest+n)}
		}
		return Rotation{m[1], "1" + strconv.Itoa(highest-n)}
	}
	if day, ok := dated(name); ok {
		return day
	}
	return Rotation{name, newest}
}

// dated reads a name with a date in it.
func dated(name string) (Rotation, bool) {
	m := datedName.FindStringSubmatch(name)
	if m == nil {
		return Rotation{}, false
	}
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, m[2])
	return Rotation{m[1] + m[3], "0" + digits}, true
}

// OldestFirst gives the order in which to read files of these names: as they stand, but the files of one
// rotation among themselves from the oldest to the newest. Numbers after names alone ("CP.1", "CP.2") may
// number anything: they tell a rotation only where the name ends like a log's or the log itself is there.
func OldestFirst(names []string) []int {
	logs := map[string][]int{}
	rotations := make([]Rotation, len(names))
	for i, name := range names {
		rotations[i] = RotationOf(name)
		logs[rotations[i].Log] = append(logs[rotations[i].Log], i)
	}
	order := make([]int, len(names))
	for i := range order {
		order[i] = i
	}
	for log, places := range logs {
		parted := make([]string, len(places))
		for i, place := range places {
			parted[i] = names[place]
		}
		if !Rotated(log, parted) {
			continue
		}
		parts := slices.Clone(places)
		slices.SortStableFunc(parts, func(a, b int) int { return cmp.Compare(rotations[a].age, rotations[b].age) })
		for i, place := range places {
			order[place] = parts[i]
		}
	}
	return order
}

// Rotated says whether files of these names are one log that was written in several: they have it in common (see
// [RotationOf]), and it is a log's name or that of one of them.
func Rotated(log string, names []string) bool {
	return len(names) > 1 && (endsLikeLog.MatchString(path.Base(log)) || slices.Contains(names, log))
}
