package model

// Entered is what the user adds to a transaction's accounts: the bill and the car, as typed, so that the digits
// that were given are kept. An empty text is nothing.
type Entered struct {
	Billed   string // kWh
	Car      string // kWh that the car shows as charged
	Battery  string // kWh of usable capacity: with the change of SoC another way to know what the car took
	SoCFrom  string // percent; where the car shows another one than the log has
	SoCTo    string
	LossLow  string // percent of the energy that charging loses
	LossHigh string
	Source   string // where the bill was read, for the reader: "cdr.csv, line 7"
}

// Empty says that there is nothing.
func (e Entered) Empty() bool { return e == Entered{} }
