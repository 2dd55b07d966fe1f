package verdicts

import (
	"context"

	"github.com/mattfenwick/cyclonus/pkg/matcher"
)

func newCyclonus(world World) (evaluator, error) {
	policy := matcher.BuildNetworkPolicies(true, world.NetworkPolicies)
	end := func(name string) (*matcher.TrafficPeer, error) {
		found, err := world.peer(name)
		if err != nil {
			return nil, err
		}
		traffic := &matcher.TrafficPeer{IP: found.address.String()}
		if found.pod != nil {
			traffic.Internal = &matcher.InternalPeer{
				PodLabels:       found.pod.Labels,
				NamespaceLabels: found.labels,
				Namespace:       found.pod.Namespace,
			}
		}
		return traffic, nil
	}
	return func(_ context.Context, question Question) (bool, error) {
		source, err := end(question.From)
		if err != nil {
			return false, err
		}
		destination, err := end(question.To)
		if err != nil {
			return false, err
		}
		traffic := &matcher.Traffic{
			Source:           source,
			Destination:      destination,
			ResolvedPort:     question.Port,
			ResolvedPortName: world.portName(question),
			Protocol:         question.Protocol,
		}
		return policy.IsTrafficAllowed(traffic).IsAllowed(), nil
	}, nil
}
