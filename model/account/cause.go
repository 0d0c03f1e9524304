package account

import "meterscope/model"

// CauseKind says what makes an account differ. The words are those of the command line's JSON.
type CauseKind string

// What is known to make accounts differ.
const (
	CauseGap         CauseKind = "gap"            // nothing was sampled for a while
	CauseLateStart   CauseKind = "late-start"     // sampling began after the reference
	CauseEarlyStop   CauseKind = "early-stop"     // sampling ended before the reference
	CauseFall        CauseKind = "register-fall"  // the register was reset or replaced (REG001)
	CauseJump        CauseKind = "register-jump"  // the register rose by more than can have flowed (REG006)
	CauseMeterStop   CauseKind = "meter-stop"     // meterStop is no reading that meterStart can be taken from
	CauseUnit        CauseKind = "unit"           // wrong by about 1000
	CausePhase       CauseKind = "phase-missing"  // one or two of three phases are counted
	CausePowerFactor CauseKind = "power-factor"   // voltage × current is apparent power
	CauseSign        CauseKind = "sign"           // it counts the other way round
	CauseOther       CauseKind = "other-account"  // it is what another account says
	CauseAfterStop   CauseKind = "after-stop"     // it goes on after the transaction's end
	CauseInterim     CauseKind = "interim"        // it is a reading before the end
	CauseTooMuch     CauseKind = "more-than-sent" // the car took more than was delivered
	CauseLoss        CauseKind = "high-loss"      // the car took less than charging losses explain
	CauseClock       CauseKind = "clock-back"     // the station's clock went back (CLK005)
	CauseExport      CauseKind = "export"         // it takes off what was exported: Least

	CauseMeterReading CauseKind = "meter-reading" // meterStart (then it has From) or meterStop (To) is not what the register shows
)

// Cause is why an account and the reference differ.
type Cause struct {
	Kind     CauseKind
	Of       Kind // the account in which it lies: the one that differs, or the reference
	From, To model.Time
	Count    int // stretches that it is made of

	Hides model.Opt[model.Decimal] // Wh that can be missing for it, at most; absent if nobody can know
	Known bool                     // they are: the register counted them
	Least model.Decimal            // Wh that are missing for it in any case: by so much a register fell, or rose too far
	Whole bool                     // it explains the difference, together with Also
	Rest  model.Decimal            // Wh, what stays unexplained if it doesn't

	Before, After model.Decimal // of a fall, the readings around it; of meter-stop, meterStart and meterStop
	Lines         []model.Phase // of phase-missing, those that are counted
	Certain       bool          // of phase-missing: the others carried current
	Factor        model.Decimal // of power-factor: the one that would fit
	Other         Kind          // of other-account
	Also          []Cause       // what else plays a part, the greater first
}
