package present

import (
	"strings"

	"meterscope/model"
	"meterscope/ui/lang"
)

// What the user enters is kept as typed, energies in kWh. Where the screen says Wh, they are typed in Wh, and kept in
// kWh all the same.

const kiloDigits = 3 // from Wh to kWh

// energies are the fields with an energy.
func energies(e *model.Entered) [3]*string { return [3]*string{&e.Billed, &e.Car, &e.Battery} }

// onScreen is what is kept as the fields show it.
func onScreen(t *lang.Texts, kept model.Entered) model.Entered {
	if !t.Manner().Wh {
		return kept
	}
	for _, text := range energies(&kept) {
		if d, ok := plainNumber(*text); ok {
			*text = t.Exact(d.Shift(kiloDigits).String())
		}
	}
	return kept
}

// toKeep is what stands in the fields as it is to be kept; kept is what was before. What stands there still as it is shown
// stays as it was typed once, with the digits that it had. What is no number stays as it is.
func toKeep(t *lang.Texts, typed, kept model.Entered) model.Entered {
	if !t.Manner().Wh {
		return typed
	}
	shown := onScreen(t, kept)
	was, as := energies(&kept), energies(&shown)
	for i, text := range energies(&typed) {
		if *text == *as[i] {
			*text = *was[i]
			continue
		}
		if d, ok := plainNumber(t.Ungrouped(strings.TrimSpace(*text))); ok {
			*text = d.Shift(-kiloDigits).String()
		}
	}
	return typed
}

// plainNumber reads a number with a decimal point or comma, as [account.ParseEntered] does.
func plainNumber(text string) (d model.Decimal, ok bool) {
	text = strings.TrimSpace(text)
	if strings.Count(text, ",") == 1 && !strings.Contains(text, ".") {
		text = strings.Replace(text, ",", ".", 1)
	}
	d, err := model.ParseDecimal(text)
	return d, err == nil && !strings.ContainsAny(text, "eE")
}
