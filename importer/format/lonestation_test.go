package format

import "testing"

func TestANameAloneWithTheTimeIsTheStation(t *testing.T) {
	for line, want := range map[string]string{
		"2025-03-01T10:00:00.100Z CP1 ":                    "CP1",
		"2025-03-01 10:00:00,100 INFO [CP-17] ":            "CP-17",
		"[2025-03-01T10:00:00Z] DEBUG CP1: received ":      "CP1",
		"1740823200.100 | EVB-P17390866 | send | ":         "EVB-P17390866",
		"01.03.2025 10:00:00 AT*ABC*E0001 Rx: ":            "AT*ABC*E0001",
		"2025-03-01T10:00:00.100Z":                         "",
		"2025-03-01T10:00:00Z thread-12 ":                  "",
		"2025-03-01T10:00:00Z [http-nio-8080-exec-3] ":     "",
		"2025-03-01T10:00:00Z [pool-1-thread-1] CP1 ":      "",
		"2025-03-01T10:00:00Z ocpp1.6 ":                    "",
		"2025-03-01T10:00:00Z WebSocket frame of CP1 was ": "",
		"2025-03-01T10:00:00Z handler ":                    "",
		"CP1: ":                                            "",
		"2025-03-01T10:00:00Z CP1 CP2 ":                    "",
	} {
		if got := (Text{}).Prefix([]byte(line)).Station; got != want {
			t.Errorf("%q names %q, want %q", line, got, want)
		}
	}
}
