package model

// ChargeRecord is a row of a list of charge detail records: what was billed. What the list doesn't say is empty.
type ChargeRecord struct {
	Line        int    // in the list, from 1
	ID          string // as the list names it
	Station     string
	Connector   Opt[int64]
	Transaction Opt[int64] // the transactionId
	IDTag       string
	Start, Stop Time
	Billed      string // kWh, as written but for the unit
}
