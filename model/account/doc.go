// Package account says how much energy flowed in a transaction: in as many ways as the log has, each an exact
// decimal with the time that it covers, and why one differs from another.
//
// [Energy] gives the one figure of a transaction's row, [Reconcile] sets all of them side by side. Both rest on
// the same sums: a register is its last reading less its first ([registered]), intervals are added up ([summed]),
// power is integrated ([integrate]). What is sent is added exactly; what is integrated is rounded once, half to
// even, to 0.001 Wh.
//
// It is pure, like package session: values in, values out. What the rules found is given to it as findings. It
// states facts; the sentences are written by ui/present.
package account
