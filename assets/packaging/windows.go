package main

import (
	"context"
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"text/template"

	"meterscope/assets/version"
)

// windowsCompiler is mingw-w64's, as Debian and Ubuntu name it where they compile for another system.
const windowsCompiler = "x86_64-w64-mingw32-gcc"

func lacksForWindows() string {
	compiler := [2]string{windowsCompiler, "apt-get install gcc-mingw-w64-x86-64"}
	if runtime.GOOS == "windows" {
		compiler = [2]string{"gcc", "MSYS2 or WinLibs"}
	}
	return missing(compiler, [2]string{"makensis", "apt-get install nsis; on Windows from nsis.sourceforge.io"})
}

// buildWindows makes the program with a window, the command line beside it, and an installer of both, signed where
// there is a certificate.
func buildWindows(ctx context.Context, j *job) error {
	fyne, err := j.tool(ctx, fyneTool)
	if err != nil {
		return err
	}
	env := []string{"GOOS=windows", "GOARCH=amd64", "CGO_ENABLED=1"}
	if runtime.GOOS != "windows" {
		env = append(env, "CC="+windowsCompiler)
	}
	if err := j.command(ctx, j.src, env, fyne, "package", "--target", "windows", "--release", "--tags", windowTags); err != nil {
		return err
	}
	dir := filepath.Join(j.work, "windows")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	window := filepath.Join(dir, appName+".exe")
	if err := os.Rename(filepath.Join(j.src, appName+".exe"), window); err != nil {
		return err
	}
	j.programs = append(j.programs, window)
	commandLine, err := j.headless(ctx, "windows", "amd64")
	if err != nil {
		return err
	}
	if err := copyFile(filepath.Join(dir, command+"-cli.exe"), commandLine); err != nil {
		return err
	}
	s := signerFrom(os.Getenv)
	for _, exe := range []string{appName + ".exe", command + "-cli.exe"} {
		if err := s.sign(ctx, j, filepath.Join(dir, exe)); err != nil {
			return err
		}
	}
	return j.installer(ctx, dir, s)
}

// installer has NSIS pack what lies in dir.
func (j *job) installer(ctx context.Context, dir string, s signer) error {
	papers, err := j.papers()
	if err != nil {
		return err
	}
	large, err := j.icon()
	if err != nil {
		return err
	}
	icon, err := ico(large)
	if err != nil {
		return err
	}
	made := filepath.Join(dir, j.name("windows-amd64-setup.exe"))
	script, err := nsisScript(made, s.uninstaller())
	if err != nil {
		return err
	}
	files := append([]file{{"meterscope.ico", icon, 0o644}, {"setup.nsi", script, 0o644}}, papers...)
	for _, f := range files {
		if f.path == "LICENSE" {
			f.path = "LICENSE.txt"
		}
		if err := os.WriteFile(filepath.Join(dir, f.path), f.data, f.mode); err != nil {
			return err
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries { // the installer keeps their times
		if err := os.Chtimes(filepath.Join(dir, e.Name()), j.when, j.when); err != nil {
			return err
		}
	}
	if err := j.command(ctx, dir, nil, "makensis", "-V2", "-INPUTCHARSET", "UTF8", "setup.nsi"); err != nil {
		return err
	}
	if err := s.sign(ctx, j, made); err != nil {
		return err
	}
	return j.keepFile(filepath.Base(made), made)
}

//go:embed setup.nsi
var setupTemplate string

// nsisScript says to NSIS what the installer does: it writes outFile. finalize are commands over the uninstaller.
func nsisScript(outFile string, finalize []string) ([]byte, error) {
	t, err := template.New("setup.nsi").Parse(setupTemplate)
	if err != nil {
		return nil, fmt.Errorf("read the template of the installer: %w", err)
	}
	var b strings.Builder
	err = t.Execute(&b, map[string]any{
		"Out": outFile, "Name": appName, "ID": appID, "Version": version.Number, "Command": command,
		"Summary": summary, "MIME": mimeType, "Endings": logEndings(), "Finalize": finalize,
	})
	return []byte(b.String()), err
}

// logEndings are the names' endings of files for which Windows offers Meterscope under "Open with".
func logEndings() []string {
	return []string{".log", ".json", ".jsonl", ".csv", ".txt", ".gz", ".zip"}
}

func copyFile(to, from string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, data, 0o755)
}
