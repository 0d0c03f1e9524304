package model

// FrameMark is what tells whether a CALL was answered, or sent again: a frame without what it says.
type FrameMark struct {
	Source   SourceID
	Seq      int64
	Kind     FrameKind
	Dir      Direction
	Action   string
	Station  string
	Nameless SourceID // tells stations without a name apart; 0 where Station isn't ""
	LoggedAt Time
	AnswerTo int64
	ID       uint64 // hash of the frame's id, 0 for none; not the same from one reading of a case to the next
	Hash     uint64 // see [Frame]
}
