// proofs: do two verifiers that nobody here wrote (transparency-dev/merkle, golang.org/x/mod/sumdb/tlog) accept
// proofs that the ledger's proof routes gave, and refuse them once they are spoilt?
//
// Input on stdin, one JSON object: leaves (base64 leaf hashes from position 0), inclusion (position, size,
// hashes), consistency (from, to, hashes), hashes in base64. The expected roots are made here, from the leaves
// alone, by merkle's compact range. Every proof is also checked with one flipped bit, with a hash too many, and
// for a neighbouring position or size: all of that must be refused by both.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/transparency-dev/merkle/compact"
	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"golang.org/x/mod/sumdb/tlog"
)

type inclusion struct {
	Position, Size uint64
	Hashes         [][]byte
}

type consistency struct {
	From, To uint64
	Hashes   [][]byte
}

type input struct {
	Leaves      [][]byte
	Inclusion   []inclusion
	Consistency []consistency
}

func roots(leaves [][]byte) ([][]byte, error) {
	factory := compact.RangeFactory{Hash: rfc6962.DefaultHasher.HashChildren}
	tree := factory.NewEmptyRange(0)
	all := [][]byte{rfc6962.DefaultHasher.EmptyRoot()}
	for _, leaf := range leaves {
		if err := tree.Append(leaf, nil); err != nil {
			return nil, err
		}
		root, err := tree.GetRootHash(nil)
		if err != nil {
			return nil, err
		}
		all = append(all, root)
	}
	return all, nil
}

func hash(bytes []byte) (fixed tlog.Hash) {
	copy(fixed[:], bytes)
	return fixed
}

func fixed(hashes [][]byte) []tlog.Hash {
	var all []tlog.Hash
	for _, one := range hashes {
		all = append(all, hash(one))
	}
	return all
}

func spoilt(hashes [][]byte) [][][]byte {
	ways := [][][]byte{append(append([][]byte{}, hashes...), make([]byte, 32))}
	if len(hashes) > 0 {
		flipped := append([][]byte{}, hashes...)
		flipped[0] = append([]byte{}, hashes[0]...)
		flipped[0][7] ^= 1
		ways = append(ways, flipped, hashes[1:])
	}
	return ways
}

// Both verifiers' answers; an answer that differs between them is a failure of its own.
func agree(what string, first, second error) (bool, error) {
	if (first == nil) != (second == nil) {
		return false, fmt.Errorf("%s: merkle says %v, tlog says %v", what, first, second)
	}
	return first == nil, nil
}

type checker struct {
	input
	roots            [][]byte
	accepted, denied int
}

func (c *checker) expect(want bool, what string, first, second error) error {
	got, err := agree(what, first, second)
	if err != nil {
		return err
	}
	if got != want {
		return fmt.Errorf("%s: accepted is %v, expected %v (%v)", what, got, want, first)
	}
	if got {
		c.accepted++
	} else {
		c.denied++
	}
	return nil
}

func (c *checker) inclusionOf(want bool, position, size uint64, hashes [][]byte) error {
	what := fmt.Sprintf("inclusion of %d in %d", position, size)
	leaf, root := c.Leaves[position], c.roots[size]
	return c.expect(want, what,
		proof.VerifyInclusion(rfc6962.DefaultHasher, position, size, leaf, hashes, root),
		tlog.CheckRecord(fixed(hashes), int64(size), hash(root), int64(position), hash(leaf)))
}

func (c *checker) consistencyOf(want bool, from, to uint64, hashes [][]byte) error {
	what := fmt.Sprintf("consistency of %d with %d", from, to)
	old, root := c.roots[from], c.roots[to]
	return c.expect(want, what,
		proof.VerifyConsistency(rfc6962.DefaultHasher, from, to, hashes, old, root),
		tlog.CheckTree(fixed(hashes), int64(to), hash(root), int64(from), hash(old)))
}

func (c *checker) inclusions() error {
	for _, one := range c.Inclusion {
		if err := c.inclusionOf(true, one.Position, one.Size, one.Hashes); err != nil {
			return err
		}
		for _, hashes := range spoilt(one.Hashes) {
			if err := c.inclusionOf(false, one.Position, one.Size, hashes); err != nil {
				return err
			}
		}
		if one.Size > 1 {
			other := (one.Position + 1) % one.Size
			if err := c.inclusionOf(false, other, one.Size, one.Hashes); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *checker) consistencies() error {
	for _, one := range c.Consistency {
		if err := c.consistencyOf(true, one.From, one.To, one.Hashes); err != nil {
			return err
		}
		for _, hashes := range spoilt(one.Hashes) {
			if err := c.consistencyOf(false, one.From, one.To, hashes); err != nil {
				return err
			}
		}
		if one.From > 1 && one.From < one.To {
			if err := c.consistencyOf(false, one.From-1, one.To, one.Hashes); err != nil {
				return err
			}
		}
	}
	return nil
}

func run() error {
	var c checker
	if err := json.NewDecoder(os.Stdin).Decode(&c.input); err != nil {
		return err
	}
	if len(c.Leaves) == 0 || len(c.Inclusion) == 0 || len(c.Consistency) == 0 {
		return fmt.Errorf("nothing to check")
	}
	var err error
	if c.roots, err = roots(c.Leaves); err != nil {
		return err
	}
	if err := c.inclusions(); err != nil {
		return err
	}
	if err := c.consistencies(); err != nil {
		return err
	}
	fmt.Printf("%d leaves; %d proofs accepted and %d spoilt ones refused by both verifiers; root %x\n",
		len(c.Leaves), c.accepted, c.denied, c.roots[len(c.Leaves)])
	return nil
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
