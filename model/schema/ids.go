package schema

import (
	"encoding/json"
	"fmt"
	"io/fs"
)

// IDs lists the ids of the embedded schemas, in the order of their file names.
func IDs() ([]string, error) {
	names, err := fs.Glob(schemaFiles, "ocpp16/*.json")
	if err != nil {
		return nil, fmt.Errorf("list the schemas: %w", err)
	}
	var ids []string
	for _, name := range names {
		text, err := schemaFiles.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read the schema %s: %w", name, err)
		}
		var head struct {
			ID string `json:"id"`
		}
		if err := json.Unmarshal(text, &head); err != nil {
			return nil, fmt.Errorf("read the schema %s: %w", name, err)
		}
		ids = append(ids, head.ID)
	}
	return ids, nil
}
