package session

import (
	"errors"
	"iter"
	"slices"
	"strings"
	"testing"

	"meterscope/model"
)

const oneTransaction = `
	09:59 status c=1 st=Preparing
	10:00 start c=1 m=a tag=T1 meter=100
	10:00 answer m=a tx=42 st=Accepted
	10:01 mv c=1 tx=42 n=3
	10:02 mv c=1 tx=42 n=3
	10:03 stop m=b tx=42 meter=200 why=Local
	10:03 answer m=b st=Accepted
	10:04 status c=1 st=Available`

var joinCases = []struct{ name, log, want string }{
	{"a transaction is its start, its meter values and its stop", oneTransaction, `
		tx=42 c=1 10:00-10:03 complete mv=2/6 [1:3-4]`},
	{"two connectors are interleaved", `
		10:00 start c=1 m=a tag=T1 meter=100
		10:00 answer m=a tx=1
		10:01 start c=2 m=b tag=T2 meter=500
		10:01 answer m=b tx=2
		10:02 mv c=1 tx=1
		10:02 mv c=2 tx=2
		10:03 mv c=1 tx=1
		10:03 mv c=2 tx=2
		10:04 stop tx=1 m=c meter=110
		10:05 stop tx=2 m=d meter=510`, `
		tx=1 c=1 10:00-10:04 complete mv=2/2 [1:4-6]
		tx=2 c=2 10:01-10:05 complete mv=2/2 [1:5-7]`},
	{"samples without an id are assigned by time", `
		09:45 mv c=1
		10:00 start c=1 m=a tag=T1 meter=100
		10:00 answer m=a tx=1
		10:15 mv c=1
		10:15 mv c=0
		10:15 mv c=2
		10:20 mv c=1 tx=1
		10:30 mv c=1
		11:00 stop tx=1 m=c meter=110
		11:15 mv c=1`, `
		tx=1 c=1 10:00-11:00 complete mv=3/3 [1:3-7~] [1:6-6] inferred`},
	{"an id of 0 or -1 means none", `
		10:00 start c=1 m=a tag=T1 meter=100
		10:00 answer m=a tx=7
		10:15 mv c=1 tx=0
		10:16 mv c=1 tx=-1
		11:00 stop tx=7 m=c meter=110
		11:15 mv c=1 tx=0
		11:16 mv c=1 tx=-1
		11:17 stop tx=-1 meter=9`, `
		tx=7 c=1 10:00-11:00 complete mv=2/2 [1:2-2~] [1:3-3~] inferred`},
	{"an id of 0 makes a transaction with a start", `
		10:00 start c=1 m=a tag=T1 meter=100
		10:00 answer m=a tx=0
		10:15 mv c=1 tx=0
		11:00 stop tx=0 m=c meter=110
		11:15 mv c=1 tx=0`, `
		tx=0 c=1 10:00-11:00 complete mv=1/1 [1:2-2]`},
	{"begun before the log", `
		10:01 mv c=1 tx=5
		10:02 mv c=1 tx=5
		10:03 stop tx=5 meter=100`, `
		tx=5 c=1 ?-10:03 mv=2/2 [1:0-1] begun-before`},
	{"sampled, but the log shows its connector before", `
		10:00 status c=1 st=Available
		10:01 mv c=1 tx=5
		10:02 mv c=1 tx=5`, `
		tx=5 c=1 ?-? mv=2/2 [1:1-2]`},
	{"a command to its connector stands before its first sample", `
		10:00 other c=1
		10:01 mv c=1 tx=5`, `
		tx=5 c=1 ?-? mv=1/1 [1:1-1]`},
	{"another connector before it doesn't matter", `
		10:00 status c=2 st=Available
		10:01 mv c=1 tx=5`, `
		tx=5 c=1 ?-? mv=1/1 [1:1-1] begun-before`},
	{"a stop alone", `
		10:00 mv c=1
		10:03 stop tx=5 meter=100`, `
		tx=5 c=? ?-10:03 mv=0/0 begun-before`},
	{"its connector is seen charging before its first sample", `
		10:00 status c=1 st=Charging
		10:01 mv c=1 tx=5`, `
		tx=5 c=1 ?-? mv=1/1 [1:1-1]`},
	{"its connector is seen suspended before its first sample", `
		10:00 status c=1 st=SuspendedEV
		10:01 mv c=1 tx=5`, `
		tx=5 c=1 ?-? mv=1/1 [1:1-1]`},
	{"a stop alone after other traffic", `
		10:00 status c=1 st=Preparing
		10:03 stop tx=5 meter=100`, `
		tx=5 c=? ?-10:03 mv=0/0`},
	{"never stopped", `
		10:00 start c=1 m=a tag=T1 meter=100
		10:00 answer m=a tx=1
		10:01 mv c=1 tx=1`, `
		tx=1 c=1 10:00-? mv=1/1 [1:2-2]`},
	{"never stopped, but its connector became available", `
		10:00 start c=1 m=a tag=T1 meter=100
		10:00 answer m=a tx=1
		10:01 mv c=1 tx=1
		10:05 mv c=1
		10:10 status c=1 st=Available
		10:15 mv c=1`, `
		tx=1 c=1 10:00-? mv=2/2 [1:2-2] [1:3-3~] inferred end-shown`},
	{"never stopped, but another was started", `
		10:00 start c=1 m=a tag=T1 meter=100
		10:00 answer m=a tx=1
		10:01 mv c=1
		11:00 start c=1 m=b tag=T1 meter=200
		11:00 answer m=b tx=2
		11:01 mv c=1`, `
		tx=1 c=1 10:00-? mv=1/1 [1:2-2~] inferred end-shown
		tx=2 c=1 11:00-? mv=1/1 [1:5-5~] inferred`},
	{"ids are reused", `
		10:00 start c=1 m=a tag=T1 meter=100
		10:00 answer m=a tx=5
		10:01 mv c=1 tx=5
		10:02 stop tx=5 meter=110 m=x
		11:00 start c=1 m=b tag=T2 meter=110
		11:00 answer m=b tx=5
		11:01 mv c=1 tx=5
		11:02 mv c=1 tx=5
		11:03 stop tx=5 meter=120 m=y`, `
		tx=5 c=1 10:00-10:02 complete mv=1/1 [1:2-2]
		tx=5 c=1 11:00-11:03 complete mv=2/2 [1:6-7]`},
	{"an id is used on two connectors at once", `
		10:00 start c=1 m=a tag=T1 meter=100
		10:00 answer m=a tx=5
		10:01 start c=2 m=b tag=T2 meter=900
		10:01 answer m=b tx=5
		10:02 mv c=1 tx=5
		10:02 mv c=2 tx=5
		10:03 stop tx=5 tag=T1 meter=110 m=x
		10:04 stop tx=5 tag=T2 meter=920 m=y`, `
		tx=5 c=1 10:00-10:03 complete mv=1/1 [1:4-4]
		tx=5 c=2 10:01-10:04 complete mv=1/1 [1:5-5]`},
	{"a stop before the start of its id ends one that the log doesn't start", `
		10:01 mv c=1 tx=5
		10:02 stop tx=5 meter=110 m=x
		11:00 start c=1 m=b tag=T2 meter=110
		11:00 answer m=b tx=5
		11:01 mv c=1 tx=5`, `
		tx=5 c=1 ?-10:02 mv=1/1 [1:0-0] begun-before
		tx=5 c=1 11:00-? mv=1/1 [1:4-4]`},
	{"samples under an id long before its start are another transaction's", `
		10:01 mv c=1 tx=5
		11:00 start c=1 m=b tag=T2 meter=110
		11:00 answer m=b tx=5
		11:01 mv c=1 tx=5`, `
		tx=5 c=1 ?-? mv=1/1 [1:0-0] begun-before end-shown
		tx=5 c=1 11:00-? mv=1/1 [1:3-3]`},
	{"samples of a clock that was not set keep to their id", `
		10:00 start c=1 m=b tag=T2 meter=110
		10:00 answer m=b tx=5
		1970T00:05 mv c=1 tx=5 at=10:01
		10:02 mv c=1 tx=5`, `
		tx=5 c=1 10:00-? mv=2/2 [1:2-3]`},
	{"a stop that is stamped before its start but sent after it is its own", `
		10:00 start c=1 m=b tag=T2 meter=110
		10:00 answer m=b tx=5
		09:30 stop tx=5 meter=110 m=x at=10:10`, `
		tx=5 c=1 10:00-09:30 complete mv=0/0`},
	{"a start that was sent twice is one", `
		10:00 start c=1 m=a tag=T1 meter=100 at=10:00
		10:00 start c=1 m=b tag=T1 meter=100 at=10:05
		10:05 answer m=b tx=6
		10:06 mv c=1 tx=6
		10:07 stop tx=6 m=c meter=120`, `
		tx=6 c=1 10:00-10:07 complete mv=1/1 [1:3-3]`},
	{"a start that was sent twice and given two ids goes by the one that is used", `
		10:00 start c=1 m=a tag=T1 meter=100 at=10:00
		10:00 answer m=a tx=6 at=10:00
		10:00 start c=1 m=b tag=T1 meter=100 at=10:05
		10:05 answer m=b tx=7
		10:06 mv c=1 tx=7
		10:07 stop tx=7 m=c meter=120`, `
		tx=7 c=1 10:00-10:07 complete mv=1/1 [1:4-4]`},
	{"a start that was stamped anew when it was sent again is one", `
		10:00 start c=1 m=a tag=T1 meter=100
		10:00 answer m=a tx=6
		10:05 start c=1 m=a tag=T1 meter=100
		10:05 answer m=a tx=6`, `
		tx=6 c=1 10:00-? mv=0/0`},
	{"the first accepted stop ends it", `
		10:00 start c=1 m=a tag=T1 meter=100
		10:00 answer m=a tx=6
		10:05 stop tx=6 m=b meter=200
		10:05 error m=b st=InternalError
		10:06 stop tx=6 m=c meter=210
		10:06 answer m=c
		10:07 stop tx=6 m=d meter=220`, `
		tx=6 c=1 10:00-10:06 complete mv=0/0`},
	{"a start without an answer takes the id that its connector goes on with", `
		10:00 start c=1 m=a tag=T1 meter=100
		10:01 mv c=1 tx=8
		10:02 mv c=1 tx=8
		10:03 stop tx=8 m=c meter=210`, `
		tx=8 c=1 10:00-10:03 complete mv=2/2 [1:1-2~] inferred`},
	{"a start without an answer and its stop", `
		10:00 start c=1 m=a tag=T1 meter=100
		10:01 mv c=1
		10:03 stop tx=8 m=c tag=T1 meter=210
		11:00 start c=1 m=d tag=T1 meter=210
		11:03 stop tx=9 m=e tag=T1 meter=310`, `
		tx=8 c=1 10:00-10:03 complete mv=1/1 [1:1-1~] inferred
		tx=9 c=1 11:00-11:03 complete mv=0/0 inferred`},
	{"two starts without an answer: the stop is nobody's", `
		10:00 start c=1 m=a meter=100
		10:00 start c=2 m=b meter=200
		10:03 stop tx=8 m=c meter=210`, `
		tx=? c=1 10:00-? mv=0/0
		tx=? c=2 10:00-? mv=0/0
		tx=8 c=? ?-10:03 mv=0/0`},
	{"a stop that names none ends the only one that runs", `
		10:00 start c=1 m=a tag=T1 meter=100
		10:00 answer m=a tx=7
		10:01 start c=2 m=b tag=T2 meter=500
		10:01 answer m=b tx=8
		10:20 stop tx=8 m=c meter=600
		10:30 stop tx=0 m=d tag=T1 meter=110`, `
		tx=7 c=1 10:00-10:30 complete mv=0/0 inferred
		tx=8 c=2 10:01-10:20 complete mv=0/0`},
	{"a stop that names none, and two run: it is nobody's", `
		10:00 start c=1 m=a tag=T1 meter=100
		10:00 answer m=a tx=7
		10:01 start c=2 m=b tag=T1 meter=50
		10:01 answer m=b tx=8
		10:30 stop tx=-1 m=d tag=T1 meter=110`, `
		tx=7 c=1 10:00-? mv=0/0
		tx=8 c=2 10:01-? mv=0/0`},
	{"a stop that names none, with another tag, a lower meter or after its connector was free: it is nobody's", `
		10:00 start c=1 m=a tag=T1 meter=100
		10:00 answer m=a tx=7
		10:30 stop tx=0 m=d tag=T2 meter=110
		10:31 stop tx=0 m=e tag=T1 meter=90
		10:40 status c=1 st=Available
		10:41 stop tx=0 m=f tag=T1 meter=110`, `
		tx=7 c=1 10:00-? mv=0/0 end-shown`},
	{"an id that nothing starts, while another runs", `
		10:00 start c=1 m=a tag=T1 meter=100
		10:00 answer m=a tx=1
		10:01 mv c=1 tx=99
		10:03 stop tx=1 m=c meter=210`, `
		tx=1 c=1 10:00-10:03 complete mv=0/0
		tx=99 c=1 ?-? mv=1/1 [1:2-2] other-runs`},
	{"the main meter is no part of a transaction", `
		10:00 start c=1 m=a tag=T1 meter=100
		10:00 answer m=a tx=1
		10:01 mv c=0 tx=1
		10:03 stop tx=1 m=c meter=210`, `
		tx=1 c=1 10:00-10:03 complete mv=0/0`},
	{"an id that only the main meter uses makes one", `
		10:01 mv c=0 tx=1`, `
		tx=1 c=0 ?-? mv=1/1 [1:0-0] begun-before`},
	{"meter values without a connector go by their id", `
		10:00 start c=1 m=a tag=T1 meter=100
		10:00 answer m=a tx=1
		10:01 mv tx=1
		10:02 mv`, `
		tx=1 c=1 10:00-? mv=1/1 [1:2-2]`},
	{"transactionData have their span, but are not counted", `
		10:00 start c=1 m=a tag=T1 meter=100
		10:00 answer m=a tx=1
		10:03 stop tx=1 m=c meter=210 n=8`, `
		tx=1 c=1 10:00-10:03 complete mv=0/0 [1:2-2]`},
	{"the answer stands in another source", `
		10:00 start c=1 m=a tag=T1 meter=100
		10:03 stop tx=7 m=c meter=210
		source 2
		09:00 answer m=a tx=3
		10:00:01 answer m=a tx=7
		13:00 answer m=a tx=9`, `
		tx=7 c=1 10:00-10:03 complete mv=0/0`},
	{"the answer stands in another source, in another zone", `
		10:00 start c=1 m=a tag=T1 meter=100
		source 2
		12:00:01 answer m=a tx=7`, `
		tx=7 c=1 10:00-? mv=0/0`},
	{"the answer stands before the start", `
		10:00 answer m=a tx=7
		10:00 start c=1 m=a tag=T1 meter=100`, `
		tx=7 c=1 10:00-? mv=0/0`},
	{"an answer of another day is to another call", `
		10:00 start c=1 m=a tag=T1 meter=100
		source 2
		2T10:20 answer m=a tx=7`, `
		tx=? c=1 10:00-? mv=0/0`},
	{"no frame has a time", `
		- start c=1 m=a tag=T1 meter=100
		- answer m=a tx=7
		- mv c=1 tx=7
		- mv c=1
		- stop tx=7 m=b meter=200`, `
		tx=7 c=1 ?-? complete mv=1/1 [1:2-2]`},
	{"starts and stops without a timestamp go by the log's time", `
		- start c=1 m=a tag=T1 meter=100 at=10:00
		10:00 answer m=a tx=7
		10:01 mv c=1
		- stop tx=7 m=b meter=200 at=10:02
		10:03 mv c=1`, `
		tx=7 c=1 ?-? complete mv=1/1 [1:2-2~] inferred`},
	{"a sample that is delivered late belongs where its time is", `
		10:00 start c=1 m=a tag=T1 meter=100
		10:00 answer m=a tx=1
		10:30 stop tx=1 m=b meter=200
		11:00 start c=1 m=c tag=T1 meter=200
		11:00 answer m=c tx=2
		10:15 mv c=1 at=11:01
		11:05 mv c=1`, `
		tx=1 c=1 10:00-10:30 complete mv=1/1 [1:5-5~] inferred
		tx=2 c=1 11:00-? mv=1/1 [1:6-6~] inferred`},
}

