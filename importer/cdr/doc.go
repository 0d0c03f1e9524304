// Package cdr reads lists of charge detail records: the tables in which an operator says what was billed. It finds
// out by the headers, else by the contents, which column is which. It knows nothing of transactions: package account
// finds those that the records are of.
package cdr
