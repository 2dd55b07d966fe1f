package routing

import (
	"fmt"
	"slices"
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

const toGateway = "outbound|80|a|egress.gateways.svc.cluster.local at 10.244.7.1:8080 ISTIO_MUTUAL a.com"

const throughGateway = toGateway + ", then outbound|80||a.com at a.com:80 DISABLE "

// origination makes the gateway speak TLS to the host.
const origination = `
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: origination, namespace: gateways}
spec: {host: a.com, exportTo: ['.'], trafficPolicy: {tls: {mode: SIMPLE, sni: a.com}}}
`

func TestSimulate(t *testing.T) {
	cases := []struct {
		name, policy, objects string
		expected              []string
	}{
		{"open mesh", "ALLOW_ANY", objects, []string{throughGateway, "PassthroughCluster", "PassthroughCluster"}},
		{"closed mesh", "REGISTRY_ONLY", objects,
			[]string{throughGateway, "no cluster: virtual host block_all answers itself", "BlackHoleCluster"}},
		{"another SNI than the server's", "ALLOW_ANY", strings.Replace(objects, "sni: a.com", "sni: b.com", 1),
			[]string{strings.Replace(toGateway, "MUTUAL a", "MUTUAL b", 1) + ", then no filter chains matched"}},
		{"a subset that is not there", "ALLOW_ANY", strings.Replace(objects, "subset: a", "subset: b", 1),
			[]string{"cluster outbound|80|b|egress.gateways.svc.cluster.local is not there"}},
		{"a subset of no pod", "ALLOW_ANY", strings.Replace(objects, "{name: a, traffic", "{name: a, labels: {no: pod}, traffic", 1),
			[]string{"cluster outbound|80|a|egress.gateways.svc.cluster.local has no healthy upstream"}},
		{"a host that the gateway cannot resolve", "ALLOW_ANY", strings.Replace(objects, "resolution: DNS", "resolution: NONE", 1),
			[]string{toGateway + ", then cluster outbound|80||a.com has no healthy upstream"}},
		{"TLS that the gateway starts", "ALLOW_ANY",
			strings.Replace(objects, "number: 80, protocol: HTTP}", "number: 80, targetPort: 443, protocol: HTTP}", 1) + origination,
			[]string{toGateway + ", then outbound|80||a.com at a.com:443 SIMPLE a.com"}},
	}
	for _, each := range cases {
		t.Run(each.name, func(t *testing.T) {
			answer, err := Simulate(world(each.policy, each.objects))
			if err != nil {
				t.Fatal(err)
			}
			for index, expected := range each.expected {
				if words := inWords(answer.Results[index][0]); words != expected {
					t.Errorf("%s: expected %s, got %s", answer.Results[index][0].ID, expected, words)
				}
			}
		})
	}
}

func inWords(result Result) string {
	if result.Gateway == nil {
		return legInWords(result.Client)
	}
	words := legInWords(result.Client) + ", then " + legInWords(*result.Gateway)
	for _, leg := range result.Further {
		words += ", then " + legInWords(leg)
	}
	return words
}

func legInWords(leg Leg) string {
	if at := leg.Upstream; at != nil {
		return fmt.Sprintf("%s at %s:%d %s %s", leg.Cluster, at.Address, at.Port, at.TLS, at.SNI)
	}
	return leg.Cluster + leg.Error
}

func TestWorldsThatAreRefused(t *testing.T) {
	cases := []struct{ name, policy, objects, expected string }{
		{"a policy that is none", "", objects, "no outbound traffic policy"},
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

func TestObjectsThatAreRefused(t *testing.T) {
	answer, err := Simulate(world("ALLOW_ANY", strings.Replace(objects, "number: 80", "number: 0", 1)))
	if err != nil {
		t.Fatal(err)
	}
	if len(answer.Refused) != 1 || answer.Refused[0].Index != 0 || !strings.Contains(answer.Refused[0].Reason, "number") {
		t.Errorf("refused: %v", answer.Refused)
	}
	if words := inWords(answer.Results[0][0]); !strings.HasPrefix(words, toGateway) {
		t.Errorf("the rest is asked all the same, got %s", words)
	}
}

// loopback makes the gateway pass what it ends to a listener of its own, which begins a tunnel.
const loopback = `
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: self, namespace: gateways}
spec:
  hosts: [self.invalid]
  resolution: STATIC
  endpoints: [{address: 127.0.0.1}]
  ports: [{name: tcp, number: 9000, protocol: TCP}]
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: self, namespace: gateways}
spec:
  selector: {istio: egress}
  servers: [{bind: 127.0.0.1, port: {number: 9000, name: tcp, protocol: TCP}, hosts: ["*"]}]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: self, namespace: gateways}
spec:
  hosts: [self.invalid]
  gateways: [self]
  tcp: [{route: [{destination: {host: a.com, port: {number: 80}}}]}]
`

func TestConnectionsOfAGatewayToItself(t *testing.T) {
	toItself := strings.Replace(objects, "{host: a.com, port: {number: 80}}", "{host: self.invalid, port: {number: 9000}}", 1)
	around := strings.Replace(toItself+loopback, "{host: a.com, port: {number: 80}}", "{host: self.invalid, port: {number: 9000}}", 1)
	self := ", then outbound|9000||self.invalid at 127.0.0.1:9000 DISABLE "
	cases := []struct{ name, objects, expected string }{
		{"goes on", toItself + loopback, toGateway + self + ", then outbound|80||a.com at a.com:80 DISABLE "},
		{"ends in a loop", around, toGateway + strings.Repeat(self, mostLegs+1) + ", then loop"},
	}
	for _, each := range cases {
		t.Run(each.name, func(t *testing.T) {
			answer, err := Simulate(world("ALLOW_ANY", each.objects))
			if err != nil {
				t.Fatal(err)
			}
			if words := inWords(answer.Results[0][0]); words != each.expected {
				t.Errorf("expected %s, got %s", each.expected, words)
			}
		})
	}
}

// weighted sends half of the requests, and a copy of all, around the gateway; requests with a header too.
var weighted = strings.Replace(objects, `route: [{destination: {host: egress.gateways.svc.cluster.local, subset: a, port: {number: 80}}}]`, `
      mirror: {host: a.com, port: {number: 80}}
      route:
        - {weight: 50, destination: {host: egress.gateways.svc.cluster.local, subset: a, port: {number: 80}}}
        - {weight: 50, destination: {host: a.com, port: {number: 80}}}`, 1)

func TestSeveralWays(t *testing.T) {
	around := "outbound|80||a.com at a.com:80 DISABLE "
	answer, err := Simulate(world("ALLOW_ANY", weighted))
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, way := range answer.Results[0] {
		found = append(found, fmt.Sprintf("%s, copy %t", inWords(way), way.Copy))
	}
	expected := []string{throughGateway + ", copy false", around + ", copy false", around + ", copy true"}
	if !slices.Equal(found, expected) {
		t.Errorf("expected %q, got %q", expected, found)
	}
}
