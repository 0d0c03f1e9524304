package importer

import (
	"encoding/binary"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"
)

// section writes n messages of one shape, numbered from a first one.
type section func(first, n int) string

func sections() map[string]section {
	at := func(i int) string { return fmt.Sprintf("2025-03-01T%02d:%02d:%02dZ", 8+i/3600%12, i/60%60, i%60) }
	payload := func(i int) string {
		return fmt.Sprintf(`{"connectorId":1,"transactionId":7,"meterValue":[{"timestamp":"%s","sampledValue":[{"value":"%d"}]}]}`, at(i), 1000+i)
	}
	frame := func(i int) string { return fmt.Sprintf(`[2,"m%d","MeterValues",%s]`, i, payload(i)) }
	each := func(write func(i int) string) section {
		return func(first, n int) string {
			var b strings.Builder
			for i := first; i < first+n; i++ {
				b.WriteString(write(i))
			}
			return b.String()
		}
	}
	text := each(func(i int) string { return at(i) + " received from CP1: " + frame(i) + "\n" })
	return map[string]section{
		"text": text,
		"prose": func(_, n int) string {
			return strings.Repeat("Dear colleagues, this is what the charger said that day, see below; more tomorrow.\n\nBest regards\n", n)
		},
		"pretty": each(func(i int) string {
			return at(i) + " received from CP1: " + strings.NewReplacer(",", ",\n    ", "{", "{\n    ").Replace(frame(i)) + "\n"
		}),
		"utf-16": func(first, n int) string { return "\xff\xfe" + string(wide(text(first, n), binary.LittleEndian)) },
		"latin-1": each(func(i int) string {
			return at(i) + fmt.Sprintf(" received from CP1: [2,\"m%d\",\"DataTransfer\",{\"vendorId\":\"Stra\xdfe\",\"data\":\"%d\"}]\n", i, i)
		}),
		"loose": each(func(i int) string {
			return fmt.Sprintf(`{"timestamp":"%s","chargePointId":"CP1","messageId":"m%d","action":"Heartbeat","payload":{}}`, at(i), i) + "\n"
		}),
		"csv": func(first, n int) string {
			return "when;charger;message\n" + each(func(i int) string {
				return at(i) + ";CP1;" + quoted(frame(i)) + "\n"
			})(first, n)
		},
		"other": func(first, n int) string { // fewer columns, in another order, with another separator
			return "value,unit,measurand,chargepoint,timestamp\n" + each(func(i int) string {
				return fmt.Sprintf("%d,Wh,Energy.Active.Import.Register,CP1,%s\n", 1000+i, at(i))
			})(first, n)
		},
		"renamed": func(first, n int) string { // as many columns
			return "measurand;value;unit;station;connector;transaction;time\n" + each(func(i int) string {
				return fmt.Sprintf("Energy.Active.Import.Register;%d;Wh;CP1;1;7;%s\n", 1000+i, at(i))
			})(first, n)
		},
		"turned": func(first, n int) string {
			return "message;charger;when\n" + each(func(i int) string {
				return quoted(frame(i)) + ";CP1;" + at(i) + "\n"
			})(first, n)
		},
		"flat": func(first, n int) string {
			return "time;station;connector;transaction;measurand;value;unit\n" + each(func(i int) string {
				return fmt.Sprintf("%s;CP1;1;7;Energy.Active.Import.Register;%d;Wh\n", at(i), 1000+i)
			})(first, n)
		},
	}
}

// A source may be several texts, one behind the other, and each is read as what it is, wherever it begins.
func TestSectionsOfASourceAreEachReadAsWhatTheyAre(t *testing.T) {
	all := sections()
	for _, c := range []string{
		"text latin-1", "text utf-16", "text utf-16 text", "utf-16 text", "text csv", "text flat", "csv text", "flat text", "csv pretty",
		"text loose", "prose csv", "prose flat", "prose text", "prose loose", "prose utf-16", "text csv pretty", "csv prose flat text", "text flat utf-16 latin-1",
		"flat other", "other flat", "csv flat", "flat csv", "csv turned", "turned csv", "flat renamed", "text flat other csv turned",
	} {
		for _, n := range sectionSizes() {
			t.Run(fmt.Sprintf("%s %d", c, n), func(t *testing.T) {
				var b strings.Builder
				first, want := 0, 0
				for _, name := range strings.Fields(c) {
					b.WriteString(all[name](first, n))
					if name != "prose" {
						want += n
					}
					first += n
				}
				k := importText(t, b.String(), Options{})
				if string(k.evidence) != b.String() {
					t.Fatalf("%d bytes of %d", len(k.evidence), b.Len())
				}
				if int(k.counts.Frames) != want || k.counts.Unread > 0 || len(k.findings) > 0 {
					t.Errorf("%+v, want %d frames; %v", k.counts, want, k.findings[:min(len(k.findings), 3)])
				}
				nameless, timeless := 0, 0
				for _, f := range k.frames {
					if f.Station != "CP1" {
						nameless++
					}
					if f.LoggedAt.IsZero() {
						timeless++
					}
				}
				if nameless+timeless > 0 {
					t.Errorf("%d frames without a station, %d without a time", nameless, timeless)
				}
				if n < 1000 || t.Failed() {
					return
				}
				parts := &memory{}
				for batch := 0; batch < 4*k.batches; batch++ {
					parts.failAt = 2
					_, err := Run(t.Context(), []Input{{Path: "test.log", Reader: strings.NewReader(b.String())}}, parts, Options{})
					if err == nil {
						break
					}
					if !errors.Is(err, errFull) {
						t.Fatal(err)
					}
				}
				p := parts.sources[0]
				for _, x := range []*kept0{p, k} {
					for j := range x.frames {
						x.frames[j].PayloadAt, x.frames[j].Segments = int64(x.frames[j].Source(0)), nil
					}
				}
				if p.counts != k.counts || !reflect.DeepEqual(p.frames, k.frames) || !reflect.DeepEqual(p.samples, k.samples) || p.src.Charset != k.src.Charset {
					t.Errorf("interrupted and gone on with: %+v, at once %+v", p.counts, k.counts)
				}
			})
		}
	}
}

// Looking for sections takes no longer than reading, however long the lines are.
func TestLongLinesBetweenFramesAreLookedAtOnce(t *testing.T) {
	text := meterFrame("1", "5") + "\n" + strings.Repeat(strings.Repeat("no,table;here ", 40_000)+"\n", 4) + strings.Repeat("one line ", 1<<20) + meterFrame("2", "6") + "\n"
	text += strings.Repeat(meterFrame("3", "7")+" ", 30_000)
	began := time.Now() //nolint:forbidigo // it is measured
	k := importText(t, text, Options{})
	if took := time.Since(began); took > time.Minute || k.counts.Frames+k.counts.Duplicates != 30_002 { //nolint:forbidigo // it is measured
		t.Errorf("%+v in %v", k.counts, took)
	}
}
