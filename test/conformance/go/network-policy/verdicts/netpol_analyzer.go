package verdicts

import (
	"context"
	"strconv"

	"github.com/np-guard/netpol-analyzer/pkg/manifests/parser"
	"github.com/np-guard/netpol-analyzer/pkg/netpol/eval"
)

func newNetpolAnalyzer(world World) (evaluator, error) {
	var objects []parser.K8sObject
	for _, namespace := range world.Namespaces {
		objects = append(objects, parser.K8sObject{Kind: parser.Namespace, Namespace: namespace})
	}
	for _, pod := range world.Pods {
		objects = append(objects, parser.K8sObject{Kind: parser.Pod, Pod: pod})
	}
	for _, policy := range world.NetworkPolicies {
		objects = append(objects, parser.K8sObject{Kind: parser.NetworkPolicy, NetworkPolicy: policy})
	}
	policies, err := eval.NewPolicyEngineWithObjects(objects)
	if err != nil {
		return nil, err
	}
	return func(_ context.Context, question Question) (bool, error) {
		port := strconv.Itoa(question.Port)
		return policies.CheckIfAllowed(question.From, question.To, string(question.Protocol), port)
	}, nil
}
