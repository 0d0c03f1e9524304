package present

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"meterscope/importer"
	"meterscope/importer/archive"
	"meterscope/model"
	"meterscope/ui/internal/memcase"
)

func TestInterruptedImportIsOfferedAndGoesOn(t *testing.T) {
	dir := t.TempDir()
	log := filepath.Join(dir, "day.log")
	box := filepath.Join(dir, "box.zip")
	for _, p := range []string{log, box} {
		if err := os.WriteFile(p, make([]byte, 1000), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	file := memcase.Filled(2)
	file.Log = append(file.Log,
		model.Source{ID: 2, Name: log, Size: 637},
		model.Source{ID: 3, Name: box + "/a/b.log", Size: 637},
		model.Source{ID: 4, Name: box + "/a/c.log", Size: 637},
		model.Source{ID: 5, Name: filepath.Join(dir, "gone.log"), Size: 1},
		model.Source{ID: 6, Name: "elsewhere.log", Size: 1})
	d := opened(t, file)
	if got := d.InterruptedText(); got != "The import of day.log was interrupted at 63 %, and 1 other." {
		t.Errorf("offered %q", got)
	}
	d.imports.run = func(context.Context, []importer.Input, func(importer.Progress)) (importer.Report, error) {
		file.Log = file.Log[:1]
		return importer.Report{}, nil
	}
	d.Continue()
	if !d.Importing() || d.InterruptedText() != "" {
		t.Error("it doesn't go on")
	}
	d.until("it ended", func() bool { return !d.Importing() })
	d.settle()
	if in := d.imports.inputs; len(in) != 2 || in[0].Path != log || in[1].Path != box || d.InterruptedText() != "" {
		t.Errorf("imported %+v, offered %q", in, d.InterruptedText())
	}
}

func TestInterruptedImportIsLeftWhereItIsNotWanted(t *testing.T) {
	log := filepath.Join(t.TempDir(), "day.log")
	if err := os.WriteFile(log, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	file := memcase.Filled(2)
	file.Log = append(file.Log, model.Source{ID: 2, Name: log, Size: 637})
	d := opened(t, file)
	if got := d.InterruptedText(); got != "The import of day.log was interrupted." {
		t.Errorf("offered %q", got)
	}
	d.LeaveInterrupted()
	d.Refresh()
	d.settle()
	if d.InterruptedText() != "" {
		t.Error("it is offered again")
	}
	file.Frozen = true
	frozen := opened(t, file)
	if frozen.InterruptedText() != "" {
		t.Error("it is offered for a case that can only be read")
	}
}

// A damaged archive would fail in the same way again: to go on is offered only where the file is another.
func TestDamagedArchiveIsNotOfferedToGoOn(t *testing.T) {
	box := filepath.Join(t.TempDir(), "box.log.gz")
	if err := os.WriteFile(box, make([]byte, 1000), 0o600); err != nil {
		t.Fatal(err)
	}
	file := memcase.Filled(2)
	d := opened(t, file)
	source := model.Source{ID: 2, Name: box, Size: 637}
	d.imports.run = func(context.Context, []importer.Input, func(importer.Progress)) (importer.Report, error) {
		file.Change(func() { file.Log = append(file.Log, source) })
		return importer.Report{Sources: []importer.SourceReport{{Source: source, Err: &archive.Error{Name: box, Is: archive.ErrDamaged, Remedy: "get it again"}}}}, nil
	}
	d.Import(box)
	d.until("the source is known", func() bool { return !d.Importing() && d.sources == 2 })
	if got := d.InterruptedText(); got != "" {
		t.Errorf("offered %q", got)
	}
	again := opened(t, file)
	again.until("the sources are known", func() bool { return again.sources == 2 })
	if got := again.InterruptedText(); got != "" {
		t.Errorf("the next start offers %q", got)
	}
	if err := os.WriteFile(box, make([]byte, 2000), 0o600); err != nil {
		t.Fatal(err)
	}
	whole := opened(t, file)
	whole.until("the sources are known", func() bool { return whole.sources == 2 })
	if got := whole.InterruptedText(); got != "The import of box.log.gz was interrupted at 31 %." {
		t.Errorf("of the file that was got again it offers %q", got)
	}
}
