// Package ocppj finds OCPP-J frames and bare payloads in text and decodes them.
package ocppj
