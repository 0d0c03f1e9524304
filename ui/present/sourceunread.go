package present

import (
	"bytes"
	"context"

	"meterscope/model"
	"meterscope/model/store"
	"meterscope/ui/lang"
)

// UnreadPlace is a place that looked like a message and was not read as one.
type UnreadPlace struct {
	Line, Reason, Text string
	First              model.Finding
}

// unreadMost is how many unread places of a source are listed.
const unreadMost = 1000

// ShowUnread brings the places that could not be read to the front: those of the chosen source, or of the first that
// has some.
func (s *Sources) ShowUnread() {
	if src, ok := s.Chosen(); !ok || src.Counts.Unread == 0 {
		for i := range s.rows {
			if s.rows[i].Unread != "" {
				s.Select(i)
				break
			}
		}
	}
	s.ShowTab(SourceTabUnread)
	s.app.ShowPage(PageSources)
}

func readUnread(ctx context.Context, t *lang.Texts, file CaseFile, src model.Source) ([]UnreadPlace, error) {
	if src.Counts.Unread == 0 {
		return nil, nil
	}
	var places []UnreadPlace
	for f, err := range file.Findings(ctx, store.FindingQuery{Source: src.ID, UnreadOnly: true, Limit: unreadMost}) {
		if err != nil {
			return nil, err
		}
		text, err := unreadText(ctx, file, f.At)
		if err != nil {
			return nil, err
		}
		places = append(places, UnreadPlace{Line: Count(t, f.At.Line), Reason: Message(t, *f), Text: text, First: *f})
	}
	return places, nil
}

// unreadText is what stands at a place: a little of its line before it, and what follows.
func unreadText(ctx context.Context, file CaseFile, at model.Place) (string, error) {
	const before, length = 40, 240
	from := max(at.Offset-before, 0)
	raw, err := file.Evidence(ctx, at.Source, from, length)
	if err != nil {
		return "", err
	}
	k := min(int(at.Offset-from), len(raw))
	begin := bytes.LastIndexByte(raw[:k], '\n') + 1
	end := k + bytes.IndexByte(raw[k:], '\n')
	if end < k {
		end = len(raw)
	}
	text := visible(bytes.TrimRight(raw[begin:end], "\r"))
	if begin == 0 && from > 0 {
		text = "…" + text
	}
	return text, nil
}

// Unread are the places of the chosen source that were not read, as many as are listed.
func (s *Sources) Unread() []UnreadPlace { return s.unread }

// UnreadMore is how many more there are than are listed.
func (s *Sources) UnreadMore() int64 {
	src, _ := s.Chosen()
	return max(src.Counts.Unread-int64(len(s.unread)), 0)
}
