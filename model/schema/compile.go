package schema

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Schema is a JSON schema (draft-04), compiled for a [Decoder].
type Schema struct {
	root    *node
	guesses int // how many the decoder keeps
}

// Compile compiles a schema. It understands type, enum, properties, required, additionalProperties, items,
// minItems, minimum, exclusiveMinimum, maxLength and the format date-time; id, $schema, title, description,
// default and $comment say nothing about validity. Any other keyword is an error: what isn't understood must
// not pass as checked.
func Compile(schemaJSON []byte) (*Schema, error) { return compileFrom(schemaJSON, 0) }

// compileFrom numbers the guesses from the given one on.
func compileFrom(schemaJSON []byte, guesses int) (*Schema, error) {
	v, err := parseOrdered(schemaJSON)
	if err != nil {
		return nil, fmt.Errorf("read schema: %w", err)
	}
	s := &Schema{guesses: guesses}
	if s.root, err = s.compile(v); err != nil {
		return nil, fmt.Errorf("compile schema: %w", err)
	}
	return s, nil
}

func (s *Schema) compile(v any) (*node, error) {
	members, ok := v.(ordered)
	if !ok {
		return nil, fmt.Errorf("a schema is an object, not %v", v)
	}
	n := anything()
	n.object.extra, n.array.items = anything(), anything()
	c := compiler{schema: s, node: n}
	for _, m := range members {
		if err := c.keyword(m.name, m.value); err != nil {
			return nil, fmt.Errorf("%s: %w", m.name, err)
		}
	}
	return n, c.finish()
}

// compiler gathers what the keywords of one schema say.
type compiler struct {
	schema    *Schema
	node      *node
	names     []string
	exclusive bool
}

func (c *compiler) keyword(name string, v any) (err error) {
	n := c.node
	switch name {
	case "id", "$schema", "title", "description", "default", "$comment":
	case "type":
		n.types, n.wantType, err = compileType(v)
	case "enum":
		n.enum, n.wantEnum, err = compileEnum(v)
	case "properties":
		err = c.properties(v)
	case "required":
		err = c.required(v)
	case "additionalProperties":
		err = c.additional(v)
	case "items":
		err = c.items(v)
	case "minItems":
		n.array.min, err = count(v)
		n.array.wantMin = "at least " + plural(n.array.min, "item")
	case "maxLength":
		n.maxLength, err = count(v)
		n.wantLength = "at most " + plural(n.maxLength, "character")
	case "minimum":
		bound, ok := v.(json.Number)
		if !ok {
			return fmt.Errorf("not a number: %v", v)
		}
		n.minimum = &minimum{bound: parseNumber([]byte(bound)), want: "at least " + bound.String()}
	case "exclusiveMinimum":
		var ok bool
		if c.exclusive, ok = v.(bool); !ok {
			return fmt.Errorf("not true or false: %v", v)
		}
	case "format":
		if v != "date-time" {
			return fmt.Errorf("format %v is not supported", v)
		}
		n.dateTime = true
	default:
		return fmt.Errorf("keyword is not supported")
	}
	return err
}

// finish does what needs all keywords of the schema.
func (c *compiler) finish() error {
	n := c.node
	if m := n.minimum; m != nil && c.exclusive {
		m.exclusive = true
		m.want = "more than" + strings.TrimPrefix(m.want, "at least")
	}
	if len(c.names) > maxProperties {
		return fmt.Errorf("more than %d properties", maxProperties)
	}
	var ok bool
	if n.object.names, ok = newLookup(c.names); !ok {
		return fmt.Errorf("property names are too much alike")
	}
	n.object.guesses = c.schema.guesses
	c.schema.guesses += 1 + len(c.names)
	var declared []string
	for i := range n.object.props {
		p := &n.object.props[i]
		if p.declared {
			declared = append(declared, p.name)
		} else {
			p.node = n.object.extra
		}
	}
	n.object.wantExtra = "no properties"
	if len(declared) > 0 {
		n.object.wantExtra = "only " + strings.Join(declared, ", ")
	}
	return nil
}

