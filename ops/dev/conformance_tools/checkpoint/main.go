// checkpoint: does Go's own signed-note implementation open a checkpoint under a pinned verifier key, and do
// the formats libraries read checkpoint and tlog-proof as we wrote them?
//
//	checkpoint VKEY CHECKPOINT-FILE           opens the note, parses the checkpoint, prints size and root
//	checkpoint VKEY CHECKPOINT-FILE PROOF...  and parses each tlog-proof, opens its checkpoint, writes it back
//
// Exit code 0: all of it holds. 1: something does not; the first reason is on stderr.
package main

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"os"

	"github.com/transparency-dev/formats/log"
	"github.com/transparency-dev/formats/proof"
	"golang.org/x/mod/sumdb/note"
)

func open(vkey string, text []byte) (*log.Checkpoint, error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return nil, fmt.Errorf("verifier key: %w", err)
	}
	if _, err := note.Open(text, note.VerifierList(verifier)); err != nil {
		return nil, fmt.Errorf("note: %w", err)
	}
	checkpoint, rest, _, err := log.ParseCheckpoint(text, verifier.Name(), verifier)
	if err != nil {
		return nil, fmt.Errorf("checkpoint: %w", err)
	}
	if len(rest) != 0 {
		return nil, fmt.Errorf("checkpoint: unexpected extension lines %q", rest)
	}
	return checkpoint, nil
}

func checkProof(vkey, file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var parsed proof.TLogProof
	if err := parsed.Unmarshal(text); err != nil {
		return fmt.Errorf("tlog-proof: %w", err)
	}
	if !bytes.Equal(parsed.Marshal(), text) {
		return fmt.Errorf("tlog-proof: written back it has other bytes")
	}
	checkpoint, err := open(vkey, parsed.Checkpoint)
	if err != nil {
		return err
	}
	if parsed.Index >= checkpoint.Size {
		return fmt.Errorf("tlog-proof: index %d is not below size %d", parsed.Index, checkpoint.Size)
	}
	return nil
}

func run(arguments []string) error {
	if len(arguments) < 2 {
		return fmt.Errorf("usage: checkpoint VKEY CHECKPOINT-FILE [PROOF-FILE...]")
	}
	text, err := os.ReadFile(arguments[1])
	if err != nil {
		return err
	}
	checkpoint, err := open(arguments[0], text)
	if err != nil {
		return err
	}
	for _, file := range arguments[2:] {
		if err := checkProof(arguments[0], file); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	fmt.Printf("origin %s, size %d, root %s, %d proofs parsed\n", checkpoint.Origin, checkpoint.Size,
		base64.StdEncoding.EncodeToString(checkpoint.Hash), len(arguments)-2)
	return nil
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
