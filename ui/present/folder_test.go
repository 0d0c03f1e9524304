package present

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestFolderOffersItsFoldersFirstAndNoDevices(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"b.log", "A.LOG", "c.txt", ".hidden.log"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("12"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"z", "Y", ".git"} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(os.DevNull, filepath.Join(dir, "null.log")); err != nil {
		t.Skip("no links here")
	}
	if err := os.Symlink("z", filepath.Join(dir, "a.link")); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ endings, want []string }{
		{nil, []string{"..", "a.link", "Y", "z", "A.LOG", "b.log", "c.txt"}},
		{[]string{".log"}, []string{"..", "a.link", "Y", "z", "A.LOG", "b.log"}},
	} {
		f := ReadFolder(nil, dir, c.endings)
		var names []string
		for _, e := range f.Entries {
			names = append(names, e.Name)
		}
		if !slices.Equal(names, c.want) || f.Refused != "" {
			t.Errorf("%q %s, want %q", names, f.Refused, c.want)
		}
		if i := f.Find("b.log"); f.At(i) != filepath.Join(dir, "b.log") || f.Entries[i].Size != 2 {
			t.Errorf("%+v at %s", f.Entries[i], f.At(i))
		}
		if f.At(0) != filepath.Dir(dir) || f.Find("none") != 0 {
			t.Errorf("above is %s", f.At(0))
		}
	}
}

func TestFolderThatIsGoneSaysSo(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "gone")
	if f := ReadFolder(nil, dir, nil); f.Refused == "" || len(f.Entries) != 1 || f.At(0) != filepath.Dir(dir) {
		t.Errorf("%+v", f)
	}
}
