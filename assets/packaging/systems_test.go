package main

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"meterscope/assets/version"
)

// wellFormed reads all of an XML text.
func wellFormed(text []byte) error {
	for d := xml.NewDecoder(bytes.NewReader(text)); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// judge has a program look at a text, where that program is installed.
func judge(t *testing.T, name string, text []byte, program string, args ...string) {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		t.Logf("%s is not installed: %s is not judged by it", program, name)
		return
	}
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, text, 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(program, append(args, path)...).CombinedOutput(); err != nil {
		t.Errorf("%s: %v\n%s", program, err, out)
	}
}

func TestDesktopEntryIsValid(t *testing.T) {
	entry := desktopEntry()
	for _, want := range []string{"[Desktop Entry]\n", "\nExec=meterscope %F\n", "\nIcon=" + appID + "\n", ";application/x-meterscope;"} {
		if !strings.Contains(strings.Replace(entry, "MimeType=", "MimeType=;", 1), want) {
			t.Errorf("the entry has no %q", want)
		}
	}
	judge(t, appID+".desktop", []byte(entry), "desktop-file-validate", "--no-hints")
}

func TestMetainfoIsValid(t *testing.T) {
	text := metainfo(noon)
	if err := wellFormed(text); err != nil {
		t.Fatal(err)
	}
	if want := `<release version="` + version.Number + `" date="2025-03-01"/>`; !bytes.Contains(text, []byte(want)) {
		t.Errorf("it has no %s", want)
	}
	judge(t, appID+".metainfo.xml", text, "appstreamcli", "validate", "--no-net")
}

func TestMimeTypesAreWellFormed(t *testing.T) {
	if err := wellFormed([]byte(mimeInfo)); err != nil {
		t.Error(err)
	}
}

func TestInfoPlistNamesTheFilesOfTheProgram(t *testing.T) {
	list, err := withDocumentTypes([]byte("<plist>\n<dict>\n</dict>\n</plist>\n"))
	if err != nil {
		t.Fatal(err)
	}
	if err := wellFormed(list); err != nil || !bytes.Contains(list, []byte("<string>meterscope</string>")) {
		t.Errorf("%v in %s", err, list)
	}
	if _, err := withDocumentTypes([]byte("something else")); err == nil {
		t.Error("what is no Info.plist is taken")
	}
}

func TestPackageSaysWhatItInstalls(t *testing.T) {
	program := filepath.Join(t.TempDir(), command)
	if err := os.WriteFile(program, []byte("program"), 0o755); err != nil {
		t.Fatal(err)
	}
	j := &job{src: root, work: t.TempDir(), when: noon}
	for kind, papers := range map[string]string{"deb": "usr/share/doc/meterscope/copyright", "rpm": "usr/share/licenses/meterscope/LICENSE"} {
		files, err := j.linuxFiles(kind, program)
		if err != nil {
			t.Fatal(err)
		}
		var paths []string
		for _, f := range files {
			paths = append(paths, f.path)
		}
		for _, want := range []string{
			"usr/bin/meterscope", "usr/share/applications/" + appID + ".desktop", "usr/share/man/man1/meterscope.1.gz",
			"usr/share/man/de/man1/meterscope.1.gz", "usr/share/metainfo/" + appID + ".metainfo.xml", papers,
		} {
			if !slices.Contains(paths, want) {
				t.Errorf("%s has no %s", kind, want)
			}
		}
		if slices.Sort(paths); len(slices.Compact(slices.Clone(paths))) != len(paths) {
			t.Errorf("%s has a file twice: %v", kind, paths)
		}
		config, err := j.nfpmConfig(kind, files, []need{{"libc.so.6", "2.34"}})
		if err != nil {
			t.Fatal(err)
		}
		var c struct {
			Version, MTime string
			Depends        []string
			Contents       []struct {
				Src, Dst string
				Info     struct{ Mode int } `json:"file_info"`
			}
		}
		if err := json.Unmarshal(config, &c); err != nil {
			t.Fatal(err)
		}
		if c.Version != version.Number || c.MTime != "2025-03-01T12:00:00Z" || !slices.ContainsFunc(c.Depends, func(d string) bool { return strings.Contains(d, "2.34") }) || len(c.Contents) < len(files) {
			t.Errorf("%s: version %s, time %s, needs %q, %d files", kind, c.Version, c.MTime, c.Depends, len(c.Contents))
		}
		if c.Contents[0].Dst != "/usr/bin/meterscope" || c.Contents[0].Info.Mode != 0o755 {
			t.Errorf("%s: the program is %+v", kind, c.Contents[0])
		}
	}
}

