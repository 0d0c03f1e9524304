package importer

import "meterscope/model"

// assumed says who decided which station a source is of where it names none, and what its format is.
func assumed(how *reading, opt *Options) (station, format model.Origin) {
	switch how.station {
	case "":
	case opt.Station:
		station = model.FromUser
	default:
		station = model.Inferred
	}
	if opt.Format != "" {
		return station, model.FromUser
	}
	return station, model.Inferred
}
