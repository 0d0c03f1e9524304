package store

import (
	"math/rand/v2"
	"reflect"
	"testing"

	"meterscope/model"
)

func TestShapeOfAPointer(t *testing.T) {
	for _, test := range []struct {
		pointer, shape string
		indices        []uint32
	}{
		{"", "", nil},
		{"/connectorId", "/connectorId", nil},
		{"/meterValue/0/sampledValue/13/unit", "/meterValue/*/sampledValue/*/unit", []uint32{0, 13}},
		{"/meterValue/12", "/meterValue/*", []uint32{12}},
		{"/0/1", "/*/*", []uint32{0, 1}},
		{"/a/01", "/a/01", nil},
		{"/a/1234567890", "/a/1234567890", nil},
		{"/a//1x/-1", "/a//1x/-1", nil},
		{"/a/*/1", "=/a/*/1", nil},
		{"=/1", "==/1", nil},
		{"1", "1", nil},
	} {
		shape, indices := shapeOf(test.pointer, nil)
		if shape != test.shape || !reflect.DeepEqual(indices, test.indices) {
			t.Errorf("%q has the shape %q %v", test.pointer, shape, indices)
		}
		if got := pointerOf(shape, indices); got != test.pointer {
			t.Errorf("%q comes back as %q", test.pointer, got)
		}
		if n := indicesIn(shape); n != len(indices) {
			t.Errorf("%q: %d indices", shape, n)
		}
	}
}

func FuzzPointer(f *testing.F) {
	f.Add("/meterValue/0/sampledValue/13/unit")
	f.Fuzz(func(t *testing.T, pointer string) {
		shape, indices := shapeOf(pointer, nil)
		if got := pointerOf(shape, indices); got != pointer {
			t.Errorf("%q comes back as %q", pointer, got)
		}
		if indicesIn(shape) != len(indices) {
			t.Errorf("%q has %d indices", shape, len(indices))
		}
	})
}

func randomPlace(r *rand.Rand, offset int64) place {
	p := place{
		at: model.Place{Source: 3, Line: r.IntN(500), Offset: offset}, count: 1, frame: pick(r, model.NoFrame, r.Int64N(9000)),
		indices: []uint32{uint32(r.IntN(20)), uint32(r.IntN(20))},
	}
	switch r.IntN(4) {
	case 0:
		p.end = model.Place{Source: pick[model.SourceID](r, 3, 4), Line: r.IntN(500), Offset: r.Int64N(1 << 40)}
		p.from, p.to, p.count = randomTime(r), randomTime(r), r.IntN(100)
	case 1:
		p.count = 0
	}
	return p
}

func readPlaces(data []byte, n, indices int) ([]place, error) {
	var r placeReader
	if err := r.reset(data, n, 3, indices); err != nil {
		return nil, err
	}
	var got []place
	for {
		ok, err := r.next()
		if !ok {
			return got, err
		}
		p := r.place
		p.indices = append([]uint32{}, p.indices...)
		got = append(got, p)
	}
}

func TestPlacesGiveBackWhatWasPutIn(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 1))
	key := findingKey{source: 3, shape: "/*/*", pointer: true}
	for range 200 {
		var w placeWriter
		var want []place
		for i := range 1 + r.IntN(40) {
			p := randomPlace(r, int64(i*100))
			want = append(want, p)
			w.add(&p)
		}
		data, err := w.pack(&key)
		ok(t, err)
		got, err := readPlaces(data, w.n, 2)
		ok(t, err)
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("got\n%+v, want\n%+v", got, want)
		}
	}
}

func TestPlacesAreSorted(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 1))
	key := findingKey{source: 3, shape: "/*/*", pointer: true}
	var w placeWriter
	for range 100 {
		p := randomPlace(r, r.Int64N(30))
		w.add(&p)
	}
	data, err := w.pack(&key)
	ok(t, err)
	got, err := readPlaces(data, w.n, 2)
	ok(t, err)
	for i := 1; i < len(got); i++ {
		a, b := got[i-1], got[i]
		if a.at.Offset > b.at.Offset ||
			a.at.Offset == b.at.Offset && pointerOf(key.shape, a.indices) > pointerOf(key.shape, b.indices) {
			t.Fatalf("%+v before %+v", a, b)
		}
	}
	if w.firstOffset != got[0].at.Offset {
		t.Errorf("first offset is %d, want %d", w.firstOffset, got[0].at.Offset)
	}
}

func FuzzPlaces(f *testing.F) {
	var w placeWriter
	r := rand.New(rand.NewPCG(1, 1))
	for i := range 20 {
		p := randomPlace(r, int64(i))
		w.add(&p)
	}
	f.Add(w.p.b, w.n, 2)
	f.Fuzz(func(t *testing.T, data []byte, n, indices int) {
		if indices < 0 {
			return // it is counted, never read
		}
		if places, err := readPlaces(data, n, indices); err != nil {
			wantErr(t, err, ErrBroken)
		} else if len(places) != n {
			t.Errorf("%d places without an error, want %d", len(places), n)
		}
	})
}
