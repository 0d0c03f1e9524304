package session

import (
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"meterscope/model"
)

// OutageKind says what interrupted a station.
type OutageKind uint8

// It booted, or it reported a loss of its power.
const (
	Booted OutageKind = iota + 1
	PowerLost
)

// Outage is what interrupted a station before a transaction was stopped.
type Outage struct {
	Kind  OutageKind
	Place model.Place
	Frame int64
	Gap   time.Duration // to the StopTransaction, by the log's time
}

// interruption is an outage while the station's traffic is joined.
type interruption struct {
	Outage
	at model.Time
}

// invalidLimit is a value of MaxEnergyOnInvalidId, and when the log shows it.
type invalidLimit struct {
	at model.Time
	wh int64
}

// conditions are what the log says of the station as a whole that stops and starts are judged by.
type conditions struct {
	outages []interruption
	limits  []invalidLimit
}

// keep notes what an event says of its station.
func (c *conditions) keep(e *model.Event, at model.Time) {
	switch {
	case e.Kind == model.EventBoot:
		c.outages = append(c.outages, interruption{Outage{Kind: Booted, Place: e.At, Frame: e.Frame}, at})
	case e.Kind == model.EventStatus && losesPower(e):
		c.outages = append(c.outages, interruption{Outage{Kind: PowerLost, Place: e.At, Frame: e.Frame}, at})
	case e.Info != "":
		for _, s := range e.Configuration() {
			if wh, err := strconv.ParseInt(strings.TrimSpace(s.Value), 10, 64); err == nil && s.Key == "MaxEnergyOnInvalidId" {
				c.limits = append(c.limits, invalidLimit{at, wh})
			}
		}
	}
}

// losesPower says that a StatusNotification names a loss of power. OCPP 1.6 §7.6 has no error code for it: makers put it
// into info or vendorErrorCode.
func losesPower(e *model.Event) bool {
	if e.Info == "" && e.VendorError == "" {
		return false
	}
	text := strings.NewReplacer(" ", "", "_", "", "-", "").Replace(strings.ToLower(e.Info + "\n" + e.VendorError))
	for _, name := range []string{"powerloss", "powerlost", "powerfail", "poweroutage", "lossofpower"} {
		if strings.Contains(text, name) {
			return true
		}
	}
	return false
}

// sort brings both lists into the order of the log.
func (c *conditions) sort() {
	slices.SortStableFunc(c.outages, func(a, b interruption) int { return a.at.Compare(b.at) })
	slices.SortStableFunc(c.limits, func(a, b invalidLimit) int { return a.at.Compare(b.at) })
}

// before gives the last outage between the last samples of a transaction and its stop.
func (c *conditions) before(i *instance) *Outage {
	stop := i.stop()
	if stop == nil || len(c.outages) == 0 {
		return nil
	}
	n := sort.Search(len(c.outages), func(n int) bool { return stop.at.Before(c.outages[n].at) }) - 1
	if n < 0 || !after(&c.outages[n], stop) {
		return nil
	}
	o := c.outages[n]
	if o.at.Before(i.sampledLast) || len(i.starts) > 0 && o.at.Before(i.starts[0].at) {
		return nil
	}
	o.Gap = stop.at.Sub(o.at)
	return &o.Outage
}

// after says that a stop of the same moment stands behind the outage.
func after(o *interruption, stop *head) bool {
	return o.at.Before(stop.at) || o.Place.Source != stop.At.Source || o.Place.Offset < stop.At.Offset
}

// limit gives what MaxEnergyOnInvalidId was when a transaction ended, else what it was first.
func (c *conditions) limit(i *instance) (wh model.Opt[int64]) {
	if len(c.limits) == 0 {
		return wh
	}
	n := sort.Search(len(c.limits), func(n int) bool { return i.lastAt.Before(c.limits[n].at) }) - 1
	return model.Some(c.limits[max(n, 0)].wh)
}
