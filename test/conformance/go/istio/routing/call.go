package routing

import (
	"cmp"
	"fmt"
	"net"
	"net/netip"
	"strconv"

	"istio.io/istio/pilot/pkg/simulation"
)

// outside is an address that nothing in a cluster has.
const outside = "203.0.113.7"

// usual is the port that HTTP clients leave out of the Host header.
const usual = 80

// layer is a TLS connection around a request.
type layer struct {
	// mode is that of a DestinationRule, or application.
	mode string
	sni  string
}

const application = "application"

// connection is a request on its way.
type connection struct {
	protocol simulation.Protocol
	host     string
	method   string
	path     string
	// layers of TLS, outermost last.
	layers []layer
}

// connect opens a connection as the application does.
func connect(request Request) (connection, error) {
	switch request.Protocol {
	case "http":
		return connection{
			protocol: simulation.HTTP,
			host:     hostHeader(request.Host, request.Port),
			method:   cmp.Or(request.Method, "GET"),
			path:     cmp.Or(request.Path, "/"),
		}, nil
	case "tls":
		return connection{protocol: simulation.TCP, layers: []layer{{application, request.Host}}}, nil
	case "tcp":
		return connection{protocol: simulation.TCP}, nil
	default:
		return connection{}, fmt.Errorf("request %s: %q is neither http nor tls nor tcp", request.ID, request.Protocol)
	}
}

// leaving is the connection as the client's sidecar gets it.
func (c connection) leaving(request Request) simulation.Call {
	address := cmp.Or(request.Address, outside)
	if _, err := netip.ParseAddr(request.Host); err == nil {
		address = request.Host
	}
	return c.at(simulation.CallModeOutbound, address, request.Port)
}

// arriving is the connection as it gets to a gateway.
func (c connection) arriving(at Upstream) simulation.Call {
	return c.at(simulation.CallModeGateway, at.Address, at.Port)
}

func (c connection) at(mode simulation.CallMode, address string, port int) simulation.Call {
	call := simulation.Call{CallMode: mode, Address: address, Port: port, Protocol: c.protocol, HostHeader: c.host}
	if len(c.layers) == 0 {
		return call
	}
	outermost := c.layers[len(c.layers)-1]
	call.Sni = outermost.sni
	call.TLS = simulation.TLS
	if outermost.mode == "ISTIO_MUTUAL" {
		call.TLS = simulation.MTLS
	}
	return call
}

// after is the connection behind a proxy, which may end a layer, write another Host header and path, and begin a layer.
func (c connection) after(leg Leg) connection {
	layers := c.layers
	if leg.endsTLS {
		layers = layers[:len(layers)-1]
	}
	if leg.tls != "" && leg.tls != "DISABLE" {
		layers = append(append([]layer{}, layers...), layer{leg.tls, leg.sni})
	}
	if leg.host != "" {
		c.host = leg.host
	}
	if leg.path != "" {
		c.path = leg.path
	}
	c.layers = layers
	return c
}

// read is the leg of a proxy that got the connection: where the proxy reads HTTP, no TLS may be left around the request.
func (c connection) read(leg Leg) Leg {
	layers := len(c.layers)
	if leg.endsTLS {
		layers--
	}
	if leg.readsHTTP && (layers > 0 || c.protocol != simulation.HTTP) {
		return Leg{Error: simulation.ErrProtocolError.Error(), isCopy: leg.isCopy}
	}
	return leg
}

// end is a way with what is known of the connection at its end.
func (c connection) end(request Request, way Result) Result {
	way.Layers = c.modes()
	if request.Protocol == "http" && c.host != hostHeader(request.Host, request.Port) {
		way.Host = c.host
	}
	return way
}

func (c connection) modes() []string {
	var modes []string
	for _, each := range c.layers {
		modes = append(modes, each.mode)
	}
	return modes
}

func hostHeader(host string, port int) string {
	if port == usual {
		return host
	}
	return net.JoinHostPort(host, strconv.Itoa(port))
}
