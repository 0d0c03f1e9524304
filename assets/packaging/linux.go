package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"meterscope/assets/version"
)

func lacksForLinux() string {
	if runtime.GOOS != "linux" {
		return "the window of Linux is built on Linux"
	}
	return missing([2]string{"gcc", "apt-get install gcc libgl1-mesa-dev xorg-dev"}, [2]string{"xz", "apt-get install xz-utils"})
}

// buildLinux makes a .tar.xz with the fyne command, which is installed with make, and a .deb and an .rpm around the
// same executable.
func buildLinux(ctx context.Context, j *job) error {
	fyne, err := j.tool(ctx, fyneTool)
	if err != nil {
		return err
	}
	program := filepath.Join(j.work, "linux", command)
	if err := os.MkdirAll(filepath.Dir(program), 0o755); err != nil {
		return err
	}
	if err := j.command(ctx, j.src, nil, fyne, "build", "--release", "--tags", windowTags, "-o", program); err != nil {
		return err
	}
	j.programs = append(j.programs, program)
	// The fyne command has tar pack for it; what tar shall leave out of the archive it is told through its environment.
	env := []string{fmt.Sprintf("TAR_OPTIONS=--sort=name --owner=0 --group=0 --numeric-owner --mode=go+rX --mtime=@%d", j.when.Unix())}
	if err := j.command(ctx, j.src, env, fyne, "package", "--target", "linux", "--release", "--executable", program); err != nil {
		return err
	}
	if err := j.keepFile(j.name("linux-"+runtime.GOARCH+".tar.xz"), filepath.Join(j.src, appName+".tar.xz")); err != nil {
		return err
	}
	nfpm, err := j.tool(ctx, nfpmTool)
	if err != nil {
		return err
	}
	for _, kind := range []string{"deb", "rpm"} {
		if err := j.nativePackage(ctx, nfpm, kind, program); err != nil {
			return err
		}
	}
	return nil
}

// nativePackage has nfpm make a .deb or an .rpm.
func (j *job) nativePackage(ctx context.Context, nfpm, kind, program string) error {
	files, err := j.linuxFiles(kind, program)
	if err != nil {
		return err
	}
	needs, err := neededBy(program)
	if err != nil {
		return err
	}
	config, err := j.nfpmConfig(kind, files, append(needs, openedLater()...))
	if err != nil {
		return err
	}
	path := filepath.Join(j.work, "linux", "nfpm-"+kind+".json") // JSON is YAML
	if err := os.WriteFile(path, config, 0o644); err != nil {
		return err
	}
	name := fmt.Sprintf("%s_%s_%s.deb", command, version.Number, runtime.GOARCH)
	if kind == "rpm" {
		name = fmt.Sprintf("%s-%s-1.%s.rpm", command, version.Number, rpmArch(runtime.GOARCH))
	}
	made := filepath.Join(j.work, "linux", name)
	if err := j.command(ctx, j.work, nil, nfpm, "package", "--packager", kind, "--config", path, "--target", made); err != nil {
		return err
	}
	return j.keepFile(name, made)
}

// nfpmConfig lays the files down in work and says in nfpm's words where they are installed.
func (j *job) nfpmConfig(kind string, files []file, needs []need) ([]byte, error) {
	type object = map[string]any
	var contents []object
	for _, f := range files {
		from := filepath.Join(j.work, "linux", kind, filepath.FromSlash(f.path))
		if err := os.MkdirAll(filepath.Dir(from), 0o755); err != nil {
			return nil, err
		}
		if err := os.WriteFile(from, f.data, f.mode); err != nil {
			return nil, err
		}
		c := object{"src": from, "dst": "/" + f.path, "file_info": object{"mode": f.mode, "owner": "root", "group": "root"}}
		if kind == "rpm" && filepath.Dir(f.path) == "usr/share/licenses/"+command {
			c["type"] = "license"
		}
		contents = append(contents, c)
	}
	if kind == "rpm" { // where a .deb needs not say which folders are its own
		for _, dir := range []string{"/usr/share/doc/" + command, "/usr/share/licenses/" + command} {
			contents = append(contents, object{"dst": dir, "type": "dir", "file_info": object{"mode": 0o755}})
		}
	}
	depends, recommends := dependencies(kind, needs)
	description := packageDescription
	if kind == "deb" {
		description = summary + "\n" + description // its first line is the summary
	}
	licence := "Apache-2.0"
	if kind == "deb" {
		licence = "" // stands in its copyright file
	}
	return json.MarshalIndent(object{
		"name": command, "arch": runtime.GOARCH, "platform": "linux", "version": version.Number, "release": "1",
		"section": "utils", "priority": "optional", "maintainer": maintainer, "license": licence,
		"description": description, "mtime": j.when, "disable_globbing": true,
		"depends": depends, "recommends": recommends, "contents": contents,
		"deb": object{"compression": "xz"},
		"rpm": object{"summary": summary, "group": "Applications/Engineering", "compression": "xz", "packager": maintainer},
	}, "", " ")
}

