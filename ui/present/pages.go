package present

import (
	"context"
	"slices"

	"meterscope/model"
)

const (
	pageRows   = 128
	pagesKept  = 24 // about 3,000 rows
	pagesAhead = 4  // waiting at a time: who scrolls fast doesn't need what flew by
)

// pageCache reads the rows of a long list by page and keeps the latest.
type pageCache struct {
	onPage func() // a page has come

	app    *App
	c      *openCase
	lane   *lane
	pages  map[int][]*model.Transaction // by page; nil where a key is no longer there
	recent []int                        // least recently used first
	wanted []int                        // the most urgent last
	busy   bool
	before map[model.TransactionKey]*model.Transaction // rows of a view before: shown until they are read again
}

func newPageCache(c *openCase, a *App) pageCache {
	return pageCache{app: a, c: c, lane: c.lane(), pages: map[int][]*model.Transaction{}}
}

// forget drops all pages: the order or the content has changed. Until their rows are read again, they are shown
// as they were.
func (p *pageCache) forget() {
	p.lane.stop()
	if len(p.pages) > 0 {
		p.before = make(map[model.TransactionKey]*model.Transaction, len(p.pages)*pageRows)
	}
	for _, page := range p.pages {
		for _, tx := range page {
			if tx != nil {
				p.before[tx.Key] = tx
			}
		}
	}
	clear(p.pages)
	p.recent, p.wanted, p.busy = nil, nil, false
}

func (p *pageCache) row(keys []model.TransactionKey, i int) (*model.Transaction, bool) {
	n := i / pageRows
	page, ok := p.pages[n]
	if !ok {
		p.want(keys, n)
		tx := p.before[keys[i]]
		return tx, tx != nil
	}
	p.touch(n)
	tx := page[i%pageRows]
	return tx, tx != nil
}

func (p *pageCache) touch(n int) {
	if k := len(p.recent) - 1; k >= 0 && p.recent[k] == n {
		return
	}
	p.recent = append(slices.DeleteFunc(p.recent, func(m int) bool { return m == n }), n)
}

func (p *pageCache) want(keys []model.TransactionKey, n int) {
	p.wanted = append(slices.DeleteFunc(p.wanted, func(m int) bool { return m == n }), n)
	if len(p.wanted) > pagesAhead {
		p.wanted = p.wanted[len(p.wanted)-pagesAhead:]
	}
	if !p.busy {
		p.fetch(keys)
	}
}

// fetch reads the most urgent page, and then the next.
func (p *pageCache) fetch(keys []model.TransactionKey) {
	for len(p.wanted) > 0 {
		n := p.wanted[len(p.wanted)-1]
		if _, ok := p.pages[n]; ok {
			p.wanted = p.wanted[:len(p.wanted)-1]
			continue
		}
		p.busy = true
		want := keys[n*pageRows : min(len(keys), (n+1)*pageRows)]
		file := p.c.file
		p.lane.do(func(ctx context.Context) func() {
			rows, err := file.Transactions(ctx, want)
			if ctx.Err() != nil {
				return nil
			}
			return func() {
				p.busy = false
				p.wanted = slices.DeleteFunc(p.wanted, func(m int) bool { return m == n })
				p.app.failed(err)
				p.keep(n, want, rows) // after an error it stays empty: asking again would only fail again
				p.fetch(keys)
				p.onPage()
			}
		})
		return
	}
}

// keep puts the rows at their keys' places: keys that are gone leave a hole.
func (p *pageCache) keep(n int, keys []model.TransactionKey, rows []model.Transaction) {
	page := make([]*model.Transaction, len(keys))
	k := 0
	for i := range rows {
		for k < len(keys) && keys[k] != rows[i].Key {
			k++
		}
		if k == len(keys) {
			break
		}
		page[k] = &rows[i]
	}
	p.pages[n] = page
	p.touch(n)
	for len(p.recent) > pagesKept {
		delete(p.pages, p.recent[0])
		p.recent = p.recent[1:]
	}
}
