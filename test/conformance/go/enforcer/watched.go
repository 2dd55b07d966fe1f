package main

import (
	"context"

	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/cache"
	"sigs.k8s.io/kube-network-policies/pkg/api"
	"sigs.k8s.io/kube-network-policies/pkg/networkpolicy"
	cnp "sigs.k8s.io/kube-network-policies/plugins/npa-v1alpha2"
	"sigs.k8s.io/network-policy-api/apis/v1alpha2"
	clusterpolicies "sigs.k8s.io/network-policy-api/pkg/client/clientset/versioned"
	clusterinformers "sigs.k8s.io/network-policy-api/pkg/client/informers/externalversions"

	"cdk8s-istio-egress/test/conformance/network-policy/engine"
)

// watched is what the API server has, of all kinds that decide.
type watched struct {
	kubernetes informers.SharedInformerFactory
	cluster    clusterinformers.SharedInformerFactory
}

func newWatched(config *rest.Config) (watched, error) {
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return watched{}, err
	}
	policies, err := clusterpolicies.NewForConfig(config)
	if err != nil {
		return watched{}, err
	}
	return watched{
		informers.NewSharedInformerFactory(client, 0),
		clusterinformers.NewSharedInformerFactory(policies, 0),
	}, nil
}

// engine has the tiers in the order of the API: Admin, NetworkPolicies, Baseline. It resolves no domain names, which policies of
// the standard channel cannot have.
func (w watched) engine(node string) (*networkpolicy.PolicyEngine, error) {
	policies := w.cluster.Policy().V1alpha2().ClusterNetworkPolicies()
	nodes := w.kubernetes.Core().V1().Nodes().Lister()
	tier := func(name v1alpha2.Tier) []api.PolicyEvaluator {
		return []api.PolicyEvaluator{cnp.NewClusterNetworkPolicy(name, policies, nil, nodes)}
	}
	return engine.New(w.kubernetes, node, tier(v1alpha2.AdminTier), tier(v1alpha2.BaselineTier))
}

// start returns when all is known that the API server has.
func (w watched) start(ctx context.Context) {
	w.kubernetes.Start(ctx.Done())
	w.cluster.Start(ctx.Done())
	w.kubernetes.WaitForCacheSync(ctx.Done())
	w.cluster.WaitForCacheSync(ctx.Done())
}

func (w watched) stores() map[string]cache.Store {
	return map[string]cache.Store{
		"clusterNetworkPolicies": w.cluster.Policy().V1alpha2().ClusterNetworkPolicies().Informer().GetStore(),
		"networkPolicies":        w.kubernetes.Networking().V1().NetworkPolicies().Informer().GetStore(),
		"pods":                   w.kubernetes.Core().V1().Pods().Informer().GetStore(),
		"namespaces":             w.kubernetes.Core().V1().Namespaces().Informer().GetStore(),
	}
}
