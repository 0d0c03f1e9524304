package rule

import "meterscope/model"

// Message says a finding in one English sentence, from what it holds.
func Message(f model.Finding) string {
	r, ok := ByID(f.Rule)
	if !ok {
		return string(f.Rule)
	}
	return r.say(&f)
}
