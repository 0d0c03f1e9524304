package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

func main() {
	var o options
	shots := flag.String("shots", "", "make the pictures of the documentation, in this `folder`")
	log := flag.String("log", "", "write a large log to this `file`")
	megabytes := flag.Int("mb", 50, "how large the log is")
	flag.BoolVar(&o.accept, "accept", false, "accept the pictures as they are")
	flag.StringVar(&o.out, "out", "dist/endtoend", "the `folder` for the pictures of this run")
	flag.StringVar(&o.binary, "binary", "", "the `program` to use; without it, it is built")
	flag.StringVar(&o.only, "only", "", "only this `part`")
	flag.Parse()
	if err := act(o, *shots, *log, *megabytes); err != nil {
		fmt.Fprintln(os.Stderr, "endtoend:", err)
		os.Exit(1)
	}
}

// options of a run.
type options struct {
	accept bool
	out    string
	binary string
	only   string
}

func act(o options, shots, log string, megabytes int) (err error) {
	if log != "" {
		return writeLogFile(log, megabytes)
	}
	if o.binary == "" {
		dir, err := os.MkdirTemp("", "meterscope-binary-")
		if err != nil {
			return fmt.Errorf("make a folder: %w", err)
		}
		defer func() { _ = os.RemoveAll(dir) }()
		o.binary = filepath.Join(dir, "meterscope")
		build := exec.Command("go", "build", "-o", o.binary, ".")
		build.Stdout, build.Stderr = os.Stdout, os.Stderr
		if err := build.Run(); err != nil {
			return fmt.Errorf("build the program: %w", err)
		}
	}
	if shots != "" {
		return makeShots(o, shots)
	}
	return runAll(o)
}

func writeLogFile(path string, megabytes int) error {
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("write the log: %w", err)
	}
	return errors.Join(writeLog(f, megabytes), f.Close())
}
