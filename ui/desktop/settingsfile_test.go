package desktop

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// reopened are the settings of a file that was closed before.
func reopened(t *testing.T, path string, fynes fyne.Preferences) *settingsFile {
	t.Helper()
	s, err := openSettings(path, fynes)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.close)
	return s
}

func TestSettingsThatFollowEachOtherCloselyAreAllKept(t *testing.T) {
	path, fynes := filepath.Join(t.TempDir(), "deep", "settings.json"), test.NewTempApp(t).Preferences()
	s := reopened(t, path, fynes)
	for i := range 200 {
		s.SetInt("hints", i)
		s.SetString("theme", strings.Repeat("x", i))
		s.SetFloat("window.split", float64(i)/1000)
		s.SetBool("maximised", i%2 == 1)
	}
	s.close()
	s = reopened(t, path, fynes)
	if s.Int("hints") != 199 || len(s.String("theme")) != 199 || s.Float("window.split") != 0.199 || !s.Bool("maximised") {
		t.Errorf("kept: %v", s.values)
	}
	if files, _ := os.ReadDir(filepath.Dir(path)); len(files) != 1 {
		t.Errorf("%d files are left", len(files))
	}
}

func TestSettingsThatWereNeverSetAreFynes(t *testing.T) {
	fynes := test.NewTempApp(t).Preferences()
	fynes.SetString("theme", "dark")
	fynes.SetInt("hints", 2)
	s := reopened(t, filepath.Join(t.TempDir(), "settings.json"), fynes)
	if s.String("theme") != "dark" || s.Int("hints") != 2 || s.FloatWithFallback("window.split", 0.4) != 0.4 {
		t.Errorf("theme %q, hints %d", s.String("theme"), s.Int("hints"))
	}
	if s.SetString("theme", ""); s.String("theme") != "" {
		t.Errorf("theme %q", s.String("theme"))
	}
}

func TestWhatAnotherWindowHasSetStays(t *testing.T) {
	path, fynes := filepath.Join(t.TempDir(), "settings.json"), test.NewTempApp(t).Preferences()
	one, other := reopened(t, path, fynes), reopened(t, path, fynes)
	one.SetString("theme", "dark")
	one.close()
	other.SetString("language", "de")
	other.close()
	if s := reopened(t, path, fynes); s.String("theme") != "dark" || s.String("language") != "de" {
		t.Errorf("kept: %v", s.values)
	}
}

func TestTornSettingsAreToldAndKeptBeside(t *testing.T) {
	for _, torn := range []string{"", "{", `{"theme":"dark","list.colu`, "null", "[1]"} {
		path := filepath.Join(t.TempDir(), "settings.json")
		if err := os.WriteFile(path, []byte(torn), 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := openSettings(path, test.NewTempApp(t).Preferences())
		if err == nil || !strings.Contains(err.Error(), "settings.json.damaged") {
			t.Errorf("%q: %v", torn, err)
		}
		if kept, err := os.ReadFile(path + ".damaged"); err != nil || string(kept) != torn {
			t.Errorf("%q: %q is kept, %v", torn, kept, err)
		}
		s.SetString("theme", "light")
		s.close()
		s.SetString("theme", "dark") // too late to be kept
		if s := reopened(t, path, test.NewTempApp(t).Preferences()); s.String("theme") != "light" {
			t.Errorf("%q: theme %q", torn, s.String("theme"))
		}
	}
}
