//go:build race

package archive

// raceDetector is on: what is measured in bytes allocated is not the program's, and a gigabyte takes minutes.
const raceDetector = true
