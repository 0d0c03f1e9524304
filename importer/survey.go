package importer

import (
	"bytes"
	"time"

	"meterscope/importer/format"
	"meterscope/importer/ocppj"
	"meterscope/model"
)

// reading is how a source is read: what its first frames tell about the whole of it.
type reading struct {
	format      format.Format
	logZone     *time.Location // of log times without a zone
	payloadZone *time.Location // of payload times without a zone
	zone        string         // as the source names it
	zoneFrom    model.Origin
	stationSide bool // the log is a station's: what it sent comes from the station
	newestFirst bool
	knows       int // how much the best informed frame knows: see knowledge
	station     string
	mode        mode   // at its beginning
	columns     string // of a table
	columnsFrom model.Origin
	also        string     // IDs of other formats that it could be
	anchor      model.Time // the first time of a payload: log times without a date are near to it
}

// surveyBytes is how much of a source, from its first frame on, is looked at to know how to read it.
const surveyBytes = 1 << 20

// zoneTolerance is how far log time and payload time may differ when they are the same but for the zone.
const zoneTolerance = 2 * time.Minute

// zoneVotes is how many frames must agree on a zone where there are so many.
const zoneVotes = 3

// survey decides how to read a source, from a window of it and what was found there.
func survey(w ocppj.Window, res *ocppj.Result, name string, opt Options) reading {
	first := res.Items[0].Start
	from := lineStart(w.Text, max(0, first-64<<10))
	to := min(len(w.Text), first+surveyBytes)
	head := w.Text[from:to]
	r := reading{format: format.Recognise(head, name), station: opt.Station}
	want, _ := opt.shape() // that it has no error was checked
	if want.format != nil {
		r.format = want.format
	}
	items := res.Items
	for i := range items {
		if items[i].Start >= to {
			items = items[:i]
			break
		}
	}
	v := votes{byShift: map[time.Duration]int{}}
	for i := range items {
		if r.anchor = payloadTime(&items[i]); !r.anchor.IsZero() {
			break
		}
	}
	before := prefixes{zone: time.UTC, anchor: r.anchor}
	sides := 0
	for i := range items {
		it := &items[i]
		p := before.of(r.format, w.Text, it)
		r.knows = max(r.knows, knowledge(p.Station, p.LoggedAt))
		if it.Kind == model.Call && p.Role != format.Unsaid {
			sides += side(it.Action, p.Role)
		}
		v.count(it, p)
	}
	if want.format == nil {
		r.also = also(head, name, r.format, w, items, r.anchor)
	}
	r.stationSide = sides > 0
	r.newestFirst = newestFirst(head)
	v.decide(&r, opt)
	return r
}

// side is 1 for a request that a station's own log shows so, −1 for one that the other side's log shows so.
func side(action string, role format.Role) int {
	switch sender := ocppj.Sender(action); {
	case sender == model.DirectionUnknown:
		return 0
	case (sender == model.FromStation) == (role == format.Sent):
		return 1
	default:
		return -1
	}
}

// knowledge counts what a line says about its frame: station, and log time.
func knowledge(station string, loggedAt model.Time) int {
	n := 0
	if station != "" {
		n++
	}
	if !loggedAt.IsZero() {
		n++
	}
	return n
}

// votes collect what the frames tell about the zone of the log's times.
type votes struct {
	byShift map[time.Duration]int // log time read as UTC, minus payload time; whole half hours
	total   int                   // frames that have both times
	told    map[time.Duration]int // of them those in which the other side says what time it is: they are never late
	stated  model.Time            // a log time that states its zone
	local   int                   // payload times without a zone that agree with the log's clock
	strange int                   // payload times without a zone that don't
}

func (v *votes) count(it *ocppj.Item, p format.Prefix) {
	if p.LoggedAt.IsZero() {
		return
	}
	if p.LoggedAt.Zone() == model.ZoneStated {
		v.stated = p.LoggedAt
		return
	}
	t := payloadTime(it)
	if t.IsZero() {
		return
	}
	shift := p.LoggedAt.Sub(t)
	if t.Zone() == model.ZoneAssumed {
		if shift.Abs() <= zoneTolerance {
			v.local++
		} else {
			v.strange++
		}
		return
	}
	v.total++
	const step = 30 * time.Minute
	near := shift.Round(step)
	if (shift-near).Abs() <= zoneTolerance && near.Abs() <= 14*time.Hour {
		v.byShift[near]++
		if !it.Fields.CurrentTime.IsZero() {
			if v.told == nil {
				v.told = map[time.Duration]int{}
			}
			v.told[near]++
		}
	}
}

// payloadTime is the moment at which a payload was made, as far as it tells.
func payloadTime(it *ocppj.Item) model.Time {
	f := &it.Fields
	switch {
	case !f.Last.IsZero():
		return f.Last
	case !f.CurrentTime.IsZero():
		return f.CurrentTime
	}
	return f.Time
}

// decide settles the zones.
func (v *votes) decide(r *reading, opt Options) {
	shift, most := time.Duration(0), 0
	if len(v.told) > 0 {
		v.byShift, v.total = v.told, 0
		for _, n := range v.told {
			v.total += n
		}
	}
	for s, n := range v.byShift {
		if n > most || n == most && (s.Abs() < shift.Abs() || s.Abs() == shift.Abs() && s < shift) {
			shift, most = s, n
		}
	}
	switch {
	case opt.Zone != nil:
		r.logZone, r.payloadZone = opt.Zone, opt.Zone
		r.zone, r.zoneFrom = opt.Zone.String(), model.FromUser
		return
	case !v.stated.IsZero():
		r.logZone, r.zone, r.zoneFrom = time.UTC, "UTC", model.FromLog
	case most >= zoneVotes, most > 0 && most == v.total:
		r.zone, r.zoneFrom = offsetName(shift), model.Inferred
		r.logZone = time.FixedZone(r.zone, int(shift/time.Second))
	default:
		r.logZone, r.zone, r.zoneFrom = time.UTC, "UTC", model.FromDefault
	}
	r.payloadZone = time.UTC
	if v.local > v.strange {
		r.payloadZone = r.logZone
	}
}

// offsetName writes an offset as "+05:30".
func offsetName(d time.Duration) string {
	return time.Unix(0, 0).In(time.FixedZone("", int(d/time.Second))).Format("-07:00")
}

// newestFirst says whether the times that the lines begin with go down.
func newestFirst(head []byte) bool {
	var last model.Time
	up, down := 0, 0
	for line := range bytes.Lines(head) {
		t := format.LeadingTime(line[:min(len(line), 120)])
		if t.IsZero() {
			continue
		}
		if !last.IsZero() {
			switch t.Compare(last) {
			case 1:
				up++
			case -1:
				down++
			}
		}
		last = t
	}
	return down > up
}

// lineStart gives where the line of text[i] begins.
func lineStart(text []byte, i int) int { return bytes.LastIndexByte(text[:i], '\n') + 1 }
