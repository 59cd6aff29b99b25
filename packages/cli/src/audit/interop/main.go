// Verifies what the log proves with the notes and trees of Go's checksum
// database, of which nothing is ours.
//
//	interop VKEY TLOG-PROOF [OLD-NOTE NEW-NOTE CONSISTENCY]
//
// All but the key are files; CONSISTENCY has one hash in base64 a line.
package main

import (
	"encoding/base64"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	if len(os.Args) != 3 && len(os.Args) != 6 {
		fail("usage", fmt.Errorf("interop VKEY TLOG-PROOF [OLD-NOTE NEW-NOTE CONSISTENCY]"))
	}
	verifier, err := note.NewVerifier(os.Args[1])
	check("key", err)
	checkRecord(verifier, read(os.Args[2]))
	if len(os.Args) == 6 {
		checkTree(verifier, read(os.Args[3]), read(os.Args[4]), read(os.Args[5]))
	}
}

func checkRecord(verifier note.Verifier, proof string) {
	head, checkpoint, found := strings.Cut(proof, "\n\n")
	lines := strings.Split(head, "\n")
	if !found || len(lines) < 3 {
		fail("proof", fmt.Errorf("it lacks the record, the index or the checkpoint"))
	}
	record, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	check("record", err)
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	check("index", err)
	var inclusion tlog.RecordProof
	for _, line := range lines[3:] {
		inclusion = append(inclusion, parseHash(line))
	}
	tree := openCheckpoint(verifier, checkpoint)
	check("inclusion", tlog.CheckRecord(inclusion, tree.N, tree.Hash, index, tlog.RecordHash(record)))
	fmt.Printf("record %d stands in the tree of %d\n", index, tree.N)
}

func checkTree(verifier note.Verifier, oldNote, newNote, proof string) {
	oldTree := openCheckpoint(verifier, oldNote)
	newTree := openCheckpoint(verifier, newNote)
	var consistency tlog.TreeProof
	for _, line := range strings.Fields(proof) {
		consistency = append(consistency, parseHash(line))
	}
	check("consistency", tlog.CheckTree(consistency, newTree.N, newTree.Hash, oldTree.N, oldTree.Hash))
	fmt.Printf("the tree of %d begins with that of %d\n", newTree.N, oldTree.N)
}

func openCheckpoint(verifier note.Verifier, text string) tlog.Tree {
	opened, err := note.Open([]byte(text), note.VerifierList(verifier))
	check("signature", err)
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 3 {
		fail("checkpoint", fmt.Errorf("it has not three lines"))
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check("size", err)
	return tlog.Tree{N: size, Hash: parseHash(lines[2])}
}

func parseHash(text string) tlog.Hash {
	hash, err := tlog.ParseHash(text)
	check("hash", err)
	return hash
}

func read(file string) string {
	bytes, err := os.ReadFile(file)
	check("file", err)
	return string(bytes)
}

func check(what string, err error) {
	if err != nil {
		fail(what, err)
	}
}

func fail(what string, err error) {
	fmt.Fprintf(os.Stderr, "%s: %v\n", what, err)
	os.Exit(1)
}
