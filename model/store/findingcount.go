package store

import (
	"cmp"
	"context"
	"slices"

	"meterscope/model"
)

// FindingCount is how many places the findings of a rule have somewhere.
type FindingCount struct {
	Rule     model.RuleID
	Severity model.Severity
	Source   model.SourceID // 0: in all
	Station  string         // "" if nothing names it, and of all
	Count    int
}

// FindingCounts counts the findings of the case by source. It looks at what stands beside their places only, unless
// some of a source's frames count elsewhere: it is there at once.
func (c *Case) FindingCounts(ctx context.Context) ([]FindingCount, error) {
	counts, err := c.findingCounts(ctx)
	return counts, c.wrap("count findings of", err)
}

func (c *Case) findingCounts(ctx context.Context) ([]FindingCount, error) {
	stand, err := c.standing(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := c.reader.QueryContext(ctx, `SELECT rule, severity, source, sum(count) FROM finding GROUP BY rule, severity, source`)
	if err != nil {
		return nil, err
	}
	all, err := collect(rows, func(n *FindingCount) []any { return []any{&n.Rule, &n.Severity, &n.Source, &n.Count} })
	if err != nil {
		return nil, err
	}
	counts := countsOf{}
	for _, n := range all {
		if stand.source(n.Source) && stand.repeats[n.Source] == nil {
			counts.add(n)
		}
	}
	for id := range stand.repeats {
		if !stand.source(id) {
			continue
		}
		err := c.eachFindingRow(ctx, id, func(row *packedFinding) error {
			n, err := stand.places(row)
			counts.add(FindingCount{Rule: row.key.rule, Severity: row.key.severity, Source: id, Count: n})
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return counts.sorted(), nil
}

// eachFindingRow reads the rows of a source's findings.
func (c *Case) eachFindingRow(ctx context.Context, src model.SourceID, do func(*packedFinding) error) error {
	return eachFinding(ctx, c.reader, do, `SELECT `+findingColumns+` FROM finding WHERE source = ?`, src)
}

// FindingCountsByStation counts the findings of the case by station: that of the frame at their place. It reads all
// frames and all places.
func (c *Case) FindingCountsByStation(ctx context.Context) ([]FindingCount, error) {
	counts, err := c.findingCountsByStation(ctx)
	return counts, c.wrap("count findings of", err)
}

func (c *Case) findingCountsByStation(ctx context.Context) ([]FindingCount, error) {
	stand, err := c.standing(ctx)
	if err != nil {
		return nil, err
	}
	counts := countsOf{}
	for _, id := range stand.order {
		stations, err := c.frameStations(ctx, id, stand.learnt[id])
		if err != nil {
			return nil, err
		}
		err = c.eachFindingRow(ctx, id, func(row *packedFinding) error {
			return stations.count(row, stand.repeats[id], counts)
		})
		if err != nil {
			return nil, err
		}
	}
	return counts.sorted(), nil
}

// frameStations says of each frame of a source which station it is of.
type frameStations struct {
	of    []int32 // by Seq: a number in names
	names []string
}

func (c *Case) frameStations(ctx context.Context, src model.SourceID, learnt string) (*frameStations, error) {
	s, numbers := &frameStations{names: []string{learnt}}, map[string]int32{"": 0}
	for block, err := range c.frameBlocks(ctx, src) {
		if err != nil {
			return nil, err
		}
		for i := range block {
			n, ok := numbers[block[i].Station]
			if !ok {
				n = int32(len(s.names)) //nolint:gosec // fewer than frames
				s.names, numbers[block[i].Station] = append(s.names, block[i].Station), n
			}
			s.of = append(s.of, n)
		}
	}
	return s, nil
}

// count counts the places of a row that count.
func (s *frameStations) count(row *packedFinding, repeats *model.FrameSet, counts countsOf) error {
	k := &row.key
	if k.rule == loggedAgain {
		repeats = nil
	}
	here := make([]int, len(s.names))
	nowhere := 0
	err := k.eachPlace(row.data, row.count, func(pl *place) error {
		switch f := pl.frame; {
		case repeats.Has(f):
		case f >= 0 && f < int64(len(s.of)):
			here[s.of[f]]++
		default:
			nowhere++
		}
		return nil
	})
	if err != nil {
		return err
	}
	here[0] += nowhere // of a log that names no station it is that one's, of others nobody's
	for i, n := range here {
		counts.add(FindingCount{Rule: k.rule, Severity: k.severity, Station: s.names[i], Count: n})
	}
	return nil
}

// countsOf adds counts up that are of the same.
type countsOf map[FindingCount]int

func (m countsOf) add(n FindingCount) {
	k := n
	k.Count = 0
	if n.Count > 0 {
		m[k] += n.Count
	}
}

// sorted gives them by severity, the worst first, then by rule, source and station.
func (m countsOf) sorted() []FindingCount {
	list := make([]FindingCount, 0, len(m))
	for k := range m {
		k.Count = m[k]
		list = append(list, k)
	}
	slices.SortFunc(list, func(a, b FindingCount) int {
		return cmp.Or(cmp.Compare(b.Severity, a.Severity), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Source, b.Source), cmp.Compare(a.Station, b.Station))
	})
	return list
}

// station is that of the frame at a finding's place, which has just been completed.
func (l *frameLook) station(f *model.Finding, stand *standing) string {
	if k := f.Frame; k >= 0 && len(l.frames) > 0 && l.source == f.At.Source && k >= l.frames[0].Seq && k-l.frames[0].Seq < int64(len(l.frames)) {
		if name := l.frames[k-l.frames[0].Seq].Station; name != "" {
			return name
		}
	}
	return stand.learnt[f.At.Source]
}
