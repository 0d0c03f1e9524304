package model

// Batch is a stretch of a source, decoded: what an importer hands to its sink. Everything in it is in log
// order. Its strings are the receiver's to keep; its slices, those of its frames and Evidence are not: they are used
// again for the next batch.
type Batch struct {
	Source   SourceID
	Evidence []byte // the bytes of the source from Offset on
	Offset   int64  // where Evidence begins
	Frames   []Frame
	Samples  []Sample
	Events   []Event
	Findings []Finding // JSN and SCH; severities are the sink's to set
	Counts   Counts    // of this batch
	Unread   int64     // bytes of the places that Counts.Unread counts
	Lines    int       // line ends in the source up to the end of Evidence
	State    []byte    // what the importer needs to go on after this batch
}

// End is the offset in the source after the batch: where the next begins.
func (b *Batch) End() int64 { return b.Offset + int64(len(b.Evidence)) }

// Resume tells an importer where to go on with a source.
type Resume struct {
	Source   SourceID
	Offset   int64
	Lines    int
	Frames   int64 // kept so far: the Seq of the next frame
	State    []byte
	Complete bool // it is already wholly in the case file: there is nothing to do
}
