// Command routing-simulation reads worlds and requests in them as JSON, one world after the other, and writes which way istiod's
// configuration sends each of the requests, in a line for each world as soon as it has the answer.
package main

import (
	"encoding/json"
	"errors"
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
	decoder := json.NewDecoder(input)
	decoder.DisallowUnknownFields()
	encoder := json.NewEncoder(output)
	for {
		var world routing.World
		if err := decoder.Decode(&world); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("reading the input: %w", err)
		}
		answer, err := routing.Simulate(world)
		if err != nil {
			// The other worlds are asked all the same.
			answer = routing.Answer{Error: err.Error()}
		}
		if err := encoder.Encode(answer); err != nil {
			return err
		}
	}
}

// silence keeps Istio's logs, which go to stdout, out of the answer.
func silence() {
	for _, scope := range log.Scopes() {
		scope.SetOutputLevel(log.NoneLevel)
	}
}
