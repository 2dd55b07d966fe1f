package routing

import (
	"fmt"
	"testing"

	"istio.io/istio/pilot/pkg/simulation"
)

func TestHostHeader(t *testing.T) {
	for port, expected := range map[int]string{80: "a.com", 443: "a.com:443", 8080: "a.com:8080"} {
		if header := hostHeader("a.com", port); header != expected {
			t.Errorf("port %d: expected %s, got %s", port, expected, header)
		}
	}
}

func TestAddresses(t *testing.T) {
	for _, each := range []struct{ host, address, expected string }{
		{"a.com", "", outside},
		{"a.com", "198.18.0.1", "198.18.0.1"},
		{"198.18.0.2", "", "198.18.0.2"},
	} {
		request := Request{Protocol: "tls", Host: each.host, Address: each.address, Port: 443}
		open, err := connect(request)
		if err != nil {
			t.Fatal(err)
		}
		if address := open.leaving(request).Address; address != each.expected {
			t.Errorf("%s at %q: expected %s, got %s", each.host, each.address, each.expected, address)
		}
	}
}

func TestCalls(t *testing.T) {
	plain := Upstream{Address: "10.244.7.1", Port: 8443, TLS: "DISABLE"}
	wrapped := Upstream{Address: "10.244.7.1", Port: 8443, TLS: "ISTIO_MUTUAL", SNI: "outer"}
	foreign := Upstream{Address: "10.244.7.1", Port: 8443, TLS: "SIMPLE", SNI: "outer"}
	cases := []struct {
		name, protocol string
		at             Upstream
		host           string
		tls            simulation.TLSMode
		sni, header    string
	}{
		{"HTTP in clear text", "http", plain, "", "", "", "a.com"},
		{"HTTP in mTLS", "http", wrapped, "", simulation.MTLS, "outer", "a.com"},
		{"HTTP with another Host", "http", wrapped, "b.com", simulation.MTLS, "outer", "b.com"},
		{"TLS as it is", "tls", plain, "", simulation.TLS, "a.com", ""},
		{"TLS in mTLS", "tls", wrapped, "", simulation.MTLS, "outer", ""},
		{"HTTP in TLS that is not the mesh's", "http", foreign, "", simulation.TLS, "outer", "a.com"},
	}
	for _, each := range cases {
		t.Run(each.name, func(t *testing.T) {
			request := Request{Protocol: each.protocol, Host: "a.com", Port: 80}
			open, err := connect(request)
			if err != nil {
				t.Fatal(err)
			}
			out := open.leaving(request)
			if out.CallMode != simulation.CallModeOutbound || out.Address != outside || out.Port != 80 {
				t.Errorf("leaves as %+v", out)
			}
			in := open.after(Leg{tls: each.at.TLS, sni: each.at.SNI, host: each.host}).arriving(each.at)
			if in.CallMode != simulation.CallModeGateway || in.Address != "10.244.7.1" || in.Port != 8443 {
				t.Errorf("arrives as %+v", in)
			}
			if in.TLS != each.tls || in.Sni != each.sni || in.HostHeader != each.header {
				t.Errorf("arrives with TLS %q, SNI %q, host %q", in.TLS, in.Sni, in.HostHeader)
			}
		})
	}
}

func TestUnknownProtocol(t *testing.T) {
	if _, err := connect(Request{Protocol: "udp"}); err == nil {
		t.Error("expected an error")
	}
}

func TestAddressesAreDialled(t *testing.T) {
	request := Request{Protocol: "tcp", Host: "198.18.0.1", Port: 5432}
	open, err := connect(request)
	if err != nil {
		t.Fatal(err)
	}
	if call := open.leaving(request); call.Address != "198.18.0.1" || call.Protocol != simulation.TCP {
		t.Errorf("leaves as %+v", call)
	}
}

func TestLayers(t *testing.T) {
	cases := []struct {
		name, protocol string
		legs           []Leg
		expected       string
	}{
		{"nothing around HTTP", "http", []Leg{{tls: "DISABLE"}}, "[]"},
		{"mTLS that the gateway ends", "http", []Leg{{tls: "ISTIO_MUTUAL"}, {tls: "DISABLE", endsTLS: true}}, "[]"},
		{"mTLS that nobody ends", "tls", []Leg{{tls: "ISTIO_MUTUAL"}, {tls: "DISABLE"}}, "[application ISTIO_MUTUAL]"},
		{"TLS inside mTLS", "tls", []Leg{{tls: "ISTIO_MUTUAL"}, {tls: "DISABLE", endsTLS: true}}, "[application]"},
		{"TLS that the gateway begins", "http", []Leg{{tls: "ISTIO_MUTUAL"}, {tls: "SIMPLE", endsTLS: true}}, "[SIMPLE]"},
	}
	for _, each := range cases {
		t.Run(each.name, func(t *testing.T) {
			open, err := connect(Request{Protocol: each.protocol, Host: "a.com", Port: 443})
			if err != nil {
				t.Fatal(err)
			}
			for _, leg := range each.legs {
				open = open.after(leg)
			}
			if modes := fmt.Sprint(open.modes()); modes != each.expected {
				t.Errorf("expected %s, got %s", each.expected, modes)
			}
		})
	}
}

func TestHTTPIsReadOnlyInClearText(t *testing.T) {
	reads, ends := Leg{readsHTTP: true}, Leg{readsHTTP: true, endsTLS: true}
	inTLS := []layer{{"ISTIO_MUTUAL", "outer"}}
	cases := []struct {
		name  string
		open  connection
		leg   Leg
		fails bool
	}{
		{"HTTP", connection{protocol: simulation.HTTP}, reads, false},
		{"TCP", connection{protocol: simulation.TCP}, reads, true},
		{"HTTP in mTLS that is ended", connection{protocol: simulation.HTTP, layers: inTLS}, ends, false},
		{"HTTP in mTLS that is not ended", connection{protocol: simulation.HTTP, layers: inTLS}, reads, true},
	}
	for _, each := range cases {
		t.Run(each.name, func(t *testing.T) {
			if leg := each.open.read(each.leg); (leg.Error != "") != each.fails {
				t.Errorf("got %+v", leg)
			}
		})
	}
}
