package verdicts

import (
	"context"
	"strings"
	"testing"

	v1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"
)

const outside = "10.99.0.10"

func pod(namespace, name, address string) *v1.Pod {
	return &v1.Pod{
		TypeMeta:   metav1.TypeMeta{APIVersion: "v1", Kind: "Pod"},
		ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: name, Labels: map[string]string{"app": name}},
		Status:     v1.PodStatus{PodIP: address, PodIPs: []v1.PodIP{{IP: address}}, HostIP: "172.30.0.1", Phase: v1.PodRunning},
	}
}

func namespace(name string) *v1.Namespace {
	labels := map[string]string{"kubernetes.io/metadata.name": name}
	return &v1.Namespace{
		TypeMeta:   metav1.TypeMeta{APIVersion: "v1", Kind: "Namespace"},
		ObjectMeta: metav1.ObjectMeta{Name: name, Labels: labels},
	}
}

// world has a client and a server in each of two namespaces, and the policy in the first.
func world(t *testing.T, spec string) World {
	t.Helper()
	policy := &networkingv1.NetworkPolicy{
		TypeMeta:   metav1.TypeMeta{APIVersion: "networking.k8s.io/v1", Kind: "NetworkPolicy"},
		ObjectMeta: metav1.ObjectMeta{Namespace: "one", Name: "policy"},
	}
	if err := yaml.UnmarshalStrict([]byte(spec), &policy.Spec); err != nil {
		t.Fatal(err)
	}
	return World{
		Namespaces: []*v1.Namespace{namespace("one"), namespace("two")},
		Pods: []*v1.Pod{
			pod("one", "client", "10.244.0.1"), pod("one", "server", "10.244.0.2"),
			pod("two", "client", "10.244.0.3"), pod("two", "server", "10.244.0.4"),
		},
		NetworkPolicies: []*networkingv1.NetworkPolicy{policy},
	}
}

func tcp(from, to string, port int) Question {
	return Question{From: from, To: to, Protocol: v1.ProtocolTCP, Port: port}
}

func TestThreeAgree(t *testing.T) {
	const selector = "{podSelector: {matchLabels: {app: client}}, policyTypes: [Egress], "
	cases := []struct {
		name, spec string
		allowed    []Question
		refused    []Question
	}{
		{
			name:    "nothing may leave",
			spec:    "{podSelector: {}, policyTypes: [Egress]}",
			allowed: []Question{tcp("two/client", "two/server", 80), tcp("two/client", "one/server", 80)},
			refused: []Question{tcp("one/client", "one/server", 80), tcp("one/client", outside, 443)},
		},
		{
			name: "one pod of another namespace, one port",
			spec: selector + `egress: [{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: two}},
				podSelector: {matchLabels: {app: server}}}], ports: [{port: 8080, protocol: TCP}]}]}`,
			allowed: []Question{tcp("one/client", "two/server", 8080), tcp("one/server", outside, 443)},
			refused: []Question{
				tcp("one/client", "two/server", 80), tcp("one/client", "two/client", 8080), tcp("one/client", "one/server", 8080),
				{From: "one/client", To: "two/server", Protocol: v1.ProtocolUDP, Port: 8080},
			},
		},
		{
			name:    "a range of addresses but for a part of it",
			spec:    selector + "egress: [{to: [{ipBlock: {cidr: 10.99.0.0/16, except: [10.99.1.0/24]}}]}]}",
			allowed: []Question{tcp("one/client", outside, 443)},
			refused: []Question{tcp("one/client", "10.99.1.1", 443), tcp("one/client", "1.1.1.1", 443)},
		},
		{
			name:    "a range of ports",
			spec:    selector + "egress: [{ports: [{port: 8000, endPort: 8010, protocol: TCP}]}]}",
			allowed: []Question{tcp("one/client", outside, 8000), tcp("one/client", "two/server", 8010)},
			refused: []Question{tcp("one/client", outside, 8011), tcp("one/client", outside, 7999)},
		},
		{
			name:    "what comes in",
			spec:    "{podSelector: {matchLabels: {app: server}}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {}}]}]}",
			allowed: []Question{tcp("one/client", "one/server", 80), tcp("two/client", "one/client", 80), tcp("one/server", outside, 80)},
			refused: []Question{tcp("two/client", "one/server", 80)},
		},
	}
	for _, each := range cases {
		t.Run(each.name, func(t *testing.T) {
			expect(t, world(t, each.spec), each.allowed, true)
			expect(t, world(t, each.spec), each.refused, false)
		})
	}
}

func expect(t *testing.T, in World, questions []Question, allowed bool) {
	t.Helper()
	answers, err := Evaluate(context.Background(), in, questions)
	if err != nil {
		t.Fatal(err)
	}
	for index, answer := range answers {
		if len(answer) != 3 {
			t.Fatalf("%d answers", len(answer))
		}
		for name, verdict := range answer {
			if verdict != allowed {
				t.Errorf("%v: %s says %t, expected %t", questions[index], name, verdict, allowed)
			}
		}
	}
}

func TestTwoKnowIPv6(t *testing.T) {
	in := world(t, `{podSelector: {matchLabels: {app: client}}, policyTypes: [Egress],
		egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8]}}, {ipBlock: {cidr: "::/0", except: ["fc00::/7"]}}]}, {to: [{ipBlock: {cidr: "::/0"}}], ports: [{port: 53, protocol: UDP}]}]}`)
	expected := map[string]bool{"203.0.113.10": true, "10.1.1.1": false, "2001:db8::1": true, "fd00::1": false}
	for address, allowed := range expected {
		answers, err := Evaluate(context.Background(), in, []Question{tcp("one/client", address, 443)})
		if err != nil {
			t.Fatal(err)
		}
		want := 3
		if strings.Contains(address, ":") {
			want = 2
		}
		if len(answers[0]) != want {
			t.Errorf("%s: %d verdicts, expected %d", address, len(answers[0]), want)
		}
		for name, verdict := range answers[0] {
			if verdict != allowed {
				t.Errorf("%s: %s says %t", address, name, verdict)
			}
		}
	}
}

func TestDisagreementShows(t *testing.T) {
	// netpol-analyzer allows a pod to reach itself, whatever the policies say.
	in := world(t, "{podSelector: {}, policyTypes: [Egress]}")
	answers, err := Evaluate(context.Background(), in, []Question{tcp("one/client", "one/client", 80)})
	if err != nil {
		t.Fatal(err)
	}
	if answers[0]["netpol-analyzer"] == answers[0]["cyclonus"] {
		t.Errorf("expected a disagreement, got %v", answers[0])
	}
}

func TestPanicIsAnError(t *testing.T) {
	in := world(t, "{podSelector: {}, egress: []}")
	in.NetworkPolicies[0].Spec.PolicyTypes = nil
	if _, err := Evaluate(context.Background(), in, nil); err == nil || !strings.Contains(err.Error(), "cyclonus: panicked") {
		t.Errorf("expected an error that names cyclonus, got %v", err)
	}
}

func TestUnknownPod(t *testing.T) {
	in := world(t, "{podSelector: {}, policyTypes: [Egress]}")
	_, err := Evaluate(context.Background(), in, []Question{tcp("one/nobody", outside, 80)})
	if err == nil || !strings.Contains(err.Error(), "one/nobody") {
		t.Errorf("expected an error that names the pod, got %v", err)
	}
}
