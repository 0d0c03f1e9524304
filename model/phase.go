package model

// Phase says on which conductor or between which conductors a value was measured (OCPP 1.6 §7.34). Absent
// means the whole: the total over all phases, or a thing that has no phase.
type Phase string

// The ten phases of OCPP 1.6 §7.34, and the absence of one.
const (
	PhaseNone Phase = ""
	L1        Phase = "L1"
	L2        Phase = "L2"
	L3        Phase = "L3"
	N         Phase = "N"
	L1N       Phase = "L1-N"
	L2N       Phase = "L2-N"
	L3N       Phase = "L3-N"
	L1L2      Phase = "L1-L2"
	L2L3      Phase = "L2-L3"
	L3L1      Phase = "L3-L1"
)

// Phases lists all that OCPP 1.6 §7.34 knows, in the order of the schema.
func Phases() []Phase { return []Phase{L1, L2, L3, N, L1N, L2N, L3N, L1L2, L2L3, L3L1} }

// Line gives the single line conductor that the phase speaks of: L1 for L1 and L1-N. Chargers use both for
// the same quantity. It is PhaseNone for the neutral, for line-to-line phases and for the total.
func (p Phase) Line() Phase {
	switch p {
	case L1, L1N:
		return L1
	case L2, L2N:
		return L2
	case L3, L3N:
		return L3
	}
	return PhaseNone
}
