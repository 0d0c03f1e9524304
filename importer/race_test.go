//go:build race

package importer

// everyPair is which of the pairs of shapes are read one after the other: the detector makes all of it some ten times
// slower, and sees the same in each.
const everyPair = 9

// sectionSizes are how many messages the sections of a log hold.
func sectionSizes() []int { return []int{60, 1500} }
