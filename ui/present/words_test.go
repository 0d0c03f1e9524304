package present

import (
	"errors"
	"strings"
	"testing"

	"meterscope/charts"
	"meterscope/model"
	"meterscope/model/store"
	"meterscope/ui/internal/memcase"
	"meterscope/ui/lang"
)

func german(t *testing.T) *lang.Texts {
	t.Helper()
	texts, err := lang.Load(lang.German)
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

func TestScreensSpeakTheLanguageOfTheirTexts(t *testing.T) {
	d := newDesk(t, memcase.Filled(1300))
	d.Engine.Texts = german(t)
	d.OpenCase("default" + CaseEnding)
	d.until("the list is read", func() bool { return d.List.Loaded() && !d.Opening() })
	d.until("the transaction is read", func() bool { _, ok := d.Messages.Count(); return ok && d.Plot.Loaded() && d.Findings.Loaded() })
	d.settle()
	var columns []string
	for _, c := range Columns(d.Texts()) {
		if !c.Extra && c.ID != "note" {
			columns = append(columns, c.Title)
		}
	}
	tx, _ := d.List.Row(0)
	var energy string
	for _, c := range Columns(d.Texts()) {
		if c.ID == "energy" {
			energy, _ = c.Cell(tx, d.Engine.Zone)
		}
	}
	for _, c := range []struct{ what, got, want string }{
		{"the case", d.CaseName(), "Standardfall"},
		{"the title", d.Detail.Title(), "Transaktion 42  ·  CP1, Ladepunkt 1"},
		{"the subtitle", d.Detail.Subtitle(), "1. März 2025, 09:00:00 – 10:02:00 UTC  ·  Tag 04A1B2C37F  ·  beendet durch EVDisconnected"},
		{"the tabs", strings.Join(d.Detail.TabTitles(), "|"), "Überblick|Diagramm|Befunde 2|Nachrichten 3|Notizen"},
		{"the columns", strings.Join(columns, "|"), "|Beginn|Ladepunkt|Id|kWh|Dauer|Mittel kW|Max kW|SoC %|Befunde"},
		{"a start", listTime(d.Texts(), tx.Start, d.Engine.Zone), "01.03.2025 09:00"},
		{"a place", d.Findings.Cards()[0].Doc.Title, d.Texts().Text(ruleTitle(t, d.Findings.Cards()[0].Rule))},
	} {
		if c.got != c.want {
			t.Errorf("%s is %q, want %q", c.what, c.got, c.want)
		}
	}
	for _, c := range []struct{ what, got, want string }{
		{"the sentence", d.Detail.Sentence(), " kWh laut Zähler in "},
		{"an energy", energy, ","},
		{"the status", d.Status.Summary(), "1.300 Transaktionen · "},
		{"a chip", d.List.Chips()[4].Label, "Ohne Befund"},
		{"an error", explainCase(d.Texts(), "/x/a.meterscope", store.ErrFull).Means, "Alles davor ist im Fall sicher."},
		{"its details", explainCase(d.Texts(), "/x/a.meterscope", errors.Join(store.ErrFull)).Details, "der Datenträger ist voll"},
	} {
		if !strings.Contains(c.got, c.want) {
			t.Errorf("%s is %q, and has no %q", c.what, c.got, c.want)
		}
	}
}

func ruleTitle(t *testing.T, id model.RuleID) string {
	t.Helper()
	doc, ok := ruleDoc(id)
	if !ok {
		t.Fatalf("no rule %s", id)
	}
	return doc.Title
}

func TestPlotsAreTranslatedWithoutTouchingTheirData(t *testing.T) {
	lines := []charts.Line{{Name: "Total"}, {Name: "Offered L1"}, {Name: "L2"}, {Name: "Total (Inlet)"}}
	s := charts.Spec{
		Panels: []charts.Panel{{Title: "Energy since start", Lines: lines}, {Title: "Power, sent in Wh", Empty: "No power values in this transaction"}},
		Notes:  []string{"Power: some values were sent in Wh, which is not a unit of it; they have a panel of their own."},
	}
	Translate(nil, &s)
	if s.Panels[0].Title != "Energy since start" || s.Words.Number != nil {
		t.Error("English is translated")
	}
	Translate(german(t), &s)
	got := []string{s.Panels[0].Title, s.Panels[1].Title, s.Panels[1].Empty, s.Notes[0]}
	for _, l := range s.Panels[0].Lines {
		got = append(got, l.Name)
	}
	const want = "Energie seit Beginn|Leistung, gesendet in Wh|Keine Leistungswerte in dieser Transaktion|" +
		"Leistung: manche Werte wurden in Wh gesendet, das ist keine Einheit dafür; sie haben ein eigenes Diagramm.|" +
		"Gesamt|Angeboten L1|L2|Gesamt (Inlet)"
	if strings.Join(got, "|") != want {
		t.Errorf("the plot says %q", strings.Join(got, "|"))
	}
	if lines[0].Name != "Total" {
		t.Error("the lines that were given have changed")
	}
}