func TestInstallerTakesAwayWhatItBrings(t *testing.T) {
	script, err := nsisScript("out.exe", []string{"osslsigncode 'x'"})
	if err != nil {
		t.Fatal(err)
	}
	text := string(script)
	for _, l := range strings.Split(text, "\n") {
		name, isFile := strings.CutPrefix(l, "  File \"")
		if name = strings.TrimSuffix(name, `"`); isFile && !strings.Contains(text, `Delete "$INSTDIR\`+name+`"`) {
			t.Errorf("%s stays behind", name)
		}
	}
	for _, want := range []string{
		"RequestExecutionLevel user", `VIProductVersion "` + version.Number + `.0"`, `!uninstfinalize "osslsigncode 'x'" = 0`,
		`WriteRegStr HKCU "${CLASSES}\.jsonl\OpenWithProgids"`, `DeleteRegValue HKCU "${CLASSES}\.jsonl\OpenWithProgids"`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the script has no %s", want)
		}
	}
	if strings.Contains(text, "HKLM") || strings.Contains(text, "<no value>") {
		t.Error("the script needs an administrator, or lacks a value")
	}
}

func TestProgramsAreSignedWhereThereIsACertificate(t *testing.T) {
	none := signerFrom(func(string) string { return "" })
	if err := none.sign(context.Background(), nil, "x"); err != nil || none.uninstaller() != nil {
		t.Errorf("without a certificate: %v, %v", err, none.uninstaller())
	}
	s := signerFrom(func(k string) string { return strings.ToLower(strings.TrimPrefix(k, "METERSCOPE_SIGN_")) })
	got := strings.Join(s.arguments("a", "b"), " ")
	if got != "sign -pkcs12 pkcs12 -h sha256 -n Meterscope -readpass password_file -ts timestamp_url -in a -out b" {
		t.Errorf("got %s", got)
	}
	if runtime.GOOS != "windows" && len(s.uninstaller()) != 2 {
		t.Errorf("the uninstaller is signed by %v", s.uninstaller())
	}
}

func TestBillOfMaterialsNamesEachModule(t *testing.T) {
	modules := []debug.Module{{Path: "b.org/b", Version: "v1.0.0+x", Sum: "h1:AAEC"}, {Path: "a.org/a", Version: "v2.0.0"}}
	text, err := billOfMaterials(modules, "1.26.0", map[string][]string{"b.org/b": {"MIT"}, "std": {"BSD-3-Clause"}}, "abc", noon)
	if err != nil {
		t.Fatal(err)
	}
	var b bom
	if err := json.Unmarshal(text, &b); err != nil {
		t.Fatal(err)
	}
	if b.Format != "CycloneDX" || len(b.Components) != 3 || b.Components[0].Name != "a.org/a" || b.Components[2].Name != "std" {
		t.Fatalf("got %s", text)
	}
	if c := b.Components[1]; c.Hashes[0].Content != "000102" || c.Licenses[0].License.ID != "MIT" || c.PURL != "pkg:golang/b.org/b@v1.0.0+x" {
		t.Errorf("got %+v", c)
	}
	if len(b.Dependencies[0].DependsOn) != 3 || b.Metadata.Timestamp != "2025-03-01T12:00:00Z" {
		t.Errorf("got %+v", b)
	}
	if _, err := billOfMaterials([]debug.Module{{Path: "x", Sum: "h1:?"}}, "", nil, "", noon); err == nil {
		t.Error("a sum that is none is taken")
	}
}
