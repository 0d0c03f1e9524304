package present

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"meterscope/importer"
	"meterscope/ui/lang"
)

// CaseEnding is the ending of case files.
const CaseEnding = ".meterscope"

// defaultCase is the file name of the case that is open unless the user chose one.
const defaultCase = "default" + CaseEnding

// App is the window: the open case, its list and the transaction that is looked at, imports and problems.
// All its methods and fields belong to the window's goroutine.
type App struct {
	Engine Engine

	List     *List
	Detail   *Detail
	Overview *Overview
	Plot     *Plot
	Findings *Findings
	Messages *Messages
	Notes    *Notes
	Whole    *CaseFindings
	Sources  *Sources
	Status   *Status
	Rules    *Rules

	OnChange  func()              // another case, or whether there is anything to show
	OnProblem func(Problem)       // something went wrong that the user must know
	OnReady   func()              // a case was opened, or an import ended
	OnBills   func(*BillList)     // a list of bills was read
	OnSummary func(ImportSummary) // an import of several logs ended, and not all were read

	post     Poster
	ctx      context.Context //nolint:containedctx // the window's: ends when it closes
	stop     context.CancelFunc
	c        *openCase
	former   CaseFile // that of a case that is being given another name: see file
	path     string   // of the case that is open or being opened
	first    string   // the case to begin with, where the one that was named can't be opened
	resuming *leftOff // where the user left off the last time, until that case is open
	opening  bool
	sources  int // imported so far

	interrupted []Interrupted // imports that can go on
	left        bool          // they are not wanted
	waiting     []importer.Input
	hint        int          // the tip that has its turn
	hinting     bool         // it is shown
	mod         string       // what the platform calls its own modifier
	hintKept    func(int)    // remembers the tip that comes next; nil: there are none
	jobs        []*job       // what goes on beside that and doesn't change the case
	follows     []*following // files that are read as they grow
	wasFollowed []string     // files that were followed when the case was closed
	followLeft  bool         // that was answered
	followKept  sync.Mutex   // held while that is written down
	run         *importRun
	history     history
	pasted      map[string]bool // names of sources that came from the clipboard
	unread      *lane
	stale       *lane
	lookLater   bool           // sources are to be looked at again, once the import has ended
	closers     sync.WaitGroup // cases that are being closed, and imports that end
	tab         Tab
	page        Page
	onTab       []func(Tab)
}

// NewApp makes the window's state. Nothing is open yet: call OpenCase.
func NewApp(ctx context.Context, e Engine, post Poster) *App {
	a := &App{Engine: e, post: post}
	a.ctx, a.stop = context.WithCancel(ctx)
	a.Status = &Status{app: a}
	a.Rules = newRules(a)
	a.List = newList(a)
	a.Overview = newOverview(a)
	a.Plot = newPlot(a)
	a.Findings = newFindings(a)
	a.Messages = newMessages(a)
	a.Notes = newNotes(a)
	a.Whole = newCaseFindings(a)
	a.Sources = newSources(a)
	a.Detail = newDetail(a)
	a.List.onSelect = a.Detail.show
	return a
}

// CaseName is the name of the open case, for the tool bar and the title.
func (a *App) CaseName() string { return caseName(a.Texts(), a.path) }

// Texts are the words of the user's language.
func (a *App) Texts() *lang.Texts { return a.Engine.Texts }

// CasePath is the file of the open case.
func (a *App) CasePath() string { return a.path }

func caseName(t *lang.Texts, path string) string {
	name := PlainText(strings.TrimSuffix(filepath.Base(path), CaseEnding))
	if name == "default" || path == "" {
		return t.Text(TextDefaultCase)
	}
	return name
}

// Empty says that the open case holds nothing, and that nothing is coming.
func (a *App) Empty() bool {
	return !a.opening && (a.c == nil || a.List.Loaded()) && a.sources == 0 && a.List.Counts().All == 0 && !a.Importing()
}

// Opening says that a case is being opened.
func (a *App) Opening() bool { return a.opening }

// Start opens the case to begin with, made if it isn't there, and reads files into it. A case file among the
// files is opened instead.
func (a *App) Start(path string, files []string) {
	var named string
	for _, f := range files {
		if isCase(f) {
			named = f
		}
	}
	if a.first = path; named != "" {
		a.OpenCase(named)
	} else {
		a.NewCase(path)
	}
	for _, f := range files {
		if !isCase(f) {
			a.Import(f)
		}
	}
}

