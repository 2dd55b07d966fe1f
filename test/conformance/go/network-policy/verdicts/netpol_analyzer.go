package verdicts

import (
	"context"
	"net/netip"
	"strconv"
	"strings"

	networkingv1 "k8s.io/api/networking/v1"

	"github.com/np-guard/netpol-analyzer/pkg/manifests/parser"
	"github.com/np-guard/netpol-analyzer/pkg/netpol/eval"
)

// newNetpolAnalyzer makes the evaluator that knows IPv4 only: it takes ::/0 for every IPv4 address, so it gets no range of IPv6.
func newNetpolAnalyzer(world World) (evaluator, error) {
	var objects []parser.K8sObject
	for _, namespace := range world.Namespaces {
		objects = append(objects, parser.K8sObject{Kind: parser.Namespace, Namespace: namespace})
	}
	for _, pod := range world.Pods {
		objects = append(objects, parser.K8sObject{Kind: parser.Pod, Pod: pod})
	}
	for _, policy := range world.NetworkPolicies {
		objects = append(objects, parser.K8sObject{Kind: parser.NetworkPolicy, NetworkPolicy: onlyIPv4(policy)})
	}
	policies, err := eval.NewPolicyEngineWithObjects(objects)
	if err != nil {
		return nil, err
	}
	return func(_ context.Context, question Question) (bool, error) {
		if isIPv6(question.From) || isIPv6(question.To) {
			return false, errUnable
		}
		port := strconv.Itoa(question.Port)
		allowed, err := policies.CheckIfAllowed(question.From, question.To, string(question.Protocol), port)
		if err != nil && strings.Contains(err.Error(), "cannot convert named port for an IP destination") {
			return false, errUnable
		}
		return allowed, err
	}, nil
}

func isIPv6(name string) bool {
	address, err := netip.ParseAddr(name)
	return err == nil && address.Is6()
}

// onlyIPv4 is the policy without ranges of IPv6. A rule that had nothing else goes too: without peers it would be for all.
func onlyIPv4(policy *networkingv1.NetworkPolicy) *networkingv1.NetworkPolicy {
	result := policy.DeepCopy()
	result.Spec.Egress = nil
	for _, rule := range policy.Spec.Egress {
		if peers, kept := withoutIPv6(rule.To); kept {
			result.Spec.Egress = append(result.Spec.Egress, networkingv1.NetworkPolicyEgressRule{To: peers, Ports: rule.Ports})
		}
	}
	result.Spec.Ingress = nil
	for _, rule := range policy.Spec.Ingress {
		if peers, kept := withoutIPv6(rule.From); kept {
			result.Spec.Ingress = append(result.Spec.Ingress, networkingv1.NetworkPolicyIngressRule{From: peers, Ports: rule.Ports})
		}
	}
	return result
}

// withoutIPv6 says of the peers of a rule which are left, and whether the rule still says something.
func withoutIPv6(peers []networkingv1.NetworkPolicyPeer) ([]networkingv1.NetworkPolicyPeer, bool) {
	var kept []networkingv1.NetworkPolicyPeer
	for _, peer := range peers {
		if peer.IPBlock != nil {
			if prefix, err := netip.ParsePrefix(peer.IPBlock.CIDR); err == nil && prefix.Addr().Is6() {
				continue
			}
		}
		kept = append(kept, peer)
	}
	return kept, len(kept) > 0 || len(peers) == 0
}
