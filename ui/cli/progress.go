package cli

import (
	"fmt"
	"io"
	"path/filepath"

	"meterscope/importer"
	"meterscope/ui/lang"
	"meterscope/ui/present"
)

// progress shows how an import goes, on one line of standard error, and only on a terminal.
type progress struct {
	w     io.Writer
	t     *lang.Texts
	on    bool
	shown bool
}

func newProgress(stderr io.Writer) *progress { return &progress{w: stderr, on: isTerminal(stderr)} }

const escClearLine = "\r\x1b[K"

func (p *progress) show(now importer.Progress) {
	if !p.on {
		return
	}
	part := p.t.Bytes(now.Done)
	if now.Total > 0 {
		part = fmt.Sprintf("%d %%", min(100, now.Done*100/now.Total))
	}
	line := fmt.Sprintf("%s  %s  %s", filepath.Base(now.Source), part, p.t.Plural(now.Counts.Frames, "frame", "frames"))
	p.shown = true
	_, _ = io.WriteString(p.w, escClearLine+present.PlainText(line)) // nobody misses a line of progress
}

// clear takes the line away.
func (p *progress) clear() {
	if p.shown {
		_, _ = io.WriteString(p.w, escClearLine)
		p.shown = false
	}
}
