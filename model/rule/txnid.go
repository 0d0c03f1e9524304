package rule

import (
	"bytes"
	"strconv"

	"meterscope/model"
)

// hugeIDRule is TXN013.
func hugeIDRule() *Rule {
	return &Rule{
		ID: "TXN013", Severity: model.SeverityWarning,
		Doc: Doc{
			Title:  "transactionId too large",
			What:   "A transactionId is beyond 64 bits: it is read as none. Messages with it are assigned by their time.",
			Why:    "OCPP calls it an integer and bounds it nowhere, but no station and no operator's system counts so far: it was cut, or made of something else.",
			Remedy: "See what the operator's system sends in the answer to StartTransaction. Report it to its maker.",
			Spec:   "OCPP 1.6 §6.31, §6.46, §6.49",
		},
		Frame: func(p *Pass, f *Frame) {
			for i := range f.Marks {
				if m := &f.Marks[i]; m.pointer == "/transactionId" && tooLarge(m.text) {
					p.report(m.finding(f, "a whole number from -9223372036854775808 to 9223372036854775807"))
				}
			}
		},
		say: func(f *model.Finding) string {
			return "transactionId is " + f.Got + ", which is beyond 64 bits and read as none; expected " + f.Want + "."
		},
	}
}

// tooLarge says that a text is a whole number beyond 64 bits.
func tooLarge(text []byte) bool {
	digits := bytes.TrimPrefix(text, []byte("-"))
	if len(digits) == 0 || len(bytes.Trim(digits, "0123456789")) > 0 {
		return false
	}
	_, err := strconv.ParseInt(string(text), 10, 64)
	return err != nil
}
