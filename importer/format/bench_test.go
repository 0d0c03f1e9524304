package format

import "testing"

// What the lines of a large log cost: each frame's prefix is read once.
func BenchmarkPrefix(b *testing.B) {
	for _, c := range []struct{ name, id, before string }{
		{"nothing", "text", ""},
		{"time and arrow", "text", "2025-03-01 10:00:00.123 INFO ocpp.CP-0001 <- "},
		{"words", "text", "2026-02-25 00:00:49 Verb  <#70> [OcppClient] - Received: "},
		{"log4j", "text", "2025-03-01 10:00:00,123 INFO  [http-nio-8080-exec-1] c.e.OcppHandler - Received from CP1: "},
		{"home-assistant", "home-assistant", "2025-02-16 21:33:01.842 INFO (MainThread) [ocpp] CP1: receive message "},
		{"evcc", "evcc", "[ocpp  ] TRACE 2025/03/04 22:07:06 recv CP1: "},
		{"steve", "steve", "[INFO ] 2024-02-26 09:14:46,425 d.W (qtp-40) - [chargeBoxId=CP1, sessionId=8] Received: "},
		{"syslog", "syslog", "Jul 22 16:52:57 pi ocppd[99]: received "},
		{"json-lines", "json-lines", `{"timestamp":"2025-03-01T10:00:00Z","chargePointId":"CP1","direction":"in","message":`},
	} {
		f, _ := ByID(c.id)
		before := []byte(c.before)
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				f.Prefix(before)
			}
		})
	}
}
