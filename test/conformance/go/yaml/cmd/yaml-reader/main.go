// Command yaml-reader reads YAML documents as kubectl does, and writes them as a JSON list.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"k8s.io/apimachinery/pkg/util/yaml"
)

func main() {
	if err := run(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(input io.Reader, output io.Writer) error {
	decoder := yaml.NewYAMLOrJSONDecoder(input, 4096)
	documents := []any{}
	for {
		var document any
		if err := decoder.Decode(&document); errors.Is(err, io.EOF) {
			return json.NewEncoder(output).Encode(documents)
		} else if err != nil {
			return fmt.Errorf("reading document %d: %w", len(documents)+1, err)
		}
		documents = append(documents, document)
	}
}
