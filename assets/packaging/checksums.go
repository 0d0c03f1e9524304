package main

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// writeChecksums writes SHA256SUMS, as `sha256sum --check` reads it, over what this job made.
func (j *job) writeChecksums() error {
	names := slices.Sorted(slices.Values(j.made))
	var b strings.Builder
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join(j.dist, name))
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "%x  %s\n", sha256.Sum256(data), name)
	}
	return j.keep("SHA256SUMS", []byte(b.String()))
}
