package main

import "strings"

// licenceID recognises a licence by sentences that only it has, and gives its SPDX id, "" for what is none of these.
// A new dependency with another licence needs a line here, and somebody who has read it.
func licenceID(text string) string {
	text = strings.ToLower(strings.Join(strings.Fields(strings.NewReplacer("`", "", "*", "", "#", "", "//", "").Replace(text)), " "))
	for _, l := range []struct {
		id    string
		holds []string
		lacks string
	}{
		{"Apache-2.0", []string{"apache license", "version 2.0, january 2004", "grant of patent license"}, ""},
		{"OFL-1.1", []string{"sil open font license version 1.1", "permission & conditions"}, ""},
		{"FTL", []string{"the freetype project license"}, ""},
		{"GPL-2.0-or-later", []string{"gnu general public license", "version 2, june 1991"}, ""},
		{"Zlib", []string{"altered source versions must be plainly marked as such"}, ""},
		{"ISC", []string{"permission to use, copy, modify, and/or distribute this software for any purpose"}, ""},
		{"MIT", []string{"permission is hereby granted, free of charge", "the software is provided \"as is\""}, ""},
		{"BSD-3-Clause", []string{"redistribution and use in source and binary forms", "endorse or promote products"}, ""},
		{"BSD-2-Clause", []string{"redistribution and use in source and binary forms", "this list of conditions"}, "endorse or promote"},
		{"blessing", []string{"may you do good and not evil"}, ""},
	} {
		found := l.lacks == "" || !strings.Contains(text, l.lacks)
		for _, h := range l.holds {
			found = found && strings.Contains(text, h)
		}
		if found {
			return l.id
		}
	}
	return ""
}
