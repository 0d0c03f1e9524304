// Package schema checks OCPP 1.6 payloads against their JSON schemas and reads them, in one pass.
//
// The schemas (2019:12, of the Open Charge Alliance; MeterValues is the customer's) are embedded and compiled
// to tables. A [Decoder] walks the bytes of a payload once: it parses strict JSON (RFC 8259), reports every
// failing keyword at every place with its pointer and byte offset, and takes out what sessions need. There
// is no second path for payloads with violations: a charger's quirk is in each of its messages.
//
// Only the keywords that those schemas use, and a few near them, are understood; [Compile] refuses every
// other rather than passing over it. What is not JSON is not repaired here.
//
// [Hash] is for who looks for frames that were logged twice: a number that is equal for equal JSON values.
//
// The package imports only package model.
package schema
