package cdr

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"meterscope/model"
)

func written(list []model.ChargeRecord, bad []Bad) string {
	var parts []string
	for _, r := range list {
		parts = append(parts, fmt.Sprintf("%d: %s %s/%s #%s %q %s–%s %s", r.Line, r.ID, r.Station, opt(r.Connector), opt(r.Transaction), r.IDTag, r.Start, r.Stop, r.Billed))
	}
	for _, b := range bad {
		parts = append(parts, fmt.Sprintf("%d: %s %q", b.Line, b.What, b.Cell))
	}
	return strings.Join(parts, "\n")
}

func opt(o model.Opt[int64]) string {
	if !o.OK {
		return ""
	}
	return fmt.Sprint(o.V)
}

func TestListsOfChargesAreRead(t *testing.T) {
	berlin := time.FixedZone("", 3600)
	for _, c := range []struct{ name, text, want string }{
		{
			"OCPI", "id,start_date_time,end_date_time,cdr_token.uid,evse_uid,connector_id,total_energy\nX1,2025-03-01T10:00:00Z,2025-03-01T11:00:00Z,04A1,CP1,1,15.3420\n",
			`2: X1 CP1/1 # "04A1" 2025-03-01T10:00:00Z–2025-03-01T11:00:00Z 15.3420`,
		},
		{
			"German, with a mark of its bytes and decimal commas", "\ufeffBelegnummer;Ladestation;Kartennummer;Beginn;Ende;Energie [kWh];Betrag\n7;CP1;04A1;01.03.2025 10:00;01.03.2025 11:02:10;1.038,2;12,30\n",
			`2: 7 CP1/ # "04A1" 2025-03-01T09:00:00Z–2025-03-01T10:02:10Z 1038.2`,
		},
		{"tabs, Wh, a transactionId", "transactionId\tenergy_wh\n42\t38214\n\n43\t1000\n", "2:  / #42 \"\" – 38.214\n4:  / #43 \"\" – 1.000"},
		{"units in the cells", "start,energy\n2025-03-01 10:00,38.2 kWh\n2025-03-01 12:00,500 Wh\n", "2:  / # \"\" 2025-03-01T09:00:00Z– 38.2\n3:  / # \"\" 2025-03-01T11:00:00Z– 0.500"},
		{"no headers", "CP1,2025-03-01T10:00:00Z,2025-03-01T11:00:00Z,4.5\nCP2,2025-03-02T10:00:00Z,2025-03-02T11:00:00Z,6.5\n", "1:  / # \"\" 2025-03-01T10:00:00Z–2025-03-01T11:00:00Z 4.5\n2:  / # \"\" 2025-03-02T10:00:00Z–2025-03-02T11:00:00Z 6.5"},
		{"months first, as one date shows", "start,kwh\n3/1/2025 10:00,1\n3/14/2025 10:00,2\n", "2:  / # \"\" 2025-03-01T09:00:00Z– 1\n3:  / # \"\" 2025-03-14T09:00:00Z– 2"},
		{"days first else", "start,kwh\n3/1/2025 10:00,1\n", "2:  / # \"\" 2025-01-03T09:00:00Z– 1"},
		{"quotes over lines", "start,kwh,note\n2025-03-01 10:00,1,\"a\nb\"\n2025-03-01 12:00,2,\n", "2:  / # \"\" 2025-03-01T09:00:00Z– 1\n4:  / # \"\" 2025-03-01T11:00:00Z– 2"},
		{"rows that can't be read", "start,kwh\nsoon,1\n2025-03-01 10:00,much\n2025-03-01 10:00,-1\n", "2: start \"soon\"\n3: energy \"much\"\n4: energy \"-1\""},
	} {
		list, bad, err := Read(strings.NewReader(c.text), berlin)
		if got := written(list, bad); err != nil || got != c.want {
			t.Errorf("%s: %v\n got %s\nwant %s", c.name, err, got, c.want)
		}
	}
}

func TestListsWithoutEnergiesOrTimesAreNone(t *testing.T) {
	for text, want := range map[string]error{
		"": ErrNoEnergy, "a,b\n1,2\n": ErrNoEnergy, "start\n2025-03-01 10:00\n": ErrNoEnergy, "kwh\n3.2\n": ErrNoTime,
		"2025-03-01T10:00:00Z,1.5,2.5\n": ErrNoEnergy, // which of them?
	} {
		if _, _, err := Read(strings.NewReader(text), nil); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", text, err, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("start,kwh\n3/1/2025 10:00,1\n")
	f.Add("a;b;\"c\n1;2025-03-01T10:00:00Z;4,5")
	f.Fuzz(func(t *testing.T, text string) {
		list, bad, err := Read(strings.NewReader(text), nil)
		if err != nil {
			return
		}
		last := 0
		for _, r := range list {
			if d, err := model.ParseDecimal(r.Billed); err != nil || d.Sign() < 0 {
				t.Errorf("billed %q", r.Billed)
			}
			if r.Line <= last {
				t.Errorf("line %d after %d", r.Line, last)
			}
			last = r.Line
		}
		for _, b := range bad {
			if b.What == "" || b.Line < 1 {
				t.Errorf("bad row %+v", b)
			}
		}
	})
}
