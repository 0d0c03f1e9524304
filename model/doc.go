// Package model holds the words of the field as types: what an OCPP 1.6 meter log says, and what
// Meterscope says about it.
//
// It is the vocabulary that every other package shares, so it imports nothing but the standard library,
// does no input or output, and keeps no state. One file is one concept: [Decimal], [Time], [Measurand],
// [Phase], [Location], [Context], [Format], [Unit], [Frame], [Sample], [Event], [Transaction], [Finding],
// [Source], [Batch].
//
// Three habits run through it. Quantities are exact decimals in the unit that was sent; conversion to base
// units happens when a value is read, never before it is stored. What is unknown is absent ([Opt]), never
// zero. What Meterscope infers rather than reads is marked Inferred.
package model
