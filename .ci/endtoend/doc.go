// Command endtoend uses the real program as a person does: on a display of its own, with keyboard and mouse, from a log
// that is opened to a case that is opened again. After each step it takes a picture of the window and compares it to the
// one that was accepted last, in the folder accepted.
//
//	go run ./.ci/endtoend                        all of it; what differs is in dist/endtoend
//	go run ./.ci/endtoend -accept                the pictures become the accepted ones: look at each before they are committed
//	go run ./.ci/endtoend -shots assets/docs     makes the pictures of the guide and of the README
//	go run ./.ci/endtoend -log day.log -mb 50    writes a large log with one dispute in it, and ends
//
// It needs xvfb, openbox, xdotool and libgl1-mesa-dri. The program is built without the tag migrated_fynedo, so that Fyne
// tells when its widgets are touched from a wrong goroutine; that, and anything else on its standard error, is a failure.
//
// Nothing waits a fixed time: a step is done when the picture is the accepted one, and failed when it isn't in a minute.
package main
