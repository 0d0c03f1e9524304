package main

import (
	"context"
	"os"
	"path/filepath"
)

// headlessTargets are the systems that the command line is built for: in pure Go, so all of them on each of them.
func headlessTargets() [][2]string {
	return [][2]string{
		{"linux", "amd64"}, {"linux", "arm64"},
		{"windows", "amd64"}, {"windows", "arm64"},
		{"darwin", "amd64"}, {"darwin", "arm64"},
	}
}

// buildCommandLine makes an archive for each system: the engine without a window, in one file that needs nothing else.
func buildCommandLine(ctx context.Context, j *job) error {
	for _, t := range headlessTargets() {
		program, err := j.headless(ctx, t[0], t[1])
		if err != nil {
			return err
		}
		files, err := j.papers()
		if err != nil {
			return err
		}
		data, err := os.ReadFile(program)
		if err != nil {
			return err
		}
		files = append([]file{{path: filepath.Base(program), data: data, mode: 0o755}}, files...)
		ending, pack := ".tar.gz", tarGz
		if t[0] == "windows" {
			ending, pack = ".zip", zipped
		}
		folder := j.name(t[0] + "-" + t[1] + "-command-line")
		archive, err := pack(folder, files, j.when)
		if err != nil {
			return err
		}
		if err := j.keep(folder+ending, archive); err != nil {
			return err
		}
	}
	return nil
}

// headless builds the command line for a system and gives its path.
func (j *job) headless(ctx context.Context, system, arch string) (string, error) {
	program := filepath.Join(j.work, "headless", system+"-"+arch, command+suffix(system))
	if _, err := os.Stat(program); err == nil {
		return program, nil // it was built for another part
	}
	env := []string{"CGO_ENABLED=0", "GOOS=" + system, "GOARCH=" + arch}
	err := j.command(ctx, j.src, env, "go", "build", "-trimpath", "-tags", "headless", "-ldflags", "-s -w", "-o", program, ".")
	j.programs = append(j.programs, program)
	return program, err
}

// papers are what goes with every program: its licence, and those of what is in it.
func (j *job) papers() ([]file, error) {
	var files []file
	for name, from := range map[string]string{"LICENSE": "LICENSE", "licences.txt": "assets/licences.txt"} {
		data, err := os.ReadFile(filepath.Join(j.src, from))
		if err != nil {
			return nil, err
		}
		files = append(files, file{path: name, data: data, mode: 0o644})
	}
	return sorted(files), nil
}

func suffix(system string) string {
	if system == "windows" {
		return ".exe"
	}
	return ""
}
