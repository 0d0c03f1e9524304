// Command meterscope inspects the meter values in OCPP 1.6 charging logs: in a window, or on the command line.
package main

import (
	"os"

	"meterscope/ui"
	_ "meterscope/ui/locale"
)

func main() {
	os.Exit(ui.Run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
