package cli

import (
	"runtime"

	"github.com/spf13/cobra"

	"meterscope/assets/version"
	"meterscope/model/schema"
	"meterscope/ui/present"
)

// Version is the program's version.
const Version = version.Number

func newVersion(e *env) *cobra.Command {
	var o options
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Print the version, the commit, and the OCPP schemas that messages are checked against",
		Args:  noFiles,
		RunE: func(*cobra.Command, []string) error {
			commit := version.Commit()
			ids, err := schema.IDs()
			if err != nil {
				return err
			}
			if o.format == formatJSON {
				d := newDocument(e.out)
				d.member("commit", present.Known(commit))
				d.member("go", runtime.Version())
				d.list("schemas")
				for _, id := range ids {
					d.item(id)
				}
				d.endList()
				return d.close()
			}
			if commit == "" {
				commit = e.t.Text("unknown")
			}
			e.line("meterscope %s\ncommit     %s\n%s on %s/%s",
				e.style.bold(Version), commit, runtime.Version(), runtime.GOOS, runtime.GOARCH)
			for _, id := range ids {
				e.line("schema     %s", id)
			}
			return nil
		},
	}
	o.addFormat(cmd, formatText, formatJSON)
	return cmd
}
