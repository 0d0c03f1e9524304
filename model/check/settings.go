package check

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"meterscope/model"
	"meterscope/model/rule"
	"meterscope/model/session"
	"meterscope/model/store"
)

// settingRead holds what the rules over messages were to say when the sources of a case were read.
const settingRead = "rules.read"

// keptOptions are options as a case keeps them: words, so that a program with other rules can read them.
type keptOptions struct {
	Rules  map[string]string `json:"rules,omitempty"`
	Params map[string]string `json:"params,omitempty"`
}

// Kept gives the options that a case keeps: only what differs from the catalogue. What this program doesn't know of
// is left out.
func Kept(ctx context.Context, c *store.Case) (Options, error) {
	text, ok, err := c.Setting(ctx, store.SettingRules)
	if err != nil || !ok {
		return Options{}, err
	}
	return parseOptions(text), nil
}

func parseOptions(text string) Options {
	var k keptOptions
	if json.Unmarshal([]byte(text), &k) != nil {
		return Options{}
	}
	o := Options{Severity: map[model.RuleID]model.Severity{}, Params: map[string]string{}}
	for name, word := range k.Rules {
		id, err := rule.ParseRule(name)
		if severity, ok := model.ParseSeverity(word); ok && err == nil {
			o.Severity[id] = severity
		}
	}
	for name, value := range k.Params {
		if rule.ParseParam(name, value) == nil {
			o.Params[name] = value
		}
	}
	return o
}

// text is how a case keeps options; "" if they change nothing.
func (o Options) text() string {
	if len(o.Severity)+len(o.Params) == 0 {
		return ""
	}
	k := keptOptions{Rules: map[string]string{}, Params: o.Params}
	for id, severity := range o.Severity {
		k.Rules[string(id)] = severity.String()
	}
	text, err := json.Marshal(k)
	if err != nil {
		return "" // they are words
	}
	return string(text)
}

// over gives the options with those that are kept beneath them. A parameter that has its default is not among them.
func (o Options) over(kept Options) Options {
	out := Options{Severity: map[model.RuleID]model.Severity{}, Params: map[string]string{}}
	maps.Copy(out.Severity, kept.Severity)
	maps.Copy(out.Params, kept.Params)
	for _, name := range o.Reset {
		delete(out.Severity, model.RuleID(name))
		delete(out.Params, name)
	}
	maps.Copy(out.Severity, o.Severity)
	maps.Copy(out.Params, o.Params)
	for _, r := range rule.Catalogue() {
		for _, p := range r.Params {
			if name := string(r.ID) + "." + p.Name; out.Params[name] == p.Default {
				delete(out.Params, name)
			}
		}
	}
	return out
}

// of gives the options with those that a case keeps beneath them, and the settings that they make.
func (o Options) of(ctx context.Context, c *store.Case) (Options, *rule.Settings, error) {
	kept, err := Kept(ctx, c)
	if err != nil {
		return o, nil, err
	}
	all := o.over(kept)
	set, err := all.settings()
	return all, set, err
}

// Settings gives the rules as a case uses them.
func Settings(ctx context.Context, c *store.Case) (*rule.Settings, error) {
	_, set, err := Options{}.of(ctx, c)
	return set, err
}

// GapLimits say how long samples of a case may stay away before that is a gap.
func GapLimits(ctx context.Context, c *store.Case) (session.Limits, error) {
	set, err := Settings(ctx, c)
	if err != nil {
		return session.Limits{}, err
	}
	return set.GapLimits(), nil
}

// atImport gives those of the options that change what is said of messages as they are read.
func (o Options) atImport() Options {
	out := Options{Severity: map[model.RuleID]model.Severity{}, Params: map[string]string{}}
	for _, r := range rule.Catalogue() {
		if !r.AtImport() {
			continue
		}
		if s, ok := o.Severity[r.ID]; ok {
			out.Severity[r.ID] = s
		}
		for _, p := range r.Params {
			name := string(r.ID) + "." + p.Name
			if v, ok := o.Params[name]; ok {
				out.Params[name] = v
			}
		}
	}
	return out
}

// Adopt keeps options with a case, over those that it has. Its transactions are out of date then ([Refresh]), and its
// sources may be ([Outdated]). It says whether that changed anything.
func Adopt(ctx context.Context, c *store.Case, opt Options) (changed bool, err error) {
	kept, err := Kept(ctx, c)
	if err != nil {
		return false, err
	}
	all := opt.over(kept)
	if _, err := all.settings(); err != nil {
		return false, err
	}
	if all.text() == kept.text() {
		return false, nil
	}
	return true, c.SetSetting(ctx, store.SettingRules, all.text())
}

// Outdated lists the sources whose messages were looked at with other rules than the case has now: they are to be
// read again with [NewRereadSink]. When that is done, call [Updated].
func Outdated(ctx context.Context, c *store.Case) ([]model.Source, error) {
	kept, err := Kept(ctx, c)
	if err != nil {
		return nil, err
	}
	read, _, err := c.Setting(ctx, settingRead)
	if err != nil || read == kept.atImport().text() {
		return nil, err
	}
	sources, err := c.Sources(ctx)
	return slices.DeleteFunc(sources, func(s model.Source) bool { return !s.Complete }), err
}

// Updated notes that the sources of a case have been looked at with the rules that it has.
func Updated(ctx context.Context, c *store.Case) error {
	kept, err := Kept(ctx, c)
	if err != nil {
		return err
	}
	return c.SetSetting(ctx, settingRead, kept.atImport().text())
}

// beginReading notes with which rules the first source of a case is looked at.
func beginReading(ctx context.Context, c *store.Case, opt Options) error {
	text := opt.atImport().text()
	read, _, err := c.Setting(ctx, settingRead)
	if err != nil || text == read {
		return err
	}
	sources, err := c.Sources(ctx)
	if err != nil || len(sources) > 0 {
		return err
	}
	return c.SetSetting(ctx, settingRead, text)
}

// keep notes what the rules of a case said last.
func (o Options) keep(ctx context.Context, c *store.Case) error {
	kept, err := Kept(ctx, c)
	if err != nil || o.text() == kept.text() {
		return err
	}
	if err := c.SetSetting(ctx, store.SettingRules, o.text()); err != nil {
		return fmt.Errorf("keep the rules' settings: %w", err)
	}
	return nil
}
