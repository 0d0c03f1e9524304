//go:build !race

package rule_test

// raced says that the race detector watches.
const raced = false
