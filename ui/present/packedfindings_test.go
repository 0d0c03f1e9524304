package present

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"meterscope/model"
)

func TestPackedFindingsComeBackAsTheyWere(t *testing.T) {
	at := model.Place{Source: 3, Line: 17, Offset: 5 << 40}
	plain := model.Finding{
		Rule: "SCH003", Severity: model.SeverityError, At: at, Count: 1, Pointer: "/meterValue/0", HasPointer: true,
		Got: "7000", HasGot: true, Want: "a string", Frame: 12, FrameID: "m1-0", FrameLine: 16, Transaction: 1 << 40,
	}
	all := []model.Finding{plain}
	with := func(change func(f *model.Finding)) {
		f := plain
		change(&f)
		all = append(all, f)
	}
	with(func(f *model.Finding) { f.Got, f.FrameID = "", "" })
	with(func(f *model.Finding) { f.Frame, f.HasPointer, f.Pointer = model.NoFrame, false, "" })
	with(func(f *model.Finding) { f.Inferred, f.Transaction = true, 0 })
	with(func(f *model.Finding) { f.Got = strings.Repeat("x", 70_000) })
	with(func(f *model.Finding) { f.End, f.Count = model.Place{Source: 3, Line: 18}, 5 })
	with(func(f *model.Finding) { f.From = model.UnixTime(1_700_000_000, 5, 9, model.ZoneStated); f.To = f.From })
	with(func(f *model.Finding) { f.Frame = 1 << 40 })
	with(func(f *model.Finding) { f.At.Line = 1 << 40 })
	with(func(f *model.Finding) { f.Want = strings.Repeat("y", 70_000) })
	for i := range sayingsMost + 300 {
		with(func(f *model.Finding) { f.Want, f.End = fmt.Sprint("another ", i), f.At })
	}
	for i := range 300 {
		with(func(f *model.Finding) { f.Want, f.Got = fmt.Sprint("want ", i%7), fmt.Sprint("ö", i) })
	}
	var p packedFindings
	for i := range all {
		p.add(&all[i])
	}
	if p.len() != len(all) {
		t.Fatalf("%d of %d are there", p.len(), len(all))
	}
	for i := range all {
		if got := p.at(i); !reflect.DeepEqual(got, all[i]) {
			t.Errorf("finding %d is %+v, was %+v", i, got, all[i])
		}
	}
	if len(p.unpacked) != 4 {
		t.Errorf("%d don't fit", len(p.unpacked))
	}
}

// BenchmarkPackedFindings packs as many places as are kept of a group.
func BenchmarkPackedFindings(b *testing.B) {
	f := model.Finding{Rule: "SCH003", Severity: model.SeverityError, Count: 1, Pointer: "/meterValue/0", HasPointer: true, Want: "a string"}
	b.ReportAllocs()
	for b.Loop() {
		var p packedFindings
		for i := range placesMost {
			f.Got, f.FrameID, f.At.Line = fmt.Sprint(i%9000), fmt.Sprint("m", i), i
			p.add(&f)
		}
	}
}
