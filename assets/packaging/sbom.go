package main

import (
	"cmp"
	"debug/buildinfo"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"meterscope/assets/version"
)

// The parts of CycloneDX 1.5 that are used. It is written here because what is in a program stands in the program: the
// go command notes each module that it linked.
type bom struct {
	Format       string       `json:"bomFormat"`
	SpecVersion  string       `json:"specVersion"`
	Version      int          `json:"version"`
	Metadata     bomMetadata  `json:"metadata"`
	Components   []component  `json:"components"`
	Dependencies []dependency `json:"dependencies"`
}

type bomMetadata struct {
	Timestamp string    `json:"timestamp"`
	Component component `json:"component"`
}

type component struct {
	Type     string       `json:"type"`
	Ref      string       `json:"bom-ref"`
	Name     string       `json:"name"`
	Version  string       `json:"version"`
	Hashes   []bomHash    `json:"hashes,omitempty"`
	Licenses []bomLicence `json:"licenses,omitempty"`
	PURL     string       `json:"purl"`
}

type bomHash struct {
	Algorithm string `json:"alg"`
	Content   string `json:"content"`
}

type bomLicence struct {
	License struct {
		ID string `json:"id"`
	} `json:"license"`
}

type dependency struct {
	Ref       string   `json:"ref"`
	DependsOn []string `json:"dependsOn"`
}

// writeBillOfMaterials lists what is linked into any of the programs that were built.
func (j *job) writeBillOfMaterials() error {
	if len(j.programs) == 0 {
		return nil
	}
	modules := map[string]debug.Module{}
	golang := ""
	for _, path := range j.programs {
		info, err := buildinfo.ReadFile(path)
		if err != nil {
			return fmt.Errorf("read what is in %s: %w", filepath.Base(path), err)
		}
		golang = strings.TrimPrefix(info.GoVersion, "go")
		for _, m := range info.Deps {
			if m.Replace != nil {
				m = m.Replace
			}
			modules[m.Path+"@"+m.Version] = *m
		}
	}
	text, err := os.ReadFile(filepath.Join(j.src, "assets", "licences.txt"))
	if err != nil {
		return err
	}
	b, err := billOfMaterials(slices.Collect(maps.Values(modules)), golang, licenceIDs(string(text)), j.commit, j.when)
	if err != nil {
		return err
	}
	return j.keep(j.name("sbom.cdx.json"), b)
}

func billOfMaterials(modules []debug.Module, golang string, licences map[string][]string, commit string, when time.Time) ([]byte, error) {
	slices.SortFunc(modules, func(a, b debug.Module) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Version, b.Version))
	})
	modules = append(modules, debug.Module{Path: "std", Version: golang})
	main := component{Type: "application", Name: appName, Version: version.Number,
		PURL: "pkg:generic/" + command + "@" + version.Number + "?vcs_revision=" + url.QueryEscape(commit)}
	main.Ref = main.PURL
	b := bom{Format: "CycloneDX", SpecVersion: "1.5", Version: 1, Metadata: bomMetadata{when.Format(time.RFC3339), main}}
	all := dependency{Ref: main.Ref}
	for _, m := range modules {
		c := component{Type: "library", Name: m.Path, Version: m.Version, PURL: "pkg:golang/" + m.Path + "@" + url.PathEscape(m.Version)}
		c.Ref = c.PURL
		for _, id := range licences[m.Path] {
			var l bomLicence
			l.License.ID = id
			c.Licenses = append(c.Licenses, l)
		}
		if sum, ok := strings.CutPrefix(m.Sum, "h1:"); ok { // the hash of the module's files, as go.sum has it
			raw, err := base64.StdEncoding.DecodeString(sum)
			if err != nil {
				return nil, fmt.Errorf("read the hash of %s: %w", m.Path, err)
			}
			c.Hashes = []bomHash{{"SHA-256", hex.EncodeToString(raw)}}
		}
		b.Components = append(b.Components, c)
		all.DependsOn = append(all.DependsOn, c.Ref)
	}
	b.Dependencies = []dependency{all}
	text, err := json.MarshalIndent(b, "", " ")
	return append(text, '\n'), err
}
