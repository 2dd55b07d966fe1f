// Package engine sets up the evaluation engine of kube-network-policies.
package engine

import (
	"fmt"
	"slices"

	"k8s.io/client-go/informers"
	"sigs.k8s.io/kube-network-policies/pkg/api"
	"sigs.k8s.io/kube-network-policies/pkg/networkpolicy"
	"sigs.k8s.io/kube-network-policies/pkg/podinfo"
)

// New gives the engine over the stores of a factory, as kube-network-policies' own commands set it up. It keeps no state beside
// those stores: what they hold decides about the next packet. The evaluators before are asked before NetworkPolicies, those after
// about what no NetworkPolicy decides.
func New(
	factory informers.SharedInformerFactory,
	node string,
	before, after []api.PolicyEvaluator,
) (*networkpolicy.PolicyEngine, error) {
	pods := factory.Core().V1().Pods()
	namespaces := factory.Core().V1().Namespaces()
	policies := factory.Networking().V1().NetworkPolicies()
	resolver, err := podinfo.NewInformerResolver(pods.Informer())
	if err != nil {
		return nil, fmt.Errorf("indexing pods by address: %w", err)
	}
	provider := podinfo.NewInformerProvider(pods, namespaces, nil, []podinfo.IPResolver{resolver})
	standard := networkpolicy.NewStandardNetworkPolicy(node, namespaces, pods, policies)
	return networkpolicy.NewPolicyEngine(provider, slices.Concat(before, []api.PolicyEvaluator{standard}, after)), nil
}
