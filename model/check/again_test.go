package check_test

import (
	"context"
	"maps"
	"strings"
	"testing"

	"meterscope/model"
	"meterscope/model/check"
)

func TestWhatIsLeftOutSaysWhereItIsKept(t *testing.T) {
	lines := strings.SplitAfter(day(t), "\n")
	c := openCase(t)
	load(t, c, check.Options{}, [2]string{"a.log", strings.Join(lines[:50], "")}, [2]string{"b.log", strings.Join(lines[20:], "") + lines[len(lines)-2]})
	list, in, err := check.LoggedAgain(context.Background(), c, 2, 1000)
	if err != nil {
		t.Fatal(err)
	}
	if want := map[model.SourceID]int{1: 30, 2: 1}; !maps.Equal(in, want) || len(list) != 31 {
		t.Fatalf("%d are left out, %v; want %v", len(list), in, want)
	}
	if k := list[0]; k.At.Line != 1 || k.In != 1 || k.Line != 21 {
		t.Errorf("the first: %+v", k)
	}
	if k := list[30]; k.In != 2 || k.Line == 0 || k.Line >= k.At.Line {
		t.Errorf("the last: %+v", k)
	}
	if list, in, err = check.LoggedAgain(context.Background(), c, 1, 1000); err != nil || len(list) != 0 || len(in) != 0 {
		t.Errorf("of the first source: %v, %v, %v", list, in, err)
	}
	if list, in, err = check.LoggedAgain(context.Background(), c, 2, 3); err != nil || len(list) != 3 || in[1] != 30 {
		t.Errorf("at most three: %d, %v, %v", len(list), in, err)
	}
}

func TestAFrameThatIsLeftOutTwiceOverIsKeptInBothItsPlaces(t *testing.T) {
	const heartbeat = `[2,"7","Heartbeat",{}]` + "\n"
	c := openCase(t)
	load(t, c, check.Options{}, [2]string{"a.log", "2025-03-01T10:00:00Z CP1 " + heartbeat},
		[2]string{"b.log", "2025-03-01T10:00:00Z CP1 " + heartbeat + "2025-03-01T10:00:01Z CP1 " + heartbeat})
	list, in, err := check.LoggedAgain(context.Background(), c, 2, 10)
	if err != nil || len(list) != 2 || in[1] != 1 || in[2] != 1 {
		t.Fatalf("%+v, %v, %v", list, in, err)
	}
	if list[0].In != 1 || list[0].Line != 1 || list[1].In != 2 || list[1].Line != 1 {
		t.Errorf("%+v", list)
	}
}
