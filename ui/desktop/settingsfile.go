package desktop

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"sync"
	"time"

	"fyne.io/fyne/v2"
)

// keptApp is Fyne's app with settings that are kept in a file of our own.
type keptApp struct {
	fyne.App
	kept *settingsFile
}

// Preferences are the settings.
func (a keptApp) Preferences() fyne.Preferences { return a.kept }

// settingsFile holds what is kept between runs. Fyne writes its preferences in place, waits a while before it writes what
// was set soon after, and reads its file again meanwhile: what was set may be lost, and what is left half written. Here
// each change is written at once, beside the window, and a file takes the place of the one before only when it is
// complete. Other windows write into the same file: what they set stays.
type settingsFile struct {
	fyne.Preferences // Fyne's: what was set in those holds until it is set here
	path             string

	mu      sync.Mutex
	values  map[string]any // as JSON has them
	changed map[string]any // not in the file yet
	closed  bool
	wake    chan struct{}
	done    chan struct{} // closed when the last was written
}

// openSettings reads the settings, and keeps them from then on until close. Where they can't be read, err says so: they
// are as at first then, and what can't be read is kept under another name.
func openSettings(path string, fynes fyne.Preferences) (*settingsFile, error) {
	s := &settingsFile{Preferences: fynes, path: path, changed: map[string]any{}, wake: make(chan struct{}, 1), done: make(chan struct{})}
	values, err := readSettings(path)
	if s.values = values; err != nil {
		s.values = map[string]any{}
		if damaged := os.Rename(path, path+".damaged"); damaged == nil {
			err = fmt.Errorf("%w; it is kept as %s", err, filepath.Base(path)+".damaged")
		}
	}
	go s.keep()
	return s, err
}

// readSettings gives none where there is no file.
func readSettings(path string) (map[string]any, error) {
	values := map[string]any{}
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return values, nil
	}
	if err == nil {
		err = json.Unmarshal(data, &values)
	}
	if err == nil && values == nil {
		err = errors.New("there is nothing in it")
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	return values, nil
}

// keep writes what changes, until there is nothing more.
func (s *settingsFile) keep() {
	defer close(s.done)
	for range s.wake {
		_ = s.write() // it stays in changed, and is tried again with the next change
	}
	_ = s.write()
}

// write puts what has changed into the file.
func (s *settingsFile) write() error {
	s.mu.Lock()
	changed := maps.Clone(s.changed)
	s.mu.Unlock()
	if len(changed) == 0 {
		return nil
	}
	values, err := readSettings(s.path) // another window may have written it
	if err != nil {
		s.mu.Lock()
		values = maps.Clone(s.values)
		s.mu.Unlock()
	}
	maps.Copy(values, changed)
	if err := writeWhole(s.path, values); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for key, v := range changed {
		if s.changed[key] == v {
			delete(s.changed, key)
		}
	}
	return nil
}

// writeWhole writes a file that is there either as it was or complete.
func writeWhole(path string, values map[string]any) (err error) {
	data, err := json.MarshalIndent(values, "", "  ")
	if err != nil {
		return fmt.Errorf("write the settings: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("write the settings: %w", err)
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("write the settings: %w", err)
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("write the settings: %w", errors.Join(err, os.Remove(f.Name())))
	}
	return nil
}

// close writes what has still to be written. A disk that doesn't answer is not waited for.
func (s *settingsFile) close() {
	const patience = 2 * time.Second
	s.mu.Lock()
	if !s.closed {
		s.closed = true
		close(s.wake)
	}
	s.mu.Unlock()
	select {
	case <-s.done:
	case <-time.After(patience):
	}
}

func (s *settingsFile) set(key string, v any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.values[key] = v
	if s.closed {
		return
	}
	s.changed[key] = v
	select {
	case s.wake <- struct{}{}:
	default: // it is to be written already
	}
}

// settingOf gives a setting; ok is false where it was never set, or is of another kind.
func settingOf[T any](s *settingsFile, key string) (v T, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v, ok = s.values[key].(T)
	return v, ok
}

// String gives a text.
func (s *settingsFile) String(key string) string { return s.StringWithFallback(key, "") }

// StringWithFallback gives a text, or another where it was never set.
func (s *settingsFile) StringWithFallback(key, fallback string) string {
	if v, ok := settingOf[string](s, key); ok {
		return v
	}
	return s.Preferences.StringWithFallback(key, fallback)
}

// SetString keeps a text.
func (s *settingsFile) SetString(key, value string) { s.set(key, value) }

// Float gives a number.
func (s *settingsFile) Float(key string) float64 { return s.FloatWithFallback(key, 0) }

// FloatWithFallback gives a number, or another where it was never set.
func (s *settingsFile) FloatWithFallback(key string, fallback float64) float64 {
	if v, ok := settingOf[float64](s, key); ok {
		return v
	}
	return s.Preferences.FloatWithFallback(key, fallback)
}

// SetFloat keeps a number.
func (s *settingsFile) SetFloat(key string, value float64) { s.set(key, value) }

// Int gives a whole number.
func (s *settingsFile) Int(key string) int { return s.IntWithFallback(key, 0) }

// IntWithFallback gives a whole number, or another where it was never set.
func (s *settingsFile) IntWithFallback(key string, fallback int) int {
	if v, ok := settingOf[float64](s, key); ok {
		return int(v)
	}
	return s.Preferences.IntWithFallback(key, fallback)
}

// SetInt keeps a whole number.
func (s *settingsFile) SetInt(key string, value int) { s.set(key, float64(value)) }

// Bool gives a choice.
func (s *settingsFile) Bool(key string) bool { return s.BoolWithFallback(key, false) }

// BoolWithFallback gives a choice, or another where it was never set.
func (s *settingsFile) BoolWithFallback(key string, fallback bool) bool {
	if v, ok := settingOf[bool](s, key); ok {
		return v
	}
	return s.Preferences.BoolWithFallback(key, fallback)
}

// SetBool keeps a choice.
func (s *settingsFile) SetBool(key string, value bool) { s.set(key, value) }
