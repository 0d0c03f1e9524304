//go:build !linux && !windows

package desktop

// noPicker leaves the choice to Fyne's own dialog.
type noPicker struct{}

func newPicker() picker { return noPicker{} }

func (noPicker) open(string, bool, []filter) ([]string, error) { return nil, errNoPicker }
func (noPicker) save(string, string, []filter) (string, error) { return "", errNoPicker }
