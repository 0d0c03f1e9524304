package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"unicode/utf8"
)

// A linked module is what the go command links into a program, and the folders of it that are used.
type linked struct {
	path, version, dir string
	folders            []string // of its packages, and of the files that they embed
}

// linkedModules asks the go command what is linked into any of our programs, for every system.
func linkedModules(ctx context.Context, root string) ([]linked, error) {
	modules := map[string]*linked{}
	for _, system := range []string{"linux", "windows", "darwin"} {
		for _, tags := range []string{"", "headless"} {
			c := exec.CommandContext(ctx, "go", "list", "-deps", "-tags", tags, "-json=Dir,Module,EmbedFiles", ".")
			c.Dir = root
			c.Env = append(os.Environ(), "GOOS="+system, "GOARCH=amd64", "CGO_ENABLED=1", "GOFLAGS=-buildvcs=false")
			out, err := c.Output()
			if err != nil {
				return nil, fmt.Errorf("list what is linked for %s: %w", system, err)
			}
			if err := addLinked(modules, out); err != nil {
				return nil, err
			}
		}
	}
	var all []linked
	for _, m := range modules {
		slices.Sort(m.folders)
		m.folders = slices.Compact(m.folders)
		all = append(all, *m)
	}
	slices.SortFunc(all, func(a, b linked) int { return strings.Compare(a.path, b.path) })
	return all, nil
}

func addLinked(modules map[string]*linked, list []byte) error {
	for d := json.NewDecoder(bytes.NewReader(list)); ; {
		var p struct {
			Dir        string
			EmbedFiles []string
			Module     *struct {
				Path, Version, Dir string
				Main               bool
			}
		}
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("read the list of packages: %w", err)
		}
		if p.Module == nil || p.Module.Main {
			continue
		}
		m := modules[p.Module.Path]
		if m == nil {
			m = &linked{path: p.Module.Path, version: p.Module.Version, dir: p.Module.Dir}
			modules[m.path] = m
		}
		m.folders = append(m.folders, p.Dir)
		for _, f := range p.EmbedFiles {
			m.folders = append(m.folders, filepath.Dir(filepath.Join(p.Dir, f)))
		}
	}
}

// besides are folders with licences that no package of Go lies in, by module.
func besides() map[string]string {
	return map[string]string{
		"github.com/go-gl/glfw/v3.3/glfw": "glfw",     // the library in C that is linked
		"github.com/golang/freetype":      "licenses", // its LICENSE names the files in there
	}
}

var licenceName = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|patents|ofl|ftl)`)

// licenceFiles finds the licences that hold for what is linked of a module: in the folders used, in those above them
// up to the module's own, and besides.
func (m linked) licenceFiles() ([]string, error) {
	folders := map[string]bool{}
	for _, f := range m.folders {
		for ; strings.HasPrefix(f, m.dir); f = filepath.Dir(f) {
			folders[f] = true
		}
	}
	if f, ok := besides()[m.path]; ok {
		folders[filepath.Join(m.dir, f)] = true
	}
	var files []string
	for f := range folders {
		entries, err := os.ReadDir(f)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if !e.IsDir() && licenceName.MatchString(e.Name()) && filepath.Ext(e.Name()) != ".go" {
				files = append(files, filepath.Join(f, e.Name()))
			}
		}
	}
	slices.Sort(files)
	if len(files) == 0 {
		return nil, fmt.Errorf("find the licence of %s: there is none in %s", m.path, m.dir)
	}
	return files, nil
}

// writeLicences collects the texts of all licences into one file. It is built into the program and shipped with it.
func writeLicences(ctx context.Context, to string) error {
	modules, err := linkedModules(ctx, ".")
	if err != nil {
		return err
	}
	var b bytes.Buffer
	b.WriteString(licencesHead)
	texts := map[string]string{} // where a text stands already
	add := func(title, label string, files []string, base string) error {
		var ids []string
		var bodies strings.Builder
		for _, f := range files {
			data, err := os.ReadFile(f)
			if err != nil {
				return err
			}
			text := strings.TrimSpace(strings.ReplaceAll(inUTF8(data), "\r\n", "\n"))
			if id := licenceID(text); id != "" {
				ids = append(ids, id)
			}
			name, err := filepath.Rel(base, f)
			if err != nil {
				return err
			}
			fmt.Fprintf(&bodies, "\n--- %s\n\n", filepath.ToSlash(name))
			if where, ok := texts[text]; ok {
				text = "The same text as " + where + "."
			} else {
				texts[text] = filepath.ToSlash(name) + " of " + title
			}
			bodies.WriteString(text + "\n")
		}
		slices.Sort(ids)
		if ids = slices.Compact(ids); len(ids) == 0 {
			return fmt.Errorf("recognise the licence of %s in %v", title, files)
		}
		fmt.Fprintf(&b, "\n=== %s (%s)\n%s", label, strings.Join(ids, ", "), bodies.String())
		return nil
	}
	goroot := strings.TrimSpace(goEnv(ctx, "GOROOT"))
	if err := add("Go", "Go, its standard library and runtime", []string{filepath.Join(goroot, "LICENSE")}, goroot); err != nil {
		return err
	}
	if err := add("the fonts of plots", "Noto Sans, in plots", []string{"charts/font/OFL.txt"}, "charts/font"); err != nil {
		return err
	}
	for _, m := range modules {
		files, err := m.licenceFiles()
		if err != nil {
			return err
		}
		if err := add(m.path, m.path+" "+m.version, files, m.dir); err != nil {
			return err
		}
	}
	return os.WriteFile(to, b.Bytes(), 0o644)
}

// inUTF8 reads an old text, which may be in Latin-1.
func inUTF8(text []byte) string {
	if utf8.Valid(text) {
		return string(text)
	}
	runes := make([]rune, len(text))
	for i, b := range text {
		runes[i] = rune(b)
	}
	return string(runes)
}

const licencesHead = `Meterscope is under the Apache License, Version 2.0.

It contains the following works of others, each under its own licence.
`

func goEnv(ctx context.Context, name string) string {
	out, err := exec.CommandContext(ctx, "go", "env", name).Output()
	if err != nil {
		return runtime.Version() // a folder that isn't there: reading it says so
	}
	return string(out)
}

var heading = regexp.MustCompile(`(?m)^=== (\S+) ?(.*) \((.+)\)$`)

// licenceIDs reads the file again: the SPDX ids by module. Go itself is "std".
func licenceIDs(text string) map[string][]string {
	ids := map[string][]string{}
	for _, h := range heading.FindAllStringSubmatch(text, -1) {
		name := h[1]
		if name == "Go," {
			name = "std"
		}
		ids[name] = strings.Split(h[3], ", ")
	}
	return ids
}
