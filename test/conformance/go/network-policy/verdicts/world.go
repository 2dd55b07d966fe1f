// Package verdicts asks three independent implementations of NetworkPolicy whether connections are allowed.
package verdicts

import (
	"fmt"
	"net/netip"

	v1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
)

// World is what a cluster holds, as far as it matters to network policies.
type World struct {
	Namespaces      []*v1.Namespace               `json:"namespaces"`
	Pods            []*v1.Pod                     `json:"pods"`
	NetworkPolicies []*networkingv1.NetworkPolicy `json:"networkPolicies"`
}

// Question is about one connection. From and To are `namespace/pod`, or an address outside the cluster.
type Question struct {
	From     string      `json:"from"`
	To       string      `json:"to"`
	Protocol v1.Protocol `json:"protocol"`
	Port     int         `json:"port"`
}

// peer is one end of a connection; without a pod it is outside.
type peer struct {
	pod     *v1.Pod
	labels  map[string]string
	address netip.Addr
}

// peer finds what a question names.
func (w World) peer(name string) (peer, error) {
	if address, err := netip.ParseAddr(name); err == nil {
		return peer{address: address}, nil
	}
	for _, pod := range w.Pods {
		if pod.Namespace+"/"+pod.Name != name {
			continue
		}
		address, err := netip.ParseAddr(pod.Status.PodIP)
		if err != nil {
			return peer{}, fmt.Errorf("pod %s has no address: %w", name, err)
		}
		return peer{pod: pod, labels: w.namespaceLabels(pod.Namespace), address: address}, nil
	}
	return peer{}, fmt.Errorf("%q is neither a pod of the world nor an address", name)
}

func (w World) namespaceLabels(name string) map[string]string {
	for _, namespace := range w.Namespaces {
		if namespace.Name == name {
			return namespace.Labels
		}
	}
	return nil
}

// portName gives the name of the port of the pod that is called, if the pod has one.
func (w World) portName(question Question) string {
	found, err := w.peer(question.To)
	if err != nil || found.pod == nil {
		return ""
	}
	for _, container := range found.pod.Spec.Containers {
		for _, port := range container.Ports {
			if int(port.ContainerPort) == question.Port && port.Protocol == question.Protocol {
				return port.Name
			}
		}
	}
	return ""
}
