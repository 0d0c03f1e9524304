package rule

import (
	"strconv"

	"meterscope/model"
)

// newerRule is OCP011.
func newerRule() *Rule {
	return &Rule{
		ID: "OCP011", Severity: model.SeverityWarning,
		Doc: Doc{
			Title:  "Message of OCPP 2",
			What:   "The log holds CALLs of OCPP 2.0.1 or 2.1, such as TransactionEvent. They are listed, but neither checked nor counted: OCPP 1.6 doesn't have them.",
			Why:    "The transactions and the meter values in them are missing here.",
			Remedy: "See which version the charger and the operator's system speak. Where it is OCPP 2, this program can't tell what was charged.",
			Spec:   "OCPP-J 1.6 §3.1; OCPP 2.0.1 part 2",
		},
		Exchange: func(p *Pass, x *Exchanged) {
			for i := range x.Newer {
				f := x.Newer[i].finding()
				f.Got = x.Newer[i].Action
				p.report(f)
			}
		},
		say: func(f *model.Finding) string {
			if f.Count > 1 {
				return strconv.Itoa(f.Count) + " CALLs are of OCPP 2, " + f.Got + " the first of them: what they say is not read."
			}
			return f.Got + " is of OCPP 2: what it says is not read."
		},
	}
}

// ofOCPP2 says that OCPP 2.0.1 or 2.1 has an action and OCPP 1.6 hasn't.
func ofOCPP2(action string) bool {
	switch action {
	case "TransactionEvent", "NotifyEvent", "NotifyReport", "NotifyMonitoringReport", "NotifyChargingLimit",
		"NotifyEVChargingNeeds", "NotifyEVChargingSchedule", "NotifyCustomerInformation", "NotifyDisplayMessages",
		"ReportChargingProfiles", "ReservationStatusUpdate", "ClearedChargingLimit", "Get15118EVCertificate",
		"GetCertificateStatus", "GetBaseReport", "GetReport", "GetVariables", "SetVariables", "GetTransactionStatus",
		"GetChargingProfiles", "RequestStartTransaction", "RequestStopTransaction", "SetNetworkProfile",
		"SetMonitoringBase", "SetMonitoringLevel", "SetVariableMonitoring", "ClearVariableMonitoring",
		"GetMonitoringReport", "SetDisplayMessage", "GetDisplayMessages", "ClearDisplayMessage", "CostUpdated",
		"CustomerInformation", "PublishFirmware", "UnpublishFirmware", "PublishFirmwareStatusNotification":
		return true
	}
	return false
}

// newer puts the CALLs of OCPP 2 of each side together.
func (x *Exchange) newer(frames FrameReader, out *parts) error {
	sides := map[side]*actionCount{}
	for a, n := range x.actions {
		if n.calls == 0 || !ofOCPP2(a.name) {
			continue
		}
		all := sides[a.side]
		if all == nil {
			all = &actionCount{first: n.first, last: n.last}
			sides[a.side] = all
		}
		all.calls += n.calls
		if compareRefs(n.first, all.first) < 0 {
			all.first = n.first
		}
		if compareRefs(n.last, all.last) > 0 {
			all.last = n.last
		}
	}
	for _, n := range sides {
		first, last, err := both(frames, n.first, n.last)
		if err != nil {
			return err
		}
		out.Newer = append(out.Newer, Loose{first, last, n.calls})
	}
	sortLoose(out.Newer)
	return nil
}
