package rule

import (
	"strings"
	"unicode"

	"meterscope/model"
)

// valRules are about the value of a sample.
func valRules() []*Rule {
	return []*Rule{
		{
			ID: "VAL001", Severity: model.SeverityWarning,
			Doc: Doc{
				Title:  "Empty value",
				What:   "The value of a sample is empty, or nothing but white space.",
				Why:    "Nothing was measured. It is a gap, not a zero: read as zero, it would look as if the power had failed or a register had been reset.",
				Remedy: "Report it to the maker of the charger: a measurand that it can't measure should be left out.",
				Spec:   "OCPP 1.6 §7.43",
			},
			Frame: func(p *Pass, f *Frame) {
				f.each(func(v *Value) {
					if _, form, _ := model.ReadNumber(v.RawValue()); v.plainText() && form == model.NumberEmpty {
						p.report(v.value.finding(f, "a number"))
					}
				})
			},
			say: func(f *model.Finding) string {
				return "The value is empty: a gap, not a zero."
			},
		},
		{
			ID: "VAL002", Severity: model.SeverityError,
			Doc: Doc{
				Title:  "Value is not a number",
				What:   "The value of a sample in the format Raw can't be read as a number in any form.",
				Why:    "Nothing can be computed with it. The sample is a gap.",
				Remedy: "Report it to the maker of the charger. If it is a signed record, its format has to be SignedData.",
				Spec:   "OCPP 1.6 §7.43, §7.49",
			},
			Frame: func(p *Pass, f *Frame) {
				f.each(func(v *Value) {
					if v.FormatOrDefault() == model.SignedData || !v.plainText() {
						return
					}
					if _, form, _ := model.ReadNumber(v.Text); form == model.NumberNone {
						p.report(v.value.finding(f, "a number"))
					}
				})
			},
			say: func(f *model.Finding) string {
				return "The value is " + f.Got + ", which is not a number."
			},
		},
		{
			ID: "VAL003", Severity: model.SeverityInfo,
			Doc: Doc{
				Title:  "White space around the value",
				What:   "There is white space before or after the number.",
				Why:    "Strict readers reject it. It is read as the number here.",
				Remedy: "Nothing urgent: mention it to the maker of the charger when you write to them.",
				Spec:   "OCPP 1.6 §7.43",
			},
			Frame: func(p *Pass, f *Frame) {
				f.each(func(v *Value) {
					if n, form, _ := model.ReadNumber(v.Text); v.readable() && form == model.NumberSpaced {
						p.report(v.value.finding(f, n.String()))
					}
				})
			},
			say: func(f *model.Finding) string {
				return "There is white space around the value " + f.Got + "; it was read as " + f.Want + "."
			},
		},
		{
			ID: "VAL004", Severity: model.SeverityWarning,
			Doc: Doc{
				Title:  "Number in an unusual form",
				What:   "The value is a number, but not a plain one: it has a decimal comma, separators between thousands, an exponent, a plus sign, or no digit before or after its point; or it is hexadecimal, NaN or Infinity.",
				Why:    "Systems read it differently, or not at all. Here it is read where it can mean only one number; otherwise it is a gap.",
				Remedy: "Check how the operator's system read it. Report it to the maker of the charger.",
				Spec:   "OCPP 1.6 §7.43",
			},
			Frame: func(p *Pass, f *Frame) {
				f.each(func(v *Value) {
					n, form, ok := model.ReadNumber(v.Text)
					if name := formName(form); v.readable() && name != "" && !v.plainInFrame() {
						want := name + ": not read"
						if ok {
							want = name + ": read as " + n.String()
						}
						p.report(v.value.finding(f, want))
					}
				})
			},
			say: func(f *model.Finding) string {
				return "The value " + f.Got + " is written in an unusual form, " + f.Want + "."
			},
		},
		{
			ID: "VAL005", Severity: model.SeverityInfo,
			Doc: Doc{
				Title:  "Signed record",
				What:   "The value is a signed meter record (format SignedData).",
				Why:    "It proves a reading, but it is not a plain number: it is not plotted or added up.",
				Remedy: "Nothing to do. Check the record with the transparency software of the meter's maker.",
				Spec:   "OCPP 1.6 §7.49",
			},
			Frame: func(p *Pass, f *Frame) {
				f.each(func(v *Value) {
					if v.FormatOrDefault() == model.SignedData && v.plainText() && strings.TrimFunc(v.RawValue(), unicode.IsSpace) != "" {
						p.report(v.value.finding(f, ""))
					}
				})
			},
			say: func(*model.Finding) string {
				return "The value is a signed record; it is not plotted or added up."
			},
		},
	}
}

// each gives the values of the frame to a rule.
func (f *Frame) each(look func(*Value)) {
	for i := range f.Values {
		look(&f.Values[i])
	}
}

// plainText says that the value is a string or a number, so that its text is what was sent. Anything else, and
// a value that isn't there, is the schema's business.
func (v *Value) plainText() bool {
	return !v.Absent && (v.value.isString() || v.value.isNumber())
}

// readable says that the value's text is to be read as a number: format Raw, and not plain.
func (v *Value) readable() bool {
	return v.plainText() && v.Text != "" && v.FormatOrDefault() != model.SignedData
}

// plainInFrame says whether the frame has a plain number: then a table wrote it otherwise, whose way of writing
// numbers is known and stands with its source.
func (v *Value) plainInFrame() bool {
	_, form, _ := model.ReadNumber(strings.Trim(v.value.got(), `"`))
	return form == model.NumberPlain
}

// formName names a form that VAL004 speaks of; "" for the others.
func formName(f model.NumberForm) string {
	switch f {
	case model.NumberComma:
		return "with a decimal comma"
	case model.NumberThousands:
		return "with marks between thousands"
	case model.NumberAmbiguous:
		return "with a comma that can be a decimal or a thousands mark"
	case model.NumberExponent:
		return "with an exponent"
	case model.NumberPlus:
		return "with a plus sign"
	case model.NumberBarePoint:
		return "with nothing before or after its point"
	case model.NumberNaN:
		return "not a number"
	case model.NumberInfinite:
		return "infinite"
	case model.NumberHex:
		return "in hexadecimal"
	}
	return ""
}
