package rule

import (
	"strings"

	"meterscope/model"
)

// schRules are about the OCPP schemas. The decoder speaks for them.
func schRules() []*Rule {
	const spec = "OCPP 1.6 JSON schemas (2019:12)"
	return []*Rule{
		{
			ID: "SCH001", Severity: model.SeverityError,
			Doc: Doc{
				Title:  "Wrong type",
				What:   "A value is not of the type that the schema asks for: a number where a string belongs, an object where a list belongs, 1.0 where an integer belongs.",
				Why:    "A strict operator's system rejects the whole message, and the samples in it are lost.",
				Remedy: "Report it to the maker of the charger. Here a number where a string belongs is read as that number.",
				Spec:   spec + ", type",
			},
			say: sayType,
		},
		{
			ID: "SCH002", Severity: model.SeverityError,
			Doc: Doc{
				Title:  "Required property missing",
				What:   "An object lacks a property that the schema requires.",
				Why:    "Without it the message can't be understood: a meter value without a timestamp has no place in time.",
				Remedy: "Report it to the maker of the charger.",
				Spec:   spec + ", required",
			},
			say: func(f *model.Finding) string {
				return whole(f.Pointer) + " lacks the required " + orElse(f.Want, "property") + "."
			},
		},
		{
			ID: "SCH003", Severity: model.SeverityError,
			Doc: Doc{
				Title:  "Value not in the schema's list",
				What:   "A value is not one of those that the schema lists: an unknown unit, measurand, phase, context, location, format or reason.",
				Why:    "A strict operator's system rejects the whole message. A lenient one may read the value wrongly.",
				Remedy: "Report it to the maker of the charger. The list has no unit for Frequency: it can only be sent without one.",
				Spec:   spec + ", enum; OCPP 1.6 errata 3.86",
			},
			say: sayEnum,
		},
		{
			ID: "SCH004", Severity: model.SeverityError,
			Doc: Doc{
				Title:  "Property that the schema doesn't know",
				What:   "An object has a property that the schema doesn't allow.",
				Why:    "A strict operator's system rejects the whole message.",
				Remedy: "Report it to the maker of the charger. Here the property is ignored.",
				Spec:   spec + ", additionalProperties",
			},
			say: func(f *model.Finding) string {
				return "The schema doesn't know the property " + quoteName(f.Pointer) + hint(extraHint(lastName(f.Pointer))) + "."
			},
		},
		{
			ID: "SCH005", Severity: model.SeverityError,
			Doc: Doc{
				Title:  "Not a date-time",
				What:   "A timestamp is not written as RFC 3339 asks: without a zone, without seconds, with a space for the T, or it is no date at all.",
				Why:    "Systems read such a time differently, by hours where the zone is missing, or not at all.",
				Remedy: "Report it to the maker of the charger. Where the text can mean only one moment it is read all the same.",
				Spec:   spec + ", format date-time; RFC 3339 §5.6",
			},
			say: sayFormat,
		},
		{
			ID: "SCH006", Severity: model.SeverityError,
			Doc: Doc{
				Title:  "Text too long",
				What:   "A text is longer than the schema allows.",
				Why:    "The other side may reject the message or cut the text; a cut idTag matches nothing.",
				Remedy: "Report it to the maker of the side that sent it.",
				Spec:   spec + ", maxLength",
			},
			say: func(f *model.Finding) string {
				return lastName(f.Pointer) + " is " + f.Got + "; the schema allows " + orElse(f.Want, "less") + "."
			},
		},
		{
			ID: "SCH009", Severity: model.SeverityError,
			Doc: Doc{
				Title:  "Another constraint of the schema",
				What:   "A value breaks a constraint that has no rule of its own: too few items, a number too small, items that repeat, no multiple of a step.",
				Why:    "A strict operator's system rejects the whole message.",
				Remedy: "Report it to the maker of the side that sent it.",
				Spec:   spec,
			},
			say: func(f *model.Finding) string {
				return lastName(f.Pointer) + " is " + f.Got + "; the schema asks for " + orElse(f.Want, "something else") + "."
			},
		},
	}
}

func sayType(f *model.Finding) string {
	s := lastName(f.Pointer) + " is " + f.Got + "; the schema asks for " + article(orElse(f.Want, "another type"))
	switch {
	case f.Got == "null":
		s += hint("leave the property out instead")
	case strings.HasPrefix(f.Want, "string") && isNumeral(f.Got):
		s += hint("it was read as that number")
	case strings.HasPrefix(f.Want, "integer") && strings.HasPrefix(f.Got, `"`):
		s += hint("the number stands in quotes")
	case strings.HasPrefix(f.Want, "array") && strings.HasPrefix(f.Got, "{"):
		s += hint("it was read as a list of one")
	}
	return s + "."
}

func sayEnum(f *model.Finding) string {
	s := lastName(f.Pointer) + " is " + f.Got + "; the schema allows " + orElse(f.Want, "others")
	word := strings.Trim(f.Got, `"`)
	switch lastName(f.Pointer) {
	case "unit":
		s += hint(unitHint(word))
	default:
		s += hint(caseHint(word, f.Want))
	}
	return s + "."
}

// unitHint explains the quirks that are known of units.
func unitHint(word string) string {
	switch strings.ToLower(word) {
	case "hz", "hertz":
		return "it has no unit for Frequency [OCPP 1.6 errata 3.86], so leave the unit out"
	case "c", "°c", "deg c", "degc":
		return "it is Celsius"
	case "%":
		return "it is Percent"
	case "":
		return "leave the unit out instead"
	case "amp", "amps", "ampere", "amperes":
		return "it is A"
	case "volt", "volts":
		return "it is V"
	case "watt", "watts":
		return "it is W"
	}
	for _, u := range model.Units() {
		if strings.EqualFold(word, string(u)) {
			return "it is " + string(u) + " in the schema's spelling"
		}
	}
	return ""
}

// caseHint names the listed word that differs only in case or spelling.
func caseHint(word, want string) string {
	for _, w := range strings.Split(strings.TrimPrefix(want, "one of "), ", ") {
		if w = strings.Trim(w, `"`); w != "" && strings.EqualFold(letters(w), letters(word)) {
			return "it is " + w + " in the schema's spelling"
		}
	}
	return ""
}

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '.' || r == '-' || r == '_' || r == ' ' {
			return -1
		}
		return r
	}, s)
}

func extraHint(name string) string {
	if name == "values" {
		return "it is how OCPP 1.5 names a meter value's content"
	}
	return ""
}

func sayFormat(f *model.Finding) string {
	s := lastName(f.Pointer) + " is " + f.Got + "; the schema asks for a date-time such as 2025-03-01T10:00:00Z"
	switch t, readable := timeOf(f.Got); {
	case !readable:
		s += hint("it can't be read")
	case t.Zone() == model.ZoneAssumed:
		s += hint("its zone is missing")
	default:
		s += hint("it was read as " + t.String())
	}
	return s + "."
}
