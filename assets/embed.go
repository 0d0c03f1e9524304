// Package assets holds what is built into the program: its icon, the sample log, and the pages that Help
// shows. It reads nothing from the disk and imports nothing of ours.
package assets

import (
	"embed"
	"fmt"
	"io/fs"
)

//go:generate go run samples/generate.go -o samples/dispute.log
//go:generate rsvg-convert -w 512 -h 512 icon.svg -o icon.png
//go:generate rsvg-convert -w 128 -h 128 icon.svg -o icon-128.png

//go:embed icon.png
var icon []byte

//go:embed icon-128.png
var smallIcon []byte

//go:embed samples/dispute.log
var sample []byte

//go:embed docs/*.md
var docs embed.FS

//go:embed licences.txt
var licences string

//go:embed translations
var translations embed.FS

// SampleName is the name that the sample log is imported under.
const SampleName = "dispute.log"

// Sample is the text of the sample log: one station, three transactions, one of them a dispute. The caller
// must not change it.
func Sample() []byte { return sample }

// Icon is the program's icon, a PNG of 512 × 512 pixels. The caller must not change it.
func Icon() []byte { return icon }

// SmallIcon is the program's icon, a PNG of 128 × 128 pixels. The caller must not change it.
func SmallIcon() []byte { return smallIcon }

// Doc gives a page of the documentation as Markdown: "guide", "rules", "formats", "architecture".
func Doc(name string) (string, error) {
	b, err := docs.ReadFile("docs/" + name + ".md")
	if err != nil {
		return "", fmt.Errorf("read the page %q: %w", name, err)
	}
	return string(b), nil
}

// Licences are the texts of the licences of all that is in the program, made by packaging.
func Licences() string { return licences }

// Translations gives the files with the texts of a language, by their names: JSON that maps English to it.
func Translations(language string) (map[string][]byte, error) {
	dir := "translations/" + language
	entries, err := fs.ReadDir(translations, dir)
	if err != nil {
		return nil, fmt.Errorf("read the texts in %q: %w", language, err)
	}
	files := map[string][]byte{}
	for _, e := range entries {
		data, err := translations.ReadFile(dir + "/" + e.Name())
		if err != nil {
			return nil, fmt.Errorf("read the texts in %q: %w", language, err)
		}
		files[e.Name()] = data
	}
	return files, nil
}
