package present

import (
	"testing"

	"meterscope/ui/internal/memcase"
)

func TestMessageIsFoundAsItWasLeft(t *testing.T) {
	d := opened(t, memcase.Filled(2))
	m := d.Messages
	open := func(i int) *OpenMessage {
		m.Select(i)
		d.until("it is open", func() bool { return m.openedAt == i && m.Opened() != nil })
		m.Opened().View.Lay(60)
		return m.Opened()
	}
	d.until("there are messages", func() bool { return m.Opened() != nil })
	o := open(1)
	if _, _, ok := m.Left(o); ok {
		t.Error("it was left before it was open")
	}
	whole := o.View.Len()
	o.View.FoldAll(3)
	folded := o.View.Len()
	m.Leave(o, 40, 7)
	m.Leave(open(0), 0, 0)
	o = open(1)
	if json, raw, ok := m.Left(o); !ok || json != 40 || raw != 7 || o.View.Len() != folded || folded == whole {
		t.Errorf("it is at %g, %g, %v and shows %d rows of %d, %d before", json, raw, ok, o.View.Len(), whole, folded)
	}
	m.ShowFinding(m.findings[m.Opened().key][0])
	d.until("the finding is shown", func() bool { return m.Opened() != o })
	if _, _, ok := m.Left(m.Opened()); ok {
		t.Error("where a finding is shown one stays where one was")
	}
}
