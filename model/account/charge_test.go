package account

import (
	"testing"

	"meterscope/model"
)

// charged are transactions of two stations: 1 and 2 on A's connectors at the same time, 3 an hour later, 4 on B.
func charged() []model.Transaction {
	tx := func(key int64, station string, connector int64, tag string, from, to float64) model.Transaction {
		return model.Transaction{
			Key: model.TransactionKey(key), Station: station, Connector: model.Some(connector), ID: model.Some(key + 100), IDTag: tag,
			Start: stamp(from), Stop: stamp(to), Complete: true,
		}
	}
	return []model.Transaction{
		tx(1, "CP-A", 1, "RED", 0, 3600), tx(2, "CP-A", 2, "BLUE", 0, 3600), tx(3, "CP-A", 1, "RED", 7200, 9000), tx(4, "CP-B", 1, "RED", 60, 3600),
	}
}

func TestChargesAreMatchedByStationTagAndTime(t *testing.T) {
	for _, c := range []struct {
		name string
		r    model.ChargeRecord
		kind MatchKind
		key  model.TransactionKey
	}{
		{"station, tag and time", model.ChargeRecord{Station: "CP-A", IDTag: "red", Start: stamp(30)}, Matched, 1},
		{"an EVSE's number with the station in it", model.ChargeRecord{Station: "DE*XYZ*E*CPA*1", IDTag: "RED", Start: stamp(0)}, Matched, 1},
		{"a name of its own, and the tag", model.ChargeRecord{Station: "Car park north", IDTag: "BLUE", Start: stamp(0), Stop: stamp(3700)}, Matched, 2},
		{"another station of the log", model.ChargeRecord{Station: "CP-B", IDTag: "BLUE", Start: stamp(0)}, NoMatch, 0},
		{"connector", model.ChargeRecord{Station: "CP-A", Connector: model.Some[int64](2), Start: stamp(0)}, Matched, 2},
		{"two fit", model.ChargeRecord{Station: "CP-A", Start: stamp(0)}, Several, 0},
		{"the tag on two stations", model.ChargeRecord{IDTag: "RED", Start: stamp(30)}, Several, 0},
		{"an end that only one has", model.ChargeRecord{Station: "CP-A", IDTag: "RED", Stop: stamp(9000)}, Matched, 3},
		{"ten minutes are near", model.ChargeRecord{Station: "CP-A", IDTag: "RED", Start: stamp(7200 + 600)}, Matched, 3},
		{"more are not", model.ChargeRecord{Station: "CP-A", IDTag: "RED", Start: stamp(7200 + 601)}, NoMatch, 0},
		{"plugged in long before and after", model.ChargeRecord{Station: "CP-B", Start: stamp(-3000), Stop: stamp(9999)}, Matched, 4},
		{"transactionId alone", model.ChargeRecord{Transaction: model.Some[int64](103)}, Matched, 3},
		{"transactionId of another time", model.ChargeRecord{Transaction: model.Some[int64](103), Start: stamp(0)}, NoMatch, 0},
		{"time alone, where the record says no more", model.ChargeRecord{Start: stamp(7200)}, Matched, 3},
		{"time alone, though it names what nobody knows", model.ChargeRecord{Station: "Elsewhere", Start: stamp(7200)}, NoMatch, 0},
		{"another tag", model.ChargeRecord{Station: "CP-A", IDTag: "GREEN", Start: stamp(0)}, NoMatch, 0},
		{"nothing", model.ChargeRecord{}, NoMatch, 0},
	} {
		got := MatchCharges([]model.ChargeRecord{c.r}, charged())[0]
		if got.Kind != c.kind || c.kind == Matched && got.Among[0] != c.key {
			t.Errorf("%s: %s of %v, want %s of %d", c.name, got.Kind, got.Among, c.kind, c.key)
		}
	}
}

func TestTwoChargesOfOneTransactionAreSharedAndNobodys(t *testing.T) {
	records := []model.ChargeRecord{
		{Line: 2, Station: "CP-B", Start: stamp(60)}, {Line: 3, Station: "CP-A", IDTag: "BLUE", Start: stamp(0)}, {Line: 4, Station: "CP-B", Start: stamp(90)},
	}
	got := MatchCharges(records, charged())
	if got[0].Kind != SharedMatch || got[1].Kind != Matched || got[2].Kind != SharedMatch {
		t.Errorf("got %+v", got)
	}
	if Charged(got, 4) != nil || Charged(got, 2) == nil || Charged(got, 2).Line != 3 {
		t.Error("a record has the wrong owner")
	}
}
