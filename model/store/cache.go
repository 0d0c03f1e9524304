package store

import "sync"

// cache keeps the few values that were used last. It is safe for concurrent use.
type cache[K comparable, V any] struct {
	mu    sync.Mutex
	size  int
	epoch int            // counts the calls of clear
	items []cached[K, V] // the one used last at the end
}

type cached[K comparable, V any] struct {
	key   K
	value V
}

func newCache[K comparable, V any](size int) *cache[K, V] { return &cache[K, V]{size: size} }

// get gives the kept value, or makes and keeps it. Two callers may make the same value at once.
func (c *cache[K, V]) get(key K, produce func() (V, error)) (V, error) {
	c.mu.Lock()
	for i := len(c.items) - 1; i >= 0; i-- {
		if item := c.items[i]; item.key == key {
			copy(c.items[i:], c.items[i+1:])
			c.items[len(c.items)-1] = item
			c.mu.Unlock()
			return item.value, nil
		}
	}
	epoch := c.epoch
	c.mu.Unlock()
	value, err := produce()
	if err != nil {
		return value, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.epoch != epoch {
		return value, nil // made of what is no longer so
	}
	if len(c.items) >= c.size {
		copy(c.items, c.items[1:])
		c.items = c.items[:len(c.items)-1]
	}
	c.items = append(c.items, cached[K, V]{key, value})
	return value, nil
}

// find gives a kept value that fits, the one used last first.
func (c *cache[K, V]) find(fits func(K, V) bool) (value V, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i := len(c.items) - 1; i >= 0; i-- {
		if item := c.items[i]; fits(item.key, item.value) {
			return item.value, true
		}
	}
	return value, false
}

// clear forgets everything.
func (c *cache[K, V]) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.epoch++
	clear(c.items)
	c.items = c.items[:0]
}
