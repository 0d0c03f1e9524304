package present

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"meterscope/importer"
	"meterscope/importer/archive"
)

// settingDamaged keeps with a case which archives can't be read to their ends, as JSON: their paths, and which state of
// the file that holds for. To go on with them is not offered until they are others.
const settingDamaged = "damaged"

// damaged gives the archives that can't be read to their ends.
func damaged(ctx context.Context, file CaseFile) (map[string]string, error) {
	text, ok, err := file.Setting(ctx, settingDamaged)
	if err != nil || !ok {
		return nil, err
	}
	var states map[string]string
	if json.Unmarshal([]byte(text), &states) != nil {
		return nil, nil // another version's
	}
	return states, nil
}

// noteDamaged remembers the archives that an import found damaged. What fails here costs a needless offer to go on.
func noteDamaged(ctx context.Context, file CaseFile, rep importer.Report) {
	states, err := damaged(ctx, file)
	if err != nil {
		return
	}
	if states == nil {
		states = map[string]string{}
	}
	changed := false
	for i := range rep.Sources {
		s := &rep.Sources[i]
		var bad *archive.Error
		if !errors.As(s.Err, &bad) {
			continue
		}
		path, _ := fileOf(s.Source.Name)
		if info, err := os.Stat(path); err == nil && states[path] != stateOf(info) {
			states[path], changed = stateOf(info), true
		}
	}
	if text, err := json.Marshal(states); err == nil && changed {
		_ = file.SetSetting(ctx, settingDamaged, string(text))
	}
}

// stateOf tells a file from what it was before.
func stateOf(info os.FileInfo) string {
	return fmt.Sprintf("%d %d", info.Size(), info.ModTime().UnixNano())
}
