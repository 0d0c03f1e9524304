package importer

import (
	"encoding/json"
	"strings"

	"meterscope/model"
)

// mostConfiguration bounds what is kept of an answer that lists a station's configuration.
const mostConfiguration = 4096

// configuration is what a ChangeConfiguration asks for, or what the answer to a GetConfiguration says, of the keys
// that touch metering; of other events what they say as info. Such frames are rare, so they are read again.
func configuration(e *model.Event, payload []byte) string {
	var settings []model.Setting
	add := func(key, value *string) {
		if key != nil && value != nil && model.MeteringKey(*key) {
			settings = append(settings, model.Setting{Key: *key, Value: oneLine(*value)})
		}
	}
	switch {
	case e.Kind == model.EventOther && e.Action == model.ActionChangeConfiguration:
		var one struct{ Key, Value *string }
		if json.Unmarshal(payload, &one) == nil {
			add(one.Key, one.Value)
		}
	case e.Kind == model.EventAnswer && e.Action == model.ActionGetConfiguration:
		var all struct {
			ConfigurationKey []struct{ Key, Value *string }
		}
		if json.Unmarshal(payload, &all) == nil {
			for _, k := range all.ConfigurationKey {
				add(k.Key, k.Value)
			}
		}
	default:
		return e.Info
	}
	text := model.ConfigurationText(settings)
	if len(text) > mostConfiguration {
		text = strings.ToValidUTF8(text[:mostConfiguration], "")
	}
	return text
}

func oneLine(s string) string { return strings.NewReplacer("\n", " ", "\r", " ").Replace(s) }
