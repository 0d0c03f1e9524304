package cli

import (
	"slices"
	"strings"
	_ "time/tzdata" // the names of zones, where the system has none

	"github.com/spf13/cobra"

	"meterscope/importer"
	"meterscope/model"
	"meterscope/model/check"
	"meterscope/model/rule"
	"meterscope/ui/present"
)

// The formats that --format knows.
const (
	formatText = "text"
	formatJSON = "json"
	formatCSV  = "csv"
)

// options are the flags that commands share, as given.
type options struct {
	format  string
	station string
	zone    string
	readAs  string
	columns string
	charset string
	rules   []string
	params  []string
}

// addFormat adds --format with the formats that a command can write.
func (o *options) addFormat(cmd *cobra.Command, formats ...string) {
	cmd.Flags().StringVar(&o.format, "format", formats[0], "how to print: "+strings.Join(formats, ", "))
	completes(cmd, "format", formats)
	before := cmd.PreRunE
	cmd.PreRunE = func(cmd *cobra.Command, args []string) error {
		if !slices.Contains(formats, o.format) {
			return usagef("%s can't print --format %q: it knows %s", cmd.Name(), o.format, strings.Join(formats, ", "))
		}
		if before != nil {
			return before(cmd, args)
		}
		return nil
	}
}

// completes tells shells the values of a flag.
func completes(cmd *cobra.Command, flag string, values []string) {
	// It fails only for a flag that isn't there, or has values already: then the shell offers files.
	_ = cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
}

// addImport adds the flags of an import.
func (o *options) addImport(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&o.station, "station", "", "the `name` of the station, for logs that don't name theirs")
	f.StringVar(&o.zone, "zone", "", "the `zone` of times that have none (Europe/Berlin, +01:00); default: inferred, else UTC")
	f.StringVar(&o.readAs, "read-as", "", "the `shape` that logs have (see meterscope formats); default: recognised")
	f.StringVar(&o.charset, "charset", "", "the character `set` of logs that say it wrongly (utf-8, utf-16le, utf-16be, windows-1252); default: recognised")
	f.StringVar(&o.columns, "columns", "", "the `columns` of tables (time=A,station=B,message=F): a spreadsheet's letters, numbers from 1, or names of the header; \"-\": there is none. What is left out is recognised. Roles: "+columnRoles)
}

// columnRoles is what --columns knows, as its help says it.
const columnRoles = "date, time, received, station, direction, action, id, type, message, request, response, connector, transaction, measurand, phase, location, context, format, value, unit; a measurand for a column of its values (Current.Import/L1[A]=F); decimal=comma or point, dates=day-first or month-first"

// addRules adds the flags that change what the rules say.
func (o *options) addRules(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringArrayVar(&o.rules, "rule", nil, "`ID=severity`: off, error, warning, info, or default; may be repeated")
	f.StringArrayVar(&o.params, "param", nil, "`NAME=value`: a rule's tolerance (see meterscope rules), or default; may be repeated")
}

// importing gives the options of the import.
func (o *options) importing(e *env) (importer.Options, error) {
	opt := importer.Options{Station: o.station, Format: o.readAs, Columns: o.columns, Charset: o.charset, Progress: e.progress.show}
	if err := opt.Check(); err != nil {
		return opt, usagef("the logs can't be read so: %v", err)
	}
	if o.zone == "" {
		return opt, nil
	}
	zone, err := present.ParseZone(o.zone)
	if err != nil {
		return opt, usagef("--zone %q is no time zone: it takes a name like Europe/Berlin, or an offset like +01:00", o.zone)
	}
	opt.Zone = zone
	return opt, nil
}

// changesReading says whether logs are to be read otherwise than by default.
func (o *options) changesReading() bool {
	return o.station != "" || o.zone != "" || o.readAs != "" || o.columns != "" || o.charset != ""
}

// changesRules says whether the rules are to speak otherwise than by default.
func (o *options) changesRules() bool { return len(o.rules)+len(o.params) > 0 }

// asInCatalogue is a severity or a value that is the catalogue's again.
const asInCatalogue = "default"

// checking gives the options of the checks.
func (o *options) checking() (check.Options, error) {
	opt := check.Options{Severity: map[model.RuleID]model.Severity{}, Params: map[string]string{}}
	for _, r := range o.rules {
		name, word, ok := strings.Cut(r, "=")
		if !ok {
			return opt, usagef("--rule %q: write it as ID=off, ID=error, ID=warning, ID=info or ID=default", r)
		}
		id, err := rule.ParseRule(name)
		if err != nil {
			return opt, usagef("--rule %q: there is no rule %s; meterscope rules lists them", r, name)
		}
		if word == asInCatalogue {
			opt.Reset = append(opt.Reset, string(id))
			continue
		}
		severity, ok := model.ParseSeverity(word)
		if !ok {
			return opt, usagef("--rule %q: a severity is off, error, warning, info or default", r)
		}
		opt.Severity[id] = severity
	}
	for _, p := range o.params {
		name, value, ok := strings.Cut(p, "=")
		if !ok {
			return opt, usagef("--param %q: write it as NAME=value", p)
		}
		if value == asInCatalogue && slices.Contains(rule.ParamNames(), name) {
			opt.Reset = append(opt.Reset, name)
			continue
		}
		if !slices.Contains(rule.ParamNames(), name) {
			return opt, unknownParam(p, name)
		}
		if err := rule.ParseParam(name, value); err != nil {
			return opt, usagef("--param %q: %v", p, err)
		}
		opt.Params[name] = value
	}
	return opt, nil
}

// unknownParam says what parameters the rule has that is meant.
func unknownParam(given, name string) error {
	id, _, _ := strings.Cut(name, ".")
	var of []string
	for _, n := range rule.ParamNames() {
		if strings.HasPrefix(n, id+".") {
			of = append(of, n)
		}
	}
	if len(of) == 0 {
		return usagef("--param %q: no rule has a tolerance %q; meterscope rules lists them", given, name)
	}
	return usagef("--param %q: %s has no such tolerance; there is %s", given, id, strings.Join(of, ", "))
}
