//go:build !windows && !darwin

package desktop

import (
	"context"
	"errors"
	"fmt"

	"meterscope/ui/desktop/x11clip"
)

// systemClipboard reads the clipboard of an X11 display, that of programs of X11 under Wayland among them. It is nil where
// there is none of this machine. env gives variables.
func systemClipboard(env func(string) string) func(context.Context) (string, error) {
	d, err := x11clip.ParseDisplay(env("DISPLAY"), env)
	if err != nil {
		return nil
	}
	return func(ctx context.Context) (string, error) {
		text, err := x11clip.Read(ctx, d)
		if errors.Is(err, x11clip.ErrUnavailable) {
			err = fmt.Errorf("%w: %w", errNoClipboard, err)
		}
		return text, err
	}
}
