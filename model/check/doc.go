// Package check keeps a case's transactions and findings up to date.
//
// It is where the parts meet: an import writes into a case through a [Sink], which lets the rules look at each
// batch on its way; and [Run] joins what the case holds into transactions, says what their samples tell of
// them, and runs the rules over each. One transaction's samples are in memory at a time. What is wrong is said
// by package rule, what belongs together by package session, how much energy flowed by package account, what is
// kept by package store: there is neither a rule nor SQL here.
package check
