// Command packaging builds what people install, from the last commit, into dist/: the command line for servers,
// packages for Linux, an installer for Windows, a disk image for macOS, and beside them checksums and a list of what is
// in them. It builds what can be built on the machine that it runs on, and says what can't, and why.
//
//	go run ./assets/packaging                     all that this machine can
//	go run ./assets/packaging -only linux         the parts that are named: command-line, linux, windows, macos
//	go run ./assets/packaging -strict             fail where a part that is asked for can't be built
//	go run ./assets/packaging -licences           collect the licences of all that is linked, into assets/licences.txt
//
// Built twice from one commit with one Go, the files are the same, byte for byte, except those that were signed and
// those for macOS (assets/docs/architecture.md).
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout)
	stop()
	if err != nil {
		_, _ = fmt.Fprintln(os.Stderr, "packaging:", err) // nowhere else to tell it
		os.Exit(1)
	}
}

// A part is something that can be built by itself.
type part struct {
	name  string
	lacks func() string // why it can't be built here; "" if it can
	build func(context.Context, *job) error
}

func parts() []part {
	return []part{
		{"command-line", func() string { return "" }, buildCommandLine},
		{"linux", lacksForLinux, buildLinux},
		{"windows", lacksForWindows, buildWindows},
		{"macos", lacksForMacOS, buildMacOS},
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	var names []string
	for _, p := range parts() {
		names = append(names, p.name)
	}
	flags := flag.NewFlagSet("packaging", flag.ContinueOnError)
	dist := flags.String("o", "dist", "the `folder` that the packages go to")
	only := flags.String("only", strings.Join(names, ","), "the `parts` to build")
	strict := flags.Bool("strict", false, "fail where a part can't be built")
	licences := flags.Bool("licences", false, "write assets/licences.txt anew, and build nothing")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return nil
		}
		return err
	}
	if *licences {
		return writeLicences(ctx, "assets/licences.txt")
	}
	asked := strings.Split(*only, ",")
	for _, name := range asked {
		if !slices.Contains(names, name) {
			return fmt.Errorf("there is no part %q: there are %s", name, strings.Join(names, ", "))
		}
	}
	j, err := newJob(ctx, out, *dist)
	if err != nil {
		return err
	}
	defer j.close()
	for _, p := range parts() {
		if !slices.Contains(asked, p.name) {
			continue
		}
		if lack := p.lacks(); lack != "" {
			if *strict {
				return fmt.Errorf("build %s: %s", p.name, lack)
			}
			j.say("%s: not built here: %s", p.name, lack)
			continue
		}
		j.say("%s", p.name)
		if err := p.build(ctx, j); err != nil {
			return fmt.Errorf("build %s: %w", p.name, err)
		}
	}
	if err := j.writeBillOfMaterials(); err != nil {
		return err
	}
	return j.writeChecksums()
}
