package format

import "testing"

func TestANameAloneWithTheTimeIsTheStation(t *testing.T) {
	for line, want := range map[string]string{
		"2025-03-01T10:00:00.100Z CP1 ":                                   "CP1",
		"2025-03-01 10:00:00,100 INFO [CP-17] ":                           "CP-17",
		"[2025-03-01T10:00:00Z] DEBUG CP1: received ":                     "CP1",
		"1740823200.100 | EVB-P17390866 | send | ":                        "EVB-P17390866",
		"01.03.2025 10:00:00 AT*ABC*E0001 Rx: ":                           "AT*ABC*E0001",
		"2025-03-01T10:00:00.100Z":                                        "",
		"2025-03-01T10:00:00Z thread-12 ":                                 "",
		"2025-03-01T10:00:00Z [http-nio-8080-exec-3] ":                    "",
		"2025-03-01T10:00:00Z [pool-1-thread-1] CP1 ":                     "",
		"2025-03-01T10:00:00Z ocpp1.6 ":                                   "",
		"2025-03-01T10:00:00Z WebSocket frame of CP1 was ":                "",
		"2025-03-01T10:00:00Z handler ":                                   "",
		"CP1: ":                                                           "",
		"2025-03-01T10:00:00Z CP1 CP2 ":                                   "",
		"2025-03-01T10:00:00.000000001Z stdout F CP1: in ":                "CP1",
		"csms-1  | 2025-03-01 10:00:00.000 INFO CP1: rx ":                 "CP1",
		"Mar  1 10:00:00 gw ocppd[812]: CP1 recv: ":                       "CP1",
		"2025-03-01 10:00:00.000 +00:00 [INF] CP1 sent: ":                 "CP1",
		"[2025-03-01 10:00:00] [CP1] Charger -> CSMS: ":                   "CP1",
		"01.03.2025 10:00:00,100 CP1 Empfangen: ":                         "CP1",
		"| 2025-03-01T10:00:00Z | CP1 | `":                                "CP1",
		"[pod/gw-7d/ocpp] 2025-03-01T10:00:00Z recv CP1 ":                 "CP1",
		"2025-03-01T10:00:00Z a1b2c3d4-0000-4000-8000-1234567890ab recv ": "",
	} {
		if got := (Text{}).Prefix([]byte(line)).Station; got != want {
			t.Errorf("%q names %q, want %q", line, got, want)
		}
	}
}

func TestAStationBesideAnArrowOrInAPath(t *testing.T) {
	for line, want := range map[string]string{
		"2025-03-01 10:00:00.100 [CP1 -> CSMS] ":              "CP1",
		"2025-03-01 10:00:00.100 [CSMS -> CP1] ":              "CP1",
		"2025-03-01T10:00:00Z CP1 → CSMS ":                    "CP1",
		"[01/Mar/2025:10:00:00 +0000] /ocpp/CP1 IN ":          "CP1",
		"2025-03-01T10:00:00.100Z ocpp/CP1/in ":               "CP1",
		"ocpp/1.6/CP1/out ":                                   "CP1",
		"/var/log/ocpp.log: ":                                 "",
		"2025-03-01 10:00:00.100 src/ocpp/v16/call.go:12 in ": "",
		`2025-03-01 10:00:00.100,"CP1 <- `:                    "CP1",
	} {
		if got := (Text{}).Prefix([]byte(line)).Station; got != want {
			t.Errorf("%q names %q, want %q", line, got, want)
		}
	}
}
