package cli

import (
	"bufio"
	"io"

	"github.com/spf13/cobra"

	"meterscope/ui/lang"
)

// Tree is the whole command line with its texts in a language: for who writes manual pages and the completion of
// shells. It is not there to be run.
func Tree(language string) (*cobra.Command, error) {
	t, err := lang.Load(language)
	if err != nil {
		return nil, err
	}
	e := &env{out: bufio.NewWriter(io.Discard), stderr: io.Discard, t: t, language: language}
	root := newRoot(e)
	e.translate(root)
	return root, nil
}
