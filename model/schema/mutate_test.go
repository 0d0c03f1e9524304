package schema_test

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"meterscope/model"
	"meterscope/model/schema"
)

// odd are values that stand where they don't belong.
var odd = []string{
	`1`, `-0`, `1.0`, `1.5`, `1e3`, `-2E-7`, `99999999999999999999`, `null`, `true`, `false`, `""`, `"x"`, `"Wh"`, `"L1"`,
	`[]`, `[1,"a"]`, `[[]]`, `{}`, `{"a":1}`, `{"a":{"b":[1]},"a":2}`, `{"value":"1"}`, `"12,5"`, `"0x1F"`, `" 1 "`,
	`"2025-03-01T10:00:00Z"`, `"2025-03-01 10:00:00"`, `"2025-02-30T10:00:00Z"`, `"2025-03-01T10:00:60+01:00"`,
	`"\u0057h"`, `"\ud83d\udca9"`, `"\ud83d"`, `"\udca9x"`, `"ä~/b"`, "\"\xff\"", "\"a\xc3\"", `"a\"b\\\/\n"`,
	`"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"`,
	`"ääääääääääääääääääää"`, `"äääääääääääääääääääää"`,
}

// writer writes payloads that are mostly right.
type writer struct {
	*rand.Rand
	strings.Builder
	rate float64 // how often something is wrong
}

func (w *writer) wrong() bool { return w.Float64() < w.rate }

func (w *writer) space() {
	if w.wrong() {
		w.WriteString([]string{" ", "\n", "\t \r\n", "  "}[w.IntN(4)])
	}
}

func (w *writer) pick(list ...string) { w.WriteString(list[w.IntN(len(list))]) }

// property is a key and who writes its value.
type property struct {
	key   string
	write func()
}

func (w *writer) text(values ...string) func() {
	return func() {
		w.WriteByte('"')
		w.pick(values...)
		w.WriteByte('"')
	}
}

func (w *writer) raw(values ...string) func() { return func() { w.pick(values...) } }

func (w *writer) object(properties ...property) {
	w.space()
	w.WriteByte('{')
	sep := ""
	member := func(key string, write func()) {
		w.WriteString(sep)
		sep = ","
		w.space()
		w.WriteByte('"')
		if w.wrong() && key != "" {
			key = `\u00` + string("0123456789abcdef"[key[0]>>4]) + string("0123456789abcdef"[key[0]&15]) + key[1:]
		}
		w.WriteString(key)
		w.WriteByte('"')
		w.space()
		w.WriteByte(':')
		w.space()
		if w.wrong() {
			w.pick(odd...)
		} else {
			write()
		}
		w.space()
	}
	if w.wrong() {
		w.Shuffle(len(properties), func(i, j int) { properties[i], properties[j] = properties[j], properties[i] })
	}
	for _, p := range properties {
		if w.wrong() {
			continue
		}
		member(p.key, p.write)
		if w.wrong() {
			member(p.key, p.write)
		}
		if w.wrong() {
			member([]string{"", "extra", "Value", "a/b~c", `\"`, "ä", "\xff", `\ud800`, "value", "unit"}[w.IntN(10)], p.write)
		}
	}
	w.WriteByte('}')
}

func (w *writer) array(n int, write func()) {
	if n == 1 && w.wrong() {
		write()
		return
	}
	w.WriteByte('[')
	for i := range n {
		if i > 0 {
			w.WriteByte(',')
		}
		w.space()
		if w.wrong() {
			w.pick(odd...)
		} else {
			write()
		}
	}
	w.WriteByte(']')
}

func (w *writer) meterValues() {
	w.array(w.IntN(3), func() {
		w.object(property{"timestamp", w.text("2025-03-01T10:00:00Z", "2025-03-01T10:00:00.123+01:00")},
			property{"sampledValue", func() { w.array(w.IntN(4), w.sampledValue) }})
	})
}

func (w *writer) sampledValue() {
	w.object(property{"value", w.text("1", "12.50", "-3.0", "n/a", "")},
		property{"context", w.text("Sample.Periodic", "Transaction.Begin")},
		property{"format", w.text("Raw", "SignedData")},
		property{"measurand", w.text("Voltage", "Current.Import", "Energy.Active.Import.Register")},
		property{"phase", w.text("L1", "L1-N")},
		property{"location", w.text("Outlet", "EV")},
		property{"unit", w.text("Wh", "V", "Hz")})
}

