// Command cluster-verdicts reads worlds and questions about each as JSON, one document after another, and writes what
// kube-network-policies answers, a line per world. It evaluates ClusterNetworkPolicies and NetworkPolicies, as the enforcer does.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"

	v1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/tools/cache"
	"sigs.k8s.io/kube-network-policies/pkg/api"
	"sigs.k8s.io/kube-network-policies/pkg/network"
	"sigs.k8s.io/kube-network-policies/pkg/networkpolicy"
	cnp "sigs.k8s.io/kube-network-policies/plugins/npa-v1alpha2"
	"sigs.k8s.io/network-policy-api/apis/v1alpha2"
	clusterinformers "sigs.k8s.io/network-policy-api/pkg/client/informers/externalversions"

	"cdk8s-istio-egress/test/conformance/network-policy/engine"
)

// world is what a cluster holds, and what is asked of it.
type world struct {
	Namespaces             []*v1.Namespace                  `json:"namespaces"`
	Pods                   []*v1.Pod                        `json:"pods"`
	NetworkPolicies        []*networkingv1.NetworkPolicy    `json:"networkPolicies"`
	ClusterNetworkPolicies []*v1alpha2.ClusterNetworkPolicy `json:"clusterNetworkPolicies"`
	Questions              []question                       `json:"questions"`
}

// question is about one connection. From and To are `namespace/pod`, or an address outside the cluster.
type question struct {
	From     string      `json:"from"`
	To       string      `json:"to"`
	Protocol v1.Protocol `json:"protocol"`
	Port     int         `json:"port"`
}

func main() {
	if err := run(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(input io.Reader, output io.Writer) error {
	decoder, encoder := json.NewDecoder(input), json.NewEncoder(output)
	for {
		var asked world
		if err := decoder.Decode(&asked); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("reading the input: %w", err)
		}
		answers, err := asked.evaluate(context.Background())
		if err != nil {
			return err
		}
		if err := encoder.Encode(map[string]any{"verdicts": answers}); err != nil {
			return err
		}
	}
}

func (w world) evaluate(ctx context.Context) ([]bool, error) {
	policies, err := w.engine()
	if err != nil {
		return nil, err
	}
	answers := make([]bool, len(w.Questions))
	for index, asked := range w.Questions {
		source, err := w.address(asked.From)
		if err != nil {
			return nil, err
		}
		destination, err := w.address(asked.To)
		if err != nil {
			return nil, err
		}
		packet := &network.Packet{SrcIP: source, DstIP: destination, Proto: asked.Protocol, SrcPort: 40000, DstPort: asked.Port}
		if answers[index], err = policies.EvaluatePacket(ctx, packet); err != nil {
			return nil, fmt.Errorf("from %s to %s: %w", asked.From, asked.To, err)
		}
	}
	return answers, nil
}

// engine fills the stores by hand; no informer ever runs.
func (w world) engine() (*networkpolicy.PolicyEngine, error) {
	kubernetes := informers.NewSharedInformerFactory(nil, 0)
	cluster := clusterinformers.NewSharedInformerFactory(nil, 0).Policy().V1alpha2().ClusterNetworkPolicies()
	nodes := kubernetes.Core().V1().Nodes().Lister()
	tier := func(name v1alpha2.Tier) []api.PolicyEvaluator {
		return []api.PolicyEvaluator{cnp.NewClusterNetworkPolicy(name, cluster, nil, nodes)}
	}
	policies, err := engine.New(kubernetes, "", tier(v1alpha2.AdminTier), tier(v1alpha2.BaselineTier))
	if err != nil {
		return nil, err
	}
	return policies, errors.Join(
		fill(kubernetes.Core().V1().Namespaces().Informer().GetStore(), w.Namespaces),
		fill(kubernetes.Core().V1().Pods().Informer().GetStore(), w.Pods),
		fill(kubernetes.Networking().V1().NetworkPolicies().Informer().GetStore(), w.NetworkPolicies),
		fill(cluster.Informer().GetStore(), w.ClusterNetworkPolicies),
	)
}

// address finds the address of a pod; of an address outside it is the address itself.
func (w world) address(name string) (net.IP, error) {
	if address, err := netip.ParseAddr(name); err == nil {
		return address.AsSlice(), nil
	}
	for _, pod := range w.Pods {
		if pod.Namespace+"/"+pod.Name == name {
			return net.ParseIP(pod.Status.PodIP), nil
		}
	}
	return nil, fmt.Errorf("%q is neither a pod of the world nor an address", name)
}

func fill[Object any](store cache.Store, objects []Object) error {
	for _, object := range objects {
		if err := store.Add(object); err != nil {
			return fmt.Errorf("adding to a store: %w", err)
		}
	}
	return nil
}