// mention gives the property of that name, new if need be.
func (c *compiler) mention(name string) (*property, int) {
	i := slices.Index(c.names, name)
	if i < 0 {
		i = len(c.names)
		c.names = append(c.names, name)
		c.node.object.props = append(c.node.object.props, property{
			name: name, token: keyToken(name), hash: hashBytes([]byte(name)), want: "property " + strconv.Quote(name),
		})
	}
	return &c.node.object.props[i], i
}

// keyToken is a key with its colon as a text has it that wastes no space; "" for a key that needs escapes.
func keyToken(name string) string {
	for i := range len(name) {
		if c := name[i]; c < 0x20 || c == '"' || c == '\\' || c >= utf8.RuneSelf {
			return ""
		}
	}
	return `"` + name + `":`
}

func (c *compiler) properties(v any) error {
	members, ok := v.(ordered)
	if !ok {
		return fmt.Errorf("not an object: %v", v)
	}
	for _, m := range members {
		child, err := c.schema.compile(m.value)
		if err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
		p, _ := c.mention(m.name)
		p.node, p.declared = child, true
	}
	return nil
}

func (c *compiler) required(v any) error {
	list, ok := v.([]any)
	if !ok {
		return fmt.Errorf("not an array: %v", v)
	}
	for _, e := range list {
		name, ok := e.(string)
		if !ok {
			return fmt.Errorf("not a string: %v", e)
		}
		if _, i := c.mention(name); i < maxProperties {
			c.node.object.required |= 1 << i
		}
	}
	return nil
}

func (c *compiler) additional(v any) (err error) {
	if allowed, ok := v.(bool); ok {
		c.node.object.forbid = !allowed
		return nil
	}
	c.node.object.extra, err = c.schema.compile(v)
	return err
}

func (c *compiler) items(v any) (err error) {
	list, ok := v.([]any)
	if !ok {
		c.node.array.items, err = c.schema.compile(v)
		return err
	}
	for i, e := range list {
		child, err := c.schema.compile(e)
		if err != nil {
			return fmt.Errorf("%d: %w", i, err)
		}
		c.node.array.tuple = append(c.node.array.tuple, child)
	}
	return nil
}

func compileType(v any) (kind, string, error) {
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	var k kind
	var names []string
	for _, e := range list {
		one, ok := kindOf(e)
		if !ok {
			return 0, "", fmt.Errorf("no such type: %v", e)
		}
		k |= one
		names = append(names, fmt.Sprint(e))
	}
	return k, strings.Join(names, " or "), nil
}

func kindOf(v any) (kind, bool) {
	switch v {
	case "null":
		return kindNull, true
	case "boolean":
		return kindBool, true
	case "integer":
		return kindInteger, true
	case "number":
		return kindNumber, true
	case "string":
		return kindString, true
	case "array":
		return kindArray, true
	case "object":
		return kindObject, true
	}
	return 0, false
}

func compileEnum(v any) (*enum, string, error) {
	list, ok := v.([]any)
	if !ok {
		return nil, "", fmt.Errorf("not an array: %v", v)
	}
	e := &enum{}
	var names, wants []string
	for _, one := range list {
		if s, ok := one.(string); ok {
			if !slices.Contains(names, s) {
				names = append(names, s)
			}
			wants = append(wants, s)
			continue
		}
		plain := unordered(one)
		text, err := json.Marshal(plain)
		if err != nil {
			return nil, "", fmt.Errorf("write value: %w", err)
		}
		e.others = append(e.others, plain)
		wants = append(wants, string(text))
	}
	if e.names, ok = newLookup(names); !ok {
		return nil, "", fmt.Errorf("values are too much alike")
	}
	return e, "one of " + strings.Join(wants, ", "), nil
}

func count(v any) (int, error) {
	if n, ok := v.(json.Number); ok {
		if i, err := strconv.ParseUint(n.String(), 10, 31); err == nil {
			return int(i), nil
		}
	}
	return 0, fmt.Errorf("not a count: %v", v)
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return strconv.Itoa(n) + " " + word + "s"
}
