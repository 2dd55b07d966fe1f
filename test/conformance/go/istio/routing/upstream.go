package routing

import (
	"fmt"

	cluster "github.com/envoyproxy/go-control-plane/envoy/config/cluster/v3"
	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	endpoint "github.com/envoyproxy/go-control-plane/envoy/config/endpoint/v3"
	tls "github.com/envoyproxy/go-control-plane/envoy/extensions/transport_sockets/tls/v3"
	"google.golang.org/protobuf/proto"

	"istio.io/istio/pilot/pkg/networking/util"
)

// meshCertificate is the name under which a proxy gets its certificate of the mesh from its agent.
const meshCertificate = "default"

// upstream is how a proxy reaches a pod behind one of its clusters.
type upstream struct {
	address string
	port    int
	// mutual says that the proxy starts the mesh's mTLS, with the SNI.
	mutual bool
	sni    string
}

// upstreamOf reads from a cluster what its proxy really does on a connection to an endpoint.
func upstreamOf(of *cluster.Cluster, to *endpoint.LbEndpoint) (upstream, error) {
	address := to.GetEndpoint().GetAddress().GetSocketAddress()
	found := upstream{address: address.GetAddress(), port: int(address.GetPortValue())}
	socket := socketOf(of, to)
	context := &tls.UpstreamTlsContext{}
	if !socket.GetTypedConfig().MessageIs(context) {
		return found, nil
	}
	if err := socket.GetTypedConfig().UnmarshalTo(context); err != nil {
		return found, fmt.Errorf("transport socket of %s: %w", of.GetName(), err)
	}
	certificates := context.GetCommonTlsContext().GetTlsCertificateSdsSecretConfigs()
	if len(certificates) != 1 || certificates[0].GetName() != meshCertificate {
		return found, fmt.Errorf("cluster %s starts TLS that is not the mesh's", of.GetName())
	}
	found.mutual = true
	found.sni = context.GetSni()
	return found, nil
}

// socketOf is Envoy's choice: the first match that says the same as the endpoint's metadata, else the cluster's own.
func socketOf(of *cluster.Cluster, to *endpoint.LbEndpoint) *core.TransportSocket {
	metadata := to.GetMetadata().GetFilterMetadata()[util.EnvoyTransportSocketMetadataKey].GetFields()
	for _, match := range of.GetTransportSocketMatches() {
		agrees := true
		for key, value := range match.GetMatch().GetFields() {
			agrees = agrees && proto.Equal(metadata[key], value)
		}
		if agrees {
			return match.GetTransportSocket()
		}
	}
	return of.GetTransportSocket()
}

// needsEndpoints tells clusters with places to go from those that follow the request, or lead nowhere by intent.
func needsEndpoints(of *cluster.Cluster) bool {
	return of.GetType() != cluster.Cluster_ORIGINAL_DST && of.GetType() != cluster.Cluster_STATIC
}

// firstEndpoint stands for all, since the pods behind a gateway's Service are alike; nil where there is none.
func firstEndpoint(assignment *endpoint.ClusterLoadAssignment) *endpoint.LbEndpoint {
	for _, locality := range assignment.GetEndpoints() {
		for _, each := range locality.GetLbEndpoints() {
			return each
		}
	}
	return nil
}
