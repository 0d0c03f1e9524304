// Package check keeps a case's transactions and findings up to date.
package check

import (
	"context"

	"meterscope/model"
	"meterscope/model/store"
)

// Options of the checks.
type Options struct {
	Severity map[model.RuleID]model.Severity // overrides the catalogue's; SeverityNone switches a rule off
	Params   map[string]string               // overrides of the rules' parameters by name ("CLK007.factor")
}

// Sink keeps what an import finds in a case and checks it. It is an importer.Sink.
type Sink struct{}

// NewSink gives a sink for the case.
func NewSink(c *store.Case, opt Options) *Sink { return &Sink{} }

// Begin, Write, Complete and Finish are those of importer.Sink.
func (s *Sink) Begin(ctx context.Context, src model.Announcement, sum func() ([32]byte, error)) (model.Resume, error) {
	return model.Resume{}, nil
}

// Write marks, checks and stores a batch.
func (s *Sink) Write(ctx context.Context, b *model.Batch) error { return nil }

// Complete closes a source.
func (s *Sink) Complete(ctx context.Context, src model.Source) error { return nil }

// Finish joins the transactions and runs the rules over them.
func (s *Sink) Finish(ctx context.Context) error { return nil }

// Run joins all transactions of the case again and runs the transaction rules over them.
func Run(ctx context.Context, c *store.Case, opt Options) error { return nil }
