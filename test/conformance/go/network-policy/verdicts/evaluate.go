package verdicts

import (
	"context"
	"errors"
	"fmt"
)

// evaluator answers one question.
type evaluator func(ctx context.Context, question Question) (bool, error)

// errUnable is what an evaluator says of a question that is beyond it. It has no verdict then.
var errUnable = errors.New("not a question for this implementation")

// Verdicts of one question, by the name of the implementation; without those that it is beyond.
type Verdicts map[string]bool

// Evaluate answers all questions by all implementations, in the order of the questions.
func Evaluate(ctx context.Context, world World, questions []Question) ([]Verdicts, error) {
	makers := map[string]func(World) (evaluator, error){
		"cyclonus":              newCyclonus,
		"netpol-analyzer":       newNetpolAnalyzer,
		"kube-network-policies": newKubeNetworkPolicies,
	}
	all := make([]Verdicts, len(questions))
	for index := range all {
		all[index] = Verdicts{}
	}
	for name, create := range makers {
		evaluate, err := safely(func() (evaluator, error) { return create(world) })
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for index, question := range questions {
			verdict, err := safely(func() (bool, error) { return evaluate(ctx, question) })
			if errors.Is(err, errUnable) {
				continue
			}
			if err != nil {
				return nil, fmt.Errorf("%s: from %s to %s %s/%d: %w", name, question.From, question.To, question.Protocol, question.Port, err)
			}
			all[index][name] = verdict
		}
	}
	return all, nil
}

// safely turns a panic of an implementation into an error: cyclonus panics on what it cannot parse.
func safely[Result any](ask func() (Result, error)) (result Result, err error) {
	defer func() {
		if panicked := recover(); panicked != nil {
			err = fmt.Errorf("panicked: %v", panicked)
		}
	}()
	return ask()
}
