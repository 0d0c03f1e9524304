package archive

import (
	"path/filepath"
	"testing"
)

func TestFolderThatCantBeReadHasItsName(t *testing.T) {
	root := filepath.Join(t.TempDir(), "locked")
	list, err := Folder(t.Context(), root)
	if err != nil || len(list) != 1 || list[0].Name != filepath.ToSlash(root) || list[0].Err == nil {
		t.Errorf("%+v, %v", list, err)
	}
}
