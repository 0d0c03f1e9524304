//go:build !race

package importer

// everyPair is which of the pairs of shapes are read one after the other.
const everyPair = 1

// sectionSizes are how many messages the sections of a log hold; the larger ones are more than a window.
func sectionSizes() []int { return []int{60, 6000} }
