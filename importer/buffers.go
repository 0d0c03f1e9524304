package importer

import "sync"

// buffers keeps the memory that one source needed for the next one: a small source is read sooner than megabytes of
// new memory are cleared for it.
type buffers struct {
	slabs [slabs]slab

	mu     sync.Mutex
	blocks [][]byte // of feeds
}

// block gives a block of blockBytes.
func (b *buffers) block() []byte {
	b.mu.Lock()
	defer b.mu.Unlock()
	if n := len(b.blocks); n > 0 {
		block := b.blocks[n-1]
		b.blocks = b.blocks[:n-1]
		return block
	}
	return make([]byte, blockBytes)
}

// mostBlocks is how many blocks are kept: those of one feed.
const mostBlocks = feedAhead + 1

// giveBack takes a block that nobody reads or writes any more.
func (b *buffers) giveBack(block []byte) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if cap(block) >= blockBytes && len(b.blocks) < mostBlocks {
		b.blocks = append(b.blocks, block[:blockBytes])
	}
}
