package routing

import (
	"fmt"

	cluster "github.com/envoyproxy/go-control-plane/envoy/config/cluster/v3"
	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	endpoint "github.com/envoyproxy/go-control-plane/envoy/config/endpoint/v3"
	listener "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
	tcpproxy "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/tcp_proxy/v3"

	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pilot/pkg/simulation"
	"istio.io/istio/pilot/pkg/xds/endpoints"
	"istio.io/istio/pilot/test/xds"
	"istio.io/istio/pkg/config/constants"
)

// proxy is one that istiod knows, with the configuration that it gets.
type proxy struct {
	node       *model.Proxy
	server     *xds.FakeDiscoveryServer
	simulation simulation.Simulation
	clusters   map[string]*cluster.Cluster
}

// place is where a proxy runs.
type place struct {
	kind      model.NodeType
	namespace string
	labels    map[string]string
	address   string
}

func newProxy(server *xds.FakeDiscoveryServer, at place) *proxy {
	node := server.SetupProxy(&model.Proxy{
		Type:            at.kind,
		ID:              "pod." + at.namespace,
		ConfigNamespace: at.namespace,
		Labels:          at.labels,
		IPAddresses:     []string{at.address},
		// As new as istiod: an older one would get what it understands.
		IstioVersion: model.MaxIstioVersion,
		// Failover between localities asks for it.
		Locality: &core.Locality{},
		Metadata: &model.NodeMetadata{
			Namespace: at.namespace,
			Labels:    at.labels,
			ClusterID: constants.DefaultClusterName,
		},
	})
	listeners := server.Listeners(node)
	clusters := map[string]*cluster.Cluster{}
	for _, each := range server.Clusters(node) {
		clusters[each.GetName()] = each
	}
	return &proxy{
		node:     node,
		server:   server,
		clusters: clusters,
		// Made by hand: simulation's own functions want a test.
		simulation: simulation.Simulation{Listeners: listeners, Routes: server.RoutesFromListeners(node, listeners)},
	}
}

// send says what the proxy does with a call. Simulation ends at the name of a cluster; Envoy looks what is behind it.
func (p *proxy) send(call simulation.Call) Leg {
	var chain *listener.FilterChain
	call.CustomListenerValidations = []simulation.CustomFilterChainValidation{
		func(matched *listener.FilterChain) error { chain = matched; return nil },
	}
	result := p.simulation.Run(call)
	if reason := p.rejected(result.ListenerMatched); reason != "" {
		return Leg{Error: reason}
	}
	switch {
	case result.Error != nil:
		return Leg{Error: result.Error.Error()}
	case result.ClusterMatched == "":
		return Leg{Error: fmt.Sprintf("no cluster: virtual host %s answers itself", result.VirtualHostMatched)}
	}
	leg := p.behind(result.ClusterMatched)
	leg.host = p.hostOf(result)
	leg.endsTLS = chain.GetTransportSocket() != nil
	leg.readsHTTP = result.VirtualHostMatched != ""
	leg.Tunnel = tunnelOf(chain)
	return leg
}

// behind says what is behind the name of a cluster.
func (p *proxy) behind(name string) Leg {
	to, known := p.clusters[name]
	if !known {
		return Leg{Error: fmt.Sprintf("cluster %s is not there", name)}
	}
	if !hasEndpoints(to) {
		return Leg{Cluster: to.GetName()}
	}
	place := p.endpointOf(to)
	if place == nil {
		return Leg{Error: fmt.Sprintf("cluster %s has no healthy upstream", to.GetName())}
	}
	upstream, err := upstreamOf(to, place)
	if err != nil {
		return Leg{Error: err.Error()}
	}
	return Leg{Cluster: to.GetName(), Upstream: upstream}
}

// tunnelOf is the target of the CONNECT request that a filter chain sends; empty where it sends none.
func tunnelOf(chain *listener.FilterChain) string {
	for _, filter := range chain.GetFilters() {
		proxy := &tcpproxy.TcpProxy{}
		if filter.GetTypedConfig().UnmarshalTo(proxy) == nil {
			return proxy.GetTunnelingConfig().GetHostname()
		}
	}
	return ""
}

// rejected is why Envoy does not accept a listener; empty where Envoy accepts the listener.
func (p *proxy) rejected(name string) string {
	for _, each := range p.simulation.Listeners {
		if each.GetName() == name {
			return rejection(each)
		}
	}
	return ""
}

// hostOf is the Host header that the route of a result writes; empty where it leaves that of the request.
func (p *proxy) hostOf(result simulation.Result) string {
	for _, config := range p.simulation.Routes {
		for _, host := range config.GetVirtualHosts() {
			if config.GetName() != result.RouteConfigMatched || host.GetName() != result.VirtualHostMatched {
				continue
			}
			for _, route := range host.GetRoutes() {
				if to := route.GetRoute(); to.GetCluster() == result.ClusterMatched {
					return to.GetHostRewriteLiteral()
				}
			}
		}
	}
	return ""
}

// endpointOf is one that Envoy may pick; nil where a cluster has none.
func (p *proxy) endpointOf(of *cluster.Cluster) *endpoint.LbEndpoint {
	if of.GetType() != cluster.Cluster_EDS {
		return firstEndpoint(of.GetLoadAssignment())
	}
	builder := endpoints.NewEndpointBuilder(of.GetName(), p.node, p.server.PushContext())
	return firstEndpoint(builder.BuildClusterLoadAssignment(p.server.Discovery.Env.EndpointIndex))
}
