package importer

import (
	"strings"
	"testing"
)

func TestEchoWithoutItsActionIsADuplicateOfItsWholeFrame(t *testing.T) {
	log := lines(meterFrame("7", "1.50"), `[2,"7","MeterV...e":"1.50"}]}]}]`, `[2,"8","MeterV...e":"1.50"}]}]}]`)
	sink := &memory{}
	if _, err := Run(t.Context(), []Input{{Path: "echo.log", Reader: strings.NewReader(log)}}, sink, Options{}); err != nil {
		t.Fatal(err)
	}
	if c := sink.sources[0].counts; c.Frames != 1 || c.Duplicates != 1 || c.Unread != 1 {
		t.Errorf("counts are %+v, want a frame, a duplicate and one unread", c)
	}
}
