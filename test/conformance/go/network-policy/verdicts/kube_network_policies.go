package verdicts

import (
	"context"
	"fmt"
	"net"

	"k8s.io/client-go/informers"
	"k8s.io/client-go/tools/cache"
	"sigs.k8s.io/kube-network-policies/pkg/network"

	"cdk8s-istio-egress/test/conformance/network-policy/engine"
)

func newKubeNetworkPolicies(world World) (evaluator, error) {
	// The stores are filled by hand; no informer ever runs.
	factory := informers.NewSharedInformerFactory(nil, 0)
	policies, err := engine.New(factory, "", nil, nil)
	if err != nil {
		return nil, err
	}
	if err := fill(factory.Core().V1().Namespaces().Informer().GetStore(), world.Namespaces); err != nil {
		return nil, err
	}
	if err := fill(factory.Core().V1().Pods().Informer().GetStore(), world.Pods); err != nil {
		return nil, err
	}
	if err := fill(factory.Networking().V1().NetworkPolicies().Informer().GetStore(), world.NetworkPolicies); err != nil {
		return nil, err
	}
	return func(ctx context.Context, question Question) (bool, error) {
		source, err := world.peer(question.From)
		if err != nil {
			return false, err
		}
		destination, err := world.peer(question.To)
		if err != nil {
			return false, err
		}
		return policies.EvaluatePacket(ctx, &network.Packet{
			SrcIP:   net.IP(source.address.AsSlice()),
			DstIP:   net.IP(destination.address.AsSlice()),
			Proto:   question.Protocol,
			SrcPort: ephemeral,
			DstPort: question.Port,
		})
	}, nil
}

// ephemeral is a port that clients call from.
const ephemeral = 40000

func fill[Object any](store cache.Store, objects []Object) error {
	for _, object := range objects {
		if err := store.Add(object); err != nil {
			return fmt.Errorf("adding to a store: %w", err)
		}
	}
	return nil
}