// payload writes one of the action.
func (w *writer) payload(action string) string {
	w.Reset()
	w.rate = []float64{0, 0.01, 0.05, 0.2}[w.IntN(4)]
	number, tag, when := w.raw("1", "0", "42", "-1"), w.text("TAG1", "04A1B2C3"), w.text("2025-03-01T10:00:00Z")
	word := w.text("a", "something longer than twenty characters", "ACME")
	switch action {
	case model.ActionMeterValues:
		w.object(property{"connectorId", number}, property{"transactionId", number}, property{"meterValue", w.meterValues})
	case model.ActionStartTransaction:
		w.object(property{"connectorId", number}, property{"idTag", tag}, property{"meterStart", number},
			property{"timestamp", when}, property{"reservationId", number})
	case model.ActionStopTransaction:
		w.object(property{"transactionId", number}, property{"idTag", tag}, property{"meterStop", number},
			property{"timestamp", when}, property{"reason", w.text("Local", "local")}, property{"transactionData", w.meterValues})
	case model.ActionStatusNotification:
		w.object(property{"connectorId", number}, property{"errorCode", w.text("NoError")}, property{"info", word},
			property{"status", w.text("Charging")}, property{"timestamp", when}, property{"vendorId", word})
	case model.ActionBootNotification:
		w.object(property{"chargePointVendor", word}, property{"chargePointModel", word}, property{"iccid", word})
	case model.ActionAuthorize:
		w.object(property{"idTag", tag})
	default:
		w.object(property{"vendorId", word}, property{"messageId", word}, property{"data", word})
	}
	return w.String()
}

// damage changes some bytes, or cuts the text off.
func (w *writer) damage(text []byte) []byte {
	text = append([]byte(nil), text...)
	for range 1 + w.IntN(3) {
		i := w.IntN(len(text))
		switch w.IntN(4) {
		case 0:
			text = text[:max(1, i)]
		case 1:
			text = append(text[:i], text[i+1:]...)
		case 2:
			const marks = "\"\\{}[]:,0-.eE+tfn \n\x00\x1f\x80\xff"
			text[i] = marks[w.IntN(len(marks))]
		default:
			text = append(text[:i], append([]byte{"\"\\{}[],:1"[w.IntN(9)]}, text[i:]...)...)
		}
		if len(text) == 0 {
			return []byte{' '}
		}
	}
	return text
}

func TestDecoderAgreesWithItsJudges(t *testing.T) {
	b := newBench(t)
	w := &writer{Rand: rand.New(rand.NewPCG(1, 6))}
	rounds := 3000
	if testing.Short() {
		rounds = 300
	}
	for range rounds {
		for _, a := range actions {
			p := []byte(w.payload(a))
			b.judge(t, a, p)
			b.judge(t, a, w.damage(p))
			if t.Failed() {
				return
			}
		}
	}
}

func TestDecoderAgreesWithItsJudgesOnRealPayloads(t *testing.T) {
	b := newBench(t)
	begin := regexp.MustCompile(`"(MeterValues|StartTransaction|StopTransaction|StatusNotification|BootNotification|Authorize|DataTransfer)" ?, ?\{|\{"connectorId`)
	payloads, violations := 0, 0
	err := filepath.WalkDir(filepath.Join(shared, "corpus"), func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, at := range begin.FindAllSubmatchIndex(text, -1) {
			action := model.ActionMeterValues
			if at[2] >= 0 {
				action = string(text[at[2]:at[3]])
			}
			p := text[at[1]-1:]
			if at[2] < 0 {
				p = text[at[0]:]
			}
			end, _ := schema.Skip(p, 0)
			b.judge(t, action, p[:end])
			var m schema.Message
			b.decoder.Decode(action, p, 0, &m)
			payloads++
			violations += len(m.Violations)
		}
		return nil
	})
	if os.IsNotExist(err) {
		t.Skip("the corpus is not here")
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d payloads, %d violations", payloads, violations)
	if payloads < 200 {
		t.Errorf("only %d payloads", payloads)
	}
}

func FuzzDecode(f *testing.F) {
	w := &writer{Rand: rand.New(rand.NewPCG(2, 6))}
	for range 30 {
		for i, a := range actions {
			f.Add(uint8(i), []byte(w.payload(a)))
		}
	}
	b := newBench(f)
	f.Fuzz(func(t *testing.T, action uint8, text []byte) {
		b.judge(t, actions[int(action)%len(actions)], text)
	})
}
