package check_test

import (
	"fmt"
	"strings"
	"testing"

	"meterscope/model/check"
	"meterscope/model/store"
)

// Each CALL without an answer is said, however many there are, and of its transaction if it belongs to one.
func TestManyUnansweredCallsAreSaidOneByOne(t *testing.T) {
	const silent = 3000
	var log strings.Builder
	log.WriteString(start("10:00:00", "CP1", "a", 1, 1000, 7, "10:00:00"))
	log.WriteString(mv("10:01:00", "CP1", "b", 1, "7", "10:01:00", 1200))
	for i := range silent {
		clock := fmt.Sprintf("10:%02d:%02d", 2+i/60, i%60)
		answered := mv(clock, "CP1", fmt.Sprint("n", i), 1, "7", clock, int64(1200+i))
		log.WriteString(answered[:strings.Index(answered, "\n")+1])
	}
	log.WriteString(stop("10:55:00", "CP1", "z", 4300, 7, "10:55:00"))
	c := openCase(t)
	load(t, c, check.Options{}, [2]string{"day.log", log.String()})
	n, last := 0, int64(-1)
	for f, err := range c.Findings(t.Context(), store.FindingQuery{}) {
		if err != nil {
			t.Fatal(err)
		}
		if f.Rule != "OCP002" {
			continue
		}
		if f.Transaction == 0 || f.At.Offset <= last || f.Count != 1 {
			t.Fatalf("transaction %d, at %d after %d, count %d", f.Transaction, f.At.Offset, last, f.Count)
		}
		last = f.At.Offset
		n++
	}
	if n != silent {
		t.Errorf("%d are said", n)
	}
}

// The stretch of a log that stands newest first begins with its earlier time.
func TestCallsWithoutAnswersOfALogWithTheNewestFirst(t *testing.T) {
	var lines []string
	for i := range 5 {
		clock := fmt.Sprintf("10:0%d:00", i)
		answered := mv(clock, "CP1", fmt.Sprint("n", i), 1, "7", clock, int64(1200+i))
		lines = append([]string{answered[:strings.Index(answered, "\n")+1]}, lines...)
	}
	c := openCase(t)
	load(t, c, check.Options{}, [2]string{"day.log", strings.Join(lines, "")})
	for f, err := range c.Findings(t.Context(), store.FindingQuery{}) {
		if err != nil {
			t.Fatal(err)
		}
		if f.Rule == "OCP002" && (f.Count != 5 || !f.From.Before(f.To)) {
			t.Errorf("%d from %v to %v", f.Count, f.From, f.To)
		}
	}
}

// An answer is of its CALL's connection, whichever of the two lines names the station.
func TestAnswersAreFoundWhereOneLineOfTwoNamesTheStation(t *testing.T) {
	for _, named := range [][2]string{{"from CP1", "sent"}, {"received", "to CP1"}} {
		var log strings.Builder
		for i := range 5 {
			fmt.Fprintf(&log, "2025-03-01 10:0%d:00 %s: [2,\"%d\",\"MeterValues\",{\"connectorId\":1,\"meterValue\":[{\"timestamp\":\"2025-03-01T10:0%d:00Z\",\"sampledValue\":[{\"value\":\"%d\"}]}]}]\n", i, named[0], i, i, i)
			fmt.Fprintf(&log, "2025-03-01 10:0%d:00 %s: [3,\"%d\",{}]\n", i, named[1], i)
		}
		c := openCase(t)
		load(t, c, check.Options{}, [2]string{"day.log", log.String()})
		for f, err := range c.Findings(t.Context(), store.FindingQuery{}) {
			if err != nil {
				t.Fatal(err)
			}
			if f.Rule == "OCP002" || f.Rule == "OCP003" {
				t.Errorf("%q, %q: %s %s, %d", named[0], named[1], f.Rule, f.Got, f.Count)
			}
		}
	}
}
