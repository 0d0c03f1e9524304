package present

import (
	"bytes"
	"context"

	"meterscope/model"
)

// evidenceFile is a case file as far as its logs are looked at.
type evidenceFile interface {
	Sources(ctx context.Context) ([]model.Source, error)
	Evidence(ctx context.Context, src model.SourceID, off int64, n int) ([]byte, error)
}

// SpeaksLaterOCPP says that the logs of a case, in which there are no MeterValues, hold messages that only OCPP 2 has.
// It looks at their beginnings.
func SpeaksLaterOCPP(ctx context.Context, file evidenceFile) (bool, error) {
	const most, logs = 256 << 10, 8
	sources, err := file.Sources(ctx)
	if err != nil {
		return false, err
	}
	for i := range sources[:min(len(sources), logs)] {
		s := &sources[i]
		if s.Counts.MeterValues > 0 {
			return false, nil
		}
		begin, err := file.Evidence(ctx, s.ID, 0, int(min(most, s.Size)))
		if err != nil {
			return false, err
		}
		for _, action := range []string{"TransactionEvent", "NotifyReport", "NotifyEvent", "GetVariables", "SetVariables", "GetBaseReport"} {
			if bytes.Contains(begin, []byte(action)) {
				return true, nil
			}
		}
	}
	return false, nil
}
