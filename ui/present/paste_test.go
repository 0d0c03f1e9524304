package present

import (
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"meterscope/importer"
	"meterscope/model"
	"meterscope/ui/internal/memcase"
)

func TestPastedTextIsASourceOfItsOwn(t *testing.T) {
	file := memcase.New("x")
	file.Log = []model.Source{{ID: 1, Name: "Paste 2026-11-23 14:05", Complete: true}}
	d := opened(t, file)
	d.Engine.Now = func() time.Time { return time.Date(2026, 11, 23, 14, 5, 59, 0, time.UTC) }
	d.Paste(`[2,"1","Heartbeat",{}]`)
	d.Paste(`[2,"2","Heartbeat",{}]`)
	d.until("both are imported", func() bool { return !d.Importing() })
	in := d.imports.inputs
	if len(in) != 2 || in[0].Path != "Paste 2026-11-23 14:05 (2)" || in[1].Path != "Paste 2026-11-23 14:05 (3)" {
		t.Fatalf("imported %+v", in)
	}
	if text, err := io.ReadAll(in[0].Reader); err != nil || string(text) != `[2,"1","Heartbeat",{}]` {
		t.Errorf("it reads %q, %v", text, err)
	}
}

func TestClipboardWithoutALogIsTold(t *testing.T) {
	d := opened(t, memcase.New("x"))
	for _, text := range []string{"", " \r\n\t"} {
		d.problems = nil
		d.Paste(text)
		if len(d.problems) != 1 || d.problems[0].What != TextNoPaste || d.Importing() {
			t.Errorf("%q: problems %+v", text, d.problems)
		}
	}
	d.problems = nil
	d.imports.run = func(_ context.Context, in []importer.Input, _ func(importer.Progress)) (importer.Report, error) {
		return importer.Report{Sources: []importer.SourceReport{{Source: model.Source{Name: in[0].Path}, Err: importer.ErrNoFrames}}}, nil
	}
	d.Paste("a shopping list")
	d.until("it is told", func() bool { return len(d.problems) == 1 })
	if p := d.problems[0]; p.What != TextPasteNothing || !strings.Contains(p.Remedy, "bracket") {
		t.Errorf("problem %+v", p)
	}
}
