package present

import (
	"context"
	"errors"
	"testing"

	"meterscope/importer"
	"meterscope/model"
	"meterscope/ui/internal/memcase"
)

// bringing is an import that adds transactions of another source to a case of five: severities of its transactions,
// from the first on. while is called before it ends.
func bringing(t *testing.T, while func(d *desk), err error, report importer.SourceReport, severities ...model.Severity) *desk {
	t.Helper()
	file := memcase.Filled(5)
	for i := range file.Rows {
		file.Rows[i].At.Source = 1
	}
	d := opened(t, file)
	d.List.Select(3)
	more := memcase.Filled(5 + len(severities)).Rows[5:]
	for i := range more {
		tx := &more[i]
		tx.At.Source, tx.Errors, tx.Warnings, tx.Infos = 2, 0, 0, 0
		switch severities[i] {
		case model.SeverityError:
			tx.Errors = 1
		case model.SeverityWarning:
			tx.Warnings = 1
		}
	}
	ready := make(chan struct{})
	d.imports.run = func(context.Context, []importer.Input, func(importer.Progress)) (importer.Report, error) {
		<-ready
		return importer.Report{Sources: []importer.SourceReport{report}}, err
	}
	d.Import("night.log")
	while(d)
	file.Change(func() { file.Rows = append(file.Rows, more...) })
	close(ready)
	d.until("it has been imported and is shown", func() bool { return !d.Importing() && d.List.Counts().All == len(file.Rows) })
	d.settle()
	return d
}

func TestListGoesToWhatWasImported(t *testing.T) {
	const clean, flagged = model.SeverityNone, model.SeverityWarning
	second := importer.SourceReport{Source: model.Source{ID: 2, Name: "night.log"}}
	nothing := func(*desk) {}
	for name, c := range map[string]struct {
		while  func(d *desk)
		err    error
		report importer.SourceReport
		brings []model.Severity
		want   model.TransactionKey
	}{
		"to the first that is flagged":       {nothing, nil, second, []model.Severity{clean, clean, flagged, flagged}, 8},
		"to the first where none is":         {nothing, nil, second, []model.Severity{clean, clean}, 6},
		"nowhere when nothing came":          {nothing, nil, second, nil, 4},
		"nowhere when it was there already":  {nothing, nil, importer.SourceReport{Source: second.Source, Already: true}, []model.Severity{flagged}, 4},
		"nowhere when it could not be read":  {nothing, nil, importer.SourceReport{Source: second.Source, Err: errors.New("no")}, []model.Severity{flagged}, 4},
		"nowhere when it was cancelled":      {nothing, context.Canceled, second, []model.Severity{flagged}, 4},
		"nowhere when the user has selected": {func(d *desk) { d.List.Select(1) }, nil, second, []model.Severity{flagged}, 2},
		"nowhere when the user came back":    {func(d *desk) { d.List.Move(1); d.List.Move(-1) }, nil, second, []model.Severity{flagged}, 4},
		"nowhere when the user writes a note": {func(d *desk) {
			d.until("the note is read", d.Notes.Editable)
			d.Notes.Type("a word")
		}, nil, second, []model.Severity{flagged}, 4},
		"to what the filter leaves": {func(d *desk) {
			d.List.SetSeverity(severity(model.SeverityNone))
			d.until("it is filtered", func() bool { return d.List.Len() < 5 })
		}, nil, second, []model.Severity{flagged, clean}, 7},
	} {
		t.Run(name, func(t *testing.T) {
			d := bringing(t, c.while, c.err, c.report, c.brings...)
			if d.List.selectedKey != c.want || d.Detail.Key() != c.want {
				t.Errorf("transaction %d is selected and %d shown, not %d", d.List.selectedKey, d.Detail.Key(), c.want)
			}
		})
	}
}

func TestHiddenArrivalIsToldAndShownAtOnce(t *testing.T) {
	const clean, flagged = model.SeverityNone, model.SeverityWarning
	report := importer.SourceReport{Source: model.Source{ID: 2, Name: "logs/night.log"}}
	filter := func(d *desk) {
		d.List.SetSearch("kwh>1000000")
		d.until("it is filtered", func() bool { return d.List.Len() == 0 })
	}
	told := func(d *desk) { d.until("it is told", func() bool { return d.Notice() != nil }) }
	d := bringing(t, filter, nil, report, clean, flagged, flagged)
	told(d)
	n := d.Notice()
	if n == nil || n.Text != "Read from night.log: 3 transactions, hidden by search and filters." || len(n.Actions) != 2 {
		t.Fatalf("notice %+v", n)
	}
	n.Actions[0].Run()
	d.until("they are shown", func() bool { return d.List.Len() == 8 && d.Detail.Key() == 7 })
	if d.Notice() != nil || d.List.Filtered() {
		t.Errorf("notice %+v, search %q", d.Notice(), d.List.Search())
	}

	d = bringing(t, filter, nil, report, flagged)
	told(d)
	d.Notice().Actions[1].Run()
	if d.Notice() != nil || !d.List.Filtered() {
		t.Errorf("not now: notice %+v, search %q", d.Notice(), d.List.Search())
	}

	d = bringing(t, filter, nil, report, flagged)
	told(d)
	d.List.SetSearch("kwh>2000000")
	d.until("it is gone with another search", func() bool { return d.Notice() == nil })

	d = bringing(t, func(d *desk) { filter(d); d.List.ShowAll() }, nil, report, flagged)
	if d.Notice() != nil {
		t.Errorf("nothing is hidden: notice %+v", d.Notice())
	}
}

func TestFirstImportShowsItsFirstTransaction(t *testing.T) {
	file := memcase.Filled(0)
	d := opened(t, file)
	d.imports.run = func(context.Context, []importer.Input, func(importer.Progress)) (importer.Report, error) {
		return importer.Report{Sources: []importer.SourceReport{{Source: model.Source{ID: 1}}}}, nil
	}
	file.Change(func() { file.Rows = memcase.Filled(8).Rows })
	d.Import("day.log")
	d.until("it is shown", func() bool { return !d.Importing() && d.List.Len() == 8 })
	if d.List.Selected() != 0 {
		t.Errorf("row %d is selected", d.List.Selected())
	}
}
