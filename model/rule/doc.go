// Package rule holds the rules: what Meterscope says about a log, when, and in which words.
//
// A [Rule] is data and one function. [Catalogue] lists them all, in order; there is no other registry. The JSN
// and SCH rules have no function: the decoder finds what they speak of, and they stand here for their texts
// and severities. [Frames] runs the rules that look at one frame over a batch, [Transactions] those that look
// at one transaction. [Message] says a finding in a sentence, from what the finding holds.
//
// Rules are pure: values in, findings out. What is a comparison of quantities allows for the resolution that
// the values were sent with (see tolerance.go). One cause gives one finding.
//
// assets/docs/rules.md is written from the catalogue by [Markdown]; a test keeps it fresh.
package rule
