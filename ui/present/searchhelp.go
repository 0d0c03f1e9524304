package present

import (
	"strings"

	"meterscope/ui/lang"
)

// SearchHelp is the page about the search, as Markdown: it is made from the fields that there are.
func SearchHelp(t *lang.Texts) string {
	var b strings.Builder
	para := func(text string) { b.WriteString(t.Text(text) + "\n\n") }
	para(lang.Key("Words are looked for in stations, tags, transaction ids, rules, reasons and notes: `CP1`, `04A1`. `CP1/2` is a connector of a station."))
	para(lang.Key("A field, an operator and a value say more: `kwh>30`. All terms of a search have to hold: `CP1 kwh>30 rule:REG since:2025-03-01`."))
	para(lang.Key("What each field finds:"))
	for _, f := range searchFields() {
		b.WriteString("- `" + f.example + "`  " + t.Text(f.about) + "\n")
	}
	b.WriteString("\n")
	para(lang.Key("The words of `is:` and `has:`:"))
	for _, words := range []struct {
		field string
		all   []searchWord
	}{{"is:", isWords()}, {"has:", hasWords()}} {
		for _, w := range words.all {
			b.WriteString("- `" + words.field + w.names[0] + "`  " + t.Text(w.about) + "\n")
		}
	}
	b.WriteString("\n")
	for _, line := range []string{
		lang.Key("`:` is *contains* for words, *is* for numbers; `=` is *is exactly*. For kWh and kW `:` is as exact as what is written: `kwh:45` is more than 44 and less than 46. Numbers, times and durations know `>` `>=` `<` `<=` too, and `kwh:10..20` is from 10 to 20."),
		lang.Key("`station:CP1,CP2` is the one or the other. `-rule:CLK007` turns a term round. Quotes hold together what has spaces: `note:\"loose cable\"`."),
		lang.Key("A time is a day, a month or a year, or to the minute: `on:2025-03`, `since:2025-03-01T14:30`; `today`, `yesterday` and `7d`, seven days ago, are understood too. It is in the zone in which the window shows times, and means the beginning of the transaction."),
		lang.Key("A duration is `90min`, `1h30`, `1:30` or `45s`. Energy is in kWh and power in kW unless a unit says otherwise: `kwh<500Wh`."),
		lang.Key("A term that can't be read is left out, and a line above the list says what is wrong with it; the others still hold."),
	} {
		b.WriteString("- " + t.Text(line) + "\n")
	}
	return b.String()
}
