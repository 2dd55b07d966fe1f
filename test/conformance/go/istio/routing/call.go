package routing

import (
	"fmt"
	"net"
	"strconv"

	"istio.io/istio/pilot/pkg/simulation"
)

// outside is an address that nothing in a cluster has.
const outside = "203.0.113.7"

// usual is the port that HTTP clients leave out of the Host header.
const usual = 80

// leaving is a request as the client's sidecar gets it.
func leaving(request Request) (simulation.Call, error) {
	call := simulation.Call{CallMode: simulation.CallModeOutbound, Address: outside, Port: request.Port}
	switch request.Protocol {
	case "http":
		call.Protocol = simulation.HTTP
		call.HostHeader = hostHeader(request.Host, request.Port)
	case "tls":
		call.Protocol = simulation.TCP
		call.TLS = simulation.TLS
		call.Sni = request.Host
	default:
		return call, fmt.Errorf("request %s: %q is neither http nor tls", request.ID, request.Protocol)
	}
	return call, nil
}

// arriving is the same request as it gets to a gateway: at an address of its pods, wrapped by the client's sidecar, with the Host
// header that the sidecar writes, if any.
func arriving(leaving simulation.Call, at Upstream, host string) simulation.Call {
	call := leaving
	if host != "" {
		call.HostHeader = host
	}
	call.CallMode = simulation.CallModeGateway
	call.Address = at.Address
	call.Port = at.Port
	switch at.TLS {
	case "DISABLE":
	case "ISTIO_MUTUAL":
		call.TLS = simulation.MTLS
		call.Sni = at.SNI
	default:
		call.TLS = simulation.TLS
		call.Sni = at.SNI
	}
	return call
}

func hostHeader(host string, port int) string {
	if port == usual {
		return host
	}
	return net.JoinHostPort(host, strconv.Itoa(port))
}
