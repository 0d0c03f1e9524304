package importer

import (
	"cmp"

	"meterscope/importer/format"
	"meterscope/importer/ocppj"
	"meterscope/model"
)

// addFrame adds a kept record's frame and event to the batch, paired with its CALL.
func (a *assembler) addFrame(rec *record, b *model.Batch) {
	f := model.Frame{
		Seq: rec.seq, Kind: rec.Kind, ID: rec.ID, Action: rec.Action, At: a.place(rec),
		Size: rec.size, LoggedAt: rec.prefix.LoggedAt, Station: a.station(rec),
		Dir: a.direction(rec), AnswerTo: model.NoFrame, Hash: rec.Hash,
		Partial: rec.Status == ocppj.Partial, Payload: rec.Payload,
		PayloadAt: rec.PayloadAt, Segments: rec.Segments, Hollow: rec.Fields.Hollow,
	}
	switch rec.Kind {
	case model.Call:
		if !a.how.newestFirst {
			a.calls.remember(call{seq: f.Seq, id: f.ID, action: f.Action, station: rec.prefix.Station, dir: f.Dir})
		}
	case model.CallResult, model.CallError:
		if a.how.newestFirst {
			break
		}
		c := a.calls.answered(f.ID, rec.prefix.Station, f.Dir)
		if c == nil && rec.prefix.Action != "" { // the line names what it answers
			c = a.calls.open(rec.prefix.Action, rec.prefix.Station, f.Dir)
		}
		if c != nil {
			f.AnswerTo, f.Action, f.Dir = c.seq, c.action, answerDir(f.Dir, c.dir)
			if f.ID == c.id && f.ID != "" {
				f.Station = cmp.Or(f.Station, c.station) // one connection
			}
		}
	}
	rec.frame = len(b.Frames)
	b.Frames = append(b.Frames, f)
	a.addEvent(rec, &f, b)
}

// pair pairs an answer with its CALL in a log that has the newest first: the answer came before it.
func (a *assembler) pair(b *model.Batch, answer, to *record) {
	if to.seq < 0 {
		return
	}
	f, c := &b.Frames[answer.frame], &b.Frames[to.frame]
	f.AnswerTo, f.Action, f.Dir = c.Seq, c.Action, answerDir(f.Dir, c.Dir)
	if answer.event >= 0 {
		e := &b.Events[answer.event]
		e.AnswerTo, e.Action, e.Dir = f.AnswerTo, f.Action, f.Dir
	}
}

func answerDir(own, calls model.Direction) model.Direction {
	if d := opposite(calls); d != model.DirectionUnknown {
		return d
	}
	return own
}

// direction says who sent a frame: the action tells, else the line does.
func (a *assembler) direction(rec *record) model.Direction {
	switch rec.Kind {
	case model.BarePayload:
		return model.FromStation
	case model.Call:
		if d := ocppj.Sender(rec.Action); d != model.DirectionUnknown {
			return d
		}
	}
	switch {
	case rec.prefix.Role == format.Unsaid:
		return model.DirectionUnknown
	case (rec.prefix.Role == format.Sent) == a.how.stationSide:
		return model.FromStation
	default:
		return model.ToStation
	}
}

// pairForward finds for each answer of a log that has the newest first the CALL that follows it.
func (a *assembler) pairForward() {
	for i := range a.records {
		rec := &a.records[i]
		if rec.Status == ocppj.Unread || rec.Kind != model.CallResult && rec.Kind != model.CallError {
			continue
		}
		dir := a.direction(rec)
		for j := i + 1; j < min(len(a.records), i+lookAhead+1); j++ {
			c := &a.records[j]
			if c.Kind == model.Call && c.Status != ocppj.Unread && c.ID == rec.ID &&
				answers(c.prefix.Station, a.direction(c), rec.prefix.Station, dir) {
				rec.call = j
				break
			}
		}
	}
}

// addEvent adds what joining transactions needs of a frame.
func (a *assembler) addEvent(rec *record, f *model.Frame, b *model.Batch) {
	kind := eventKind(f)
	if kind == 0 && f.Kind == model.CallResult && f.Action == "" && rec.Fields.Transaction.OK {
		kind = model.EventAnswer // to a StartTransaction that stands in another source
	}
	late := a.how.newestFirst && rec.call >= 0 // its CALL is known only later
	if kind == 0 && !late {
		return
	}
	if late && kind == 0 {
		if kind = answerKind(a.records[rec.call].Action); kind == 0 {
			return
		}
	}
	p := &rec.Fields
	e := model.Event{
		Kind: kind, Frame: f.Seq, At: f.At, Size: f.Size, ID: f.ID, Action: f.Action, AnswerTo: f.AnswerTo,
		Station: f.Station, Dir: f.Dir, LoggedAt: f.LoggedAt, Connector: p.Connector, Transaction: p.Transaction,
		Time: p.Time.In(a.how.payloadZone), Samples: rec.SampleCount, Meter: p.Meter, IDTag: p.IDTag,
		Reason: p.Reason, Status: p.Status, ErrorCode: p.ErrorCode, Info: p.Info, VendorError: p.VendorError, Partial: f.Partial,
		HugeID: p.HugeID,
	}
	switch kind {
	case model.EventAnswer:
		e.Time = p.CurrentTime.In(a.how.payloadZone)
		if rec.call >= 0 {
			e.Action = a.records[rec.call].Action
		}
		e.Info = configuration(&e, rec.Payload)
	case model.EventOther:
		e.Info = configuration(&e, rec.Payload)
	case model.EventMeterValues:
		e.Time, e.Last = p.First.In(a.how.payloadZone), p.Last.In(a.how.payloadZone)
	case model.EventError:
		e.Status, e.Info = rec.Code, rec.Text
	}
	rec.event = len(b.Events)
	b.Events = append(b.Events, e)
}

// eventKind is what a frame means to a session; 0 if nothing.
func eventKind(f *model.Frame) model.EventKind {
	switch f.Kind {
	case model.CallError:
		return model.EventError
	case model.CallResult:
		return answerKind(f.Action)
	}
	switch f.Action {
	case model.ActionMeterValues:
		return model.EventMeterValues
	case model.ActionStartTransaction:
		return model.EventStart
	case model.ActionStopTransaction:
		return model.EventStop
	case model.ActionStatusNotification:
		return model.EventStatus
	case model.ActionBootNotification:
		return model.EventBoot
	case model.ActionAuthorize:
		return model.EventAuthorize
	}
	return model.EventOther
}

// answerKind is what the answer to an action means to a session; 0 if nothing.
func answerKind(action string) model.EventKind {
	switch action {
	case model.ActionMeterValues, model.ActionStartTransaction, model.ActionStopTransaction,
		model.ActionStatusNotification, model.ActionBootNotification, model.ActionAuthorize, model.ActionHeartbeat,
		model.ActionChangeConfiguration, model.ActionGetConfiguration, model.ActionRemoteStart, model.ActionRemoteStop,
		model.ActionSetProfile, model.ActionClearProfile, model.ActionChangeAvailability, model.ActionUnlockConnector,
		model.ActionReset:
		return model.EventAnswer
	}
	return 0
}
