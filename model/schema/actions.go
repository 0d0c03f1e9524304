package schema

import (
	"embed"
	"fmt"

	"meterscope/model"
)

//go:embed ocpp16/*.json
var schemaFiles embed.FS

// role says what is taken from the values of a node.
type role uint8

const (
	noRole role = iota
	roleConnector
	roleTransaction
	roleMeter
	roleTime
	roleIDTag
	roleReason
	roleStatus
	roleErrorCode
	roleInfo
	roleVendorError
	roleCurrentTime
	roleMeterList  // meterValue of MeterValues
	roleStopList   // transactionData of StopTransaction
	roleMeterValue // an element of those
	roleMeterTime  // its timestamp
	roleSampleList // its sampledValue
	roleSample     // an element of that
	roleValue
	roleContext
	roleFormat
	roleMeasurand
	rolePhase
	roleLocation
	roleUnit
)

// binding attaches roles to places: a path of property names, with "*" for the elements of an array.
type binding struct {
	path string
	role role
}

// meterList binds a list of meter values.
func meterList(name string, list role) []binding {
	value := name + "/*"
	sample := value + "/sampledValue/*"
	return []binding{
		{name, list},
		{value, roleMeterValue},
		{value + "/timestamp", roleMeterTime},
		{value + "/sampledValue", roleSampleList},
		{sample, roleSample},
		{sample + "/value", roleValue},
		{sample + "/context", roleContext},
		{sample + "/format", roleFormat},
		{sample + "/measurand", roleMeasurand},
		{sample + "/phase", rolePhase},
		{sample + "/location", roleLocation},
		{sample + "/unit", roleUnit},
	}
}

// actionSchema names the schema of an action's request and what is read from it.
type actionSchema struct {
	action, file string
	bindings     []binding
}

func actionSchemas() []actionSchema {
	return []actionSchema{
		{model.ActionMeterValues, "MeterValues", append(meterList("meterValue", roleMeterList),
			binding{"connectorId", roleConnector}, binding{"transactionId", roleTransaction})},
		{model.ActionStartTransaction, "StartTransactionRequest", []binding{
			{"connectorId", roleConnector}, {"idTag", roleIDTag}, {"meterStart", roleMeter}, {"timestamp", roleTime}}},
		{model.ActionStopTransaction, "StopTransactionRequest", append(meterList("transactionData", roleStopList),
			binding{"transactionId", roleTransaction}, binding{"idTag", roleIDTag}, binding{"meterStop", roleMeter},
			binding{"timestamp", roleTime}, binding{"reason", roleReason})},
		{model.ActionStatusNotification, "StatusNotificationRequest", []binding{
			{"connectorId", roleConnector}, {"errorCode", roleErrorCode}, {"info", roleInfo},
			{"status", roleStatus}, {"timestamp", roleTime}, {"vendorErrorCode", roleVendorError}}},
		{model.ActionBootNotification, "BootNotificationRequest", nil},
		{model.ActionAuthorize, "AuthorizeRequest", []binding{{"idTag", roleIDTag}}},
		{model.ActionDataTransfer, "DataTransferRequest", nil},
	}
}

// Of an action that has no schema here, and of answers, nothing is checked: these only name what is read.
const (
	uncheckedAction = `{"properties": {"connectorId": {}, "transactionId": {}, "idTag": {}, "timestamp": {},
		"status": {}, "errorCode": {}, "info": {}}}`
	uncheckedAnswer = `{"properties": {"transactionId": {}, "idTagInfo": {"properties": {"status": {}}},
		"status": {}, "currentTime": {}}}`
)

func actionBindings() []binding {
	return []binding{
		{"connectorId", roleConnector}, {"transactionId", roleTransaction}, {"idTag", roleIDTag},
		{"timestamp", roleTime}, {"status", roleStatus}, {"errorCode", roleErrorCode}, {"info", roleInfo},
	}
}

func answerBindings() []binding {
	return []binding{
		{"transactionId", roleTransaction}, {"idTagInfo/status", roleStatus},
		{"status", roleStatus}, {"currentTime", roleCurrentTime},
	}
}

// schemaSet is what a decoder is driven by.
type schemaSet struct {
	actions       map[string]*node
	other, answer *node
	guesses       int // how many a decoder keeps
}

// compileSet compiles the embedded schemas.
func compileSet() (*schemaSet, error) {
	set := &schemaSet{actions: map[string]*node{}}
	for _, a := range actionSchemas() {
		text, err := schemaFiles.ReadFile("ocpp16/" + a.file + ".json")
		if err != nil {
			return nil, fmt.Errorf("read schema of %s: %w", a.action, err)
		}
		if set.actions[a.action], err = set.compile(text, a.bindings); err != nil {
			return nil, fmt.Errorf("schema of %s: %w", a.action, err)
		}
	}
	var err error
	if set.other, err = set.compile([]byte(uncheckedAction), actionBindings()); err != nil {
		return nil, err
	}
	set.answer, err = set.compile([]byte(uncheckedAnswer), answerBindings())
	return set, err
}

func (set *schemaSet) compile(text []byte, bindings []binding) (*node, error) {
	s, err := compileFrom(text, set.guesses)
	if err != nil {
		return nil, err
	}
	set.guesses = s.guesses
	for _, b := range bindings {
		n := s.root.at(b.path)
		if n == nil {
			return nil, fmt.Errorf("bind %s: the schema has no such place", b.path)
		}
		n.role = b.role
	}
	return s.root, nil
}
