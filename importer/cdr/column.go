package cdr

import (
	"strings"
	"unicode"
)

// role is what a column holds.
type role int

const (
	none role = iota
	energy
	wattHours // energy in Wh
	station
	connector
	transaction
	tag
	start
	stop
	record
	roles
)

// titles are the words by which headers name a role, in the order in which they are looked for: whole headers first,
// without case, blanks and signs. They are those of OCPI 2.1.1 and 2.2 §10 (CDR), and of operators' exports in English
// and German.
func titles() [roles][]string {
	return [roles][]string{
		energy: {
			"totalenergy", "totalenergykwh", "energykwh", "billedkwh", "kwh", "energy", "energybilled", "billedenergy", "meteredkwh",
			"chargedkwh", "chargedenergy", "energydelivered", "energyconsumed", "consumption", "consumptionkwh", "volume", "quantity",
			"energie", "energiekwh", "energieinkwh", "energiemenge", "energiemengekwh", "verbrauch", "verbrauchkwh", "menge", "mengekwh", "geladenkwh",
			"geladeneenergie", "lademenge", "lademengekwh",
		},
		wattHours: {"energywh", "totalenergywh", "wh", "energiewh", "verbrauchwh", "meteredwh"},
		station: {
			"chargepointid", "chargepoint", "chargepointidentity", "chargeboxid", "chargeboxidentity", "cpid", "stationid", "station",
			"chargingstation", "chargingstationid", "charger", "chargerid", "evse", "evseid", "evseuid", "locationid", "ladepunkt",
			"ladepunktid", "ladestation", "ladestationid", "ladesäule", "säule", "wallbox", "standort",
		},
		connector: {"connectorid", "connector", "outlet", "plug", "stecker", "anschluss", "ladeanschluss"},
		transaction: {
			"transactionid", "transaction", "txid", "ocpptransactionid", "transaktion", "transaktionsid", "transaktionid", "transaktionsnummer",
		},
		tag: {
			"idtag", "tag", "tagid", "rfid", "rfidtag", "token", "tokenuid", "cdrtokenuid", "uid", "authid", "authorizationreference", "card",
			"cardid", "cardnumber", "karte", "kartennummer", "kartenid", "ladekarte", "rfidnummer", "kennung",
		},
		start: {
			"startdatetime", "starttime", "start", "startdate", "startedat", "sessionstart", "chargingstart", "begin", "beginn", "from",
			"startzeit", "startzeitpunkt", "ladebeginn", "von", "beginndatum",
		},
		stop: {
			"enddatetime", "stopdatetime", "endtime", "stoptime", "end", "stop", "enddate", "endedat", "stoppedat", "sessionend",
			"chargingend", "until", "to", "endzeit", "endzeitpunkt", "ladeende", "ende", "bis",
		},
		record: {"cdrid", "id", "sessionid", "recordid", "invoiceid", "invoice", "reference", "beleg", "belegnummer", "rechnung", "rechnungsnummer", "vorgang"},
	}
}

// bare takes case, blanks and signs from a header.
func bare(header string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, header)
}

// byHeaders tells the columns of a header; each role is that of the column whose title stands first in its list.
func byHeaders(header []string) (columns [roles]int, known bool) {
	for r := range columns {
		columns[r] = -1
	}
	for r, words := range titles() {
		best := len(words)
		for i, h := range header {
			name := bare(h)
			for k, w := range words {
				if name == w && k < best {
					columns[r], best, known = i, k, true
				}
			}
		}
	}
	return columns, known
}
