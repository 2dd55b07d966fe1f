package routing

import (
	"fmt"

	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pilot/test/xds"
)

// sidecarAddress is one that no pod of a world has: sidecars differ by what they are told, not by where they are.
const sidecarAddress = "10.244.255.254"

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

func (r *router) answer(requests []Request) (Answer, error) {
	results := make([]Result, 0, len(requests))
	for _, request := range requests {
		call, err := leaving(request)
		if err != nil {
			return Answer{}, err
		}
		client := r.proxy(place{model.SidecarProxy, request.Client.Namespace, request.Client.Labels, sidecarAddress})
		result := Result{ID: request.ID, Client: client.send(call)}
		pod, gateway := result.Client.Upstream, r.gatewayBehind(result.Client.Cluster)
		if pod != nil && gateway != nil {
			at := place{model.Router, gateway.Namespace, gateway.Labels, pod.Address}
			leg := r.proxy(at).send(arriving(call, *pod, result.Client.host))
			result.Gateway = &leg
		}
		results = append(results, result)
	}
	return Answer{Results: results}, nil
}

func (r *router) proxy(at place) *proxy {
	key := fmt.Sprint(at)
	if r.proxies[key] == nil {
		r.proxies[key] = newProxy(r.server, at)
	}
	return r.proxies[key]
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
