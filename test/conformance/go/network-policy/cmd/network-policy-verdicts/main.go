// Command network-policy-verdicts reads a world and questions about it as JSON, and writes what three implementations of
// NetworkPolicy answer.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"cdk8s-istio-egress/test/conformance/network-policy/verdicts"
)

func main() {
	if err := run(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(input io.Reader, output io.Writer) error {
	var asked struct {
		verdicts.World
		Questions []verdicts.Question `json:"questions"`
	}
	if err := json.NewDecoder(input).Decode(&asked); err != nil {
		return fmt.Errorf("reading the input: %w", err)
	}
	answers, err := verdicts.Evaluate(context.Background(), asked.World, asked.Questions)
	if err != nil {
		return err
	}
	return json.NewEncoder(output).Encode(map[string]any{"verdicts": answers})
}
