package routing

import (
	"errors"
	"fmt"

	cluster "github.com/envoyproxy/go-control-plane/envoy/config/cluster/v3"
	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	endpoint "github.com/envoyproxy/go-control-plane/envoy/config/endpoint/v3"
	listener "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
	route "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
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

// send says what the proxy may do with a call. Simulation ends at the name of a cluster; Envoy looks what is behind it.
func (p *proxy) send(call simulation.Call, request connection) []Leg {
	var chain *listener.FilterChain
	call.CustomListenerValidations = []simulation.CustomFilterChainValidation{
		func(matched *listener.FilterChain) error { chain = matched; return nil },
	}
	result := p.simulation.Run(call)
	if reason := p.rejected(result.ListenerMatched); reason != "" {
		return []Leg{{Error: reason}}
	}
	readsHTTP := result.VirtualHostMatched != ""
	if result.Error != nil && (!readsHTTP || !errors.Is(result.Error, simulation.ErrNoRoute)) {
		return []Leg{{Error: result.Error.Error()}}
	}
	targets, failures := p.targetsOf(result, chain, request)
	legs := make([]Leg, 0, len(targets)+len(failures))
	for _, to := range targets {
		leg := p.behind(to.cluster)
		leg.host, leg.path, leg.isCopy = to.host, to.path, to.isCopy
		leg.endsTLS = chain.GetTransportSocket() != nil
		leg.readsHTTP = readsHTTP
		leg.Tunnel = tcpProxyOf(chain).GetTunnelingConfig().GetHostname()
		legs = append(legs, leg)
	}
	for _, reason := range failures {
		legs = append(legs, Leg{Error: reason})
	}
	return legs
}

// targetsOf are the clusters to which the proxy may send a request, and the reasons for which it may send none.
func (p *proxy) targetsOf(result simulation.Result, chain *listener.FilterChain, request connection) ([]target, []string) {
	if result.VirtualHostMatched == "" {
		return clustersOf(tcpProxyOf(chain)), nil
	}
	routes, isSure := routesFor(p.virtualHost(result), request)
	var found []target
	var failures []string
	for _, each := range routes {
		targets := targetsOf(each, request)
		found = append(found, targets...)
		if len(targets) == 0 {
			failures = append(failures, fmt.Sprintf("no cluster: virtual host %s answers itself", result.VirtualHostMatched))
		}
	}
	if !isSure {
		failures = append(failures, simulation.ErrNoRoute.Error())
	}
	return found, failures
}

// behind says what is behind the name of a cluster.
func (p *proxy) behind(name string) Leg {
	to, known := p.clusters[name]
	if !known {
		return Leg{Error: fmt.Sprintf("cluster %s is not there", name)}
	}
	place := p.endpointOf(to)
	if place == nil && hasEndpoints(to) {
		return Leg{Error: fmt.Sprintf("cluster %s has no healthy upstream", to.GetName())}
	}
	upstream, err := upstreamOf(to, place)
	if err != nil {
		return Leg{Error: err.Error()}
	}
	leg := Leg{Cluster: to.GetName(), tls: upstream.TLS, sni: upstream.SNI}
	if place != nil {
		leg.Upstream = upstream
	}
	return leg
}

// tcpProxyOf is the filter that passes the bytes of a filter chain on; nil where there is none.
func tcpProxyOf(chain *listener.FilterChain) *tcpproxy.TcpProxy {
	for _, filter := range chain.GetFilters() {
		proxy := &tcpproxy.TcpProxy{}
		if filter.GetTypedConfig().UnmarshalTo(proxy) == nil {
			return proxy
		}
	}
	return nil
}

// clustersOf are the clusters of a filter that passes bytes on.
func clustersOf(of *tcpproxy.TcpProxy) []target {
	if name := of.GetCluster(); name != "" {
		return []target{{cluster: name}}
	}
	var found []target
	for _, each := range of.GetWeightedClusters().GetClusters() {
		found = append(found, target{cluster: each.GetName()})
	}
	return found
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

// virtualHost is the one that simulation has found; nil where there is none.
func (p *proxy) virtualHost(result simulation.Result) *route.VirtualHost {
	for _, config := range p.simulation.Routes {
		for _, host := range config.GetVirtualHosts() {
			if config.GetName() == result.RouteConfigMatched && host.GetName() == result.VirtualHostMatched {
				return host
			}
		}
	}
	return nil
}

// endpointOf is one that Envoy may pick; nil where a cluster has none.
func (p *proxy) endpointOf(of *cluster.Cluster) *endpoint.LbEndpoint {
	if of.GetType() != cluster.Cluster_EDS {
		return firstEndpoint(of.GetLoadAssignment())
	}
	builder := endpoints.NewEndpointBuilder(of.GetName(), p.node, p.server.PushContext())
	return firstEndpoint(builder.BuildClusterLoadAssignment(p.server.Discovery.Env.EndpointIndex))
}
