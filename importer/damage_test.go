package importer

import (
	"strings"
	"testing"

	"meterscope/model"
)

// records splits a log of a shape into the parts that tell a message each.
func records(c shapeLog) (parts []string, ok bool) {
	starts := []int{}
	from := 0
	for _, m := range session() {
		at := -1
		for _, sign := range []string{m.at, strings.Replace(m.at, "T", " ", 1), strings.ReplaceAll(strings.Replace(m.at, "T", " ", 1), "-", "/"), m.at[11:]} {
			if i := strings.Index(c.text[from:], sign); i >= 0 && (at < 0 || i < at) {
				at = i
			}
		}
		if at < 0 {
			return nil, false
		}
		line := strings.LastIndexByte(c.text[:from+at], '\n') + 1
		starts = append(starts, line)
		from = line + strings.IndexByte(c.text[line:], '\n') + 1
		if end := strings.Index(c.text[line:], m.id); end >= 0 && line+end > from {
			from = line + end
		}
	}
	for i, s := range starts {
		end := len(c.text)
		if i+1 < len(starts) {
			end = starts[i+1]
		}
		if end <= s {
			return nil, false
		}
		parts = append(parts, c.text[s:end])
	}
	return parts, true
}

// However a record is cut, those around it are read, and it is accounted for where it had begun to be one.
func TestCutRecordTakesNothingElseAlong(t *testing.T) {
	found := len(foundLogs())
	for i, c := range shapeLogs() {
		parts, ok := records(c)
		if !ok || strings.Contains(c.name, "over many lines") || strings.Contains(c.name, "a list") {
			continue
		}
		cuts := []int{0, 2, 3}
		if i < found {
			cuts = cuts[1:2]
		}
		t.Run(c.name, func(t *testing.T) {
			for _, n := range cuts {
				body := strings.TrimRight(parts[n], "\n")
				for cut := 5; cut < len(body)-1; cut += 1 + len(body)/13 {
					text := strings.Join(parts[:n], "") + body[:cut] + "\n" + strings.Join(parts[n+1:], "")
					k := importText(t, text, Options{})
					found := map[string]int{}
					for _, f := range k.frames {
						if !f.Partial && f.Kind != model.CallResult {
							found[f.Action]++
						} else if !f.Partial {
							found["answers"]++
						}
					}
					want := map[string]int{"StartTransaction": 1, "MeterValues": 2, "StopTransaction": 1, "answers": 4}
					if m := session()[n]; m.kind == 2 {
						want[m.action]--
					} else {
						want["answers"]--
					}
					m := session()[n]
					_, rest, _ := strings.Cut(body[:cut], m.action)
					said := strings.Contains(rest, `"`) // the action, to its end
					begun := said && (strings.Contains(body[:cut], "connectorId") || strings.Contains(body[:cut], "meterStop"))
					if m.kind == 2 && begun && k.counts.Frames+k.counts.Unread < 8 {
						t.Errorf("%+v: nothing is said about record %d, which is cut behind %q", k.counts, n, body[max(0, cut-60):cut])
					}
					for what, number := range want {
						if found[what] < number {
							t.Errorf("%d of %d %s are read where record %d is cut behind %q", found[what], number, what, n, body[max(0, cut-60):cut])
						}
					}
				}
			}
		})
	}
}

// A log may be put together of parts of several shapes.
func TestShapesOneAfterTheOtherAreRead(t *testing.T) {
	all, found := shapeLogs(), len(foundLogs())
	for i, a := range all {
		for k, b := range all {
			const each = 11 // of the pairs with many others some must do
			if (i < found || k < found) && (i+k)%each != 0 || (i*len(all)+k)%everyPair != 0 {
				continue
			}
			if a.format == "csv" && strings.HasPrefix(b.name, "Node's") { // its lines could be rows of a table: its frames are said to be unread
				continue
			}
			second := strings.NewReplacer(`"a1`, `"b1`, `"a2`, `"b2`, `"a3`, `"b3`, `"a4`, `"b4`, `;a1`, `;b1`, `;a2`, `;b2`, `;a3`, `;b3`, `;a4`, `;b4`,
				`'a1`, `'b1`, `'a2`, `'b2`, `'a3`, `'b3`, `'a4`, `'b4`, `'2000'`, `'2001'`, `'3000'`, `'3001'`, `"2000"`, `"2001"`, `"3000"`, `"3001"`, `2000\"`, `2001\"`, `3000\"`, `3001\"`).Replace(b.text)
			k := importText(t, strings.TrimRight(a.text, "\n")+"\n"+second, Options{})
			if got := k.counts.Frames + k.counts.Duplicates; got != 16 || k.counts.MeterValues != 4 || k.counts.Unread != 0 {
				t.Errorf("%s, then %s: %+v as %s", a.name, b.name, k.counts, k.src.Format)
			}
			if tells(a) || tells(b) { // it takes more lines than these to tell where a table begins, and where it ends
				continue
			}
			for _, f := range k.frames {
				want := a.station
				if f.At.Offset > int64(len(a.text)) {
					want = b.station
				}
				if f.Station != want {
					t.Errorf("%s, then %s: %s %s at %d is of station %q, want %q", a.name, b.name, f.ID, f.Action, f.At.Offset, f.Station, want)
					break
				}
			}
		}
	}
}

// tells says whether the lines of a log tell of their frames only together: rows of a table, or of a record.
func tells(c shapeLog) bool {
	return c.format == "csv" || c.format == "records" || strings.HasPrefix(c.name, "the line above") || c.name == "mitmproxy"
}

// Lines doubled, lines of two logs in turn, noise between them.
func TestDoubledAndInterleavedLogsAreRead(t *testing.T) {
	noise := []string{"\x00\x01\x02\xff\xfe\x80\n", "}]}]\n", "{\n", "[[[[[\n", "\"\n", strings.Repeat("=", 3000) + "\n", "[2,\n", "{\"a\":\n", "<td>\n", "'\n", "\x1e\x1f\x1e\n"}
	for _, c := range shapeLogs() {
		parts, ok := records(c)
		if !ok || strings.Contains(c.name, "a list") {
			continue
		}
		want := model.Counts{Frames: 8, MeterValues: 2, SampledValues: 4}
		for _, x := range noise {
			k := importText(t, x+strings.Join(parts, x)+x, Options{})
			if k.counts.Frames != want.Frames || k.counts.MeterValues != want.MeterValues || k.counts.SampledValues != want.SampledValues {
				t.Errorf("%s with %.20q between: %+v", c.name, x, k.counts)
			}
		}
		var doubled strings.Builder
		for _, p := range parts {
			doubled.WriteString(p + p)
		}
		k := importText(t, doubled.String(), Options{})
		if k.counts.MeterValues != 2 || k.counts.Frames+k.counts.Duplicates != 16 {
			t.Errorf("%s doubled: %+v", c.name, k.counts)
		}
	}
}
