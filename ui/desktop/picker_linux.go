package desktop

import (
	"net/url"
	"strings"

	"github.com/rymdport/portal/filechooser"
)

// portalPicker is the desktop's own dialog, by the XDG portal.
type portalPicker struct{}

func newPicker() picker { return portalPicker{} }

func (portalPicker) open(title string, many bool, filters []filter) ([]string, error) {
	uris, err := filechooser.OpenFile("", title, &filechooser.OpenFileOptions{Multiple: many, Filters: portalFilters(filters)})
	if err != nil {
		return nil, errNoPicker
	}
	return paths(uris), nil
}

func (portalPicker) save(title, name string, filters []filter) (string, error) {
	uris, err := filechooser.SaveFile("", title, &filechooser.SaveFileOptions{CurrentName: name, Filters: portalFilters(filters)})
	if err != nil {
		return "", errNoPicker
	}
	if p := paths(uris); len(p) > 0 {
		return p[0], nil
	}
	return "", nil
}

func portalFilters(filters []filter) []*filechooser.Filter {
	var out []*filechooser.Filter
	for _, f := range filters {
		p := &filechooser.Filter{Name: f.name}
		if len(f.endings) == 0 {
			p.Rules = append(p.Rules, filechooser.Rule{Type: filechooser.GlobPattern, Pattern: "*"})
		}
		for _, e := range f.endings {
			p.Rules = append(p.Rules, filechooser.Rule{Type: filechooser.GlobPattern, Pattern: "*" + e + "*"})
		}
		out = append(out, p)
	}
	return out
}

// paths turns file: URIs into paths.
func paths(uris []string) []string {
	var out []string
	for _, u := range uris {
		if p, err := url.Parse(u); err == nil && p.Scheme == "file" {
			out = append(out, p.Path)
		} else if !strings.Contains(u, "://") {
			out = append(out, u)
		}
	}
	return out
}
