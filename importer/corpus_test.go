package importer

import (
	"fmt"
	"testing"
)

func TestCorpusIsRead(t *testing.T) {
	m := &memory{}
	rep, err := Run(t.Context(), []Input{{Path: "../../shared/corpus"}}, m, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range rep.Sources {
		c := s.Source.Counts
		fmt.Printf("%-60s %v f=%d d=%d mv=%d sv=%d u=%d %s %s %s\n", s.Source.Name, s.Err, c.Frames, c.Duplicates, c.MeterValues, c.SampledValues, c.Unread, s.Source.Format, s.Source.Zone, s.Source.ZoneFrom)
		k := m.sources[s.Source.ID-1]
		if len(k.frames) < 12 {
			for _, f := range k.frames {
				fmt.Printf("    %d %d %q %s at %d+%d l%d %v st=%q dir=%d ans=%d part=%v\n", f.Seq, f.Kind, f.ID, f.Action, f.At.Offset, f.Size, f.At.Line, f.LoggedAt, f.Station, f.Dir, f.AnswerTo, f.Partial)
			}
			for _, f := range k.findings {
				if f.Rule[0] == 'J' || len(k.findings) < 6 {
					fmt.Printf("    ! %s l%d @%d %s got=%q want=%q\n", f.Rule, f.At.Line, f.At.Offset, f.Pointer, f.Got, f.Want)
				}
			}
		}
	}
}
