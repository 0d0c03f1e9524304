package desktop

import (
	"encoding/json"
	"slices"

	"fyne.io/fyne/v2"

	"meterscope/ui/present"
)

// noteColumn is the column with the marks of notes: it is there where there are notes.
const (
	noteColumn = "note"
	noteSize   = 13
)

// wanted says of columns whether they are asked for: those of the user, and the one of notes.
func (v *listView) wanted() map[string]bool {
	if _, ok := v.asked[noteColumn]; ok || v.app.List.HasNotes() {
		return v.asked
	}
	wanted := map[string]bool{noteColumn: false}
	for id, on := range v.asked {
		wanted[id] = on
	}
	return wanted
}

// resize makes a column wider or narrower.
func (v *listView) resize(i int, by float32) {
	v.widths[i] = min(max(v.widths[i]+by, narrowest), widest)
	v.fit(v.width)
}

// placeOf is a column's place among those that are shown; −1 where it isn't.
func (v *listView) placeOf(i int) int { return slices.Index(v.shown, i) }

// moveColumn takes a column to the place of another one of those that are shown.
func (v *listView) moveColumn(i, to int) {
	if to < 0 || to >= len(v.shown) || v.shown[to] == i {
		return
	}
	v.putColumn(i, v.shown[to])
}

// putColumn takes a column to the place of another.
func (v *listView) putColumn(i, other int) {
	from, to := slices.Index(v.arranged, i), slices.Index(v.arranged, other)
	if from < 0 || to < 0 {
		return
	}
	v.arranged = slices.Insert(slices.Delete(v.arranged, from, from+1), to, i)
	v.fit(v.width)
}

// columnItems are the columns to choose from.
func (v *listView) columnItems() []*fyne.MenuItem {
	var items []*fyne.MenuItem
	for _, i := range v.arranged {
		c := &v.columns[i]
		if c.Title == "" {
			continue
		}
		item := fyne.NewMenuItem(c.LongTitle(), func() { v.ask(c.ID, !slices.Contains(v.shown, i)) })
		item.Checked = slices.Contains(v.shown, i)
		items = append(items, item)
	}
	t := v.app.Texts()
	auto := fyne.NewMenuItem(t.Text(present.TextAllColumns), v.standard)
	arrange := fyne.NewMenuItem(t.Text(present.TextArrange), func() {
		if v.onSheet != nil {
			v.onSheet()
		}
	})
	graph := fyne.NewMenuItem(t.Text(present.TextHistogram), func() { v.showGraph(!v.graph) })
	graph.Checked = v.graph
	return append(items, fyne.NewMenuItemSeparator(), auto, arrange, fyne.NewMenuItemSeparator(), graph)
}

// standard shows the columns as they were to begin with.
func (v *listView) standard() {
	clear(v.asked)
	for i := range v.columns {
		v.widths[i], v.arranged[i] = v.columns[i].Width, i
	}
	v.chosen()
}

func (v *listView) showGraph(on bool) {
	v.graph = on
	v.view.Refresh()
	if v.onColumns != nil {
		v.onColumns()
	}
}

// ask shows a column or leaves it out. One always stays.
func (v *listView) ask(id string, on bool) {
	if !on && len(v.shown) < 3 { // the mark of severity, and one more
		return
	}
	v.asked[id] = on
	v.chosen()
	if on && !slices.Contains(v.shownIDs(), id) {
		v.app.Status.Say(v.app.Texts().Text("There is no room for this column: make the list wider, or leave another one out."))
	}
}

func (v *listView) chosen() {
	v.fit(v.width)
	if v.onColumns != nil {
		v.onColumns()
	}
}

// shownIDs are the columns that are shown, from left to right.
func (v *listView) shownIDs() []string {
	var ids []string
	for _, i := range v.shown {
		ids = append(ids, v.columns[i].ID)
	}
	return ids
}

// columnSettings is how the list was left, as JSON in the settings.
type columnSettings struct {
	Widths  map[string]float32 `json:"widths,omitempty"` // of those that were sized
	Asked   map[string]bool    `json:"asked,omitempty"`  // of those that were asked for, or not wanted
	Order   []string           `json:"order,omitempty"`  // of the columns, where they were arranged
	Sort    []present.Order    `json:"sort,omitempty"`   // of the rows
	NoGraph bool               `json:"noGraph,omitempty"`
}

// restore sets the list as it was left. What isn't understood is left out.
func (v *listView) restore(p fyne.Preferences) {
	var c columnSettings
	if text := p.String(keyColumns); text == "" || json.Unmarshal([]byte(text), &c) != nil {
		return
	}
	for i := range v.columns {
		id := v.columns[i].ID
		if w, ok := c.Widths[id]; ok && w >= narrowest && w < widest {
			v.widths[i] = w
		}
		if on, ok := c.Asked[id]; ok && id != "severity" {
			v.asked[id] = on
		}
	}
	if len(c.Order) > 0 {
		place := func(i int) int {
			if k := slices.Index(c.Order, v.columns[i].ID); k >= 0 {
				return k
			}
			return len(c.Order) // new since then
		}
		slices.SortStableFunc(v.arranged, func(a, b int) int { return place(a) - place(b) })
	}
	v.graph = !c.NoGraph
	v.app.List.SetOrders(c.Sort)
}

// keep writes down how the list is left.
func (v *listView) keep(p fyne.Preferences) {
	c := columnSettings{Widths: map[string]float32{}, Asked: v.asked, NoGraph: !v.graph}
	for i := range v.columns {
		if v.widths[i] != v.columns[i].Width {
			c.Widths[v.columns[i].ID] = v.widths[i]
		}
	}
	if !slices.IsSorted(v.arranged) {
		for _, i := range v.arranged {
			c.Order = append(c.Order, v.columns[i].ID)
		}
	}
	if orders := v.app.List.Orders(); !slices.Equal(orders, present.FirstOrders()) {
		c.Sort = orders
	}
	text, err := json.Marshal(c)
	if err != nil {
		return // they are numbers and words
	}
	if string(text) == "{}" {
		text = nil
	}
	if old := p.String(keyColumns); old != string(text) {
		p.SetString(keyColumns, string(text))
	}
}
