package locale

import "testing"

func TestOnlyALocaleWithoutLanguageGetsOne(t *testing.T) {
	for _, c := range []struct {
		name string
		env  map[string]string
		want string
	}{
		{"a container's", map[string]string{"LANG": "C.UTF-8"}, "en"},
		{"LC_ALL counts first", map[string]string{"LC_ALL": "C.UTF-8", "LANG": "de_DE.UTF-8"}, "en"},
		{"a user's", map[string]string{"LANG": "de_DE.UTF-8"}, ""},
		{"a user's above the container's", map[string]string{"LC_MESSAGES": "de_DE.UTF-8", "LANG": "C.UTF-8"}, ""},
		{"a language was chosen", map[string]string{"LANGUAGE": "fr", "LANG": "C.UTF-8"}, ""},
		{"plain C is understood", map[string]string{"LANG": "C"}, ""},
		{"nothing", nil, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := ""
			err := settle(func(k string) string { return c.env[k] }, func(_, v string) error { got = v; return nil })
			if err != nil || got != c.want {
				t.Errorf("LANGUAGE is set to %q (%v), want %q", got, err, c.want)
			}
		})
	}
}
