package routing

import (
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
			out, err := leaving(Request{Protocol: each.protocol, Host: "a.com", Port: 80})
			if err != nil {
				t.Fatal(err)
			}
			if out.CallMode != simulation.CallModeOutbound || out.Address != outside || out.Port != 80 {
				t.Errorf("leaves as %+v", out)
			}
			in := arriving(out, each.at, each.host)
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
	if _, err := leaving(Request{Protocol: "udp"}); err == nil {
		t.Error("expected an error")
	}
}
