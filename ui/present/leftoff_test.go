package present

import (
	"context"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"meterscope/model"
	"meterscope/ui/internal/memcase"
)

// shelf is a desk with several cases, none of them open yet. Others are not there, unless they are made.
func shelf(t *testing.T, cases ...*memcase.Case) *desk {
	t.Helper()
	d := newDesk(t, cases[0])
	d.Engine.Open = func(_ context.Context, path string, create bool) (CaseFile, error) {
		for _, c := range cases {
			if c.Name == path {
				return c, nil
			}
		}
		if create {
			return memcase.New(path), nil
		}
		return nil, &fs.PathError{Op: "open", Path: path, Err: fs.ErrNotExist}
	}
	return d
}

func (d *desk) untilOpen() {
	d.t.Helper()
	d.until("a case is open", func() bool { return !d.Opening() && d.List.Loaded() })
	d.settle()
}

func TestNextStartGoesOnWhereTheUserLeftOff(t *testing.T) {
	dir := t.TempDir()
	usual, dispute := filepath.Join(dir, "default.meterscope"), filepath.Join(dir, "dispute.meterscope")
	file := memcase.Filled(40)
	file.Name = dispute
	d := shelf(t, file)
	if d.LeftOff() != "" {
		t.Errorf("before a case is open: %q", d.LeftOff())
	}
	d.Resume(usual, "")
	d.untilOpen()
	if d.CasePath() != usual || len(d.problems) > 0 {
		t.Errorf("at the first start %s is open, %v", d.CasePath(), d.problems)
	}
	d.OpenCase(dispute)
	d.untilOpen()
	d.List.SetSearch("kwh>0")
	d.List.SetSeverity(severity(model.SeverityWarning))
	d.settle()
	d.List.Select(2)
	d.ShowTab(TabMessages)
	d.settle()
	left, key := d.LeftOff(), d.Detail.Key()

	again := shelf(t, file)
	again.Resume(usual, left)
	again.untilOpen()
	if again.CasePath() != dispute || again.Detail.Key() != key || again.List.Selected() != 2 || again.Tab() != TabMessages {
		t.Errorf("%s, transaction %d at %d, tab %d", again.CasePath(), again.Detail.Key(), again.List.Selected(), again.Tab())
	}
	if again.Detail.Transaction() == nil || again.List.Search() != "kwh>0" || again.List.Len() != d.List.Len() {
		t.Errorf("search %q, %d rows", again.List.Search(), again.List.Len())
	}
	if again.LeftOff() != left {
		t.Errorf("now it is %s, was %s", again.LeftOff(), left)
	}
	again.NewCase(usual)
	again.untilOpen()
	if got := again.LeftOff(); !strings.Contains(got, "default.meterscope") || strings.Contains(got, "kwh") {
		t.Errorf("after the default case was opened: %s", got)
	}
}

func TestPageThatWasShownIsShownAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "default.meterscope")
	file := memcase.Filled(3)
	file.Name = path
	d := shelf(t, file)
	d.Resume(path, "")
	d.untilOpen()
	d.ShowPage(PageFindings)
	again := shelf(t, file)
	again.Resume(path, d.LeftOff())
	again.untilOpen()
	if again.Page() != PageFindings || len(again.Whole.Groups()) == 0 {
		t.Errorf("page %d, %d groups", again.Page(), len(again.Whole.Groups()))
	}
}

func TestCaseThatIsGoneIsToldAndTheDefaultOneOpened(t *testing.T) {
	dir := t.TempDir()
	usual, gone := filepath.Join(dir, "default.meterscope"), filepath.Join(dir, "gone.meterscope")
	d := shelf(t, memcase.Filled(3))
	d.Resume(usual, `{"case":"`+filepath.ToSlash(gone)+`","transaction":3,"tab":2}`)
	d.untilOpen()
	if d.CasePath() != usual || d.Tab() != TabOverview {
		t.Errorf("%s is open, tab %d", d.CasePath(), d.Tab())
	}
	if len(d.problems) != 1 || !strings.Contains(d.problems[0].What, "gone") || !strings.Contains(d.problems[0].Means, "The default case is open instead") {
		t.Errorf("told %v", d.problems)
	}
	d.OpenCase(gone)
	d.until("it is told", func() bool { return len(d.problems) == 2 })
	if strings.Contains(d.problems[1].Means, "default case is open instead") {
		t.Errorf("told %v", d.problems[1])
	}
}

func TestWhatWasLeftOffButIsNoMoreIsPassedOver(t *testing.T) {
	path := filepath.Join(t.TempDir(), "default.meterscope")
	file := memcase.Filled(3)
	file.Name = path
	for _, left := range []string{"{", "[]", `{"case":"relative"}`, `{"case":"` + filepath.ToSlash(path) + `","transaction":4711,"tab":99,"page":-1}`} {
		d := shelf(t, file)
		d.Resume(path, left)
		d.untilOpen()
		if d.CasePath() != path || d.List.Selected() != 0 || d.Tab() != TabOverview || d.Page() != PageTransactions || len(d.problems) > 0 {
			t.Errorf("%s: %s, row %d, tab %d, page %d, %v", left, d.CasePath(), d.List.Selected(), d.Tab(), d.Page(), d.problems)
		}
	}
}

func TestFirstRowsWaitForTheOneThatWasSelected(t *testing.T) {
	file := memcase.Filled(3)
	d := opened(t, file)
	l := d.List
	l.table, l.loaded, l.selected, l.selectFirst, l.selectedKey = nil, false, -1, true, 3
	l.showFirst(&listTable{rows: []packedTx{{key: 1}, {key: 2}}, stations: words{texts: []string{""}}, tags: words{texts: []string{""}}, reasons: words{texts: []string{""}}, rules: words{texts: []string{""}}})
	if l.Selected() != -1 || l.selectedKey != 3 || l.Len() != 2 {
		t.Errorf("row %d is selected, transaction %d", l.Selected(), l.selectedKey)
	}
	l.Reload()
	d.until("all are there", func() bool { return l.Loaded() && l.Len() == 3 && l.Selected() >= 0 })
	if l.Selected() != 2 {
		t.Errorf("row %d is selected", l.Selected())
	}
}
