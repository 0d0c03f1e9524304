package present

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"meterscope/ui/internal/memcase"
)

// liveDesk is an app over a case on disk, with the program's own engine.
func liveDesk(t *testing.T, path string) *desk {
	t.Helper()
	d := newDesk(t, memcase.New("unused"))
	d.Engine = NewEngine(time.Now, time.UTC)
	d.NewCase(path)
	d.until("the case is open", func() bool { return !d.Opening() && d.List.Loaded() })
	d.settle()
	return d
}

// grow adds lines to a file.
func grow(t *testing.T, path, text string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // a test's
	if _, err := f.WriteString(text); err != nil {
		t.Fatal(err)
	}
}

// liveLine is a line of the log of a charging transaction.
func liveLine(i int) string {
	stamp := fmt.Sprintf("2025-03-01T10:%02d:%02dZ", i/60, i%60)
	line := fmt.Sprintf("2025-03-01 10:%02d:%02d.000 INFO (MainThread) [ocpp] CP1: ", i/60, i%60)
	if i == 0 {
		return line + `receive message [2,"s","StartTransaction",{"connectorId":1,"idTag":"T","meterStart":1000,"timestamp":"` + stamp + "\"}]\n" +
			line + `send [3,"s",{"idTagInfo":{"status":"Accepted"},"transactionId":7}]` + "\n"
	}
	return line + fmt.Sprintf(`receive message [2,"m%d","MeterValues",{"connectorId":1,"transactionId":7,"meterValue":[{"timestamp":"%s","sampledValue":[{"value":"%d"}]}]}]`, i, stamp, 1000+10*i) + "\n"
}

// samples is how many the only transaction has.
func (d *desk) samples() int64 {
	if tx, ok := d.List.Row(0); ok {
		return tx.SampledValues
	}
	return -1
}

func TestLinesOfAFileThatGrowsAppearWithinASecond(t *testing.T) {
	dir := t.TempDir()
	log := filepath.Join(dir, "live.log")
	d := liveDesk(t, filepath.Join(dir, "case"+CaseEnding))
	d.Follow(log + ".not-there")
	d.until("it is told that there is no file", func() bool { return len(d.problems) == 1 && len(d.Following()) == 0 })
	grow(t, log, liveLine(0)+liveLine(1))
	d.Follow(log)
	d.until("the transaction is there", func() bool { return d.List.Len() == 1 && d.samples() == 1 })
	if got := d.FollowText(); got != "Following live.log" {
		t.Errorf("it says %q", got)
	}
	var delays []time.Duration
	for i := 2; i < 12; i++ {
		time.Sleep(time.Duration(i*37%190) * time.Millisecond)
		grow(t, log, liveLine(i))
		began := time.Now()
		d.until("the line is there", func() bool { return d.samples() == int64(i) })
		delays = append(delays, time.Since(began))
	}
	slices.Sort(delays)
	t.Logf("delays: median %v, longest %v", delays[len(delays)/2], delays[len(delays)-1])
	if got := d.FollowText(); got != "Following live.log  ·  10 new messages" {
		t.Errorf("it says %q", got)
	}
	d.until("the source says so", func() bool { return len(d.Sources.Rows()) == 1 && d.Sources.Rows()[0].State == TextFollowed })
	if d.Sources.FollowLabel() != TextStopFollow {
		t.Errorf("the source offers %q", d.Sources.FollowLabel())
	}
	if d.Sources.CanChange() {
		t.Error("a source that grows can be removed")
	}
	grow(t, log, strings.TrimSuffix(liveLine(12), "\n")) // its last line has no end
	d.StopFollowing(log)
	d.until("it ended", func() bool { return len(d.Following()) == 0 })
	d.until("the last line is there", func() bool { return d.samples() == 12 })
	if len(d.problems) != 1 || d.FollowText() != "" {
		t.Errorf("problems %+v, status %q", d.problems, d.FollowText())
	}
	sources, err := d.c.file.Sources(t.Context())
	whole, _ := os.ReadFile(log)
	if err != nil || len(sources) != 1 || !sources[0].Complete || sources[0].Size != int64(len(whole)) {
		t.Errorf("sources %+v, %v; the file has %d bytes", sources, err, len(whole))
	}
}

