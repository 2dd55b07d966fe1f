package routing

import (
	"fmt"

	cluster "github.com/envoyproxy/go-control-plane/envoy/config/cluster/v3"
	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	endpoint "github.com/envoyproxy/go-control-plane/envoy/config/endpoint/v3"
	proxyprotocol "github.com/envoyproxy/go-control-plane/envoy/extensions/transport_sockets/proxy_protocol/v3"
	tls "github.com/envoyproxy/go-control-plane/envoy/extensions/transport_sockets/tls/v3"
	"google.golang.org/protobuf/proto"

	"istio.io/istio/pilot/pkg/networking/util"
)

// meshCertificate is the name under which a proxy gets its certificate of the mesh from its agent.
const meshCertificate = "default"

// upstreamOf reads from a cluster what its proxy really does on a connection to an endpoint.
func upstreamOf(of *cluster.Cluster, to *endpoint.LbEndpoint) (*Upstream, error) {
	address := to.GetEndpoint().GetAddress().GetSocketAddress()
	found := &Upstream{Address: address.GetAddress(), Port: int(address.GetPortValue()), TLS: "DISABLE"}
	socket, header, err := withoutHeader(socketOf(of, to))
	if err != nil {
		return nil, fmt.Errorf("transport socket of %s: %w", of.GetName(), err)
	}
	found.Header = header
	config := socket.GetTypedConfig()
	context := &tls.UpstreamTlsContext{}
	if !config.MessageIs(context) {
		return found, nil
	}
	if err := config.UnmarshalTo(context); err != nil {
		return nil, fmt.Errorf("transport socket of %s: %w", of.GetName(), err)
	}
	found.TLS = modeOf(context.GetCommonTlsContext())
	found.SNI = context.GetSni()
	return found, nil
}

// withoutHeader is the socket inside one that sends a header of the PROXY protocol first, and whether there is a header.
func withoutHeader(socket *core.TransportSocket) (*core.TransportSocket, bool, error) {
	header := &proxyprotocol.ProxyProtocolUpstreamTransport{}
	if !socket.GetTypedConfig().MessageIs(header) {
		return socket, false, nil
	}
	if err := socket.GetTypedConfig().UnmarshalTo(header); err != nil {
		return nil, false, err
	}
	return header.GetTransportSocket(), true, nil
}

// modeOf tells the modes of TLS by the certificate that the proxy shows.
func modeOf(context *tls.CommonTlsContext) string {
	certificates := context.GetTlsCertificateSdsSecretConfigs()
	switch {
	case len(certificates) == 0:
		return "SIMPLE"
	case certificates[0].GetName() == meshCertificate:
		return "ISTIO_MUTUAL"
	default:
		return "MUTUAL"
	}
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

// hasEndpoints tells clusters with places to go from those that follow the request, or lead nowhere by intent.
func hasEndpoints(of *cluster.Cluster) bool {
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
