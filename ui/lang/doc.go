// Package lang holds the words of the program in the languages that it speaks: English, and German.
//
// The English text in the code is the key, and the files under assets/translations map it to the other
// language. A text that has no translation stays English, so nothing is ever left unsaid; a test of package cli
// fails until it has one, and when one is no longer needed.
//
// [Texts] is a value that is passed along, one for the command or the window. Its zero, a nil pointer, is
// English. What ui says goes through its methods, with the template as the key:
//
//	t.Text("%s needs at least one FILE", name)
//	t.Plural(n, "message", "messages")
//
// What the layers below say is English too, because they know of no reader: the message of a finding is composed
// when it is shown, but its parts ("from 12.5 kWh to 0 Wh") are stored with it. [Texts.Finding] and [Texts.Said]
// know such a text again by its template, and say it in the reader's language with what stood in it. So a case
// file speaks the language of whoever opens it.
//
// Only packages of ui may import it.
package lang