func TestAFollowedFileThatIsReplacedIsToldAndFollowed(t *testing.T) {
	dir := t.TempDir()
	log := filepath.Join(dir, "live.log")
	d := liveDesk(t, filepath.Join(dir, "case"+CaseEnding))
	grow(t, log, liveLine(0)+liveLine(1))
	d.Follow(log)
	d.until("it is there", func() bool { return d.List.Len() == 1 && d.samples() == 1 })
	if err := os.WriteFile(log, []byte(liveLine(3)), 0o600); err != nil { // the same file, shorter
		t.Fatal(err)
	}
	d.until("the new one is read", func() bool { return d.samples() == 2 })
	if !strings.HasPrefix(d.Status.Note, "live.log was emptied or written anew.") {
		t.Errorf("note %q", d.Status.Note)
	}
	grow(t, log, liveLine(4))
	d.until("its next line is read", func() bool { return d.samples() == 3 })
	d.StopFollowingAll()
	d.until("it ended", func() bool { return len(d.Following()) == 0 })
	if len(d.problems) > 0 {
		t.Errorf("problems %+v", d.problems)
	}
}

func TestFollowingIsOfferedWhenTheCaseIsOpenedAgain(t *testing.T) {
	dir := t.TempDir()
	log, path := filepath.Join(dir, "live.log"), filepath.Join(dir, "case"+CaseEnding)
	d := liveDesk(t, path)
	grow(t, log, liveLine(0)+liveLine(1))
	d.Follow(log)
	d.until("it is there", func() bool { return d.samples() == 1 })
	d.NewCase(filepath.Join(dir, "other"+CaseEnding))
	d.until("the other is open", func() bool { return !d.Opening() && d.List.Loaded() && d.List.Len() == 0 })
	grow(t, log, liveLine(2))
	d.closers.Wait()
	d.OpenCase(path)
	d.until("it is offered", func() bool { return d.Notice() != nil })
	if got := d.Notice().Text; got != "live.log was being followed when the case was closed." {
		t.Errorf("notice %q", got)
	}
	d.Notice().Actions[0].Run()
	d.until("it goes on in the same source", func() bool { return d.samples() == 2 && d.sources == 1 })
	if d.Notice() != nil {
		t.Errorf("notice %+v", d.Notice())
	}
}

func TestAFileIsFollowedOnceByWhicheverPath(t *testing.T) {
	dir := t.TempDir()
	log, link := filepath.Join(dir, "live.log"), filepath.Join(dir, "link.log")
	d := liveDesk(t, filepath.Join(dir, "case"+CaseEnding))
	grow(t, log, liveLine(0)+liveLine(1))
	if err := os.Symlink(log, link); err != nil {
		t.Skip("links can't be made here:", err)
	}
	d.Follow(log)
	d.Follow(link)
	d.Follow(dir + string(filepath.Separator) + "." + string(filepath.Separator) + "live.log")
	if got := d.Following(); len(got) != 1 || got[0] != log {
		t.Errorf("following %v", got)
	}
	d.StopFollowingAll()
	d.until("it ended", func() bool { return len(d.Following()) == 0 && len(d.Sources.Rows()) == 1 })
	if len(d.problems) > 0 {
		t.Errorf("problems %+v", d.problems)
	}
}

func TestACaseForReadingFollowsNothing(t *testing.T) {
	file := memcase.Filled(1)
	file.Frozen = true
	d := opened(t, file)
	d.Follow("x.log")
	if len(d.problems) != 1 || len(d.Following()) != 0 {
		t.Errorf("problems %+v, following %v", d.problems, d.Following())
	}
}

func TestTheListStaysWhereItWasScrolledToWhenTheCaseChanges(t *testing.T) {
	d := opened(t, memcase.Filled(300))
	scrolled := 0
	d.List.OnScroll = func(int) { scrolled++ }
	d.Refresh()
	d.settle()
	if scrolled != 0 {
		t.Errorf("it was scrolled %d times", scrolled)
	}
	d.List.Select(200)
	d.settle()
	if scrolled == 0 {
		t.Error("what is selected is not shown")
	}
}
