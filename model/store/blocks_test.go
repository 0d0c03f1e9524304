package store

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"meterscope/model"
)

func randomText(r *rand.Rand) string {
	return pick(r, "", "19223000", "MeterValues", "\x00\xff", strings.Repeat("é", r.IntN(40)), "7c1e-44")
}

func randomOpt(r *rand.Rand) model.Opt[int64] {
	if r.IntN(3) == 0 {
		return model.Opt[int64]{}
	}
	return model.Some(pick(r, 0, 1, -1, r.Int64(), -r.Int64()))
}

func randomFrames(r *rand.Rand, n int) []model.Frame {
	frames := make([]model.Frame, n)
	first := r.Int64N(1000)
	for i := range frames {
		frames[i] = model.Frame{
			Seq: first + int64(i), Kind: pick(r, model.BarePayload, model.Call, model.CallResult, model.CallError),
			ID: randomText(r), Action: randomText(r), At: model.Place{Source: 3, Line: r.IntN(1000), Offset: r.Int64()},
			Size: r.IntN(5000), LoggedAt: randomTime(r), Station: randomText(r), Dir: model.Direction(r.IntN(3)),
			AnswerTo: model.NoFrame, Hash: r.Uint64(), Partial: r.IntN(5) == 0,
		}
		if r.IntN(2) == 0 {
			frames[i].AnswerTo = max(0, first+int64(i)-r.Int64N(9)-1)
			if at := frames[i].AnswerTo - first; at >= 0 && r.IntN(3) > 0 {
				frames[i].ID = frames[at].ID
			}
		}
	}
	return frames
}

func TestFrameBlockGivesBackWhatWasPutIn(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	var w frameWriter
	for range 300 {
		want := randomFrames(r, 1+r.IntN(50))
		w.reset()
		for i := range want {
			w.add(&want[i])
		}
		got, err := readFrames(slices.Clone(w.pack()), 3, w.first, w.n)
		ok(t, err)
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("got\n%+v, want\n%+v", got, want)
		}
	}
}

func TestAnswersOfAFrameBlockAreThoseOfItsFrames(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 7))
	var w frameWriter
	for range 300 {
		frames := randomFrames(r, 1+r.IntN(50))
		w.reset()
		var want, got [][2]int64
		for i := range frames {
			w.add(&frames[i])
			if frames[i].AnswerTo != model.NoFrame {
				want = append(want, [2]int64{frames[i].Seq, frames[i].AnswerTo})
			}
		}
		ok(t, eachAnswer(slices.Clone(w.pack()), w.first, w.n, func(seq, answerTo int64) {
			got = append(got, [2]int64{seq, answerTo})
		}))
		if !slices.Equal(got, want) {
			t.Fatalf("got %v, want %v", got, want)
		}
	}
}

func randomEvents(r *rand.Rand, n int) []model.Event {
	events := make([]model.Event, n)
	for i := range events {
		events[i] = model.Event{
			Kind: model.EventKind(1 + r.IntN(9)), Frame: r.Int64N(5000), At: model.Place{Source: 3, Line: r.IntN(99), Offset: r.Int64()},
			Size: r.IntN(5000), ID: randomText(r), Action: randomText(r), AnswerTo: pick(r, model.NoFrame, r.Int64N(5000)),
			Station: "CP1", Dir: model.Direction(r.IntN(3)), LoggedAt: randomTime(r), Connector: randomOpt(r),
			Transaction: randomOpt(r), Time: randomTime(r), Last: randomTime(r), Samples: r.IntN(20), Meter: randomOpt(r),
			IDTag: randomText(r), Reason: randomText(r), Status: randomText(r), ErrorCode: randomText(r), Info: randomText(r),
			Partial: r.IntN(4) == 0, HugeID: r.IntN(4) == 0, VendorError: randomText(r),
		}
	}
	return events
}

func TestEventBlockGivesBackWhatWasPutIn(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	var w eventWriter
	for range 300 {
		want := randomEvents(r, 1+r.IntN(50))
		w.reset()
		for i := range want {
			w.add(&want[i])
		}
		for i := range want {
			if sampling(&want[i]) {
				want[i].ID = "" // it stands in the frame
			}
		}
		got, err := readEvents(w.p.b, 3, "CP1", w.n)
		ok(t, err)
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("got\n%+v, want\n%+v", got, want)
		}
	}
}

func TestOwnersGiveBackWhatWasPutIn(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 1))
	for range 100 {
		want := make(owners, 1+r.IntN(300))
		for i := range want {
			want[i] = pick(r, 0, 1, 7, model.TransactionKey(r.Int64N(1<<40)))
		}
		got, err := readOwners(packOwners(want), len(want))
		ok(t, err)
		if !slices.Equal(got, want) {
			t.Fatalf("got %v, want %v", got, want)
		}
	}
}

func FuzzFrames(f *testing.F) {
	var w frameWriter
	for _, v := range randomFrames(rand.New(rand.NewPCG(1, 1)), 20) {
		w.add(&v)
	}
	f.Add(w.pack(), w.first, w.n)
	f.Fuzz(func(t *testing.T, data []byte, first int64, n int) {
		if frames, err := readFrames(data, 1, first, n); err != nil {
			wantErr(t, err, ErrBroken)
		} else if len(frames) != n {
			t.Errorf("%d frames without an error, want %d", len(frames), n)
		} else if err := eachAnswer(data, first, n, func(int64, int64) {}); err != nil {
			t.Errorf("answers of a good block: %v", err)
		}
	})
}

func FuzzEvents(f *testing.F) {
	var w eventWriter
	for _, v := range randomEvents(rand.New(rand.NewPCG(1, 1)), 20) {
		w.add(&v)
	}
	f.Add(w.p.b, w.n)
	f.Fuzz(func(t *testing.T, data []byte, n int) {
		if events, err := readEvents(data, 1, "", n); err != nil {
			wantErr(t, err, ErrBroken)
		} else if len(events) != n {
			t.Errorf("%d events without an error, want %d", len(events), n)
		}
	})
}

func FuzzOwners(f *testing.F) {
	f.Add(packOwners(owners{0, 1, 1, 7, 0}), 5)
	f.Fuzz(func(t *testing.T, data []byte, n int) {
		if keys, err := readOwners(data, n); err != nil {
			wantErr(t, err, ErrBroken)
		} else if len(keys) != n {
			t.Errorf("%d frames without an error, want %d", len(keys), n)
		}
	})
}

func readEvents(data []byte, source model.SourceID, station string, count int) ([]model.Event, error) {
	return unpackEvents(data, source, station, count, make([]model.Event, 3))
}

func TestBlockWithADamagedByteIsBroken(t *testing.T) {
	c := newCaseFile(t)
	raw := []byte(strings.Repeat("what is kept for long is checked when it is read; ", 50))
	older, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest))
	ok(t, err)
	defer closing(t, older)
	for name, packed := range map[string][]byte{"ours": c.compress(raw), "of an older case": older.EncodeAll(raw, nil)} {
		got, err := c.expand(packed, nil)
		ok(t, err)
		if string(got) != string(raw) {
			t.Errorf("%s: it is another", name)
		}
		for i := range packed {
			damaged := slices.Clone(packed)
			damaged[i] ^= 0x10
			if got, err := c.expand(damaged, nil); err == nil && string(got) != string(raw) {
				t.Errorf("%s: damage at %d is not seen", name, i)
			}
		}
		_, err = c.expand(packed[:3], nil)
		wantErr(t, err, ErrBroken)
	}
}
