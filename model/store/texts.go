package store

import (
	"context"
	"sort"

	"meterscope/model"
)

// Texts gives the samples of spans that are no numbers, with their texts, chunk by chunk and series by series. keep
// filters by key; nil keeps all. The sample is overwritten by the next.
func (r *SampleReader) Texts(ctx context.Context, spans []model.Span, keep func(model.SeriesKey) bool, give func(*model.Sample)) error {
	for i := range spans {
		if err := r.texts(ctx, &spans[i], keep, give); err != nil {
			return r.c.wrap("read samples of", err)
		}
	}
	return nil
}

func (r *SampleReader) texts(ctx context.Context, span *model.Span, keep func(model.SeriesKey) bool, give func(*model.Sample)) error {
	if err := r.turnTo(ctx, span); err != nil {
		return err
	}
	var chunks chunkReader
	var one stripReader
	heads := r.meters[meterKey{span.Source, span.Connector, span.ID}]
	i := sort.Search(len(heads), func(i int) bool { return heads[i].reach >= span.First })
	for ; i < len(heads) && heads[i].first <= span.Last; i++ {
		if heads[i].last < span.First {
			continue
		}
		row, err := r.row(ctx, heads[i].id)
		if err != nil {
			return err
		}
		strips, err := chunks.open(row.data, row.count)
		if err != nil {
			return err
		}
		one.sample = model.Sample{
			At: model.Place{Source: span.Source}, Station: span.Station, Connector: span.Connector, Transaction: span.ID,
		}
		for _, s := range strips {
			if keep != nil && !keep(s.key) {
				continue
			}
			_, err := chunks.each(&one, s, func(s *model.Sample, _ error) bool {
				if !s.Number && span.First <= s.Frame && s.Frame <= span.Last {
					give(s)
				}
				return true
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}
