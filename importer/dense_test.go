package importer

import (
	"strconv"
	"strings"
	"testing"
)

func TestDenseLogComesInSmallBatches(t *testing.T) {
	const n = 50_000
	var log strings.Builder
	for i := range n {
		log.WriteString(`[2,"` + strconv.Itoa(i) + `","Heartbeat",{}]` + "\n")
	}
	sink := &memory{}
	rep, err := Run(t.Context(), []Input{{Path: "dense.log", Reader: strings.NewReader(log.String())}}, sink, Options{})
	if err != nil || rep.Sources[0].Err != nil {
		t.Fatal(err, rep.Sources[0].Err)
	}
	k := sink.sources[0]
	if k.counts.Frames != n || k.batches < 3 {
		t.Errorf("%d frames in %d batches, want %d in several", k.counts.Frames, k.batches, n)
	}
	if string(k.evidence) != log.String() {
		t.Error("the evidence isn't the source")
	}
	for i, f := range k.frames {
		if f.ID != strconv.Itoa(i) || f.At.Line != i+1 {
			t.Fatalf("frame %d is %q on line %d", i, f.ID, f.At.Line)
		}
	}
}
