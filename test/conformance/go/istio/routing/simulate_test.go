package routing

import (
	"strings"
	"testing"
)

const kubernetes = `
apiVersion: v1
kind: Service
metadata: {name: egress, namespace: gateways}
spec: {clusterIP: 10.96.7.1, selector: {istio: egress}, ports: [{name: http, port: 80, targetPort: 8080}]}
---
apiVersion: v1
kind: Pod
metadata: {name: egress, namespace: gateways, labels: {istio: egress}}
status: {phase: Running, podIP: 10.244.7.1, podIPs: [{ip: 10.244.7.1}]}
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: egress, namespace: gateways, labels: {kubernetes.io/service-name: egress}}
addressType: IPv4
endpoints: [{addresses: [10.244.7.1], targetRef: {kind: Pod, name: egress, namespace: gateways}}]
ports: [{name: http, port: 8080, protocol: TCP}]
`

const objects = `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: a, namespace: apps}
spec: {hosts: [a.com], location: MESH_EXTERNAL, resolution: DNS, ports: [{name: http, number: 80, protocol: HTTP}]}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: a, namespace: gateways}
spec:
  host: egress.gateways.svc.cluster.local
  subsets: [{name: a, trafficPolicy: {tls: {mode: ISTIO_MUTUAL, sni: a.com}}}]
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: a, namespace: gateways}
spec:
  selector: {istio: egress}
  servers: [{port: {number: 80, name: http, protocol: HTTPS}, hosts: [a.com], tls: {mode: ISTIO_MUTUAL}}]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: a, namespace: apps}
spec:
  hosts: [a.com]
  gateways: [gateways/a, mesh]
  http:
    - match: [{gateways: [mesh], port: 80}]
      route: [{destination: {host: egress.gateways.svc.cluster.local, subset: a, port: {number: 80}}}]
    - match: [{gateways: [gateways/a], port: 80}]
      route: [{destination: {host: a.com, port: {number: 80}}}]
`

func world(policy, objects string) World {
	client := Client{Namespace: "apps", Labels: map[string]string{"app": "client"}}
	return World{
		Objects:    objects,
		Kubernetes: kubernetes,
		MeshConfig: MeshConfig{OutboundTrafficPolicy: policy},
		Gateways:   []Gateway{{Namespace: "gateways", Labels: map[string]string{"istio": "egress"}, Service: "egress"}},
		Requests: []Request{
			{ID: "declared", Client: client, Protocol: "http", Host: "a.com", Port: 80},
			{ID: "undeclared", Client: client, Protocol: "http", Host: "b.com", Port: 80},
			{ID: "TLS", Client: client, Protocol: "tls", Host: "a.com", Port: 80},
		},
	}
}

const throughGateway = "outbound|80|a|egress.gateways.svc.cluster.local, then mTLS true outbound|80||a.com"

func TestSimulate(t *testing.T) {
	cases := []struct {
		name, policy, objects string
		expected              []string
	}{
		{"open mesh", "ALLOW_ANY", objects, []string{throughGateway, "PassthroughCluster", "PassthroughCluster"}},
		{"closed mesh", "REGISTRY_ONLY", objects,
			[]string{throughGateway, "no cluster: virtual host block_all answers itself", "BlackHoleCluster"}},
		{"another SNI than the server's", "ALLOW_ANY", strings.Replace(objects, "sni: a.com", "sni: b.com", 1),
			[]string{"outbound|80|a|egress.gateways.svc.cluster.local, then mTLS true no filter chains matched"}},
		{"a subset that is not there", "ALLOW_ANY", strings.Replace(objects, "subset: a", "subset: b", 1),
			[]string{"cluster outbound|80|b|egress.gateways.svc.cluster.local is not there"}},
		{"a subset of no pod", "ALLOW_ANY", strings.Replace(objects, "{name: a, traffic", "{name: a, labels: {no: pod}, traffic", 1),
			[]string{"cluster outbound|80|a|egress.gateways.svc.cluster.local has no healthy upstream"}},
		{"a host that the gateway cannot resolve", "ALLOW_ANY", strings.Replace(objects, "resolution: DNS", "resolution: NONE", 1),
			[]string{"outbound|80|a|egress.gateways.svc.cluster.local, then mTLS true cluster outbound|80||a.com has no healthy upstream"}},
	}
	for _, each := range cases {
		t.Run(each.name, func(t *testing.T) {
			answer, err := Simulate(world(each.policy, each.objects))
			if err != nil {
				t.Fatal(err)
			}
			for index, expected := range each.expected {
				if words := inWords(answer.Results[index]); words != expected {
					t.Errorf("%s: expected %s, got %s", answer.Results[index].ID, expected, words)
				}
			}
		})
	}
}

func inWords(result Result) string {
	words := result.Client.Cluster + result.Client.Error
	if result.Gateway == nil {
		return words
	}
	if result.Gateway.MTLS {
		return words + ", then mTLS true " + result.Gateway.Cluster + result.Gateway.Error
	}
	return words + ", then mTLS false " + result.Gateway.Cluster + result.Gateway.Error
}

func TestWorldsThatAreRefused(t *testing.T) {
	cases := []struct{ name, policy, objects, expected string }{
		{"a policy that is none", "", objects, "no outbound traffic policy"},
		{"an object that is invalid", "ALLOW_ANY", strings.Replace(objects, "number: 80", "number: 0", 1), "number"},
		{"an object that is not Istio's", "ALLOW_ANY", "{apiVersion: v1, kind: Service, metadata: {name: a}}", "Service a"},
	}
	for _, each := range cases {
		t.Run(each.name, func(t *testing.T) {
			_, err := Simulate(world(each.policy, each.objects))
			if err == nil || !strings.Contains(err.Error(), each.expected) {
				t.Errorf("expected an error with %q, got %v", each.expected, err)
			}
		})
	}
}
