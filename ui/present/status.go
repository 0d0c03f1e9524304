package present

import (
	"context"
	"strconv"
	"time"

	"meterscope/importer"
	"meterscope/model"
	"meterscope/ui/lang"
)

// Status is the bar at the bottom: what the case holds on the left, what goes on at the right.
type Status struct {
	OnChange func()

	app      *App
	lane     *lane
	Busy     bool
	Source   string  // the source that is being read: "day.log", "day.log, 3 of 12"
	Fraction float64 // 0 to 1; negative while the size is unknown
	Progress string  // "63 % · 180 MB/s · 4 s left · 57 findings"
	Note     string  // a word about what happened last
	Unread   int64   // places that could not be read
	sources  map[model.SourceID]model.Source
	later    bool // they hold messages of OCPP 2
}

// Summary says what the case holds.
func (s *Status) Summary() string {
	c := s.app.List.Counts()
	if s.app.opening || s.app.c != nil && !s.app.List.Loaded() {
		return s.app.Texts().Text(TextLoading)
	}
	text := Plural(s.app.Texts(), c.All, "transaction", "transactions")
	if flagged := c.Errors + c.Warnings + c.Infos; flagged > 0 {
		text += " · " + s.app.Texts().Text("%s flagged", Count(s.app.Texts(), flagged))
	}
	return text
}

// SourcesText says how many sources there are; "" if there is none.
func (s *Status) SourcesText() string {
	if s.app.opening || s.app.sources == 0 {
		return ""
	}
	return Plural(s.app.Texts(), s.app.sources, "source", "sources")
}

// UnreadText says how many places could not be read; "" if all could.
func (s *Status) UnreadText() string {
	if s.Unread == 0 {
		return ""
	}
	return Plural(s.app.Texts(), s.Unread, "unread place", "unread places")
}

// NoTransactions says why there is none, although something was read; "" if nothing was.
func (s *Status) NoTransactions() string {
	var n model.Counts
	for _, src := range s.sources {
		n.Add(src.Counts)
	}
	if len(s.sources) == 0 {
		return ""
	}
	t := s.app.Texts()
	if s.later {
		return t.Text("%s with %s. They are of OCPP 2, such as TransactionEvent; Meterscope reads OCPP 1.6.",
			Plural(t, len(s.sources), "log", "logs"), Plural(t, n.Frames, "message", "messages"))
	}
	return s.app.Texts().Text("%s with %s and %s.", Plural(s.app.Texts(), len(s.sources), "log", "logs"), Plural(s.app.Texts(), n.Frames, "message", "messages"),
		Plural(s.app.Texts(), n.SampledValues, "sampled value", "sampled values")) + " " + s.app.Texts().Text(TextNoTxSentence)
}

// SourceOf gives a source of the case.
func (s *Status) SourceOf(id model.SourceID) (model.Source, bool) {
	src, ok := s.sources[id]
	return src, ok
}

func (s *Status) attach(c *openCase) {
	s.lane = c.lane()
	s.sources, s.Unread, s.Note = nil, 0, ""
	s.reload()
}

func (s *Status) reload() {
	if s.lane == nil {
		return
	}
	file := s.app.file()
	s.lane.do(doRead(s.app, func(ctx context.Context) (l sourceList, err error) {
		l.all, err = file.Sources(ctx)
		l.later, _ = SpeaksLaterOCPP(ctx, file) // it explains why there is nothing, and nothing else depends on it
		if err != nil || file.ReadOnly() {
			return l, err
		}
		paths, err := remembered(ctx, file)
		bad := map[string]string(nil)
		if err == nil {
			bad, err = damaged(ctx, file)
		}
		l.interrupted, l.followed = interrupted(l.all, paths, bad), followedBefore(ctx, file)
		return l, err
	}, s.show))
}

type sourceList struct {
	all         []model.Source
	interrupted []Interrupted
	followed    []string // when the case was closed, or are now
	later       bool     // they hold messages of OCPP 2
}

func (s *Status) show(l sourceList) {
	s.sources, s.Unread = make(map[model.SourceID]model.Source, len(l.all)), 0
	for _, src := range l.all {
		s.sources[src.ID] = src
		s.Unread += src.Counts.Unread
	}
	s.later = l.later
	s.app.sources = len(l.all)
	s.app.Sources.show(l.all)
	if len(s.app.follows) == 0 && !s.app.followLeft {
		s.app.wasFollowed = l.followed
	}
	if !s.app.left {
		s.app.interrupted = l.interrupted
	}
	s.app.List.sourcesKnown()
	s.app.Findings.sourcesKnown()
	s.app.Messages.sourcesKnown()
	s.app.changed()
	s.changed()
}

func (s *Status) importing(p importer.Progress, perSecond float64) {
	s.Busy = true
	if p.Source != "" { // joining what a cancelled import left keeps its note
		s.Note = ""
	}
	s.Source = sourceName(p.Source)
	if p.SourcesTotal > 1 {
		s.Source += ", " + s.app.Texts().Text("%s of %s", Count(s.app.Texts(), min(p.SourcesDone+1, p.SourcesTotal)), Count(s.app.Texts(), p.SourcesTotal))
	}
	s.Fraction, s.Progress = -1, s.app.Texts().Bytes(p.Done)
	if p.Total > 0 {
		s.Fraction = min(1, float64(p.Done)/float64(p.Total))
		s.Progress = strconv.Itoa(int(s.Fraction*100)) + " %"
	}
	if p.Total > 0 && p.Done >= p.Total {
		s.Progress = s.app.Texts().Text(TextChecking)
	} else if speed := speedText(s.app.Texts(), p, perSecond); speed != "" {
		s.Progress += " · " + speed
	}
	if p.Findings > 0 {
		s.Progress += " · " + Plural(s.app.Texts(), p.Findings, "finding", "findings")
	}
	s.changed()
}

// speedText is "180 MB/s · 4 s left"; "" while nothing can be said.
func speedText(t *lang.Texts, p importer.Progress, perSecond float64) string {
	if perSecond <= 0 {
		return ""
	}
	text := t.Bytes(int64(perSecond)) + "/s"
	if p.Total > p.Done {
		left := time.Duration(float64(p.Total-p.Done) / perSecond * float64(time.Second))
		text += " · " + t.Text("%s left", TimeLeft(left))
	}
	return text
}

// stopping says that a cancelled import has still to end.
func (s *Status) stopping() {
	s.Progress = s.app.Texts().Text(TextStopping)
	s.changed()
}

func (s *Status) idle(cancelled bool) {
	s.Busy, s.Source, s.Progress, s.Fraction = false, "", "", 0
	if cancelled {
		s.Note = s.app.Texts().Text(TextCancelled)
	}
	s.changed()
}

// Say notes what happened last.
func (s *Status) Say(note string) {
	s.Note = note
	s.changed()
}

func (s *Status) changed() {
	if s.OnChange != nil {
		s.OnChange()
	}
}
