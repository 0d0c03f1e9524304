// Package session joins the traffic of one station into transactions, and says which frames, which samples
// and which charger states are whose.
//
// It is pure: it reads a [Log] twice and gives values. It knows no database and no rule; it says what belongs
// together, not what is wrong. Its memory grows with transactions and their spans, not with the frames of the
// log. What it concludes by time instead of reading it from an id is marked Inferred.
//
// Frames are joined by station, connector, transactionId and time. Order is by payload time ("when") where a
// thing is about charging, and by the log's time ("at") where it is about what the log shows. Both are
// properties of the frames, so the result doesn't depend on the order in which sources arrived.
//
// gap.go holds the one definition of a gap that rules, accounts and plots share.
package session
