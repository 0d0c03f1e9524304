package check

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"meterscope/assets/version"
	"meterscope/model/store"
)

func TestACaseKnowsWhichProgramCheckedIt(t *testing.T) {
	ctx := context.Background()
	c, err := store.Create(ctx, filepath.Join(t.TempDir(), "a.meterscope"))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close() //nolint:errcheck // only read from
	if err := NewSink(c, Options{}).Finish(ctx); err != nil {
		t.Fatal(err)
	}
	got, _, err := c.Setting(ctx, SettingProgram)
	if err != nil {
		t.Fatal(err)
	}
	if lines := strings.Split(got, "\n"); lines[0] != version.Line() || len(lines) < 5 || !strings.HasPrefix(lines[1], "urn:OCPP:1.6:") {
		t.Errorf("the case keeps %q", got)
	}
}
