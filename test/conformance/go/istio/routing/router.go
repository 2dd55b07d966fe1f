package routing

import (
	"fmt"
	"net/netip"

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

func (r *router) answer(requests []Request) ([]Result, error) {
	results := make([]Result, 0, len(requests))
	for _, request := range requests {
		result, err := r.follow(request)
		if err != nil {
			return nil, err
		}
		results = append(results, result)
	}
	return results, nil
}

func (r *router) follow(request Request) (Result, error) {
	open, err := connect(request)
	if err != nil {
		return Result{}, err
	}
	client := r.proxy(place{model.SidecarProxy, request.Client.Namespace, request.Client.Labels, sidecarAddress})
	result := Result{ID: request.ID, Client: client.send(open.leaving(request))}
	open = open.after(result.Client)
	leg := result.Client
	var pod string
	for gateway := r.next(nil, leg); gateway != nil; gateway = r.next(gateway, leg) {
		if len(result.Further) == mostLegs {
			result.Further = append(result.Further, Leg{Error: "loop"})
			break
		}
		if !isLoopback(leg.Upstream.Address) {
			pod = leg.Upstream.Address
		}
		at := place{model.Router, gateway.Namespace, gateway.Labels, pod}
		leg = open.read(r.proxy(at).send(open.arriving(*leg.Upstream)))
		if result.Gateway == nil {
			first := leg
			result.Gateway = &first
		} else {
			result.Further = append(result.Further, leg)
		}
		open = open.after(leg)
	}
	result.Layers = open.modes()
	if request.Protocol == "http" && open.host != hostHeader(request.Host, request.Port) {
		result.Host = open.host
	}
	return result, nil
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
