// Package routing asks istiod's own configuration which way requests go, without a proxy that runs.
package routing

import (
	"fmt"

	meshconfig "istio.io/api/mesh/v1alpha1"
	"istio.io/istio/pkg/config/mesh"
)

// World is what a cluster holds, and the requests that are sent in it.
type World struct {
	// Objects are Istio's, as documents of YAML.
	Objects string `json:"objects"`
	// Kubernetes are Namespaces, Services, Pods and EndpointSlices, as documents of YAML.
	Kubernetes string     `json:"kubernetes"`
	MeshConfig MeshConfig `json:"meshConfig"`
	Gateways   []Gateway  `json:"gateways"`
	Requests   []Request  `json:"requests"`
}

// MeshConfig is what matters of the mesh's configuration.
type MeshConfig struct {
	// OutboundTrafficPolicy is ALLOW_ANY or REGISTRY_ONLY.
	OutboundTrafficPolicy string `json:"outboundTrafficPolicy"`
}

// Gateway is a proxy that the pods of a Service run, with the pods' labels.
type Gateway struct {
	Namespace string            `json:"namespace"`
	Labels    map[string]string `json:"labels"`
	Service   string            `json:"service"`
}

// Client is a pod that has a sidecar.
type Client struct {
	Namespace string            `json:"namespace"`
	Labels    map[string]string `json:"labels"`
}

// Request is sent by a client to an address outside of the cluster.
type Request struct {
	ID     string `json:"id"`
	Client Client `json:"client"`
	// Protocol is http, with the host in the Host header, tls, with the host as SNI, or tcp. A host that is an address is dialled.
	Protocol string `json:"protocol"`
	Host     string `json:"host"`
	Port     int    `json:"port"`
	// Method and Path of HTTP; GET and / when absent.
	Method string `json:"method,omitempty"`
	Path   string `json:"path,omitempty"`
	// Address to which the client resolves the host; one that no service has, when absent.
	Address string `json:"address,omitempty"`
}

// Upstream is how a proxy reaches one of the places behind a cluster.
type Upstream struct {
	Address string `json:"address"`
	Port    int    `json:"port"`
	// TLS that the proxy itself starts, in Istio's words: ISTIO_MUTUAL, MUTUAL, SIMPLE; DISABLE where it starts none.
	TLS string `json:"tls"`
	SNI string `json:"sni,omitempty"`
	// Header is whether the proxy sends the addresses of the connection first, in a header of the PROXY protocol.
	Header bool `json:"header,omitempty"`
}

// Leg is what one proxy does with a request: it sends it to a cluster, or it does not.
type Leg struct {
	Cluster string `json:"cluster,omitempty"`
	// Upstream is absent where the cluster leads to wherever the request was bound for, or nowhere.
	Upstream *Upstream `json:"upstream,omitempty"`
	// Tunnel is the target of the CONNECT request that the proxy sends to the upstream, e.g. a.com:443.
	Tunnel string `json:"tunnel,omitempty"`
	Error  string `json:"error,omitempty"`
	// tls and sni of the TLS that the proxy itself starts, also on the way to wherever the request was bound for.
	tls, sni string
	// endsTLS is whether the proxy ends the outermost TLS of the connection.
	endsTLS bool
	// readsHTTP is whether the proxy reads HTTP in the connection.
	readsHTTP bool
	// host and path that the route writes; empty where it leaves those of the request.
	host, path string
	// isCopy is whether the leg is that of a mirrored request.
	isCopy bool
}

// Result is a way of one request. It has a gateway's leg where the client sends it to a gateway.
type Result struct {
	ID      string `json:"id"`
	Client  Leg    `json:"client"`
	Gateway *Leg   `json:"gateway,omitempty"`
	// Further are the legs after the gateway's first one: those of other gateways, and of the gateway's connections to itself.
	Further []Leg `json:"further,omitempty"`
	// Layers are the TLS around the request at its end, outermost last: application, SIMPLE, MUTUAL, ISTIO_MUTUAL.
	Layers []string `json:"layers,omitempty"`
	// Host is the Host header at the end, where a route writes it.
	Host string `json:"host,omitempty"`
	// Copy is whether the way is that of a mirrored request: the application gets another answer.
	Copy bool `json:"copy,omitempty"`
}

// Answer has the ways of a world's requests, in their order; or it says why the world cannot be. A request has several ways where weights or
// headers decide.
type Answer struct {
	Results [][]Result `json:"results,omitempty"`
	// Refused are the objects that istiod's validation refuses, each with the reason. The world is without them.
	Refused []Refusal `json:"refused,omitempty"`
	Error   string    `json:"error,omitempty"`
}

// Refusal is an object that istiod's validation refuses.
type Refusal struct {
	// Index of the object among the documents of the world.
	Index  int    `json:"index"`
	Reason string `json:"reason"`
}

func (w World) meshConfig() (*meshconfig.MeshConfig, error) {
	mode, known := meshconfig.MeshConfig_OutboundTrafficPolicy_Mode_value[w.MeshConfig.OutboundTrafficPolicy]
	if !known {
		return nil, fmt.Errorf("%q is no outbound traffic policy", w.MeshConfig.OutboundTrafficPolicy)
	}
	config := mesh.DefaultMeshConfig()
	config.OutboundTrafficPolicy = &meshconfig.MeshConfig_OutboundTrafficPolicy{
		Mode: meshconfig.MeshConfig_OutboundTrafficPolicy_Mode(mode),
	}
	return config, nil
}
