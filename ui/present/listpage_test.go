package present

import (
	"testing"

	"meterscope/model"
	"meterscope/ui/internal/memcase"
)

// Who searches or filters while sources or findings are shown wants to see what fits.
func TestSearchAndFilterBringTheListToTheFront(t *testing.T) {
	warning := model.SeverityWarning
	for _, p := range []Page{PageSources, PageFindings} {
		for name, do := range map[string]func(l *List){
			"search": func(l *List) { l.SetSearch("CP1") },
			"filter": func(l *List) { l.SetSeverity(&warning) },
			"all":    func(l *List) { l.SetSeverity(nil) },
		} {
			d := opened(t, memcase.Filled(3))
			d.ShowPage(p)
			do(d.List)
			if d.Page() != PageTransactions {
				t.Errorf("%s on page %d: page %d is shown", name, p, d.Page())
			}
		}
	}
}
