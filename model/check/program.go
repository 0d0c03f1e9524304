package check

import (
	"context"
	"strings"

	"meterscope/assets/version"
	"meterscope/model/schema"
	"meterscope/model/store"
)

// SettingProgram is the key under which a case keeps by which program it was last checked: the version with the commit,
// then the ids of the schemas, a line each.
const SettingProgram = "program"

// rememberProgram notes in the case that this program checked it.
func rememberProgram(ctx context.Context, c *store.Case) error {
	ids, err := schema.IDs()
	if err != nil {
		return err
	}
	now := strings.Join(append([]string{version.Line()}, ids...), "\n")
	if before, _, err := c.Setting(ctx, SettingProgram); err != nil || before == now {
		return err
	}
	return c.SetSetting(ctx, SettingProgram, now)
}
