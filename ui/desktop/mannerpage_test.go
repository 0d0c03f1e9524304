package desktop

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"meterscope/ui/internal/memcase"
	"meterscope/ui/lang"
	"meterscope/ui/present"
)

// The fields of the settings from which one of several is chosen, in their order.
const (
	motionField = 3
	mannerField = 4 // the first of five
)

func choices(d *desk) []*selectField {
	var found []*selectField
	for _, o := range test.LaidOutObjects(d.win.Canvas().Overlays().Top()) {
		if s, ok := o.(*selectField); ok {
			found = append(found, s)
		}
	}
	return found
}

func TestUnitsNumbersAndDatesChangeAtOnceAndAreRemembered(t *testing.T) {
	for _, key := range []string{"LC_ALL", "LC_TIME", "LC_NUMERIC"} {
		t.Setenv(key, "")
	}
	t.Setenv("LANG", "de_CH.UTF-8")
	d := newDesk(t, memcase.Filled(3))
	expect(t, d.win.Content(), "kWh", "4.000", "2025-03-01 09:00")
	d.showSettingsTab(1)
	fields := choices(d)[mannerField:]
	for i, at := range []int{3, 1, 1, 1, 1} { // day first, 12 hours, the system's numbers, Wh, W
		fields[i].SetSelectedIndex(at)
		d.until("it is read again", func() bool { return d.app.List.Loaded() && d.app.Overview.Loaded() })
		d.settle()
	}
	if d.win.Canvas().Overlays().Top() == nil {
		t.Error("the settings are closed")
	}
	expect(t, d.win.Content(), "Wh", "4’000", "01.03.2025 9:00 AM", "4’000 Wh by the meter", "Wh usable")
	if texts, err := wordsFor("", d.window.fyne.Preferences(), lang.English); err != nil || texts.Manner() != d.app.Texts().Manner() {
		t.Errorf("the next start has %+v, %v", texts.Manner(), err)
	}
	if got := fields[3].Selected; got != "Wh  ·  11’043 Wh" {
		t.Errorf("the example of the energy is %q", got)
	}
	d.closeSheets()
	d.showSettingsTab(1)
	for i, want := range []string{"Day first  ·  31.03.2025", "12 hours  ·  5:04 PM", "Like the system  ·  12’345.6", "Wh  ·  11’043 Wh", "W  ·  11’043 W"} {
		if got := choices(d)[mannerField+i].Selected; got != want {
			t.Errorf("field %d has %q, want %q", i, got, want)
		}
	}
}

func TestTheFieldWithTheKeyboardIsSeen(t *testing.T) {
	d := newDesk(t, memcase.Filled(3))
	d.win.Resize(fyne.NewSize(700, 400))
	d.showSettingsTab(1)
	var scroll *container.Scroll
	fields := choices(d)[mannerField:]
	for _, o := range test.LaidOutObjects(d.win.Canvas().Overlays().Top()) {
		if s, ok := o.(*container.Scroll); ok {
			if _, ok := within(s.Content, fields[4]); ok {
				scroll = s
			}
		}
	}
	if scroll == nil {
		t.Fatal("it doesn't scroll")
	}
	defer func() {
		fields[0].TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
		if d.win.Canvas().Overlays().Top() != nil {
			t.Error("Escape doesn't close the settings")
		}
	}()
	d.win.Canvas().Focus(fields[4])
	down := scroll.Offset.Y
	if at, _ := within(scroll.Content, fields[4]); down == 0 || at.Y+fields[4].Size().Height > down+scroll.Size().Height {
		t.Errorf("the last field is at %v, scrolled to %v", at.Y, down)
	}
	d.win.Canvas().Focus(fields[0])
	if at, _ := within(scroll.Content, fields[0]); at.Y < scroll.Offset.Y || scroll.Offset.Y >= down {
		t.Errorf("the first is at %v, scrolled to %v", at.Y, scroll.Offset.Y)
	}
}

func TestColumnsHaveRoomForTheMannerThatIsChosen(t *testing.T) {
	d := newDesk(t, memcase.Filled(3))
	before := d.list.columns[2].Width
	p := d.window.fyne.Preferences()
	p.SetString(keyClock, "12")
	d.setManner()
	if now := d.list.columns[2].Width; d.list.columns[2].ID != "start" || now <= before || d.list.widths[2] != now {
		t.Errorf("%s is %v wide, before %v", d.list.columns[2].ID, now, before)
	}
	p.SetString(keyClock, "")
	d.setManner()
	if now := d.list.columns[2].Width; now != before {
		t.Errorf("it is %v wide, at first %v", now, before)
	}
}

func TestNamesOfAccountsAreWholeInANarrowWindow(t *testing.T) {
	a := &accountColumns{}
	for i, w := range []float32{190, 50, 70, 60, 100} {
		a.need(i, w)
	}
	for _, c := range []struct {
		room float32
		want [accountCells]float32
	}{
		{900, accountWidths()}, // there is room for more than is needed
		{650, [accountCells]float32{200, 92, 92, 92, 104}},
		{620, [accountCells]float32{192, 70, 92, 92, 104}},
		{550, [accountCells]float32{192, 52, 72, 62, 102}},
		{500, [accountCells]float32{142, 52, 72, 62, 102}},
		{100, [accountCells]float32{60, 52, 72, 62, 102}},
	} {
		if got := a.widths(c.room); got != c.want {
			t.Errorf("in %v they are %v, want %v", c.room, got, c.want)
		}
	}
	a.need(1, 130)
	if w := a.widths(2000); w[1] != 132 {
		t.Errorf("a long number has %v", w[1])
	}
}

func TestMotionIsTheUsersThenTheSystems(t *testing.T) {
	d := newDesk(t, memcase.Filled(1))
	app := &calmApp{d.window.fyne, &d.motion}
	moves := func() bool { return app.Settings().ShowAnimations() }
	if moves() != d.window.fyne.Settings().ShowAnimations() {
		t.Error("nothing moves, and nobody asked for that")
	}
	d.window.fyne.Preferences().SetString(keyMotion, "still")
	d.setMotion()
	if moves() {
		t.Error("it moves")
	}
	d.motion.system = true
	d.window.fyne.Preferences().SetString(keyMotion, "moving")
	d.setMotion()
	if d.motion.still {
		t.Error("the system is asked first")
	}
	d.showSettings()
	choices(d)[motionField].SetSelected(present.MotionChoices(nil)[1].Label)
	if !d.motion.still || d.window.fyne.Preferences().String(keyMotion) != "still" {
		t.Error("the setting isn't taken")
	}
}
