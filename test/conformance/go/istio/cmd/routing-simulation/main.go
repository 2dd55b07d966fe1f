// Command routing-simulation reads worlds and requests in them as JSON, and writes which way istiod's configuration sends
// each of the requests.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	"istio.io/istio/pkg/log"

	"cdk8s-istio-egress/test/conformance/istio/routing"
)

func main() {
	silence()
	if err := run(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(input io.Reader, output io.Writer) error {
	var worlds []routing.World
	decoder := json.NewDecoder(input)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&worlds); err != nil {
		return fmt.Errorf("reading the input: %w", err)
	}
	answers := make([]routing.Answer, 0, len(worlds))
	for _, world := range worlds {
		answer, err := routing.Simulate(world)
		if err != nil {
			// The other worlds are asked all the same.
			answer = routing.Answer{Error: err.Error()}
		}
		answers = append(answers, answer)
	}
	return json.NewEncoder(output).Encode(answers)
}

// silence keeps Istio's logs, which go to stdout, out of the answer.
func silence() {
	for _, scope := range log.Scopes() {
		scope.SetOutputLevel(log.NoneLevel)
	}
}
