package importer

import "meterscope/model"

// announced is what is known of a source before it is read.
func announced(name string, how *reading, opt *Options) model.Source {
	src := model.Source{
		Name: name, Format: formatOf(how.format), Station: how.station, Zone: how.zone, ZoneFrom: how.zoneFrom,
		Columns: how.columns, ColumnsFrom: how.columnsFrom, Also: how.also, Charset: how.mode.charset.String(),
	}
	src.StationFrom, src.FormatFrom = assumed(how, opt)
	if opt.Charset != "" {
		src.CharsetFrom = model.FromUser
	}
	return src
}

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
