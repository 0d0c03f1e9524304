package present

import (
	"encoding/hex"
	"strings"
	"time"

	"meterscope/model"
	"meterscope/ui/lang"
)

// PlotFooter says below an exported plot what it shows and where that stands: station, transaction and zone, and the
// name and hash of each source that the samples come from.
func PlotFooter(t *lang.Texts, tx *model.Transaction, from []model.SourceID, source func(model.SourceID) (model.Source, bool), zone *time.Location) string {
	var head []string
	if tx != nil {
		if tx.Station != "" {
			head = append(head, t.Text("station %s", tx.Station))
		}
		if tx.Connector.OK {
			head = append(head, t.Text("connector %s", t.Count(tx.Connector.V)))
		}
		if tx.ID.OK {
			head = append(head, t.Text("transaction %s", model.NewDecimal(tx.ID.V, 0).String()))
		}
	}
	if zone == nil {
		zone = time.UTC
	}
	head = append(head, t.Text("times in %s", zone.String()))
	lines := []string{strings.Join(head, " · ")}
	for _, id := range from {
		s, ok := source(id)
		if !ok {
			continue
		}
		line := s.Name
		if s.Complete {
			line += " · SHA-256 " + hex.EncodeToString(s.SHA256[:])
		}
		lines = append(lines, line)
	}
	const most = 4
	if n := len(lines) - most; n > 0 {
		lines = append(lines[:most-1], t.Text("and %s", Plural(t, n+1, "other source", "other sources")))
	}
	return strings.Join(lines, "\n")
}