func isCase(path string) bool { return strings.EqualFold(filepath.Ext(path), CaseEnding) }

// Import reads logs into the open case: files and folders. A case file among them is opened instead. While an
// import runs, what is added waits for its turn.
func (a *App) Import(paths ...string) {
	var logs []importer.Input
	for _, p := range paths {
		if isCase(p) {
			a.OpenCase(p)
			continue
		}
		logs = append(logs, importer.Input{Path: p})
	}
	a.importInputs(logs...)
}

// ImportSample reads the sample log that comes with the program.
func (a *App) ImportSample() {
	if a.Engine.Sample == nil {
		return
	}
	name, data := a.Engine.Sample()
	a.importInputs(importer.Input{Path: name, Reader: bytes.NewReader(data)})
}

// Refresh reads the case again, after something in it changed.
func (a *App) Refresh() {
	a.List.still = true
	a.List.Reload()
	a.Status.reload()
	a.Whole.caseChanged()
}

// SaveCopy writes the case into a new file, as it is now: what is written to it meanwhile is not in the copy.
func (a *App) SaveCopy(path string) {
	c, t, name := a.c, a.Texts(), filepath.Base(path)
	if c == nil {
		return
	}
	a.beside(c, t.Text("Saving %s", name), func(ctx context.Context) error { return c.file.SaveCopy(ctx, path) }, func(err error) {
		switch {
		case isCancel(err):
		case err != nil:
			a.problem(explainWriting(t, t.Text("The copy could not be written."), path, err))
		default:
			a.Status.Say(t.Text("%s is a copy of the case as it is now.", name))
		}
	})
}

// Close ends all work, closes the case and waits for both. It is the last call; the poster may be gone. It is
// not to be called on the window's goroutine while that still has to work through events.
func (a *App) Close() {
	a.Notes.close()
	a.stop()
	if a.run != nil {
		<-a.run.done
	}
	a.closers.Wait()
	if a.c != nil {
		_ = a.c.close() // nobody is left to be told; the store has made everything durable before
	}
}

// Page is what fills the window between its bars.
type Page int

// The pages: transactions with their detail, sources, and the findings of the whole case.
const (
	PageTransactions Page = iota
	PageSources
	PageFindings
)

// Page is the one that is shown.
func (a *App) Page() Page { return a.page }

// ShowPage shows a page.
func (a *App) ShowPage(p Page) {
	if a.page != p {
		a.page = p
		a.changed()
		if p == PageFindings {
			a.Whole.Show()
		}
	}
}

// Tab is one of the views of a transaction.
type Tab int

// The tabs, in order.
const (
	TabOverview Tab = iota
	TabPlot
	TabFindings
	TabMessages
	TabNotes
)

// Tab is the one that is shown.
func (a *App) Tab() Tab { return a.tab }

// ShowTab brings a tab to the front.
func (a *App) ShowTab(t Tab) {
	a.tab = t
	for _, f := range a.onTab {
		f(t)
	}
}

// OnTab calls f whenever another tab comes to the front.
func (a *App) OnTab(f func(Tab)) { a.onTab = append(a.onTab, f) }

func (a *App) changed() {
	if a.OnChange != nil {
		a.OnChange()
	}
}

func (a *App) problem(p Problem) {
	if a.OnProblem != nil {
		a.OnProblem(p)
	}
}

// failed tells of an error while reading the case.
func (a *App) failed(err error) {
	if err != nil && !isCancel(err) {
		p := explainCase(a.Texts(), a.path, err)
		if Explain(a.Texts(), UseCase, "", err).What == "" {
			p.What = a.Texts().Text("Something in %s can't be read.", a.CaseName())
			p.Means = a.Texts().Text("What stands there is not shown. The rest of the case is.")
			p.Remedy = a.Texts().Text("Import its logs into a new case. If that doesn't help, send the details below to the makers of Meterscope.")
		}
		a.problem(p)
	}
}

// DefaultCase is the case that is open unless the user chose one: in the user's configuration folder.
func DefaultCase() (string, error) { return configured(defaultCase) }

// SettingsFile holds how the user has set the program: in the user's configuration folder.
func SettingsFile() (string, error) { return configured("settings.json") }

func configured(name string) (string, error) {
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", err
	}
	dir = filepath.Join(dir, "meterscope")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	return filepath.Join(dir, name), nil
}
