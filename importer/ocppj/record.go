package ocppj

import "bytes"

// A record of a key and its value a line has so many lines before its message, and so long ones, at most.
const (
	mostAbove  = 32
	longestRow = 1 << 10
)

// isPair says whether a line begins with a key, as "message: " or "MESSAGE=": lines above may say more of its record.
func isPair(line []byte) bool {
	const longestKey = 40
	line = bytes.TrimLeft(line, " \t")
	line = bytes.TrimPrefix(line, []byte("- "))
	for i, c := range line[:min(len(line), longestKey)] {
		switch {
		case c == '=' && i > 0:
			return true
		case c == ':' && i > 0:
			return i+1 < len(line) && line[i+1] == ' '
		case !isWord(c) && (i == 0 && c != '@' || bytes.IndexByte([]byte(" -._@"), c) < 0):
			return false
		}
	}
	return false
}

// recordAbove gives where the record begins whose line begins at text[line]: behind a blank line, no further back than
// floor.
func recordAbove(text []byte, floor, line int) int {
	for range mostAbove {
		if line <= floor {
			break
		}
		above := floor + bytes.LastIndexByte(text[floor:line-1], '\n') + 1
		if above == floor && floor > 0 && text[floor-1] != '\n' || line-above > longestRow || blank(text[above:line]) {
			break
		}
		line = above
	}
	return line
}
