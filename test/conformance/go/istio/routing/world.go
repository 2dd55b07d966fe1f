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
	// Protocol is http, with the host in the Host header, or tls, with the host as SNI.
	Protocol string `json:"protocol"`
	Host     string `json:"host"`
	Port     int    `json:"port"`
}

// Upstream is how a proxy reaches one of the places behind a cluster.
type Upstream struct {
	Address string `json:"address"`
	Port    int    `json:"port"`
	// TLS that the proxy itself starts, in Istio's words: ISTIO_MUTUAL, MUTUAL, SIMPLE; DISABLE where it starts none.
	TLS string `json:"tls"`
	SNI string `json:"sni,omitempty"`
}

// Leg is what one proxy does with a request: it sends it to a cluster, or it does not.
type Leg struct {
	Cluster string `json:"cluster,omitempty"`
	// Upstream is absent where the cluster leads to wherever the request was bound for, or nowhere.
	Upstream *Upstream `json:"upstream,omitempty"`
	Error    string    `json:"error,omitempty"`
	// host is the Host header that the route writes; empty where it leaves that of the request.
	host string
}

// Result is the way of one request. It has a gateway's leg where the client sends it to a gateway.
type Result struct {
	ID      string `json:"id"`
	Client  Leg    `json:"client"`
	Gateway *Leg   `json:"gateway,omitempty"`
}

// Answer has the ways of a world's requests, in their order; or it says why the world cannot be.
type Answer struct {
	Results []Result `json:"results,omitempty"`
	Error   string   `json:"error,omitempty"`
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
