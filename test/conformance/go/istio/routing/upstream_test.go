package routing

import (
	"strings"
	"testing"

	cluster "github.com/envoyproxy/go-control-plane/envoy/config/cluster/v3"
	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	endpoint "github.com/envoyproxy/go-control-plane/envoy/config/endpoint/v3"
	proxyprotocol "github.com/envoyproxy/go-control-plane/envoy/extensions/transport_sockets/proxy_protocol/v3"
	tls "github.com/envoyproxy/go-control-plane/envoy/extensions/transport_sockets/tls/v3"
	"google.golang.org/protobuf/types/known/anypb"
	"google.golang.org/protobuf/types/known/structpb"

	"istio.io/istio/pilot/pkg/networking/util"
)

func fields(t *testing.T, values map[string]any) *structpb.Struct {
	t.Helper()
	made, err := structpb.NewStruct(values)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// pod is an endpoint that tells which TLS it speaks.
func pod(t *testing.T, tlsMode string) *endpoint.LbEndpoint {
	t.Helper()
	socket := &core.SocketAddress{Address: "10.244.7.1", PortSpecifier: &core.SocketAddress_PortValue{PortValue: 8443}}
	address := &core.Address{Address: &core.Address_SocketAddress{SocketAddress: socket}}
	metadata := map[string]*structpb.Struct{}
	if tlsMode != "" {
		metadata[util.EnvoyTransportSocketMetadataKey] = fields(t, map[string]any{"tlsMode": tlsMode})
	}
	return &endpoint.LbEndpoint{
		HostIdentifier: &endpoint.LbEndpoint_Endpoint{Endpoint: &endpoint.Endpoint{Address: address}},
		Metadata:       &core.Metadata{FilterMetadata: metadata},
	}
}

func socket(t *testing.T, sni string, certificates ...string) *core.TransportSocket {
	t.Helper()
	context := &tls.UpstreamTlsContext{Sni: sni, CommonTlsContext: &tls.CommonTlsContext{}}
	for _, name := range certificates {
		context.CommonTlsContext.TlsCertificateSdsSecretConfigs = append(
			context.CommonTlsContext.TlsCertificateSdsSecretConfigs, &tls.SdsSecretConfig{Name: name})
	}
	config, err := anypb.New(context)
	if err != nil {
		t.Fatal(err)
	}
	return &core.TransportSocket{ConfigType: &core.TransportSocket_TypedConfig{TypedConfig: config}}
}

func TestHeaderOfTheProxyProtocol(t *testing.T) {
	config, err := anypb.New(&proxyprotocol.ProxyProtocolUpstreamTransport{TransportSocket: socket(t, "a.com", "default")})
	if err != nil {
		t.Fatal(err)
	}
	wrapped := &core.TransportSocket{ConfigType: &core.TransportSocket_TypedConfig{TypedConfig: config}}
	found, err := upstreamOf(&cluster.Cluster{TransportSocket: wrapped}, pod(t, ""))
	if err != nil {
		t.Fatal(err)
	}
	if found.TLS != "ISTIO_MUTUAL" || found.SNI != "a.com" || !found.Header {
		t.Errorf("found %+v", found)
	}
}

// automatic is what istiod writes where no rule says which TLS to speak.
func automatic(t *testing.T) *cluster.Cluster {
	t.Helper()
	return &cluster.Cluster{TransportSocketMatches: []*cluster.Cluster_TransportSocketMatch{
		{Match: fields(t, map[string]any{"tlsMode": "istio"}), TransportSocket: socket(t, "automatic", "default")},
		{Match: &structpb.Struct{}, TransportSocket: &core.TransportSocket{Name: "raw_buffer"}},
	}}
}

func TestUpstreamOf(t *testing.T) {
	with := func(sni string, certificates ...string) *cluster.Cluster {
		return &cluster.Cluster{TransportSocket: socket(t, sni, certificates...)}
	}
	cases := []struct {
		name     string
		cluster  *cluster.Cluster
		pod      *endpoint.LbEndpoint
		tls, sni string
	}{
		{"no TLS", &cluster.Cluster{}, pod(t, "istio"), "DISABLE", ""},
		{"mTLS of the mesh", with("a.com", "default"), pod(t, ""), "ISTIO_MUTUAL", "a.com"},
		{"automatic, of a pod that speaks it", automatic(t), pod(t, "istio"), "ISTIO_MUTUAL", "automatic"},
		{"automatic, of a pod that does not", automatic(t), pod(t, "disabled"), "DISABLE", ""},
		{"automatic, of a pod that does not say", automatic(t), pod(t, ""), "DISABLE", ""},
		{"TLS without a certificate", with("a.com"), pod(t, ""), "SIMPLE", "a.com"},
		{"TLS with another certificate", with("a.com", "kubernetes://own"), pod(t, ""), "MUTUAL", "a.com"},
	}
	for _, each := range cases {
		t.Run(each.name, func(t *testing.T) {
			expected := Upstream{Address: "10.244.7.1", Port: 8443, TLS: each.tls, SNI: each.sni}
			found, err := upstreamOf(each.cluster, each.pod)
			if err != nil || *found != expected {
				t.Errorf("expected %v, got %v, %v", expected, found, err)
			}
		})
	}
}

func TestUnreadableTLS(t *testing.T) {
	broken := socket(t, "a.com")
	broken.GetTypedConfig().Value = []byte{0xff}
	_, err := upstreamOf(&cluster.Cluster{Name: "outbound|80||a.com", TransportSocket: broken}, pod(t, ""))
	if err == nil || !strings.Contains(err.Error(), "outbound|80||a.com") {
		t.Errorf("expected an error that names the cluster, got %v", err)
	}
}

func TestFirstEndpoint(t *testing.T) {
	empty := &endpoint.ClusterLoadAssignment{Endpoints: []*endpoint.LocalityLbEndpoints{{}}}
	if found := firstEndpoint(empty); found != nil {
		t.Errorf("expected none, got %v", found)
	}
	only := pod(t, "")
	two := &endpoint.ClusterLoadAssignment{
		Endpoints: []*endpoint.LocalityLbEndpoints{{}, {LbEndpoints: []*endpoint.LbEndpoint{only}}},
	}
	if found := firstEndpoint(two); found != only {
		t.Errorf("expected the one of the second locality, got %v", found)
	}
}
