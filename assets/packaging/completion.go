package main

import (
	"bytes"

	"meterscope/ui/cli"
)

// completions are what shells ask when a command line is to be completed. Debian has another folder for zsh.
func completions(kind string) ([]file, error) {
	root, err := cli.Tree("en")
	if err != nil {
		return nil, err
	}
	var bash, zsh, fish bytes.Buffer
	if err := root.GenBashCompletionV2(&bash, true); err != nil {
		return nil, err
	}
	if err := root.GenZshCompletion(&zsh); err != nil {
		return nil, err
	}
	if err := root.GenFishCompletion(&fish, true); err != nil {
		return nil, err
	}
	zshDir := "usr/share/zsh/site-functions/"
	if kind == "deb" {
		zshDir = "usr/share/zsh/vendor-completions/"
	}
	return []file{
		{"usr/share/bash-completion/completions/" + command, bash.Bytes(), 0o644},
		{zshDir + "_" + command, zsh.Bytes(), 0o644},
		{"usr/share/fish/vendor_completions.d/" + command + ".fish", fish.Bytes(), 0o644},
	}, nil
}
