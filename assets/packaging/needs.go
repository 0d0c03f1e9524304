package main

import (
	"cmp"
	"debug/elf"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// A need is a shared library that an executable is linked to, with the newest version of its symbols that it uses
// ("2.34" of GLIBC; "" where the library has none).
type need struct{ library, glibc string }

// neededBy reads them from an executable.
func neededBy(path string) ([]need, error) {
	f, err := elf.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read the executable: %w", err)
	}
	defer f.Close() //nolint:errcheck // only read from
	libraries, err := f.ImportedLibraries()
	if err != nil {
		return nil, fmt.Errorf("list the libraries of %s: %w", filepath.Base(path), err)
	}
	symbols, err := f.ImportedSymbols()
	if err != nil {
		return nil, fmt.Errorf("list the symbols of %s: %w", filepath.Base(path), err)
	}
	newest := map[string]string{}
	for _, s := range symbols {
		if v, ok := strings.CutPrefix(s.Version, "GLIBC_"); ok && olderThan(newest[s.Library], v) {
			newest[s.Library] = v
		}
	}
	var needs []need
	for _, l := range libraries {
		if _, known := debianPackages()[l]; !known {
			return nil, fmt.Errorf("%s is linked to %s: say which package has it", filepath.Base(path), l)
		}
		needs = append(needs, need{l, newest[l]})
	}
	slices.SortFunc(needs, func(a, b need) int { return cmp.Compare(a.library, b.library) })
	return needs, nil
}

// olderThan compares versions like "2.9" and "2.34"; "" is older than all.
func olderThan(a, b string) bool {
	numbers := func(v string) (n []int) {
		for _, p := range strings.Split(v, ".") {
			i, _ := strconv.Atoi(p) // what is no number counts as 0
			n = append(n, i)
		}
		return n
	}
	return slices.Compare(numbers(a), numbers(b)) < 0
}

// debianPackages says which package of Debian and Ubuntu has a library.
func debianPackages() map[string]string {
	return map[string]string{
		"libc.so.6": "libc6", "libm.so.6": "libc6", "libdl.so.2": "libc6", "librt.so.1": "libc6", "libpthread.so.0": "libc6",
		"libresolv.so.2": "libc6", "ld-linux-x86-64.so.2": "libc6", "ld-linux-aarch64.so.1": "libc6",
		"libGL.so.1": "libgl1", "libX11.so.6": "libx11-6", "libXcursor.so.1": "libxcursor1", "libXi.so.6": "libxi6",
		"libXinerama.so.1": "libxinerama1", "libXrandr.so.2": "libxrandr2", "libXrender.so.1": "libxrender1",
		"libXxf86vm.so.1": "libxxf86vm1",
	}
}

// openedLater are the libraries that GLFW opens when the window comes, for the pointer, the screens and the keyboard.
// The executable doesn't name them.
func openedLater() []need {
	return []need{{"libXcursor.so.1", ""}, {"libXi.so.6", ""}, {"libXinerama.so.1", ""}, {"libXrandr.so.2", ""},
		{"libXrender.so.1", ""}, {"libXxf86vm.so.1", ""}}
}

// dependencies says what a package depends on: in a .deb by the packages' names, in an .rpm by the libraries', which
// are the same with every distribution. Arrows and the minus sign come from the system's fonts, which a desktop has and
// a bare system hasn't; the portal is the system's file dialog.
func dependencies(kind string, needs []need) (depends, recommends []string) {
	if kind == "rpm" {
		for _, n := range needs {
			if n.glibc != "" {
				depends = append(depends, fmt.Sprintf("%s(GLIBC_%s)(64bit)", n.library, n.glibc))
				continue
			}
			depends = append(depends, n.library+"()(64bit)")
		}
		return depends, []string{"xdg-desktop-portal", "font(dejavusans)"}
	}
	glibc := ""
	for _, n := range needs {
		if olderThan(glibc, n.glibc) {
			glibc = n.glibc
		}
	}
	for _, n := range needs {
		name := debianPackages()[n.library]
		if name == "libc6" && glibc != "" {
			name += " (>= " + glibc + ")"
		}
		depends = append(depends, name)
	}
	depends = append(depends, "fonts-dejavu-core | fonts-noto-core | fonts-freefont-ttf")
	slices.Sort(depends)
	return slices.Compact(depends), []string{"xdg-desktop-portal"}
}

func rpmArch(arch string) string {
	if arch == "arm64" {
		return "aarch64"
	}
	return "x86_64"
}
