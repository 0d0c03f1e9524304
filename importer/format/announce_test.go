package format

import "testing"

func TestLinesThatAnnounceAMessage(t *testing.T) {
	for line, want := range map[string]bool{
		`2025-03-01 10:00:00,123 INFO [ocpp] CP1: receive message `: true,
		`INFO:ocpp:CP1: send `:                                                             true,
		`[ocpp  ] TRACE 2025/03/04 22:07:06 recv CP1: `:                                    true,
		`[ocpp ] TRACE 2024/07/11 17:15:46 sent CP1: `:                                     true,
		`[INFO ] 2024-02-26 09:14:46,425 W (q) - [chargeBoxId=CP1, sessionId=1] Sending: `: true,
		`[ocpp ] DEBUG 2024/07/11 17:15:46 values CP1: `:                                   false,
		`the station said: `:                                                               false,
		`then send `:                                                                       false,
		``:                                                                                 false,
	} {
		if got := Announces([]byte(line)); got != want {
			t.Errorf("Announces(%q) = %t", line, got)
		}
	}
}
