package present

import (
	"strings"
	"testing"

	"meterscope/ui/internal/memcase"
)

func TestWordsAreFoundInTheMessages(t *testing.T) {
	d := opened(t, memcase.Filled(2))
	m := d.Messages
	d.until("a message is open", func() bool { return m.Opened() != nil })
	m.Find("TIMESTAMP")
	d.until("all are found", func() bool { return m.FindState() == "1 of 2" })
	if !m.Row(0).Found || !m.Row(1).Found || m.Row(2).Found {
		t.Error("the list doesn't show where")
	}
	lit := func() string {
		v := m.Opened().View
		v.Lay(100)
		return drawnView(v)
	}
	if !strings.Contains(lit(), `"«timestamp»"`) {
		t.Errorf("the open message is\n%s", lit())
	}
	m.FindNext(1)
	d.until("the next is open", func() bool { return m.Selected() == 1 && m.Opened() != nil && strings.Contains(lit(), "«timestamp»") })
	if rows, focus := m.Opened().Raw.Rows(400); !strings.Contains(rawHits(rows[focus]), "timestamp") {
		t.Errorf("the raw line is %+v", rows[focus])
	}
	m.FindNext(1) // round
	d.until("the first is open again", func() bool { return m.Selected() == 0 && m.FindState() == "1 of 2" })
	m.FindNext(-1)
	d.until("the last is open", func() bool { return m.Selected() == 1 && m.FindState() == "2 of 2" })
	m.Find("nowhere")
	d.until("nothing is found", func() bool { return m.FindState() == "not found" })
	m.FindNext(1)
	m.Find("")
	d.settle()
	if m.FindState() != "" || strings.Contains(lit(), "«") || m.Selected() != 1 {
		t.Errorf("after the search %q, message %d", m.FindState(), m.Selected())
	}
}

func rawHits(r RawRow) (s string) {
	for _, span := range r.Spans {
		if span.Hit {
			s += span.Text
		}
	}
	return s
}

func TestSearchGoesOnFromTheOpenMessage(t *testing.T) {
	d := opened(t, memcase.Filled(2))
	m := d.Messages
	d.until("a message is open", func() bool { return m.Opened() != nil })
	m.Select(1)
	m.Find("connectorId")
	d.until("it is found", func() bool { return m.FindState() == "2 of 2" && m.Selected() == 1 })
	m.Select(2)
	m.Find("idTag")
	d.until("it goes round", func() bool { return m.FindState() == "1 of 1" && m.Selected() == 0 })
	d.List.Move(1)
	d.settle()
	if m.Words() != "" {
		t.Errorf("in another transaction %q is looked for", m.Words())
	}
}
