package lang

import "testing"

func TestTheSystemsLocaleStandsForALangThatIsNotSet(t *testing.T) {
	german := func() string { return "de-AT" }
	for want, env := range map[string]map[string]string{
		"de": nil,
		"en": {"LANG": "en_US.UTF-8"},
	} {
		if got := System(environment(func(k string) string { return env[k] }, german)); got != want {
			t.Errorf("%v gives %q, want %q", env, got, want)
		}
	}
	if got := System(environment(func(k string) string { return map[string]string{"LC_ALL": "en_GB"}[k] }, german)); got != English {
		t.Errorf("LC_ALL gives %q", got)
	}
	if Environment(func(string) string { return "x" })("LANG") != "x" {
		t.Error("what is set isn't taken")
	}
}