func TestTransactionsAreJoined(t *testing.T) {
	for _, c := range joinCases {
		t.Run(c.name, func(t *testing.T) {
			if got := show(join(t, c.log)); clean(got) != clean(c.want) {
				t.Errorf("got\n%s\nwant\n%s", clean(got), clean(c.want))
			}
		})
	}
}

func TestJoiningIsTheSameInALogThatRunsBackwards(t *testing.T) {
	for _, c := range joinCases {
		t.Run(c.name, func(t *testing.T) {
			events := parseLog(t, c.log)
			if events[0].LoggedAt.IsZero() && events[0].Time.IsZero() || events[0].At.Source != events[len(events)-1].At.Source {
				t.Skip("order is all there is")
			}
			forward, err := Join("CP1", logOf(events))
			if err != nil {
				t.Fatal(err)
			}
			back, err := Join("CP1", logOf(reversed(events)))
			if err != nil {
				t.Fatal(err)
			}
			if got, want := facts(back), facts(forward); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// facts is show without what depends on places: spans, and the order of what began at the same time.
func facts(sessions []*Session) string {
	for _, s := range sessions {
		s.Spans = nil
	}
	lines := strings.Split(show(sessions), "\n")
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func TestJoiningDoesNotDependOnTheOrderOfSources(t *testing.T) {
	for _, c := range joinCases {
		t.Run(c.name, func(t *testing.T) {
			events := parseLog(t, c.log)
			want, err := Join("CP1", logOf(events))
			if err != nil {
				t.Fatal(err)
			}
			for cut := range events {
				got, err := Join("CP1", logOf(cutAndSwapped(events, cut)))
				if err != nil {
					t.Fatal(err)
				}
				if got, want := facts(got), facts(want); got != want && !events[0].LoggedAt.IsZero() {
					t.Errorf("cut before frame %d: got\n%s\nwant\n%s", cut, got, want)
				}
			}
		})
	}
}

// cutAndSwapped cuts a log into two sources, and gives the second first.
func cutAndSwapped(events []model.Event, cut int) []model.Event {
	tail, head := slices.Clone(events[cut:]), slices.Clone(events[:cut])
	for i := range tail {
		tail[i].At.Source += 10
		if tail[i].AnswerTo != model.NoFrame && tail[i].AnswerTo < events[cut].Frame {
			tail[i].AnswerTo, tail[i].Action = model.NoFrame, ""
		}
	}
	for i := range head {
		head[i].At.Source += 20
	}
	return append(tail, head...)
}

func TestAnErrorOfTheLogIsGivenBack(t *testing.T) {
	broken := errors.New("broken")
	_, err := Join("", func() iter.Seq2[*model.Event, error] {
		return func(yield func(*model.Event, error) bool) { yield(nil, broken) }
	})
	if !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}