const packageDescription = `Meterscope reads logs with OCPP 1.6 MeterValues from charging stations, checks
each message against the schema and each transaction against the rules of the
protocol and of physics, plots it, and says how many kWh each source tells of.
It works without a network.`

// linuxFiles are the files that a .deb or an .rpm installs.
func (j *job) linuxFiles(kind, program string) ([]file, error) {
	executable, err := os.ReadFile(program)
	if err != nil {
		return nil, err
	}
	icon, err := os.ReadFile(filepath.Join(j.src, "assets", "icon.svg"))
	if err != nil {
		return nil, err
	}
	files := []file{
		{"usr/bin/" + command, executable, 0o755},
		{"usr/share/applications/" + appID + ".desktop", []byte(desktopEntry()), 0o644},
		{"usr/share/metainfo/" + appID + ".metainfo.xml", metainfo(j.when), 0o644},
		{"usr/share/mime/packages/" + appID + ".xml", []byte(mimeInfo), 0o644},
		{"usr/share/icons/hicolor/scalable/apps/" + appID + ".svg", icon, 0o644},
		{"usr/share/icons/hicolor/scalable/mimetypes/" + mimeIcon + ".svg", icon, 0o644},
	}
	for _, add := range []func() ([]file, error){j.iconFiles, j.manPages, func() ([]file, error) { return completions(kind) },
		func() ([]file, error) { return j.docFiles(kind) }} {
		more, err := add()
		if err != nil {
			return nil, err
		}
		files = append(files, more...)
	}
	return sorted(files), nil
}

// docFiles are the licences and what has changed, where each kind of system looks for them.
func (j *job) docFiles(kind string) ([]file, error) {
	papers, err := j.papers()
	if err != nil {
		return nil, err
	}
	changes, err := os.ReadFile(filepath.Join(j.src, "CHANGELOG.md"))
	if err != nil {
		return nil, err
	}
	if kind == "rpm" {
		var files []file
		for _, f := range papers {
			files = append(files, file{"usr/share/licenses/" + command + "/" + f.path, f.data, f.mode})
		}
		return append(files, file{"usr/share/doc/" + command + "/CHANGELOG.md", changes, 0o644}), nil
	}
	if changes, err = gzipped(changes); err != nil {
		return nil, err
	}
	doc := "usr/share/doc/" + command + "/"
	ours, err := gzipped([]byte(debianChangelog(j.when)))
	if err != nil {
		return nil, err
	}
	files := []file{{doc + "changelog.gz", changes, 0o644}, {doc + "changelog.Debian.gz", ours, 0o644},
		{doc + "copyright", []byte(debianCopyright), 0o644}}
	for _, f := range papers {
		if f.path != "LICENSE" { // Debian has that text once for all packages
			data, err := gzipped(f.data)
			if err != nil {
				return nil, err
			}
			files = append(files, file{doc + f.path + ".gz", data, f.mode})
		}
	}
	return files, nil
}

// debianChangelog is that of the package, in Debian's form: what has changed in the program stands beside it.
func debianChangelog(when time.Time) string {
	return fmt.Sprintf("%s (%s-1) stable; urgency=medium\n\n  * Version %s: see changelog.gz.\n\n -- %s  %s\n",
		command, version.Number, version.Number, maintainer, when.Format(time.RFC1123Z))
}

const debianCopyright = `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Meterscope
Comment: The licences of the libraries and fonts that are linked into the program
 stand in licences.txt.gz beside this file.

Files: *
Copyright: 2026 The Meterscope authors
License: Apache-2.0
 On Debian systems the text of the Apache License 2.0 stands in
 /usr/share/common-licenses/Apache-2.0.
`
