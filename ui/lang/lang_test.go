package lang

import "testing"

func TestTheSystemsLanguageIsTheFirstThatTheEnvironmentNames(t *testing.T) {
	for _, c := range []struct {
		name string
		env  map[string]string
		want string
	}{
		{"nothing", nil, English},
		{"German", map[string]string{"LANG": "de_DE.UTF-8"}, German},
		{"Austria's German", map[string]string{"LANG": "de_AT@euro"}, German},
		{"written with a hyphen", map[string]string{"LANG": "de-CH"}, German},
		{"the language alone", map[string]string{"LANG": "DE"}, German},
		{"English", map[string]string{"LANG": "en_US.UTF-8"}, English},
		{"one that we don't speak", map[string]string{"LANG": "fr_FR.UTF-8"}, English},
		{"one that begins alike", map[string]string{"LANG": "den_XX"}, English},
		{"LC_MESSAGES counts before LANG", map[string]string{"LC_MESSAGES": "de_DE.UTF-8", "LANG": "en_US.UTF-8"}, German},
		{"LC_ALL counts before both", map[string]string{"LC_ALL": "C", "LC_MESSAGES": "de_DE", "LANG": "de_DE"}, English},
		{"LANGUAGE counts first", map[string]string{"LANGUAGE": "de", "LC_ALL": "en_GB.UTF-8"}, German},
		{"the first of a list that we speak", map[string]string{"LANGUAGE": "fr:de:en", "LANG": "en_GB"}, German},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := System(func(key string) string { return c.env[key] }); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}
