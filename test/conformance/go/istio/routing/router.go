package routing

import (
	"fmt"
	"net/netip"
	"slices"

	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pilot/test/xds"
)

// sidecarAddress is one that no pod of a world has: sidecars differ by what they are told, not by where they are.
const sidecarAddress = "10.244.255.254"

// mostLegs is more than any way has that is no loop.
const mostLegs = 8

// router follows requests from proxy to proxy.
type router struct {
	server   *xds.FakeDiscoveryServer
	gateways []Gateway
	// proxies that were asked before: their configuration takes longer to make than to ask.
	proxies map[string]*proxy
}

func newRouter(server *xds.FakeDiscoveryServer, gateways []Gateway) *router {
	return &router{server: server, gateways: gateways, proxies: map[string]*proxy{}}
}

func (r *router) answer(requests []Request) ([][]Result, error) {
	results := make([][]Result, 0, len(requests))
	for _, request := range requests {
		ways, err := r.follow(request)
		if err != nil {
			return nil, err
		}
		results = append(results, ways)
	}
	return results, nil
}

func (r *router) follow(request Request) ([]Result, error) {
	open, err := connect(request)
	if err != nil {
		return nil, err
	}
	client := r.proxy(place{model.SidecarProxy, request.Client.Namespace, request.Client.Labels, sidecarAddress})
	var ways []Result
	for _, leg := range client.send(open.leaving(request), open) {
		start := Result{ID: request.ID, Client: leg, Copy: leg.isCopy}
		ways = append(ways, r.onward(request, start, position{open: open.after(leg), leg: leg})...)
	}
	return ways, nil
}

// position is where a request has come to.
type position struct {
	open connection
	// leg of the proxy that the request has left.
	leg Leg
	// gateway is that proxy, unless it is the client's.
	gateway *Gateway
	// pod is the address of the gateway.
	pod string
}

// onward are the ways from a position on.
func (r *router) onward(request Request, way Result, at position) []Result {
	gateway := r.next(at.gateway, at.leg)
	isLoop := len(way.Further) == mostLegs
	if gateway == nil || isLoop {
		if gateway != nil {
			way.Further = append(slices.Clone(way.Further), Leg{Error: "loop"})
		}
		return []Result{at.open.end(request, way)}
	}
	pod := at.pod
	if !isLoopback(at.leg.Upstream.Address) {
		pod = at.leg.Upstream.Address
	}
	var ways []Result
	to := r.proxy(place{model.Router, gateway.Namespace, gateway.Labels, pod})
	for _, sent := range to.send(at.open.arriving(*at.leg.Upstream), at.open) {
		leg := at.open.read(sent)
		next := way
		next.Copy = way.Copy || leg.isCopy
		if way.Gateway == nil {
			next.Gateway = &leg
		} else {
			next.Further = append(slices.Clone(way.Further), leg)
		}
		ways = append(ways, r.onward(request, next, position{at.open.after(leg), leg, gateway, pod})...)
	}
	return ways
}

func (r *router) proxy(at place) *proxy {
	key := fmt.Sprint(at)
	if r.proxies[key] == nil {
		r.proxies[key] = newProxy(r.server, at)
	}
	return r.proxies[key]
}

// next is the gateway that a leg leads to: another one, or the same by its loopback address; nil where the request leaves.
func (r *router) next(from *Gateway, leg Leg) *Gateway {
	if leg.Upstream == nil || leg.Tunnel != "" {
		return nil
	}
	if isLoopback(leg.Upstream.Address) {
		return from
	}
	return r.gatewayBehind(leg.Cluster)
}

func isLoopback(address string) bool {
	parsed, err := netip.ParseAddr(address)
	return err == nil && parsed.IsLoopback()
}

// gatewayBehind finds the gateway whose Service a cluster is of.
func (r *router) gatewayBehind(cluster string) *Gateway {
	_, _, host, _ := model.ParseSubsetKey(cluster)
	for _, gateway := range r.gateways {
		if string(host) == fmt.Sprintf("%s.%s.svc.cluster.local", gateway.Service, gateway.Namespace) {
			return &gateway
		}
	}
	return nil
}
