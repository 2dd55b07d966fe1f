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

// Leg is what one proxy does with a request: it sends it to a cluster, or it does not.
type Leg struct {
	Cluster string `json:"cluster,omitempty"`
	Error   string `json:"error,omitempty"`
}

// Entry is what a gateway does with a request that came to it.
type Entry struct {
	Leg
	// MTLS says that the client's sidecar wrapped it in the mesh's mTLS.
	MTLS bool `json:"mtls"`
}

// Result is the way of one request. It has an entry where the client sends it to a gateway.
type Result struct {
	ID      string `json:"id"`
	Client  Leg    `json:"client"`
	Gateway *Entry `json:"gateway,omitempty"`
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
