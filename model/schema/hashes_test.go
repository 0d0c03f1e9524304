package schema_test

// hashes are as they were when the first case files were written.
var hashes = map[string]uint64{
	`null`:                            0x1b873593cc9e2d51,
	`true`:                            0x2545f4914f6cdd1d,
	`false`:                           0x3c79ac492ba7b653,
	`0`:                               0x230fa8950e4548f7,
	`1.50`:                            0x6f6c4eff4babc6bc,
	`-12345678901234567890`:           0x96554d25e9973882,
	`""`:                              0x670527f286862c69,
	`"Wh"`:                            0x74a668ef66033e8,
	`"Sample"`:                        0xaec20887a0abb2cc,
	`"Energy.Active.Import.Register"`: 0xba4d5714a992ba6a,
	`[]`:                              0xaa8aec93739e88fa,
	`{}`:                              0x3ff0a3d3ea24fcdc,
	`[1,"a",[]]`:                      0x75f3e14b26e1d179,
	`{"connectorId":1,"meterValue":[{"timestamp":"2025-03-01T10:00:00Z","sampledValue":[{"value":"12.5"}]}]}`: 0xd1b458c595e7d87b,
}
