package ocppj

import "meterscope/model"

// Sender tells who sends the requests of an action (OCPP 1.6 §4, §5, and the security whitepaper). It is
// unknown for DataTransfer, which both may send, and for actions that OCPP 1.6 doesn't know.
func Sender(action string) model.Direction {
	switch action {
	case model.ActionMeterValues, model.ActionStartTransaction, model.ActionStopTransaction,
		model.ActionStatusNotification, model.ActionBootNotification, model.ActionAuthorize,
		model.ActionHeartbeat, "DiagnosticsStatusNotification", "FirmwareStatusNotification",
		"LogStatusNotification", "SecurityEventNotification", "SignCertificate",
		"SignedFirmwareStatusNotification":
		return model.FromStation
	case "CancelReservation", "ChangeAvailability", "ChangeConfiguration", "ClearCache",
		"ClearChargingProfile", "GetCompositeSchedule", "GetConfiguration", "GetDiagnostics",
		"GetLocalListVersion", "RemoteStartTransaction", "RemoteStopTransaction", "ReserveNow", "Reset",
		"SendLocalList", "SetChargingProfile", "TriggerMessage", "UnlockConnector", "UpdateFirmware",
		"CertificateSigned", "DeleteCertificate", "ExtendedTriggerMessage", "GetInstalledCertificateIds",
		"GetLog", "InstallCertificate", "SignedUpdateFirmware":
		return model.ToStation
	}
	return model.DirectionUnknown
}

// knownAction says whether OCPP 1.6 has the action.
func knownAction(action string) bool {
	return action == model.ActionDataTransfer || Sender(action) != model.DirectionUnknown
}

// knownError says whether s is an error code of OCPP-J 1.6 §4.2.3.
func knownError(s string) bool {
	switch s {
	case "NotImplemented", "NotSupported", "InternalError", "ProtocolError", "SecurityError",
		"FormationViolation", "PropertyConstraintViolation", "OccurenceConstraintViolation",
		"OccurrenceConstraintViolation", "TypeConstraintViolation", "GenericError":
		return true
	}
	return false
}
