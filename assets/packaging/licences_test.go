package main

import (
	"context"
	"os"
	"os/exec"
	"strings"
	"testing"
	"unicode/utf8"
)

// What is linked changes with go.mod, and with what is imported: then the file is made anew.
func TestLicencesAreThoseOfWhatIsLinked(t *testing.T) {
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("no go command")
	}
	text, err := os.ReadFile(root + "/assets/licences.txt")
	if err != nil {
		t.Fatal(err)
	}
	if !utf8.Valid(text) {
		t.Error("licences.txt is not UTF-8")
	}
	modules, err := linkedModules(context.Background(), root)
	if err != nil {
		t.Fatal(err)
	}
	ids := licenceIDs(string(text))
	for _, m := range modules {
		if !strings.Contains(string(text), "\n=== "+m.path+" "+m.version+" (") {
			t.Errorf("licences.txt has no %s %s: run go run ./assets/packaging -licences", m.path, m.version)
		}
		if len(ids[m.path]) == 0 {
			t.Errorf("no licence is known of %s", m.path)
		}
		delete(ids, m.path)
	}
	for name := range ids {
		if name != "std" && name != "Noto" {
			t.Errorf("licences.txt has %s, which isn't linked: run go run ./assets/packaging -licences", name)
		}
	}
}

func TestLicencesAreKnownByTheirSentences(t *testing.T) {
	const bsd = "Redistribution and use in source and binary forms, with or without\nmodification, are permitted: this list of conditions\n"
	for text, want := range map[string]string{
		"Permission is hereby granted, free of charge, … THE SOFTWARE IS PROVIDED \"AS IS\"": "MIT",
		bsd: "BSD-2-Clause",
		bsd + "may be used to endorse or\n * promote products": "BSD-3-Clause",
		"All rights reserved.":                                 "",
	} {
		if got := licenceID(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}
