// Command network-policy-verdicts reads worlds and questions about each as JSON, one document after another, and writes what three
// implementations of NetworkPolicy answer, a line per world.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"os"

	"cdk8s-istio-egress/test/conformance/network-policy/verdicts"
)

func main() {
	// netpol-analyzer warns of each named port that a pod does not have.
	log.SetOutput(io.Discard)
	if err := run(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(input io.Reader, output io.Writer) error {
	decoder, encoder := json.NewDecoder(input), json.NewEncoder(output)
	for {
		var asked struct {
			verdicts.World
			Questions []verdicts.Question `json:"questions"`
		}
		if err := decoder.Decode(&asked); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("reading the input: %w", err)
		}
		answers, err := verdicts.Evaluate(context.Background(), asked.World, asked.Questions)
		if err != nil {
			return err
		}
		if err := encoder.Encode(map[string]any{"verdicts": answers}); err != nil {
			return err
		}
	}
}
