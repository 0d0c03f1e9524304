package schema_test

import (
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// santhosh compiles a schema with the library that judges ours.
func santhosh(path string) (*jsonschema.Schema, error) {
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft4)
	c.AssertFormat()
	return c.Compile(path)
}
