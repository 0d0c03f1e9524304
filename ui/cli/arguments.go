package cli

import (
	"errors"
	"net/url"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func noFiles(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usagef("%s takes no files: see %s --help", cmd.Name(), cmd.CommandPath())
	}
	return nil
}

func someFiles(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return usagef("%s needs at least one FILE: a log, an archive, a folder, a case file, or - for standard input", cmd.Name())
	}
	for _, name := range args {
		if err := isPath(name); err != nil {
			return err
		}
	}
	return nil
}

// isPath refuses what is no path of a file: nothing, and addresses.
func isPath(name string) error {
	if name == "" {
		return usagef("one FILE is empty: give the path of a log; is a variable of the shell not set?")
	}
	scheme, rest, ok := strings.Cut(name, "://")
	if !ok || strings.ContainsAny(scheme, `/\`) {
		return nil
	}
	if u, err := url.Parse(name); strings.EqualFold(scheme, "file") && err == nil && u.Path != "" {
		return usagef("%s is an address, and a path is wanted: give %s", name, u.Path)
	}
	return usagef("%s is an address, and Meterscope uses no network: get the file %s first, and give its path", name, path.Base(rest))
}

// unknownFlag says what is wrong with a flag. A file whose name begins with a dash is taken for one.
func unknownFlag(cmd *cobra.Command, err error) error {
	var missing *pflag.NotExistError
	if !errors.As(err, &missing) {
		return usagef("%v: see %s --help", err, cmd.CommandPath())
	}
	name := missing.GetSpecifiedName()
	given := "--" + name
	if letters := missing.GetSpecifiedShortnames(); letters != "" {
		name, given = "", "-"+letters
	}
	if _, none := os.Lstat(given); none == nil {
		return usagef("%s is taken for a flag: for the file of that name, write ./%s", given, given)
	}
	meant := ""
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		switch {
		case name == "":
		case strings.HasPrefix(f.Name, name), strings.HasPrefix(name, f.Name):
			meant = "--" + f.Name
		case f.Name == "format" && slices.Contains([]string{formatText, formatJSON, formatCSV}, name):
			meant = "--format " + name
		}
	})
	if meant != "" {
		return usagef("unknown flag: %s: did you mean %s?", given, meant)
	}
	return usagef("%v: see %s --help", err, cmd.CommandPath())
}
