package importer

import (
	"strings"
	"testing"
)

// Columns that the user named and that can't be meant are told of, with what stands there and what is there instead.
func TestWrongColumnsSayWhatWasAskedAndWhatIsThere(t *testing.T) {
	messages := lines("id;ts;box;content", `1;2025-03-01 10:00:00;CP1;[2,"1","Heartbeat",{}]`, `2;2025-03-01 10:00:10;CP1;[2,"2","Heartbeat",{}]`)
	nothing := lines("id;ts;box;content", `1;2025-03-01 10:00:00;CP1;foo`, `2;2025-03-01 10:00:10;CP1;bar`)
	for _, c := range []struct{ text, columns, want string }{
		{messages, "message=C", `column C (box) holds no frame or payload, but "CP1"; column D (content) does`},
		{nothing, "message=C", `column C (box) holds no frame or payload, but "CP1", and no other one does`},
		{messages, "message=D,time=C", `column C (box) holds no time, but "CP1"`},
		{messages, "message=D,date=C,time=B", `column C (box) holds no date, but "CP1"`},
		{nothing, "time=B,value=D", `column D (content) holds no number, but "foo"`},
		{messages, "message=F", `there is no column F: the table has A "id", B "ts", C "box", D "content"`},
		{messages, "message=payload", `no column is named "payload": there are A "id", B "ts", C "box", D "content"`},
	} {
		rep, err := Run(t.Context(), []Input{{Path: "a.csv", Reader: strings.NewReader(c.text)}}, &memory{}, Options{Columns: c.columns})
		if err != nil {
			t.Fatal(err)
		}
		if err := rep.Sources[0].Err; err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v\nwant %s", c.columns, err, c.want)
		}
	}
}
